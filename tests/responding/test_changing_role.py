"""Changing role takes along what both are asked, lays the rest aside, gives it back, and sends none of it."""

from consultation.questionnaire.loading import library, load
from consultation.responding.binding import Posted
from consultation.responding.changing_role import brought_along, laid_aside
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import Visitor

FORM = "/nb/waiting-times/{}/"
WORDS = "\n  Mine ord.\n"
WAITING_TIMES = load(library()["waiting-times"])


def test_a_field_of_another_role_is_laid_aside_and_taken_up_again():
    as_patient = Posted.of([("feel-safe", WORDS), ("authorities-require", "Mer"), ("odd", "x"), ("_nonce", "n")])
    as_leader = brought_along(as_patient, WAITING_TIMES.for_role("leader"))
    assert list(as_leader.pairs) == [
        ("_aside.feel-safe", WORDS), ("authorities-require", "Mer"), ("odd", "x"), ("_nonce", "n"),
    ]  # fmt: skip
    assert brought_along(as_leader, WAITING_TIMES.for_role("patient")).pairs == as_patient.pairs


def test_only_words_are_shown_each_below_its_question():
    as_leader = Posted.of([("_aside.feel-safe", WORDS), ("_aside.waited", "no"), ("_aside.odd", "x")])
    (shown,) = laid_aside(as_leader, WAITING_TIMES.for_role("leader"), "nb")
    assert (shown.question, shown.words) == ("feel-safe", WORDS)


def test_what_is_on_the_page_counts_before_what_was_laid_aside():
    both = Posted.of([("feel-safe", "nytt"), ("_aside.feel-safe", "gammelt")])
    assert list(brought_along(both, WAITING_TIMES.for_role("patient")).pairs) == [("feel-safe", "nytt")]


def test_through_language_mistake_and_check_page_the_words_come_back_in_their_role(visitor):
    visitor.goes_to(FORM.format("patient"))
    visitor.posts(FORM.format("leader"), [*visitor.fields, ("feel-safe", WORDS), ("authorities-require", "Mer")])
    assert (visitor.status, visitor.written("authorities-require")) == (200, "Mer")
    assert "Det blir ikke sendt" in visitor.text
    assert "Mine ord." in visitor.text
    visitor.fills_in({"what-matters": "x" * 10_001})
    assert visitor.status == 422
    assert "Mine ord." in visitor.text
    visitor.fills_in({"what-matters": "Som leder"}, button="Nynorsk")
    assert "Mine ord." in visitor.text
    visitor.fills_in({})
    assert visitor.page == "check"
    assert "Mine ord." not in visitor.text
    visitor.fills_in({}, button="Tilbake til spørsmåla")
    visitor.posts(FORM.format("patient"), visitor.fields)
    assert visitor.written("feel-safe") == WORDS
    assert "Som leder" in visitor.text, "and what the leader wrote is laid aside in turn"


def test_words_that_were_laid_aside_are_not_sent(fresh):
    visitor = Visitor(fresh.test_client()).goes_to(FORM.format("leader"))
    pairs = [*visitor.fields, ("_aside.feel-safe", "LAGT TIL SIDE"), ("what-matters", "Sendt")]
    with_aside = visitor.posts(FORM.format("leader") + "thanks", pairs)
    assert with_aside.page == "thanks"
    without = [(name, value) for name, value in pairs if not name.startswith("_aside.")]
    code = with_aside.tree.find_class("receipt__code")[0].text_content()
    assert code in visitor.posts(FORM.format("leader") + "thanks", without).text, "it is the same response"
    with fresh.app_context(), database.reading() as session:
        assert ballot_box.waiting(session, "waiting-times") == 1
