"""Programs are found by their instance, and by the database that they share where each has an instance of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from consultation.auditing.processes import of_instance
from tests.running import end

OURS = "postgresql+psycopg://mixer@/consultation?host=%2Frun%2Fpostgresql&application_name=x"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"CONSULTATION_DATABASE_URL": "postgresql:///consultation?host=/run/postgresql"}, True),
        ({"CONSULTATION_DATABASE_URL": "postgresql://public@/consultation?host=/run/postgresql"}, True),
        ({"CONSULTATION_DATABASE_URL": "postgresql:///another?host=/run/postgresql"}, False),
        ({"CONSULTATION_DATABASE_URL": "postgresql:///consultation?host=/elsewhere"}, False),
        ({}, False),
    ],
)
def test_a_front_with_an_instance_of_its_own_is_found_by_the_database(
    tmp_path: Path, told: dict[str, str], found: bool
):
    environment = {**os.environ, "CONSULTATION_INSTANCE": str(tmp_path / "of the front"), **told}
    words = [sys.executable, "-c", "print(flush=True); input()", "wsgi:app"]
    front = subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert front.stdout
        front.stdout.readline()
        programs, _ = of_instance(tmp_path / "of the mixer", OURS)
        assert (front.pid in {one.pid for one in programs}) == found
    finally:
        end(front)
