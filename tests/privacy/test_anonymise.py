from dataclasses import fields

import pytest

from consultation.privacy import receipts
from consultation.privacy.anonymise import AnonymousResponse, Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet
from consultation.themes.reading.corpus import Comment
from consultation.usecases.recognise_csv import CsvRecord

NONCE = "0123456789abcdef" * 2
SHEET = AnswerSheet(
    "patient",
    {"place": "helse-vest/helse-bergen", "kinds": ("dps", "tsb"), "month": "2026-03", "weeks": 14, "share": 2.5},
    {"why": "Ring meg på 912 34 567.", "how": "Det tok 14 uker."},
)


def made(sheet=SHEET, *, nonce=NONCE, channel=Channel.web, definition="f" * 64):
    return anonymise(sheet, definition=definition, channel=channel, nonce=nonce)


def test_a_response_holds_these_fields_and_never_one_more():
    assert [field.name for field in fields(AnonymousResponse)] == [
        "key",
        "definition",
        "role",
        "channel",
        "answers",
        "comments",
    ]


def test_comments_are_scrubbed_and_what_was_taken_is_told_by_question():
    kept = made()
    assert kept.response.comments == {"why": "Ring meg på […].", "how": "Det tok 14 uker."}
    assert [(r.kind, SHEET.comments["why"][r.start : r.stop]) for r in kept.removed["why"]] == [("phone", "912 34 567")]
    assert set(kept.removed) == {"why"}


def test_closed_answers_stay_as_they_are():
    assert made().response.answers == SHEET.answers


def test_an_answer_that_was_typed_is_scrubbed_whatever_its_kind():
    sheet = AnswerSheet(
        "patient", {"a": "15038510190", "b": ("x", "kari@epost.no"), "c": 15038510190, "d": 1503851019.0}, {}
    )
    kept = made(sheet)
    assert kept.response.answers == {"a": "[…]", "b": ("x", "[…]")}
    assert set(kept.removed) == {"a", "b", "c", "d"}


def test_the_same_sheet_and_nonce_give_the_same_response():
    assert made() == made()
    assert made().response.key == made().receipt.secret


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "f" * 32},
        {"channel": Channel.paper},
        {"definition": "e" * 64},
        {"sheet": AnswerSheet("leader", SHEET.answers, SHEET.comments)},
        {"sheet": AnswerSheet("patient", {**SHEET.answers, "weeks": 15}, SHEET.comments)},
        {"sheet": AnswerSheet("patient", SHEET.answers, {**SHEET.comments, "how": "Det tok 15 uker."})},
        {"sheet": AnswerSheet("patient", {**SHEET.answers, "kinds": ("tsb", "dps")}, SHEET.comments)},
    ],
)
def test_anything_that_differs_makes_another_response(changed):
    assert made(**changed).receipt.code != made().receipt.code


def test_what_was_removed_does_not_live_on_in_the_key():
    """Two numbers, one receipt: no one can try out numbers until the key fits."""
    one, other = (
        made(AnswerSheet("patient", {}, {"why": f"Jeg er {number}."})) for number in ("15038510190", "17117612345")
    )
    assert one.receipt == other.receipt
    assert one.response == other.response


def test_an_odd_character_is_no_reason_to_fail():
    kept = made(AnswerSheet("patient", {}, {"why": "\ud800 \x00 😀"}))
    assert kept.response.comments == {"why": "\ud800 \x00 😀"}


def test_a_tampered_nonce_is_refused():
    with pytest.raises(ValueError, match="nonce"):
        made(nonce="'; drop")


def test_the_key_of_a_response_is_not_the_name_of_its_envelope():
    kept = made(nonce=receipts.new_nonce())
    assert kept.response.key not in {kept.receipt.envelope_key, kept.receipt.code.encode()}


def test_nothing_that_holds_an_answer_shows_it_where_values_are_printed():
    kept = made()
    printed = repr((SHEET, kept, Comment(b"k", "patient", "Det tok 14 uker.")))
    printed += repr(CsvRecord(2, {"Kommentar": "Det tok 14 uker."}))
    for secret in ("uker", "helse-bergen", "2026-03", kept.receipt.code, repr(kept.response.key), "Ring"):
        assert secret not in printed
    assert "patient" in printed
