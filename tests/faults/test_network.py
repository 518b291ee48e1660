"""Whatever the network does to a form on its way, it is stored once or not at all, and who sends it again is thanked."""

import http.client
import random
import time
from contextlib import closing

import pytest

from consultation import clock
from consultation.storage.database import Database
from consultation.usecases.close_consultation import close_consultation
from tests.faults.conftest import envelope
from tests.faults.crowd import SLUG, THANKED, Crowd, receipt
from tests.faults.proxy import Fault, Proxy
from tests.faults.soak import resend

LEAST_HEADERS = 220  # bytes that are certainly sent before the form itself


def thanked(door, letter, port, timeout=60.0):
    """Whether whoever sent this read the thanks."""
    try:
        return THANKED in door.send(letter, port, timeout=timeout)[1]
    except (OSError, http.client.HTTPException):
        return False


@pytest.fixture
def through(door):
    """A way to the front door that suffers the fault one gives it."""
    fault = Fault()
    proxy = Proxy(("127.0.0.1", door.installation.port), plan=lambda: fault)

    def suffering(wanted):
        nonlocal fault
        fault = wanted
        return proxy.port

    yield suffering
    proxy.close()


def test_two_hundred_answers_lost_after_the_commit_give_the_same_receipts_and_one_envelope_each(door):
    before = door.envelopes()
    receipts = resend(door.installation.address, door.installation.port, door.question, 200)
    assert len(receipts) == 200
    assert door.envelopes() - before == {envelope(code) for code in receipts.values()}


def test_a_form_that_was_cut_short_leaves_nothing_half_stored(door, through):
    before, chance = door.envelopes(), random.Random(4)
    letters = [door.letter("Vi ventet lenge på time") for _ in range(25)]
    for letter in letters:
        port = through(Fault(request_bytes=chance.randrange(1, LEAST_HEADERS + len(letter.body))))
        assert not thanked(door, letter, port, timeout=10)
    assert door.envelopes() == before

    codes = [receipt(door.send(letter)[1]) for letter in letters]
    assert door.envelopes() - before == {envelope(code) for code in codes}


def test_an_answer_that_was_cut_short_was_stored_and_is_given_again(door, through):
    before, chance = door.envelopes(), random.Random(5)
    codes = set()
    for _ in range(25):
        letter = door.letter("Legen ringte aldri tilbake")
        assert not thanked(door, letter, through(Fault(answer_bytes=chance.randrange(1, 2000))))
        status, page = door.send(letter)
        assert status == 200
        codes.add(receipt(page))
    assert door.envelopes() - before == {envelope(code) for code in codes}


def test_a_slow_line_and_a_dead_one_hold_up_nobody_else(door, through):
    hanging = through(Fault(silent=True))
    for _ in range(20):
        with pytest.raises(TimeoutError):
            door.send(door.letter("Ingen hører meg"), hanging, timeout=0.05)
    for port in (door.installation.port, through(Fault(delay=0.2))):
        status, page = door.send(door.letter("Jeg har dårlig dekning"), port)
        assert status == 200
        assert THANKED in page


@pytest.mark.parametrize("hours", [6, 24, 24 * 14])
def test_a_form_that_lay_open_for_hours_or_days_is_taken(door, hours):
    status, page = door.send(door.letter("Jeg måtte tenke meg om", seconds_old=hours * 3600))
    assert status == 200
    assert THANKED in page


def test_whoever_has_a_form_from_a_clock_that_went_wrong_keeps_the_text(door):
    letter = door.letter("Klokka ble stilt tilbake", seconds_old=-3600)
    assert letter.text in door.send(letter)[1].decode()


def test_whoever_is_thanked_while_the_consultation_closes_is_in_the_box_and_nothing_slips_in_later(door):
    """The last test of this door: it does not open again."""
    crowd = Crowd(door.installation.address, door.question, lambda _: door.installation.port, senders=6)
    crowd.begin()
    while len(crowd.thanked) < 50:
        time.sleep(0.01)
    with closing(Database(door.database_url)) as database, database.transaction() as session:
        assert close_consultation(session, SLUG, today=clock.today())
    there = door.envelopes()
    while crowd.unthanked["410"] < 20:
        time.sleep(0.01)
    crowd.give_up()
    assert set(crowd.unthanked) == {"410"}
    assert {envelope(code) for code in crowd.thanked.values()} <= there == door.envelopes()
