from datetime import date

import pytest

from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.submit_response import NotOpen
from tests.boxes import TODAY


def closed(box, slug, today=TODAY):
    with box.database.transaction() as session:
        return close_consultation(session, slug, today=today)


def test_a_closed_consultation_takes_no_more_answers(box):
    assert closed(box, box.slug)
    with pytest.raises(NotOpen):
        box.put("too late")


def test_closing_early_moves_the_closing_date(box):
    assert closed(box, box.slug)
    assert (box.consultation.state, box.consultation.closes_on) == ("closed", TODAY)


def test_closing_late_keeps_the_promised_date(box):
    promised = box.consultation.closes_on
    assert closed(box, box.slug, today=date(2027, 1, 1))
    assert box.consultation.closes_on == promised


def test_only_an_open_consultation_can_be_closed(box):
    assert not closed(box, "nobody")
    assert closed(box, box.slug)
    assert not closed(box, box.slug)
