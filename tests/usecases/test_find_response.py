import secrets

import pytest

from consultation.privacy.receipts import for_answers, names, new_nonce
from consultation.storage import ballot_box
from consultation.usecases.find_response import find_response
from tests.boxes import Box


def found(box, receipt):
    with box.database.reading() as session:
        return find_response(session, box.slug, names(receipt, box.slug))


@pytest.fixture
def receipts(box):
    """The receipts of ten responses in the box."""
    return [box.put(f"comment {number}").receipt for number in range(10)]


def test_whoever_was_thanked_is_found_before_and_after_mixing(box, receipts):
    assert {found(box, receipt) for receipt in receipts} == {"waiting"}
    assert box.empty() == 10
    assert {found(box, receipt) for receipt in receipts} == {"stored"}


def test_a_receipt_that_was_never_given_out_finds_nothing(box, receipts):
    assert found(box, for_answers(new_nonce(), secrets.token_bytes(16))) is None


def test_a_receipt_finds_nothing_in_another_consultation(box, receipts):
    other = Box(box.database, box.keys, "other")
    other.open()
    assert found(other, receipts[0]) is None
    box.empty()
    assert found(other, receipts[0]) is None


def test_a_response_that_could_not_be_opened_is_found_as_set_aside(box, receipts):
    with box.database.transaction() as session:
        envelopes = ballot_box.contents(session, box.slug)
        ballot_box.set_aside(session, box.slug, envelopes)
        ballot_box.remove(session, [one.envelope for one in envelopes])
    assert found(box, receipts[0]) == "set_aside"
