"""A mixer may be killed anywhere: nothing is lost or doubled, the box opens, and no superseded key outlives the next look.

Every second point on SQLite, some on PostgreSQL; all on both: `make soak`, and `python -m tests.faults.mixer_kills` (see there).
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.broken_mixers import BROKEN

ROOT = Path(__file__).parents[2]


def kills(where, directory, step=1, broken=""):
    words = [sys.executable, "-m", "tests.faults.mixer_kills", where, str(directory), str(step), broken]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_killed_at_every_second_point_on_sqlite(tmp_path, long):
    step = 1 if long else 2
    seen = kills("sqlite", tmp_path, step)
    assert seen["killed"] == (seen["points"] + step - 1) // step > 20
    assert seen["troubles"] == []


@pytest.mark.postgres
def test_killed_at_some_points_on_postgresql(postgres, tmp_path):
    seen = kills(postgres.create("mixer_kills"), tmp_path, step=8)
    assert seen["killed"] >= 5
    assert seen["troubles"] == []


@pytest.mark.parametrize("broken", BROKEN)
def test_a_mixer_that_does_it_wrong_is_found_out(tmp_path, broken):
    assert kills("sqlite", tmp_path, broken=broken)["troubles"]
