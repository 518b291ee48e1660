"""The audit of a real installation: it keeps the promise, says so signed, and leaves nothing of itself behind."""

import json
import re
import signal
import ssl
import subprocess
import sys
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from sqlite3 import connect
from threading import Thread

import pytest

from consultation.privacy import receipts
from consultation.storage import audits, consultations
from consultation.storage.database import Database
from tests.auditing.auditing import ENOUGH, SETTINGS, audit, start
from tests.deployment.certificates import write_certificate
from tests.running import CONSULTATION, Installation, end

CAPTURED = {"capture_output": True, "text": True, "check": False, "timeout": 60}


@pytest.fixture
def installation(tmp_path, database_files):
    running = Installation(
        tmp_path / "all", database_files[0], settings={**SETTINGS, "CONSULTATION_BATCH_MINIMUM": "65"}
    )
    running.serve("--with-worker")
    yield running
    running.stop()


def stored(installation):
    url = installation.database_url or f"sqlite:///{installation.instance / 'consultation.sqlite'}"
    return Database(url)


@pytest.mark.slow
def test_a_real_installation_keeps_the_promise_and_says_so_signed(installation, tmp_path):
    told = audit(installation, responses=ENOUGH)
    assert told.broken() == {}
    assert told.code == 0, told.findings
    assert len(told.findings) > 35
    assert "A correlation of 0.5 would have been" in told.findings["Nobody can tell who answered first"][1]
    database = stored(installation)
    with database.reading() as session:
        assert consultations.all_(session) == []
        kept = audits.newest(session)
    database.close()
    assert kept is not None
    assert kept.passed
    assert {subject: verdict for subject, verdict, _ in kept.findings} == {
        subject: verdict for subject, (verdict, _) in told.findings.items()
    }
    assert str(tmp_path) in str(told.findings)  # the operator is told where; everybody is told in the page's own words
    assert str(tmp_path) not in kept.body
    assert not re.search(r"/(home|root|usr|opt|tmp/|var/)", kept.body)
    assert not re.search(
        r"(agent|svaret|query|cookie|referrer|kari)[a-z]{16}|nb-x-|\b2[45]\d\.\d+\.\d+\.", told.printed
    )
    assert not [
        word for word in re.findall(r"[\w-]{19}", told.printed) if isinstance(receipts.parse(word), receipts.Receipt)
    ]
    (tmp_path / "audit.json").write_text(told.printed)
    assert "is as it was signed" in installation.command("audit-anonymity", "--verify", str(tmp_path / "audit.json"))
    assert "this installation's own" in installation.command("audit-anonymity", "--verify", "last")
    assert_anybody_can_verify(installation, kept)
    (tmp_path / "audit.json").write_text(told.printed.replace("kept", "seen", 1))
    assert installation.command("audit-anonymity", "--verify", str(tmp_path / "audit.json"), succeeds=False) == ""


def assert_anybody_can_verify(installation, kept):
    """With the five lines that the command tells, and nothing of ours; not what was changed, nor with another key."""
    lines = json.loads(installation.command("audit-anonymity", "--verify", "how", "--json"))["python"]
    assert len(lines.splitlines()) == 5
    program = lines.replace("ADDRESS", installation.address)
    told = subprocess.run([sys.executable, "-c", program.replace("KEY", kept.signed_by.hex())], **CAPTURED)  # noqa: PLW1510 -- it is in there
    assert told.stdout.strip() == kept.body
    told = subprocess.run([sys.executable, "-c", program.replace("KEY", "00" * 31 + "01")], **CAPTURED)  # noqa: PLW1510 -- it is in there
    assert (told.returncode, told.stdout) != (0, kept.body)
    assert "Error" in told.stderr
    words = ["audit-anonymity", "--verify", "last", "--key"]
    assert "as it was signed" in installation.command(*words, kept.signed_by.hex().upper())
    assert installation.command(*words, "00" * 32, succeeds=False) == ""


def test_what_a_killed_audit_leaves_is_listed_nowhere_and_gone_after_the_next(tmp_path):
    running = Installation(tmp_path / "all", settings={**SETTINGS, "CONSULTATION_MIXING_SECONDS": "600"})
    running.serve()
    words = [
        "-m",
        "consultation.cli",
        "--instance",
        str(running.instance),
        "audit-anonymity",
        "--port",
        str(running.port),
    ]
    killed = start(running, *words, "--responses", "40")
    database = stored(running)
    try:
        until = time.monotonic() + 60
        while not (found := _slugs(database)) and time.monotonic() < until:
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        assert found
        assert found[0].encode() not in _home(running)
        ended = start(running, *words, "--responses", "40")
        until = time.monotonic() + 60
        while _slugs(database) in ([], found) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(_slugs(database)) == 1
        assert _slugs(database) != found
        end(ended)  # politely: SIGTERM, and it clears up
        assert _slugs(database) == []
        assert list((running.instance / "keys").rglob("*.private")) == []
        assert (ended.returncode, running.command("list")) != (0, "")
    finally:
        database.close()
        running.stop()


def _slugs(database):
    with database.reading() as session:
        return [one.slug for one in consultations.all_(session)]


def _home(running):
    from urllib.request import urlopen

    with urlopen(f"{running.address}/nb/", timeout=30) as page:
        return page.read()


class Stranger(BaseHTTPRequestHandler):
    """A website that is not ours."""

    def do_GET(self):
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


def knock_at_a_door_that_nobody_vouches_for(running, directory):
    """What is told of a website whose certificate was made by itself: without naming that, and with."""
    write_certificate(directory, "localhost")
    given = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    given.load_cert_chain(directory / "certificate.pem", directory / "private.pem")
    told = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        stranger.socket = given.wrap_socket(stranger.socket, server_side=True)
        Thread(target=stranger.serve_forever, daemon=True).start()
        for more in ([], ["--certificates", directory / "certificate.pem"]):
            address = ["--address", f"https://localhost:{stranger.server_port}", *more]
            words = [CONSULTATION, "--instance", running.instance, "audit-anonymity", *address]
            run = subprocess.run(words, env=running.environment, cwd=running.root, **CAPTURED)  # noqa: PLW1510 -- it is in there
            assert (run.returncode, run.stdout) == (2, ""), run.stderr
            told.append(run.stderr)
        stranger.shutdown()
    return told


def test_who_knocks_at_a_wrong_door_is_told_so_and_nothing_is_signed(tmp_path):
    running = Installation(tmp_path / "all", settings=SETTINGS)
    running.command("list")
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        for address, why in (
            ("http://[bad", "is no address of a website"),
            ("ftp://127.0.0.1", "is no address of a website"),
            (running.address, "Nobody answers as a website"),
            (f"http://127.0.0.1:{stranger.server_port}", "another installation"),
        ):
            words = [CONSULTATION, "--instance", running.instance, "audit-anonymity", "--address", address]
            run = subprocess.run(words, env=running.environment, cwd=running.root, **CAPTURED)  # noqa: PLW1510 -- it is in there
            assert (run.returncode, run.stdout) == (2, ""), run.stderr
            assert why in run.stderr
            assert "Traceback" not in run.stderr
        stranger.shutdown()
    told = knock_at_a_door_that_nobody_vouches_for(running, tmp_path)
    assert "is not to be trusted: self" in told[0]
    assert "--certificates" in told[0]
    assert "another installation" in told[1]
    with closing(connect(running.instance / "consultation.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM consultation").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM anonymity_audit").fetchone() == (0,)
    assert not (running.instance / "audit-signing.key").exists()


def test_no_operator_can_take_the_place_of_an_audit(tmp_path):
    running = Installation(tmp_path / "all", settings=SETTINGS)
    taken = ["open", "waiting-times", "--slug", "anonymity-audit-mine", "--archive", "nothing"]
    assert running.command(*taken, succeeds=False) == ""
    assert "waiting-times" in running.command("open", "waiting-times", "--archive", "nothing")
