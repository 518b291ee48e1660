"""A response is thanked for when it lies sealed in the box, once, and with nothing in it that must not be stored."""

import secrets
from datetime import date

import pytest
from sqlalchemy import text

from consultation.privacy.anonymise import Channel
from consultation.privacy.sealing import SEALED_LENGTHS, unseal
from consultation.questionnaire.answering import Rejected
from consultation.questionnaire.definition import UnknownRole
from consultation.usecases.check_answers import Checked, check_answers
from consultation.usecases.submit_response import NotOpen, submit_response
from tests.boxes import TODAY

NONCE = "0123456789abcdef" * 2


def submitted(box, raw, *, role="patient", nonce=NONCE, today=TODAY, **more):
    consultation = box.consultation
    with box.database.transaction() as session:
        return submit_response(session, consultation, role, raw, nonce, today=today, **more)


def in_the_box(box):
    with box.database.reading() as session:
        return [bytes(sealed) for sealed in session.scalars(text("SELECT sealed FROM ballot_box"))]


def opened(box):
    return [unseal(sealed, box.private_key) for sealed in in_the_box(box)]


def test_what_was_answered_lies_in_the_box_and_only_the_key_opens_it(box):
    submitted(box, {"better": ["Kortere ventetid, takk"], "helped": ["call", "visit"]})
    (response,) = opened(box)
    assert response.comments == {"better": "Kortere ventetid, takk"}
    assert response.answers == {"helped": ("call", "visit")}
    assert (response.role, response.channel) == ("patient", "web")
    assert response.definition == box.consultation.fingerprint


def test_no_byte_of_the_database_shows_an_answer_that_waits(box, request):
    submitted(box, {"better": ["Kortere ventetid, takk"]})
    (sealed,) = in_the_box(box)
    assert len(sealed) in SEALED_LENGTHS
    with box.database.reading() as session:
        for table in ("ballot_box", "consultation", "job"):
            for row in session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608
                assert not [value for value in row if "ventetid, takk" in str(value) or b"ventetid" in _bytes(value)]


def _bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def test_a_short_and_a_long_comment_look_alike_in_the_box(box):
    submitted(box, {"better": ["ja"]}, nonce=secrets.token_hex(16))
    submitted(box, {"better": ["ja " * 200]}, nonce=secrets.token_hex(16))
    assert len({len(sealed) for sealed in in_the_box(box)}) == 1


def test_sending_again_with_the_same_nonce_stores_once_and_shows_the_same_code(box):
    raw = {"better": ["Kortere ventetid"]}
    first, again = submitted(box, raw), submitted(box, raw)
    assert first.receipt == again.receipt
    assert box.waiting() == 1


def test_changed_answers_with_the_same_nonce_are_another_response(box):
    first = submitted(box, {"better": ["Kortere ventetid"]})
    changed = submitted(box, {"better": ["Kortere ventetid, og telefon"]})
    assert first.receipt.code != changed.receipt.code
    assert box.waiting() == 2


def test_what_must_never_be_stored_is_taken_out_before_sealing_and_told(box):
    thanked = submitted(box, {"better": ["Jeg er 01017012345, ring 91234567"], "other": ["Ingen ting"]})
    (response,) = opened(box)
    assert "01017012345" not in response.comments["better"]
    assert set(thanked.removed) == {"better"}
    assert [removed.kind for removed in thanked.removed["better"]] == ["national_id", "phone"]


def test_checking_shows_what_sending_will_store(box):
    raw = {"better": ["Jeg er 01017012345"], "other": ["Ingen ting"], "waited": ["no"]}
    checked = check_answers(box.consultation, "patient", raw)
    assert isinstance(checked, Checked)
    thanked = submitted(box, raw)
    (response,) = opened(box)
    assert checked.comments == response.comments
    assert checked.removed == thanked.removed
    assert checked.sheet.answers == response.answers


def test_rejected_answers_are_not_stored(box):
    raw = {"waited": ["perhaps"]}
    rejected = submitted(box, raw)
    assert isinstance(rejected, Rejected)
    assert rejected == check_answers(box.consultation, "patient", raw)
    assert [problem.code for problem in rejected.problems] == ["not_an_option"]
    assert box.waiting() == 0


def test_a_role_that_is_not_asked_is_refused(box):
    with pytest.raises(UnknownRole):
        submitted(box, {"better": ["ja"]}, role="minister")
    with pytest.raises(UnknownRole):
        check_answers(box.consultation, "minister", {})


def test_the_closing_day_is_the_last_on_which_answers_are_taken(box):
    last = box.consultation.closes_on
    submitted(box, {"better": ["just in time"]}, today=last)
    with pytest.raises(NotOpen):
        submitted(box, {"better": ["too late"]}, today=date(last.year + 1, 1, 1))
    assert box.waiting() == 1


def test_the_channel_is_noted(box):
    submitted(box, {"better": ["in a letter"]}, channel=Channel.letter)
    assert opened(box)[0].channel == "letter"


def test_when_storing_fails_nobody_is_thanked(box):
    with box.database.transaction() as session:
        session.execute(text("DROP TABLE ballot_box"))
    with pytest.raises(Exception, match=r"^(OperationalError|ProgrammingError)"):
        submitted(box, {"better": ["ja"]})
