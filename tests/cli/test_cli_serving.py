"""The programs that run for long: they answer, they end together, and they write down nobody's visit."""

import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.respondent import Respondent

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
ONE = ("--with-worker", "--workers", "1")  # one web process where it does not matter how many there are
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def start(instance: Path, tmp_path: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONSULTATION_")}

    def started(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "consultation.cli", "--instance", str(instance), *words]
        with (tmp_path / "log").open("a") as log:
            running.append(
                subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True, start_new_session=True
                )
            )
        return running[-1]

    yield started
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int, path: str = "/") -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
                return page.read().decode()
        except OSError:
            assert time.monotonic() < until, "it never answered"
            time.sleep(0.1)


def children(process: subprocess.Popen[str]) -> list[int]:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in found]


def another(process: subprocess.Popen[str], known: set[int]) -> int:
    until = time.monotonic() + PATIENCE
    while not (new := set(children(process)) - known):
        assert time.monotonic() < until, "nothing was started anew"
        time.sleep(0.1)
    return new.pop()


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_server_and_worker_start_and_end_together(start, port, stop, run, tmp_path):
    run("open", "waiting-times", "--archive", "report")
    serving = start("serve", "--port", str(port), *ONE)
    assert "waiting-times" in answers(port)
    both = children(serving)
    assert len(both) == 2
    serving.send_signal(stop)
    assert serving.wait(timeout=60) == 0
    assert all(gone(pid) for pid in both)
    assert (tmp_path / "log").read_text().startswith("Serving http")
    assert len((tmp_path / "log").read_text().splitlines()) == 1


@pytest.mark.slow
def test_the_crash_of_the_web_server_is_noticed_and_ends_the_worker(start, port, tmp_path):
    serving = start("serve", "--port", str(port), *ONE)
    answers(port, "/healthz")
    web, worker = children(serving)
    os.kill(web, signal.SIGKILL)
    assert serving.wait(timeout=60) == 1
    assert "ended by itself" in (tmp_path / "log").read_text()
    assert gone(worker)


@pytest.mark.slow
def test_a_killed_worker_is_started_anew_while_the_pages_stay_and_given_up_when_it_never_lives(start, port, tmp_path):
    serving = start("serve", "--port", str(port), *ONE)
    answers(port, "/healthz")
    web, killed = children(serving)
    for _ in range(3):
        os.kill(killed, signal.SIGKILL)
        anew = another(serving, {web, killed})
        answers(port, "/healthz")
        killed = anew
    os.kill(killed, signal.SIGKILL)
    assert serving.wait(timeout=60) == 1
    assert (tmp_path / "log").read_text().count("is started anew") == 3


@pytest.mark.slow
def test_a_broken_request_leaves_no_address_in_the_log(start, port, tmp_path):
    start("serve", "--port", str(port), "--workers", "1")
    answers(port, "/healthz")
    with socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(b"NONSENSE secret-page\r\n\r\n")
        told = visitor.makefile("rb").read().decode()
    assert told.startswith("HTTP/1.1 400")
    assert 'data-page="error"' in told
    assert "Content-Security-Policy: default-src 'none'" in told
    assert "NONSENSE" not in told
    with suppress(urllib.error.HTTPError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/secret-page", timeout=10)
    assert "secret-page" not in (tmp_path / "log").read_text()
    assert len((tmp_path / "log").read_text().splitlines()) <= 1, "a visit was logged"


@pytest.mark.slow
def test_a_server_whose_starter_is_killed_does_not_live_on(start, port):
    serving = start("serve", "--port", str(port), "--with-worker")
    answers(port, "/healthz")
    both = children(serving)
    serving.kill()
    until = time.monotonic() + PATIENCE
    while not all(gone(pid) for pid in both):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_refused_before_anything_starts(run, port, command, monkeypatch):
    monkeypatch.setattr("consultation.cli.serving.MOST_SECONDS_UNTIL_FREE", 0.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = run(command, "--port", str(port), code=1)
    assert f"PORT={port + 1}" in refused.stderr
    assert "Serving" not in refused.stdout


@pytest.mark.slow
def test_no_program_leaves_its_memory_on_disk_when_it_crashes(start, port):
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    serving = start("serve", "--port", str(port), *ONE)
    answers(port, "/healthz")
    both = children(serving)
    for pid in (serving.pid, *both):
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"Max core file size +0 +0 ", limits), limits


@pytest.mark.slow
def test_the_demo_is_prepared_once_however_often_it_starts(run, facts, instance):
    first = run("demo", "--prepare-only").output
    again = run("demo", "--prepare-only").output
    password = re.compile(r"demo@example\.org +(\S+)")
    assert password.search(first)[1] == password.search(again)[1]
    assert "invented" in first
    assert {one["slug"] for one in facts("list")["consultations"]} == {"waiting-times", "pain-service"}
    assert waiting(instance) == 9


@pytest.mark.slow
def test_without_the_real_comments_the_invented_ones_are_enough(run, instance, monkeypatch):
    monkeypatch.setattr("consultation.cli.demonstrating.REAL_COMMENTS", Path("nowhere.csv"))
    assert "Nobody has said them" in run("demo", "--prepare-only").output
    assert comments(instance) >= 120
    assert waiting(instance) == 9


def waiting(instance: Path) -> int:
    return counted(instance, "ballot_box")


def comments(instance: Path) -> int:
    return counted(instance, "comment")


def counted(instance: Path, table: str) -> int:
    with closing(sqlite3.connect(instance / "consultation.sqlite")) as database:
        return int(database.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608


@pytest.mark.slow
def test_the_newcomers_own_answer_tips_the_ballot_box(start, port, instance):
    start("demo", "--port", str(port))
    answers(port, "/healthz")
    before = counted(instance, "response")
    assert waiting(instance) == 9
    newcomer = Respondent(f"http://127.0.0.1:{port}")
    thanked = newcomer.answer("waiting-times", "patient", {"feel-safe": "Ring meg når det blir min tur."})
    newcomer.close()
    assert thanked.name == "thanks"
    until = time.monotonic() + PATIENCE
    while waiting(instance) and time.monotonic() < until:
        time.sleep(0.2)
    assert (waiting(instance), counted(instance, "response")) == (0, before + 10)


def test_no_answer_tells_which_server_gave_it(start, port):
    start("serve", "--port", str(port), "--workers", "1")
    answers(port)
    for path in ("/", "/nothing/", "/healthz"):
        someone = Respondent(f"http://127.0.0.1:{port}")
        assert "Server" not in someone.get(path).headers
        someone.close()
