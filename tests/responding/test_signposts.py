"""Where help and complaints are found is said before the first field, with thanks and on every error, also without script."""

import re
from datetime import date

import pytest
from werkzeug.exceptions import TooManyRequests

from consultation.questionnaire.signposts import library
from consultation.storage.database import Database
from consultation.web import database

NUMBERS = {post.phone for post in library() if post.phone}
LANGUAGES = ["nb", "nn", "se", "en"]
# Where somebody tells of themselves: neither a receipt's code nor words that are given back.
FIELD = re.compile(r"<textarea(?![^>]*readonly)|<select|<fieldset")
PAGES = ["waiting-times/", "waiting-times/patient/", "waiting-times/leader/", "waiting-times/patient/thanks",
    "waiting-times/receipt", "",
         "pain-service/next_of_kin/", "accessibility", "who-reads"]  # fmt: skip
FORM = "/waiting-times/patient/"


def shows_the_way(html):
    field = FIELD.search(html)
    before = html[: field.start()] if field else html
    lacking = {number for number in NUMBERS if f'href="tel:{number}"' not in before}
    assert lacking == set()
    assert "https://www.statsforvalteren.no/" in before
    assert "https://www.pasientogbrukerombudet.no/" in before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", PAGES)
def test_help_and_complaints_stand_before_the_first_field_and_on_every_last_page(visitor, language, rest):
    visitor.goes_to(f"/{language}/{rest}")
    assert visitor.status == 200
    shows_the_way(visitor.html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_stands_beside_the_receipt(visitor, language):
    visitor.goes_to(f"/{language}{FORM}").fills_in({"feel-safe": f"Ring meg. {language}"}).fills_in({})
    assert visitor.page == "thanks"
    shows_the_way(visitor.html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("status", "address", "sent"),
    [
        (404, "/nothing/", {"method": "get"}),
        (404, "/waiting-times/nobody/", {"method": "get"}),
        (405, FORM, {"method": "delete"}),
        (415, f"{FORM}check", {"method": "post", "json": {}}),
        (413, f"{FORM}check", {"method": "post", "data": {"feel-safe": "x" * 300_000}}),
        (
            403,
            f"{FORM}check",
            {"method": "post", "data": {"feel-safe": "x"}, "headers": {"Origin": "https://evil.example"}},
        ),
    ],
)
def test_an_error_shows_the_way_too(app, language, status, address, sent):
    answer = app.test_client().open(f"/{language}{address}", **sent)
    assert answer.status_code == status
    shows_the_way(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_also_where_the_database_is_down_a_bug_bites_or_too_many_come_at_once(fresh, tmp_path, language):
    def stumble(language: str) -> str:
        raise ValueError(language)

    def tire(language: str) -> str:
        raise TooManyRequests(language)

    fresh.add_url_rule("/<language>/stumble/x/y/z", view_func=stumble)
    fresh.add_url_rule("/<language>/tire/x/y/z", view_func=tire)
    fresh.extensions[database.EXTENSION] = Database(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")
    for address, status in ((FORM, 503), ("/stumble/x/y/z", 500), ("/tire/x/y/z", 429)):
        answer = fresh.test_client().get(f"/{language}{address}")
        assert answer.status_code == status
        shows_the_way(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_consultation_shows_the_way_and_its_own_signposts(fresh, monkeypatch, language):
    monkeypatch.setattr("consultation.clock.today", lambda: date(2040, 1, 1))
    answer = fresh.test_client().get(f"/{language}/pain-service/patient/")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 410
    shows_the_way(html)
    assert {"nb": "Klinikken eller sykehuset", "nn": "Klinikken eller sjukehuset"}.get(
        language, "Statsforvalteren"
    ) in html


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("rest", ["waiting-times/patient/", "waiting-times/leader/", "pain-service/next_of_kin/"])
def test_before_the_first_field_and_unfolded_it_says_anonymous_no_reply_no_complaints(visitor, language, rest):
    html = visitor.goes_to(f"/{language}/{rest}").html
    before = re.sub(r"(?s)<details.*?</details>", "", html[: html.index("<textarea")])
    said = {"nb": ("anonymt", "ikke svar", "klage"), "nn": ("anonymt", "ikkje svar", "klage")}
    for word in said.get(language, ("anonymous", "not get a reply", "complain")):
        assert word in before
    for number in ("113", "116117"):
        assert f'href="tel:{number}"' in before


def test_who_was_treated_is_shown_every_route_and_who_answers_at_work_the_few_for_a_patient(visitor):
    for role, full in (("patient", True), ("next_of_kin", True), ("leader", False), ("health_personnel", False)):
        html = visitor.goes_to(f"/nb/waiting-times/{role}/").html
        assert ("npe.no" in html, "Stedet som ga behandlingen" in html) == (full, full)
        assert ("Vil en pasient klage" in html) is not full
        shows_the_way(html)


def test_a_consultation_shows_its_own_and_another_does_not(visitor):
    own, everybodys = "Klinikken eller sykehuset", "Stedet som ga behandlingen"
    for rest in ("", "patient/", "patient/thanks", "nobody/"):
        assert own in visitor.goes_to(f"/nb/pain-service/{rest}").html
        assert everybodys not in visitor.html
        assert own not in visitor.goes_to(f"/nb/waiting-times/{rest}").html


def test_each_consultation_leads_to_who_reads_and_when(visitor):
    for language in LANGUAGES:
        visitor.goes_to(f"/{language}/waiting-times/")
        assert visitor.tree.xpath(f"//main//a[@href='/{language}/who-reads']")
    visitor.goes_to("/nb/who-reads")
    assert "ikke hvem du er" in visitor.text
    assert "112" in visitor.text


def test_the_check_page_sends_in_one_place(visitor):
    visitor.goes_to("/nb/waiting-times/patient/").fills_in({"feel-safe": "Ring meg."})
    assert visitor.page == "check"
    assert len(visitor.tree.xpath("//main//button[not(@formaction)][@type='submit']")) == 1
