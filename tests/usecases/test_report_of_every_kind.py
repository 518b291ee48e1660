"""A report tells what was answered to every kind of question, and of no kind what few people answered."""

import random
from datetime import date

import pytest

from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.kinds import DECLINED
from consultation.reporting.formats import html, json, pdf
from consultation.reporting.tables import shown
from consultation.storage import responses
from consultation.storage.keys import KeyRing
from consultation.usecases.compose_report import compose_report
from tests.boxes import Box
from tests.questionnaires import every_kind

PEOPLE = 60


def _answers(at, lot):
    """One respondent in twenty declines or writes beside a choice; three put the last option first."""
    first = "4" if at < 3 else lot.choice("12")
    few = at % 20 == 0
    return {
        "own": [f"Jeg ventet i {at} uker."],
        "badly": [DECLINED] if few else ["option-1"],
        "waited": [] if few else ["option-2"],
        "waited.other": [f"Svar fra sted {at}"] if few else [],
        "safe": [DECLINED] if at < 8 else ["4"],
        f"order.option-{first}": ["1"],
        "order.option-3": ["2"],
        **({} if at < 10 else {"parts.row-1": ["option-1"], "parts.row-2": [lot.choice(["option-2", "option-3"])]}),
        **({"parts": [DECLINED]} if at < 6 else {}),
    }


@pytest.fixture
def stored(sqlite, tmp_path):
    """Sixty patients' answers to a question of every kind."""
    opened = Box(sqlite, KeyRing(tmp_path / "keys"), slug="every-kind").open(every_kind())
    asked, lot, kept = opened.questionnaire.for_role("patient"), random.Random(5), []
    for at in range(PEOPLE):
        sheet = check(asked, _answers(at, lot))
        assert isinstance(sheet, AnswerSheet), sheet
        nonce = f"{at:032x}"
        kept.append(anonymise(sheet, definition=opened.fingerprint, channel=Channel.web, nonce=nonce).response)
    with sqlite.transaction() as session:
        responses.add_batch(session, "every-kind", kept, "2026-W47")
    return sqlite


@pytest.fixture
def report(stored):
    with stored.reading() as session:
        return compose_report(session, "every-kind", today=date(2026, 11, 21), language="nb")


def _told(report, question):
    summary = next(one for one in report.questions if one.id == question)
    cells = {row: shown(summary.counts, row, "patient") for row in summary.counts.rows}
    return {row: found and found.count for row, found in cells.items()}


def test_a_ranking_tells_what_was_put_first_and_hides_what_few_did(report):
    told = _told(report, "order")
    assert told["option-4"] is None
    assert [told["option-1"], told["option-2"]].count(None) >= 1, "or the hidden one is what is left over"


def test_each_row_of_a_matrix_is_a_table_of_its_own(report):
    assert [one.id for one in report.questions if one.id.startswith("parts")] == [
        "parts.row-1",
        "parts.row-2",
        "parts.row-3",
    ]
    text = next(one.asked.text.text for one in report.questions if one.id == "parts.row-2")
    assert text == "Hvordan går det? – Beskjedene"
    assert _told(report, "parts.row-1")["option-1"] == PEOPLE - 10


def test_to_decline_is_counted_apart(report):
    assert _told(report, "safe")[DECLINED] == 8
    assert _told(report, "badly")[DECLINED] is None


def test_words_beside_a_choice_are_comments_of_their_own_and_counted_with_the_choice(report):
    beside = next(one for one in report.in_words if one.id == "waited.other")
    assert beside.asked.text.text == "Hva venter du på? – Noe annet"
    assert beside.coverage.comments.at_least is None
    assert _told(report, "waited")["other"] is None


def test_every_format_holds_it_and_no_word_that_few_wrote(report):
    text = html.write(report, "nb").decode()
    assert "Hva bør komme først? – nummer 1" in text
    assert "Svar fra sted" not in text
    assert "Hvordan går det? – Beskjedene" in json.write(report, "nb").decode()
    assert pdf.write(report, "nb").startswith(b"%PDF")
