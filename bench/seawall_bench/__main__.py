"""`python -m seawall_bench NAME …` runs `seawall_bench/NAME_bench.py`."""

import sys
from importlib import import_module
from pathlib import Path

BENCHES = sorted(path.stem.removesuffix("_bench") for path in Path(__file__).parent.glob("*_bench.py"))


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHES:
        sys.exit(f"which bench? there are: {', '.join(BENCHES)}")
    import_module(f"seawall_bench.{sys.argv[1]}_bench").main(sys.argv[2:])


main()
