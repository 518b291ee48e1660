"""The whole way of a respondent without script, on the real application and database."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from consultation import clock
from consultation.questionnaire.loading import library, load
from consultation.storage import ballot_box
from consultation.storage.keys import KeyRing
from consultation.usecases.close_consultation import close_consultation
from consultation.web import database
from tests.responding.visiting import Visitor, open_

FORM = "/nb/waiting-times/patient/"
WORDS = "\nFørste linje.\n\n  «Ventetid» <b>&amp; mer</b> 🙂 čđŋšŧž"
ROLES = [(slug, role.id) for slug, path in library().items() for role in load(path).roles]


def _waiting(app, slug="waiting-times"):
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, slug)


def _close(app, slug="waiting-times"):
    keys = KeyRing(app.extensions["consultation.settings"].keys)
    with app.app_context(), database.transaction() as session:
        close_consultation(session, slug, today=clock.today())
    return keys


def _to_check(visitor, answers, form=FORM):
    visitor.goes_to(form).fills_in(answers)
    while visitor.page == "questionnaire" and visitor.status == 200:
        visitor.fills_in({})
    return visitor


@pytest.mark.parametrize(("language", "told"), [("nb", False), ("nn", False), ("se", True), ("en", False)])
def test_where_the_questions_are_in_another_language_the_page_says_so_before_them(visitor, language, told):
    visitor.goes_to(f"/{language}/waiting-times/")
    assert ("Oassi teavsttain lea dušše dárogillii." in visitor.text) == told


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
@pytest.mark.parametrize(("slug", "role"), ROLES)
def test_every_role_comes_from_the_front_page_to_a_receipt_in_every_language(visitor, slug, role, language):
    visitor.goes_to("/")
    assert visitor.page == "home"
    visitor.goes_to(f"/{language}/{slug}/")
    assert visitor.page == "consultation"
    links = visitor.tree.xpath("//main//a/@href")
    assert f"/{language}/{slug}/{role}/" in links
    visitor.goes_to(f"/{language}/{slug}/{role}/")
    assert visitor.tree.get("lang") == language
    question = visitor.tree.xpath("//textarea/@name")[0]
    _to_check(visitor, {question: WORDS}, f"/{language}/{slug}/{role}/")
    assert visitor.page == "check"
    visitor.fills_in({})
    assert (visitor.page, visitor.status) == ("thanks", 200)
    assert re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", visitor.text)
    assert visitor.cookies == []


def test_sending_twice_is_one_response_with_one_receipt(fresh):
    visitor = _to_check(Visitor(fresh.test_client()), {"feel-safe": "En gang"})
    pairs = visitor.fields
    first = visitor.posts(f"{FORM}thanks", pairs).text
    again = visitor.posts(f"{FORM}thanks", pairs).text
    assert first == again
    assert _waiting(fresh) == 1
    changed = [(name, "To ganger" if name == "feel-safe" else value) for name, value in pairs]
    assert visitor.posts(f"{FORM}thanks", changed).text != first
    assert _waiting(fresh) == 2


def test_an_empty_form_is_led_to_its_first_question_and_stores_nothing(fresh):
    visitor = Visitor(fresh.test_client()).goes_to(FORM).fills_in({})
    assert (visitor.status, visitor.page) == (422, "questionnaire")
    target = visitor.tree.xpath("//*[@role='alert']//a/@href")[0].removeprefix("#")
    assert visitor.tree.get_element_by_id(target).tag == "textarea"
    assert _waiting(fresh) == 0


def test_every_link_of_the_error_summary_leads_to_a_field_that_says_what_is_wrong(visitor):
    wrong = {"waited": "waited", "weeks-waited": "mange", "place.rhf": "nowhere", "felt-safe": "9"}
    visitor.goes_to(FORM).fills_in(wrong)
    assert visitor.status == 422
    for link in visitor.tree.xpath("//*[@role='alert']//li/a/@href"):
        field = visitor.tree.get_element_by_id(link.removeprefix("#"))
        described = field.xpath("ancestor-or-self::*[@aria-invalid='true']/@aria-describedby")
        assert described, link
        assert all(visitor.tree.xpath(f"//*[@id='{i}']") for i in described[0].split())
    assert visitor.written("weeks-waited") == "mange"


def test_own_words_come_back_unchanged_from_every_page(visitor):
    visitor.goes_to(FORM).fills_in({"feel-safe": WORDS, "waited": "waited", "weeks-waited": "mange"})
    assert visitor.status == 422
    for step in ("Nynorsk", "English", "Davvisámegiella", "Bokmål"):
        visitor.fills_in({}, button=step)
        assert visitor.written("feel-safe") == WORDS
        assert visitor.written("weeks-waited") == "mange"
    visitor.fills_in({"weeks-waited": "12"})
    visitor.fills_in({}) if visitor.page == "questionnaire" else None
    assert visitor.page == "check"
    shown = [element.text_content() for element in visitor.tree.find_class("own-words")]
    assert WORDS.strip() in shown
    visitor.fills_in({}, button="Nynorsk")
    assert (visitor.page, visitor.tree.get("lang")) == ("check", "nn")
    visitor.fills_in({}, button="Tilbake til spørsmåla")
    assert visitor.written("feel-safe") == WORDS


def test_twenty_thousand_emoji_are_refused_whole_and_kept_whole(visitor):
    text = "🙂" * 20_000
    visitor.goes_to(FORM).fills_in({"feel-safe": text})
    assert visitor.status == 422
    assert visitor.written("feel-safe") == text
    assert "20000" in visitor.text


def test_an_answer_that_opens_questions_shows_them_before_anything_is_sent(visitor):
    visitor.goes_to(FORM).fills_in({"feel-safe": "Tekst", "waited": "waited"})
    assert (visitor.status, visitor.page) == (200, "questionnaire")
    opened = visitor.tree.xpath("//*[@role='status']//a/@href")
    assert "#question-weeks-waited" in opened
    shown = visitor.tree.get_element_by_id("question-weeks-waited")
    assert "hidden" not in shown.attrib
    visitor.fills_in({})
    assert visitor.page == "check"


def test_a_question_whose_condition_does_not_hold_is_hidden_and_its_answer_not_taken(visitor):
    visitor.goes_to(FORM)
    assert "hidden" in visitor.tree.get_element_by_id("question-weeks-waited").attrib
    visitor.fills_in({"feel-safe": "Tekst", "waited": "no", "weeks-waited": "12"})
    assert visitor.page == "check"
    assert "12" not in visitor.text


def test_a_form_by_section_loses_nothing_forth_and_back(visitor):
    visitor.goes_to("/nb/pain-service/patient/").fills_in({"what-helps": WORDS})
    assert "Del 2 av 4" in visitor.text
    visitor.fills_in({"treated-by": "waiting"})
    visitor.fills_in({"weeks-waited": "7"}, button="Tilbake")
    assert visitor.written("what-helps") == WORDS
    visitor.fills_in({})
    assert visitor.written("weeks-waited") == "7"
    visitor.fills_in({}).fills_in({}).fills_in({})
    assert visitor.page == "check"
    assert "7 uker" in visitor.text


def test_changing_an_answer_leads_to_its_question(visitor):
    _to_check(visitor, {"feel-safe": "Tekst", "authorities-require": "Mer"})
    button = visitor.tree.xpath("//button[@value='change:authorities-require']")[0]
    assert button.get("formaction").endswith("#question-authorities-require")
    visitor.posts(button.get("formaction"), [*visitor.fields, ("_step", button.get("value"))])
    assert visitor.page == "questionnaire"
    assert visitor.written("authorities-require") == "Mer"


def test_what_was_taken_out_is_shown_before_sending(visitor):
    _to_check(visitor, {"feel-safe": "Nummeret 150385 10190 og ola@example.org"})
    assert "fødselsnummer" in visitor.text
    assert "e-postadresse" in visitor.text
    assert "10190" not in visitor.text
    assert visitor.text.count("[…]") >= 2


@pytest.mark.parametrize(
    "address",
    [
        "/nb/nothing/",
        "/nb/nothing/patient/",
        "/nb/waiting-times/nobody/",
        "/xx/waiting-times/",
        "/nb/waiting-times/nobody/thanks",
    ],
)
def test_what_does_not_exist_is_said_plainly(visitor, address):
    assert visitor.goes_to(address).status == 404
    assert visitor.page == "error"
    assert "Siden finnes ikke" in visitor.text


def test_a_closed_consultation_says_so_and_gives_the_text_back(fresh):
    visitor = _to_check(
        Visitor(fresh.test_client()),
        {"feel-safe": "dette skrev jeg mens den lukket", "authorities-require": "ventetid"},
    )
    pairs = visitor.fields
    _close(fresh)
    visitor.posts(f"{FORM}thanks", [*pairs, ("_aside.what-matters", "lagt til side")])
    assert (visitor.status, visitor.page) == (410, "error")
    assert "dette skrev jeg mens den lukket" in visitor.text
    assert [area.text for area in visitor.tree.xpath("//textarea[@readonly]")][1:] == ["ventetid", "lagt til side"]
    assert "avsluttet" in visitor.text
    assert visitor.goes_to("/nb/waiting-times/").status == 410
    assert visitor.goes_to(FORM).status == 410
    assert _waiting(fresh) == 0


def test_after_the_closing_day_nothing_is_taken_though_nobody_has_closed_it(fresh, monkeypatch):
    later = clock.today() + timedelta(31)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert Visitor(fresh.test_client()).goes_to(FORM).status == 410
    assert "Ingen innspillsrunde" in Visitor(fresh.test_client()).goes_to("/").text


def test_the_form_is_the_same_for_everybody_but_for_its_nonce(visitor):
    pages = [visitor.goes_to(FORM).html for _ in range(3)]
    nonces = [re.search(r'name="_nonce" value="([0-9a-f]{32})"', page)[1] for page in pages]
    assert len(set(nonces)) == 3
    assert len({page.replace(nonce, "") for page, nonce in zip(pages, nonces, strict=True)}) == 1


def test_who_comes_to_the_check_page_without_answers_is_led_to_the_form(app):
    answer = app.test_client().get(f"{FORM}check")
    assert (answer.status_code, answer.headers["Location"]) == (303, FORM)


def test_thanks_without_having_sent_shows_no_receipt(visitor):
    visitor.goes_to(f"{FORM}thanks")
    assert visitor.status == 200
    assert not visitor.tree.find_class("receipt__code")


@pytest.mark.parametrize("step", ["", "check", "thanks"])
def test_words_to_a_question_that_was_taken_away_meanwhile_are_given_back(fresh, step):
    asked = load(library()["waiting-times"])
    fewer = replace(
        asked,
        sections=tuple(
            replace(one, questions=tuple(q for q in one.questions if q.id != "authorities-require"))
            for one in asked.sections
        ),
    )
    open_(fresh, fewer, "waiting-times")
    fields = [("_nonce", "f" * 32), ("feel-safe", "Blir stående"), ("authorities-require", "Mine ord"), ("odd", "x")]
    visitor = Visitor(fresh.test_client()).posts(FORM + step, fields)
    assert (visitor.status, visitor.page) == (409, "error")
    assert "Spørsmålene er endret" in visitor.text
    assert [area.text for area in visitor.tree.xpath("//textarea[@readonly]")] == ["Mine ord"]
    visitor.fills_in({}, button="Gå videre med de nye spørsmålene")
    assert (visitor.status, visitor.written("feel-safe")) == (200, "Blir stående")
    visitor.fills_in({}).fills_in({})
    assert visitor.page == "thanks"
