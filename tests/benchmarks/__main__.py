"""`make bench`: every measurement in this folder, one after the other; `python -m tests.benchmarks journeys` runs one."""

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Run the measurements that are named, or all."""
    there = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    for name in sys.argv[1:] or there:
        measure = getattr(importlib.import_module(f"tests.benchmarks.{name}"), "main", None)
        if measure is not None:
            print(f"{name}: {sys.modules[measure.__module__].__doc__}", flush=True)
            measure()


if __name__ == "__main__":
    main()
