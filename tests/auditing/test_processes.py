"""Programs are found by their instance, and by the database that they share where each has an instance of its own."""

import os
import subprocess
import sys

import pytest

from consultation.auditing.processes import of_instance

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
def test_a_front_with_an_instance_of_its_own_is_found_by_the_database(tmp_path, told, found):
    environment = {**os.environ, "CONSULTATION_INSTANCE": str(tmp_path / "of the front"), **told}
    words = [sys.executable, "-c", "print(flush=True); input()", "wsgi:app"]
    with subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as front:
        assert front.stdout
        front.stdout.readline()
        programs, _ = of_instance(tmp_path / "of the mixer", OURS)
        front.kill()
    assert (front.pid in {one.pid for one in programs}) == found
