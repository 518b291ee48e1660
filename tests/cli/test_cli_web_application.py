"""The web server does not start where anything asks it to write visits down."""

import os
import subprocess
from pathlib import Path

import pytest

from consultation.cli.serving import web_server


def refused(place: Path, *words: str) -> str:
    """Why it does not start; a server that does start is killed, and the test fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONSULTATION_")}
    environment["CONSULTATION_INSTANCE"] = str(place / "instance")
    *command, target = web_server("127.0.0.1", 1, 1)
    ended = subprocess.run(
        [*command, "--bind", f"unix:{place}/socket", *words, target],
        env=environment, cwd=place, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode != 0
    return ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--access-logfile", "-"),
        ("--statsd-host", "localhost:8125"),
        ("--log-level", "debug"),
        ("--log-syslog",),
        ("--capture-output",),
        ("--log-config", "of-our-own.ini"),
    ],
)
def test_an_option_that_writes_visits_down_is_refused(tmp_path, words):
    assert "would record who answers" in refused(tmp_path, *words)


def test_so_is_one_of_a_file_that_gunicorn_finds_by_itself(tmp_path):
    (tmp_path / "gunicorn.conf.py").write_text("accesslog = '-'")
    assert "accesslog would record who answers" in refused(tmp_path)
