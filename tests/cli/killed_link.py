"""Run `seawall link` in a process that is killed (−9) at a later file operation in the folder of results.

Run by `test_link_killed.py` as a program of its own. Arguments: the number of the operation, 0 for none, and the folder
that holds `closed`, `new` and `results`.
"""

import os
import signal
import sys
from pathlib import Path

from seawall.cli.link_verb import command

EVENTS = {"open", "os.rename", "os.remove", "os.mkdir"}


def kill_at(number, folder):
    """Kill this process at its `number`th file operation below a folder."""
    left = [number]

    def hook(event, arguments):
        if event in EVENTS and str(arguments[0]).startswith(folder):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    work = Path(sys.argv[2])
    results = work / "results"
    kill_at(int(sys.argv[1]), str(results))
    command(
        ["--closed", str(work / "closed"), "--new", str(work / "new"), "--out", str(results / "ranked.csv"),
         "--save-bank", str(results / "bank")],
        standalone_mode=False,
    )  # fmt: skip
