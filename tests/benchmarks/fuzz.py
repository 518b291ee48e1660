"""How much can be thrown at the public front before something breaks; `FUZZ_SECONDS=600 FUZZ_SEED=9 python -m tests.benchmarks fuzz`."""

import os
import secrets
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.responding.visiting import site
from tests.web.fuzzing import faults, throws


def main() -> None:
    """Throw until the time is over; say how much it was and what was answered, and end with 1 for a fault."""
    seconds, seed = (
        float(os.environ.get("FUZZ_SECONDS", "60")),
        int(os.environ.get("FUZZ_SEED") or secrets.randbelow(2**32)),
    )
    answered: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        app = site(Path(folder))
        until = time.monotonic() + seconds
        for one in throws(app, seed):
            answer = one.at(app)
            answered[answer.status_code] += 1
            if wrong := faults(answer):
                raise SystemExit(f"seed {seed}, request {answered.total()}: {wrong}\n{one}")
            if time.monotonic() > until:
                break
    print(f"  seed {seed}: {answered.total():,} requests in {seconds:g} s, no fault")
    print("  answered: " + ", ".join(f"{code}: {number:,}" for code, number in sorted(answered.items())))


if __name__ == "__main__":
    main()
