"""Keep a bank of two accounts in the place of one of three, killed (−9) at one of its file operations; again and again.

Run by `test_kept_bank.py` as a program of its own: it forks, which the test process with its threads must not. Each
line is a JSON object: how many accounts the kept bank has after the kill, and how many entries the folder has after
the same work was simply done again.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import django

EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
HOME = Path(os.environ["SEAWALL_HOME"])
STEP = 9  # operations from one kill to the next


def keeper():
    """Return a function that keeps a bank of so many accounts."""
    import numpy as np
    import pyarrow as pa

    from seawall.desk.linking.kept_bank import keep_bank, writing_kept
    from seawall.identity.closed_bank import ClosedBank
    from seawall.identity.portrait_making import make_portraits

    def bank_of(count):
        names = [f"lampkeeper{number}" for number in range(count)]
        return ClosedBank(make_portraits(pa.table({"account": names, "handle": names})))

    banks = {count: bank_of(count) for count in (2, 3)}

    def keep(count):
        with writing_kept(HOME, timeout_seconds=1):
            keep_bank(HOME, banks[count], np.zeros(count, np.uint64), closings_version=count, corpus_version=1)

    return keep


def killed_at(number, keep):
    """Do the work in a child that is killed at this operation; return its exit code, or how many there were."""
    told, telling = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with os.fdopen(told) as counted:
            return code or int(counted.read())
    seen = [0]

    def watch(event, arguments):
        if event in EVENTS and str(HOME / "closed_bank") in str(arguments[0]):
            seen[0] += 1
            if seen[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    keep(2)
    os.write(telling, str(seen[0]).encode())
    os._exit(0)


def main():
    """Kill at the first operations, at every ninth, and at the last."""
    django.setup()
    from django.db import connection

    from seawall.desk.audit.models import LedgerRow
    from seawall.desk.linking.kept_bank import open_kept

    with connection.schema_editor() as editor:
        editor.create_model(LedgerRow)
    keep = keeper()

    def begin():
        shutil.rmtree(HOME / "closed_bank", ignore_errors=True)
        keep(3)
        connection.close()

    begin()
    count = killed_at(-1, keep)
    for number in [1, 2, *range(3, count, STEP), count]:
        begin()
        assert killed_at(number, keep) == -signal.SIGKILL
        accounts = len(open_kept(HOME).bank)
        keep(2)
        left = len(list((HOME / "closed_bank").iterdir()))
        sys.stdout.write(json.dumps({"accounts": accounts, "left": left}) + "\n")


if __name__ == "__main__":
    main()
