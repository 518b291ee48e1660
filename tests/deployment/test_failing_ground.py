"""When the database or the disk gives way behind the whole stack, words come back to their writer, and are written nowhere else."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from consultation.privacy import form_age
from consultation.settings import derived
from tests.anonymity.searching import Sighting, sightings
from tests.cluster import Cluster
from tests.deployment.conftest import Ground
from tests.deployment.searching import places
from tests.deployment.speaking import FORM, Answer, Mark, ask
from tests.deployment.stack import Proxy, Stack, until

pytestmark = [pytest.mark.slow]
REFUSING = "ALTER TABLE ballot_box ADD CONSTRAINT refuses CHECK (length(sealed) < 3) NOT VALID"
MOST_TRIES = 400
Send = Callable[[Mark], Answer]
Look = Callable[[Mark], list[Sighting]]


@pytest.fixture(scope="module")
def send(stack: Stack, proxy: Proxy) -> Send:
    """Puts a marked response into the ballot box, as whoever has no script but took a minute; its nonce is a mark, too."""
    secret = derived((stack.root / "instance-public" / "secret.key").read_bytes(), "form age")

    def sent(mark: Mark) -> Answer:
        made = form_age.mark(secret, consultation="waiting-times", now=time.time() - 60)
        body = urlencode({"_made": made, "_nonce": _nonce(mark), "feel-safe": f"«{mark.text}» " + "å " * 2000}).encode()
        return ask(proxy.site.port, mark.request("POST", f"{FORM}thanks", body), source=mark.source)

    return sent


def _nonce(mark: Mark) -> str:
    return mark.text.removeprefix("svaret") * 2


@pytest.fixture(scope="module")
def look(stack: Stack, proxy: Proxy) -> Look:
    """Where anything of a visit was written."""
    return lambda mark: sightings({**mark.never, "nonce": _nonce(mark)}, *places(stack, proxy))


def keeps(answer: Answer, mark: Mark) -> None:
    """Fail unless the page says that it is our fault, and holds what was written."""
    assert answer.status == 503, answer.raw[:300]
    assert mark.text in unescape(answer.body)
    assert "tel:116117" in answer.body


def thanked(answer: Answer) -> bool:
    """Whether it was put into the ballot box."""
    return answer.status == 200 and 'data-page="thanks"' in answer.body


def as_superuser(stack: Stack, statement: str) -> None:
    """Run a statement as who may everything."""
    with create_engine(stack.database, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def test_a_row_that_the_database_refuses_comes_back_to_its_writer(stack: Stack, send: Send, look: Look):
    mark = Mark()
    as_superuser(stack, REFUSING)
    try:
        keeps(send(mark), mark)
    finally:
        as_superuser(stack, "ALTER TABLE ballot_box DROP CONSTRAINT refuses")
    assert look(mark) == []
    assert thanked(send(mark))


def test_a_database_that_dies_with_a_response_in_hand_gives_it_back_and_takes_it_when_it_is_up(
    stack: Stack, send: Send, look: Look, quiet_postgres: Cluster
):
    mark, answers = Mark(), list[Answer]()
    sending = threading.Thread(target=lambda: answers.append(send(mark)))
    with suppress(DBAPIError), stack.locked("ballot_box"):  # this connection dies as well
        sending.start()
        until(stack.someone_waits, "nobody asked the database")
        quiet_postgres.kill()
    sending.join()
    try:
        keeps(answers[0], mark)
    finally:
        quiet_postgres.start()
    assert look(mark) == []
    assert thanked(send(mark)), "the first one after it is up"


def test_on_a_full_disk_everybody_keeps_the_words_and_nothing_of_them_is_written(
    ground: Ground, stack: Stack, send: Send, look: Look, quiet_postgres: Cluster
):
    if ground.disk is None:
        pytest.skip(f"NO DISK: {ground.why_none}")
    refused, taken, leaked = list[Mark](), list[Mark](), Mark()
    logged = f"access_log {stack.logs}/visits.log combined"
    try:
        with stack.proxy(lambda text: text.replace("access_log off", logged), running="leaking") as leaky:
            ground.disk.fill()
            ask(leaky.site.port, leaked.request(), source=leaked.source)
        while len(refused) < 3 and len(taken) < MOST_TRIES:  # the log of changes has some room in itself
            mark = Mark()
            answer = send(mark)
            if thanked(answer):
                taken.append(mark)
            else:
                keeps(answer, mark)
                refused.append(mark)
    finally:
        ground.disk.make_room()
        quiet_postgres.start()  # as systemd does: it may have given up
        stack.wait_for("public")
    assert look(leaked) != [], "what is written on a full disk would not be seen"
    assert refused, "the disk was never full"
    assert [sighting for mark in (*refused, *taken[-2:]) for sighting in look(mark)] == []
    assert all(thanked(send(mark)) for mark in refused)
