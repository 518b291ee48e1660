"""`make bench`: every measurement in this folder, one after the other; `python -m tests.benchmarks journeys` runs one."""

import importlib
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, table


def main() -> None:
    """Run the measurements that are named, or all, and end with one table of those that have a figure beside them or an aim."""
    there = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    asked = sys.argv[1:]
    if asked and asked[0] not in there and not asked[0].startswith("-"):
        raise SystemExit(f"There is no measurement called {asked[0]!r}, but: {', '.join(there)}.")
    named = [name for name in asked if name in there]
    figures: list[Figure] = []
    for name in named or there:
        measure = getattr(importlib.import_module(f"tests.benchmarks.{name}"), "main", None)
        if measure is None:
            continue
        began = time.perf_counter()
        print(f"{name}: {sys.modules[measure.__module__].__doc__}", flush=True)
        found = measure()
        figures += found if isinstance(found, list) else []
        print(f"  ({name} took {time.perf_counter() - began:.0f} s)\n", flush=True)
    if figures:
        print(table(figures))


if __name__ == "__main__":
    main()
