"""A withdrawal lies in the ballot box like any response, once for each code, and nowhere unless there is something to withdraw."""

import secrets

import pytest
from sqlalchemy import text

from consultation.privacy.receipts import for_answers, new_nonce
from consultation.privacy.sealing import SEALED_LENGTHS
from consultation.storage import ballot_box
from consultation.storage.erasing import erase
from consultation.storage.keys import KeyRing
from tests.boxes import Box
from tests.usecases.withdrawing import ask, names


def envelopes(box):
    with box.database.reading() as session:
        return {one.envelope: one.sealed for one in ballot_box.look_into(session, box.slug)}


@pytest.fixture
def mine(box):
    """The receipt of one of ten that are mixed in."""
    receipt, *_ = [box.put(f"comment {number}").receipt for number in range(10)]
    box.empty()
    return receipt


def test_nothing_goes_before_the_box_is_looked_into(box, mine):
    assert ask(box, mine) == "stored"
    assert ask(box, mine) == "stored"
    assert len(box.comments()) == 10


def test_the_box_holds_one_more_envelope_that_looks_as_all_others_however_often_it_is_asked_for(box, mine):
    other = box.put("waits").receipt
    before = envelopes(box)
    for _ in range(3):
        ask(box, mine)
    new = envelopes(box).keys() - before.keys()
    assert len(new) == 1
    assert len(envelopes(box)[name := new.pop()]) in SEALED_LENGTHS
    assert ask(box, other) == "waiting"
    with box.database.reading() as session:
        columns = session.execute(text("SELECT * FROM ballot_box")).keys()
        consultations = set(session.scalars(text("SELECT consultation FROM ballot_box")))
    assert (set(columns), consultations) == ({"envelope", "consultation", "sealed"}, {box.slug})
    called = names(mine, box.slug)
    assert name not in {mine.secret, mine.envelope_key, called.response}


def test_for_what_is_not_there_nothing_is_put(box, mine):
    other = Box(box.database, box.keys, "other")
    other.open()
    assert ask(other, mine) is None
    assert ask(box, for_answers(new_nonce(), secrets.token_bytes(16))) is None
    assert (envelopes(box), envelopes(other)) == ({}, {})


def test_also_a_consultation_that_has_closed_takes_a_withdrawal_and_one_that_is_erased_does_not(box, mine):
    box.close()
    assert ask(box, mine) == "stored"
    assert len(envelopes(box)) == 1
    with box.database.transaction() as session:
        erase(session, box.slug)
    assert ask(box, mine) is None
    assert envelopes(box) == {}


def test_what_a_withdrawal_leaves_in_the_files_before_it_is_carried_out_leads_to_no_response(sqlite, tmp_path):
    box = Box(sqlite, KeyRing(tmp_path / "keys"))
    box.open()
    mine, *_ = [box.put(f"comment {number}").receipt for number in range(10)]
    box.empty()
    called = names(mine, box.slug)
    traces = (mine.secret, mine.envelope_key, called.response, mine.code.encode(), mine.code.replace("-", "").encode())

    def counts():
        there = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        ways = [[one, one.hex().encode(), one.hex().upper().encode()] for one in traces]
        return [sum(there.count(way) for way in each) for each in ways]

    before = counts()
    assert before[2] > 0, "the test would not see it"
    ask(box, mine)
    assert envelopes(box)
    assert counts() == before
