"""How far everybody can use the site is told in every language, and can be reached from the foot of every page."""

from dataclasses import replace

import pytest

from consultation.responding.around import WRITTEN_ON
from consultation.web.filters import long_date
from tests.responding.visiting import Visitor

LANGUAGES = ["nb", "nn", "se", "en"]
FORM = "waiting-times/patient/"


def with_contact(app, contact):
    app.extensions["consultation.settings"] = replace(app.extensions["consultation.settings"], contact=contact)
    return Visitor(app.test_client()).goes_to("/en/accessibility")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_names_the_standard_what_fails_whom_to_write_to_who_enforces_and_its_date(visitor, language):
    visitor.goes_to(f"/{language}/accessibility")
    assert (visitor.status, visitor.page, visitor.tree.get("lang")) == (200, "accessibility", language)
    assert "WCAG 2.1" in visitor.text
    assert "WCAG 2.2" in visitor.text
    assert visitor.tree.xpath("//main//a[@href='https://www.uutilsynet.no/'][contains(@rel, 'noreferrer')]")
    assert long_date(WRITTEN_ON, language) in " ".join(visitor.tree.xpath("//main//text()"))
    assert len(visitor.tree.xpath("//main//ul[contains(@class, 'ds-list')]/li")) == 3
    assert {choice.get("href") for choice in visitor.tree.xpath("//nav//a")} == {
        f"/{code}/accessibility" for code in LANGUAGES if code != language
    }


def test_without_a_contact_it_says_that_the_operator_owes_one(visitor):
    assert "har ikke sagt hvor du kan skrive" in visitor.goes_to("/nb/accessibility").text
    assert not visitor.tree.xpath("//main//a[starts-with(@href, 'mailto:')]")


def test_the_operators_contact_is_an_e_mail_or_a_page(fresh):
    written = with_contact(fresh, "post@e.example")
    assert written.tree.xpath("//main//a[@href='mailto:post@e.example']")
    assert "do not write what you answered" in written.text
    page = with_contact(fresh, "https://e.example/feil?x=1&y=2")
    assert page.tree.xpath("//main//a[@href='https://e.example/feil?x=1&y=2']")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rest",
    [
        "",
        "waiting-times/",
        FORM,
        f"{FORM}thanks",
        "accessibility",
        "who-reads",
        "what-we-store",
        "nothing/",
        "waiting-times/receipt",
    ],
)
def test_every_page_leads_there_from_its_foot(visitor, language, rest):
    visitor.goes_to(f"/{language}/{rest}")
    for place in ("accessibility", "who-reads", "what-we-store"):
        assert visitor.tree.xpath(f"//body/footer//a[@href='/{language}/{place}']"), place


def test_the_check_page_and_the_receipt_lead_there_too(visitor):
    visitor.goes_to(f"/nb-lett/{FORM}").fills_in({"feel-safe": "Ring meg."})
    assert visitor.page == "check"
    assert visitor.tree.xpath("//body/footer//a[@href='/nb/accessibility']")
    visitor.fills_in({})
    assert visitor.page == "thanks"
    assert visitor.tree.xpath("//body/footer//a[@href='/nb/accessibility']")


def test_a_place_of_staff_is_to_the_public_front_like_any_other_that_is_not_there(visitor):
    elsewhere = visitor.goes_to("/nb/nothing/").text
    visitor.goes_to("/staff/nb/nothing/")
    assert (visitor.status, visitor.text) == (404, elsewhere)
