"""How long, how much memory, on which machine? Each case runs in a process of its own, so its peak memory is its own.

A case is a function of a module in this package, called `module:function` with JSON-able keyword arguments; it returns
a dict. `IMPORTED_FIRST` of that module names what to import before the clock runs. Wall and CPU seconds are of the call
alone, peak memory of the whole process.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

MIB = 1 << 20


def run_case(case: str, **arguments) -> dict:
    """Run a case in a fresh process; return its result with wall_seconds, cpu_seconds and peak_memory_mib."""
    done = subprocess.run(
        [sys.executable, "-m", "seawall_bench.measure", case, json.dumps(arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def machine() -> dict:
    """Describe the machine, without its name."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_mib": memory // MIB, "system": platform.system()}


def versions(*names: str) -> dict:
    """Return the versions of Python and of these packages."""
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def offer_outputs(parser) -> None:
    """Let a bench's command line say where its figures go: a last line of JSON, a file of frozen results."""
    parser.add_argument("--json", action="store_true", help="write the figures as a last line of JSON")
    parser.add_argument("--freeze", type=Path, help="write the figures to this file")


def hand_out(figures: dict, chosen) -> None:
    """Write a bench's figures to where its command line said."""
    if chosen.freeze:
        chosen.freeze.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False))


def main():
    module, function = sys.argv[1].split(":")
    cases = importlib.import_module(module)
    for name in cases.IMPORTED_FIRST.get(function, ()):  # importing a library is not what a case measures
        importlib.import_module(name)
    call = getattr(cases, function)
    wall, cpu = time.perf_counter(), time.process_time()
    result = call(**json.loads(sys.argv[2]))
    result |= {"wall_seconds": round(time.perf_counter() - wall, 3), "cpu_seconds": round(time.process_time() - cpu, 3)}
    result["peak_memory_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
