"""Whatever happens to the database, whoever was thanked is in the box, and whoever was not still has what they wrote."""

import http.client
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import pytest

from tests.cluster import started
from tests.faults.conftest import Door, envelope
from tests.faults.crowd import THANKED, Crowd, receipt
from tests.faults.proxy import Fault, Proxy
from tests.faults.site import frozen

pytestmark = pytest.mark.postgres
SENTENCE = "Jeg fikk ikke vite når det ble min tur"


class Behind:
    """The database server behind the door, and the proxy between them."""

    def __init__(self, folder):
        self.cluster = started(folder / "cluster")
        self.socket = Path(str(self.cluster.server.get_postmaster_info().socket_dir))
        self.fault = Fault()
        (folder / "proxy").mkdir()
        target = self.socket / ".s.PGSQL.5432"
        self.proxy = Proxy(target, listen=folder / "proxy" / target.name, plan=lambda: self.fault)
        self.url = f"postgresql+psycopg://postgres@/postgres?host={quote(str(folder / 'proxy'), safe='')}"

    def connect(self):
        return psycopg.connect(host=str(self.socket), user="postgres", dbname="postgres", autocommit=True)

    def end_all_sessions(self):
        with closing(self.connect()) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'consultation'"
            )

    def close(self):
        self.proxy.close()
        self.cluster.server.cleanup()


@pytest.fixture(scope="module")
def behind():
    with tempfile.TemporaryDirectory(prefix="consultation-away-") as folder:
        server = Behind(Path(folder))
        yield server
        server.close()


@pytest.fixture(scope="module")
def front(behind, tmp_path_factory):
    standing = Door.opened(tmp_path_factory.mktemp("away") / "all", behind.url, behind.cluster.url)
    yield standing
    standing.installation.stop()


def refused(front, letter):
    """It is a plain page that says so, and what was written stands in it, to be sent once more."""
    status, page = front.send(letter)
    assert status == 503
    assert THANKED not in page
    assert letter.text in page.decode()
    assert b"<form" in page


def thanked(front, letter):
    status, page = front.send(letter)
    assert status == 200, page[-2000:]
    assert envelope(receipt(page)) in front.envelopes()


def test_a_database_that_is_stopped_refuses_politely_and_takes_the_same_form_when_it_is_back(front, behind):
    letter = front.letter(SENTENCE)
    behind.cluster.kill()
    refused(front, letter)
    behind.cluster.start()
    thanked(front, letter)


def test_an_answer_that_the_database_gave_and_nobody_heard_is_stored_once(front, behind):
    before, letters = front.envelopes(), [front.letter(SENTENCE) for _ in range(10)]
    for letter in letters:
        behind.fault = Fault(swallow_after=b"COMMIT")
        behind.proxy.cut_all()
        refused(front, letter)
        behind.fault = Fault()
        behind.proxy.cut_all()
        thanked(front, letter)
    assert len(front.envelopes() - before) == len(letters)


def test_sessions_that_are_ended_in_the_middle_lose_nothing_and_store_nothing_twice(front, behind):
    before = front.envelopes()
    crowd = Crowd(front.installation.address, front.question, lambda _: front.installation.port, senders=4)
    crowd.begin()
    for _ in range(20):
        time.sleep(0.05)
        behind.end_all_sessions()
    crowd.end(patience=60)
    assert front.envelopes() - before == {envelope(code) for code in crowd.thanked.values()}


def test_a_frozen_database_makes_people_wait_and_then_thanks_them(front, behind):
    letter = front.letter(SENTENCE)
    with frozen(psutil.Process(behind.cluster.server.get_pid())), suppress(TimeoutError):
        front.send(letter, timeout=0.5)
        pytest.fail("somebody was thanked by a database that stands still")
    thanked(front, letter)


def test_a_database_with_no_connection_left_refuses_politely(front, behind):
    letter = front.letter(SENTENCE)
    with ExitStack() as taken:
        first = taken.enter_context(closing(behind.connect()))
        first.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'consultation'")
        with suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(closing(behind.connect()))
        refused(front, letter)
    thanked(front, letter)


def test_a_line_to_the_database_that_went_dead_holds_up_one_and_nobody_else(front, behind):
    behind.fault = Fault(silent=True)
    behind.proxy.cut_all()
    with pytest.raises((TimeoutError, http.client.HTTPException)):
        front.send(front.letter(SENTENCE), timeout=1)
    behind.fault = Fault()
    thanked(front, front.letter(SENTENCE))
    behind.proxy.cut_all()  # whoever still hangs there may go
