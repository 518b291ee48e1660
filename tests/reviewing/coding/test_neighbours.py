"""What the same person wrote elsewhere: asked for, and shown only where it narrows nobody down."""

import secrets

import pytest

from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.loading import library, load
from consultation.storage import responses
from tests.reviewing.coding.desks import DESK, ME, adopt, comment_on, seat, send, suggest
from tests.reviewing.offices import QUESTION, SLUG, open_office

OTHER = "feel-safe"
ASK = "What did the same person write elsewhere?"


def answer(office, role, comments):
    """Store responses of one role, each with comments to several questions."""
    asked, stored = load(library()[SLUG]), []
    for one in comments:
        sheet = check(asked.for_role(role), {question: [text] for question, text in one.items()})
        assert isinstance(sheet, AnswerSheet), sheet
        given = anonymise(sheet, definition=asked.fingerprint(), channel=Channel.web, nonce=secrets.token_hex(16))
        stored.append(given.response)
    with office.database.transaction() as session:
        responses.add_batch(session, SLUG, stored, "2026-W47")


@pytest.fixture
def office(request):
    opened = open_office(request, demo=True)
    yield seat(opened, ME)
    opened.database.close()


def both(number, word="pasient"):
    return [{QUESTION: f"{word} {at} krever", OTHER: f"{word} {at} er trygg"} for at in range(number)]


def only(number, word="pasient"):
    return [{QUESTION: f"{word} alene {at}"} for at in range(number)]


def on_the_desk(office, words):
    shown = office.get(office.at(DESK))
    for _ in range(60):
        if words in comment_on(shown):
            return shown
        shown = office.get(send(office, shown, outcome="none").headers["Location"])
    raise AssertionError(f"{words} never comes")


def laid_out(office):
    adopt(office)
    suggest(office)


def test_it_is_hidden_until_somebody_asks_and_then_verbatim(office):
    answer(office, "patient", both(12))
    laid_out(office)
    shown = office.get(office.at(DESK))
    assert "er trygg" not in shown.text
    assert ASK in shown.text
    number = comment_on(shown).split()[1]
    asked = send(office, shown, act="others", themes=["mat"])
    assert f"pasient {number} er trygg" in asked.text
    assert asked.text.count("er trygg") == 1
    assert 'value="mat" data-key="2" data-name="Mat" data-sign="2" checked' in asked.text


def test_it_stays_hidden_where_fewer_than_ten_answered_the_same_questions(office):
    answer(office, "patient", both(9))
    answer(office, "patient", only(15))
    answer(office, "patient", [{OTHER: f"bare trygg {at}"} for at in range(15)])
    laid_out(office)
    asked = send(office, on_the_desk(office, "krever"), act="others")
    assert "er trygg" not in asked.text
    assert "fewer than 10 have answered the same questions" in asked.text
    assert "wrote nothing else" in send(office, on_the_desk(office, "alene"), act="others").text


def test_it_stays_hidden_where_the_role_may_not_stand_beside_the_comment(office):
    answer(office, "patient", both(30))
    answer(office, "next_of_kin", both(9, "nær"))
    laid_out(office)
    shown = on_the_desk(office, "nær")
    assert ASK not in shown.text
    assert "er trygg" not in send(office, shown, act="others").text


def test_it_stays_hidden_where_the_role_may_not_stand_beside_the_other_comment(office):
    # Ten relatives wrote to both questions; five patients to the other one, who would be known by having no role there.
    answer(office, "next_of_kin", both(12, "nær"))
    answer(office, "patient", only(30))
    answer(office, "patient", [{OTHER: f"bare trygg {at}"} for at in range(5)])
    laid_out(office)
    asked = send(office, on_the_desk(office, "nær"), act="others")
    assert "er trygg" not in asked.text
