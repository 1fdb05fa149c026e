"""`python -m seawall_bench NAME …` runs `seawall_bench/NAME_bench.py`, where NAME may have - for _."""

import sys
from importlib import import_module
from pathlib import Path

BENCHES = sorted(path.stem.removesuffix("_bench") for path in Path(__file__).parent.glob("*_bench.py"))


def main():
    name = sys.argv[1].replace("-", "_") if len(sys.argv) > 1 else None
    if name not in BENCHES:
        sys.exit(f"which bench? there are: {', '.join(bench.replace('_', '-') for bench in BENCHES)}")
    import_module(f"seawall_bench.{name}_bench").main(sys.argv[2:])


main()
