"""What was asked for is done at the next look, wherever the response lies and however few wait; twice is once."""

import secrets

import pytest
from sqlalchemy import text

from consultation.privacy.receipts import Receipt
from consultation.privacy.sealing import seal_withdrawal
from consultation.storage import ballot_box, withdrawn
from consultation.storage.erasing import erase
from tests.usecases.withdrawing import ask, found, names, put, rows

MARK = "Elgtråkket ved Kvitfjell"


def put_withdrawal(box, receipt):
    """Put in what a front puts in that asks nobody whether there is such a response."""
    with box.database.transaction() as session:
        ballot_box.put(session, box.slug, seal_withdrawal(receipt, box.consultation.public_key))


@pytest.fixture
def mine(box):
    """The receipt of one of ten that are mixed in."""
    put(box, 9)
    receipt = box.put(MARK).receipt
    assert box.empty() == 10
    return receipt


def test_a_stored_response_goes_at_the_next_look_although_nobody_else_has_answered_since(box, mine):
    assert ask(box, mine) == "stored"
    assert box.empty() == 0
    assert (found(box, mine), box.waiting(), rows(box, "withdrawn")) == (None, 0, 1)
    assert MARK not in box.comments()
    assert len(box.comments()) == 9


def test_a_response_that_waits_goes_with_its_envelope_and_those_of_others_stay(box):
    mine, *others = put(box, 5)
    assert ask(box, mine) == "waiting"
    assert box.empty() == 0
    assert (found(box, mine), box.waiting(), rows(box, "withdrawn")) == (None, 4, 1)
    assert {found(box, other) for other in others} == {"waiting"}


def test_a_withdrawal_is_none_of_the_ten(box, mine):
    put(box, 9, "later")
    ask(box, mine)
    assert box.waiting() == 10
    assert box.empty() == 0
    assert box.waiting() == 9
    box.put("the tenth")
    assert box.empty() == 10


def test_a_response_that_is_withdrawn_before_its_batch_is_mixed_is_none_of_the_ten_and_never_stored(box):
    put(box, 9)
    mine = box.put(MARK).receipt
    ask(box, mine)
    assert box.empty() == 0
    assert (rows(box, "comment"), box.waiting()) == (0, 9)


def test_in_one_look_a_batch_is_mixed_and_withdrawals_are_carried_out(box, mine):
    waiting = box.put("waits").receipt
    put(box, 10, "later")
    for receipt in (mine, waiting):
        ask(box, receipt)
    assert box.empty() == 10
    assert (box.waiting(), rows(box, "withdrawn")) == (0, 2)
    assert sorted(box.comments()) == sorted([f"other {n}" for n in range(9)] + [f"later {n}" for n in range(10)])


@pytest.mark.parametrize("already", [True, False], ids=["set aside before", "set aside in the same look"])
def test_what_cannot_be_opened_goes_by_the_name_of_its_envelope(box, already):
    mine, other = put(box, 2)
    with box.database.transaction() as session:
        session.execute(
            text("UPDATE ballot_box SET sealed = :noise WHERE envelope = :envelope"),
            {"noise": secrets.token_bytes(1072), "envelope": mine.envelope_key},
        )
    if already:
        box.empty()
        assert found(box, mine) == "set_aside"
    assert ask(box, mine) == ("set_aside" if already else "waiting")
    box.empty()
    assert (found(box, mine), rows(box, "set_aside"), box.waiting()) == (None, 0, 1)
    assert found(box, other) == "waiting"


def test_a_withdrawal_that_cannot_be_opened_is_set_aside_and_carried_out_when_it_is_brought_back(box, mine):
    sealed = seal_withdrawal(mine, box.consultation.public_key)
    with box.database.transaction() as session:
        ballot_box.set_aside(session, box.slug, [sealed])
    box.empty()
    assert found(box, mine) == "stored"
    with box.database.transaction() as session:
        ballot_box.bring_back(session, box.slug)
    box.empty()
    assert found(box, mine) is None


def test_a_second_withdrawal_changes_nothing(box, mine):
    ask(box, mine)
    box.empty()
    before = rows(box, "withdrawn"), box.comments()
    put_withdrawal(box, mine)
    assert box.empty() == 0
    assert (box.waiting(), (rows(box, "withdrawn"), box.comments())) == (0, before)


def test_a_withdrawal_of_what_never_was_leaves_nothing(box, mine):
    for _ in range(20):
        put_withdrawal(box, Receipt("", secrets.token_bytes(16), secrets.token_bytes(16)))
    assert box.waiting() == 20
    assert box.empty() == 0
    assert (box.waiting(), rows(box, "withdrawn"), len(box.comments())) == (0, 0, 10)


def test_who_knows_an_envelope_by_name_but_not_its_code_takes_nothing_out(box, mine):
    other = put(box, 2)[0]
    for secret in (secrets.token_bytes(16), mine.secret):
        put_withdrawal(box, Receipt("", other.envelope_key, secret))
        box.empty()
    assert (found(box, other), found(box, mine), rows(box, "withdrawn")) == ("waiting", "stored", 0)


def test_after_closing_withdrawals_are_carried_out_and_after_erasing_nothing_is_left(box, mine):
    put(box, 3)
    ask(box, mine)
    box.close()
    assert box.empty(closing=True) == 3
    assert MARK not in box.comments()
    assert found(box, mine) is None
    with box.database.transaction() as session:
        erase(session, box.slug)
    assert not any(rows(box, table) for table in ("ballot_box", "set_aside", "withdrawn", "response", "comment"))


def test_a_response_of_a_closed_consultation_goes_at_the_next_look_too(box, mine):
    box.close()
    box.empty(closing=True)
    assert ask(box, mine) == "stored"
    assert box.empty(closing=True) == 0
    assert (found(box, mine), box.waiting()) == (None, 0)


def test_the_same_form_sent_again_stays_withdrawn(box):
    nonce = secrets.token_hex(16)
    mine = box.put(MARK, nonce=nonce).receipt
    ask(box, mine)
    box.empty()
    assert box.put(MARK, nonce=nonce).receipt == mine
    assert found(box, mine) is None
    put(box, 10)
    assert box.empty() == 10
    assert (MARK in box.comments(), box.waiting()) == (False, 0)


def test_the_names_of_many_that_went_at_once_are_uncleared_until_the_files_were_written_anew(box):
    receipts = put(box, 12)
    box.empty()
    for receipt in receipts[:5]:
        ask(box, receipt)
    box.empty()
    with box.database.reading() as session:
        assert withdrawn.uncleared(session) == {(names(r, box.slug).response, box.slug) for r in receipts[:5]}
    assert len(box.comments()) == 7
