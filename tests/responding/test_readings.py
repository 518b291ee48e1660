"""Whoever wants it reads the questions in easy words, goes there and back without losing a word, and leaves no trace of it."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import text

from consultation import clock
from consultation.jobs.mixing import mix
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.texts import texts
from consultation.questionnaire.wording import LANGUAGES, READINGS, language_of
from consultation.usecases.close_consultation import close_consultation
from consultation.web import database
from tests.questionnaires import small_questionnaire
from tests.responding.visiting import Visitor, open_

FORM = "waiting-times/patient/"
EASY = {"nb": "Lettlest", "nn": "Lettlesen tekst", "en": "Easy to read"}
ORDINARY = {"nb": "Vanlig tekst", "nn": "Vanleg tekst", "en": "Ordinary text"}
CHECK = {"nb": "Se over svarene", "nn": "Sjå over svara", "en": "Check your answers"}
FIRST = load(library()["waiting-times"]).questions[0].text
WORDS = "Ring meg.\nIkke la meg vente."


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_easy_words_are_one_button_away_and_nothing_written_is_lost(visitor, language):
    visitor.goes_to(f"/{language}/{FORM}")
    assert FIRST.texts[language] in unescape(visitor.html)
    visitor.fills_in({"feel-safe": WORDS, "worked-badly": ["waiting", "referral"]}, button=EASY[language])
    assert visitor.address == f"/{language}-lett/{FORM}"
    assert FIRST.easy[language] in unescape(visitor.html)
    assert visitor.written("feel-safe") == WORDS
    visitor.fills_in({}, button=ORDINARY[language])
    assert visitor.address == f"/{language}/{FORM}"
    assert visitor.written("feel-safe") == WORDS
    assert sorted(value for name, value in visitor.fields if name == "worked-badly") == ["referral", "waiting"]
    assert visitor.cookies == []


def test_easy_words_are_also_a_link_away_before_the_questions_and_go_on_to_the_end(visitor):
    visitor.goes_to("/nb/waiting-times/")
    assert visitor.tree.xpath("//nav//a[text()='Lettlest']/@href") == ["/nb-lett/waiting-times/"]
    visitor.goes_to("/nb-lett/waiting-times/")
    assert visitor.tree.xpath(f"//main//a[@href='/nb-lett/{FORM}']")
    visitor.goes_to(f"/nb-lett/{FORM}").fills_in({"feel-safe": WORDS})
    assert (visitor.page, visitor.address) == ("check", f"/nb-lett/{FORM}check")
    assert FIRST.easy["nb"] in visitor.text
    assert WORDS in unescape(visitor.html)
    visitor.fills_in({})
    assert (visitor.page, visitor.address) == ("thanks", f"/nb-lett/{FORM}thanks")


def test_another_language_is_easy_too_where_it_has_easy_words(visitor):
    visitor.goes_to(f"/nb-lett/{FORM}").fills_in({"feel-safe": WORDS}, button="Nynorsk")
    assert visitor.address == f"/nn-lett/{FORM}"
    visitor.fills_in({}, button="Davvisámegiella")
    assert visitor.address == f"/se/{FORM}"
    assert not visitor.tree.xpath("//*[@class='languages__ease']")
    assert visitor.written("feel-safe") == WORDS


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    "rest", ["waiting-times/", FORM, f"{FORM}check", f"{FORM}thanks", "waiting-times/nobody/", "x/"]
)
def test_a_page_in_easy_words_is_in_a_language_that_a_browser_knows(visitor, reading, rest):
    if rest.endswith("check"):
        visitor.goes_to(f"/{reading}/{FORM}").fills_in({"feel-safe": WORDS, "place.rhf": "helse-nord"})
    else:
        visitor.goes_to(f"/{reading}/{rest}")
    assert visitor.tree.get("lang") == language_of(reading)
    assert set(visitor.tree.xpath("//@lang")) <= set(LANGUAGES)


@pytest.mark.parametrize("slug", library())
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_easy_text_is_read_somewhere(visitor, slug, language):
    asked = load(library()[slug])
    read = visitor.goes_to(f"/{language}-lett/{slug}/").html
    for role in asked.roles:
        read += visitor.goes_to(f"/{language}-lett/{slug}/{role.id}/").html
        while asked.layout == "by_section" and not visitor.tree.xpath(f"//main//button[text()='{CHECK[language]}']"):
            read += visitor.fills_in({"treated-by": "waiting"} if "treated-by" in visitor.html else {}).html
    said = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", read)))
    unread = [
        where for where, wording in texts(asked) if language in wording.easy and wording.easy[language] not in said
    ]
    assert unread == []


def test_a_questionnaire_without_easy_words_offers_none_and_still_answers_where_somebody_asks_for_them(fresh):
    open_(fresh, small_questionnaire(), "small")
    visitor = Visitor(fresh.test_client())
    for reading in ("nb", "nb-lett"):
        for rest in ("", "patient/"):
            visitor.goes_to(f"/{reading}/small/{rest}")
            assert visitor.status == 200
            assert "Lettlest" not in visitor.html
    assert "Hva kan bli bedre?" in visitor.text


def test_neither_language_nor_easy_words_are_in_anything_that_is_stored(fresh):
    answers = {"feel-safe": WORDS, "waited": "no", "place.rhf": "helse-nord"}
    for reading in READINGS:
        Visitor(fresh.test_client()).goes_to(f"/{reading}/{FORM}").fills_in(answers).fills_in({})
    sealed = _stored(fresh, "ballot_box")
    settings = fresh.extensions["consultation.settings"]
    with fresh.app_context(), database.transaction() as session:
        close_consultation(session, "waiting-times", today=clock.today())
    assert mix(settings, fresh.extensions[database.EXTENSION], "waiting-times", closing=True) == len(READINGS)
    opened = _stored(fresh, "response", "answer", "comment")
    assert set(sealed) | set(opened) == {"ballot_box", "response", "answer", "comment"}
    for table, rows in (sealed | opened).items():
        assert len(set(rows)) * len(READINGS) == len(rows), f"the same answers left different rows in {table}"


def _stored(app: Flask, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of these tables; of keys and sealed bytes, which are random, only the length."""
    with app.app_context(), database.reading() as session:
        found = {table: session.execute(text(f"SELECT * FROM {table}")).all() for table in tables}  # noqa: S608 -- ours
    return {table: [tuple(map(_shape, row)) for row in rows] for table, rows in found.items() if rows}


def _shape(value: object) -> object:
    return len(value) if isinstance(value, bytes) else value
