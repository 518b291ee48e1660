"""A mixer may be killed anywhere while it carries withdrawals out; at all points: `python -m tests.faults.withdrawal_kills`."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killed_at_some_points_it_has_withdrawn_all_or_nothing_and_everything_at_the_next_look(tmp_path):
    words = [sys.executable, "-m", "tests.faults.withdrawal_kills", str(tmp_path), "6"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    assert seen["killed"] >= 8
    assert seen["troubles"] == []
