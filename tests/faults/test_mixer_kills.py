"""A mixer may be killed anywhere: nothing is lost or doubled, the box opens, and no superseded key outlives the next look.

Every point on SQLite, some on PostgreSQL; all on both with `LONG=1`, and `python -m tests.faults.mixer_kills` (see there).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.broken_mixers import BROKEN

ROOT = Path(__file__).parents[2]


def kills(where, directory, step=1, broken=""):
    words = [sys.executable, "-m", "tests.faults.mixer_kills", where, str(directory), str(step), broken]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture
def in_memory():
    """A directory that no disk is waited for: the system keeps what a killed program wrote (a power cut: test_power_cut)."""
    memory = Path("/dev/shm")  # noqa: S108 -- a directory of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as directory:
        yield Path(directory)


def test_killed_at_every_point_on_sqlite(in_memory):
    seen = kills("sqlite", in_memory)
    assert seen["killed"] == seen["points"] > 40
    assert seen["troubles"] == []


@pytest.mark.postgres
def test_killed_at_some_points_on_postgresql(postgres, tmp_path, long):
    seen = kills(postgres.create("mixer_kills"), tmp_path, step=1 if long else 8)
    assert seen["killed"] >= 5
    assert seen["troubles"] == []


@pytest.mark.parametrize("broken", BROKEN)
def test_a_mixer_that_does_it_wrong_is_found_out(in_memory, broken):
    assert kills("sqlite", in_memory, broken=broken)["troubles"]
