"""A form in sections counts only those that are asked, and keeps every word forth, back and after a reload."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from consultation.questionnaire.conditions import OneOf
from consultation.questionnaire.parts import Section
from consultation.questionnaire.questions import FreeText
from tests.questionnaires import small_questionnaire, worded
from tests.responding.visiting import Visitor, open_

pytestmark = pytest.mark.browser
PLACE = "/nb/by-parts/patient/"


def _by_parts():
    small = small_questionnaire()
    better, other, waited, helped, safe = small.sections[0].questions
    why = FreeText(id="why", text=worded("Hvorfor ventet du?"))
    sections = (
        Section("first", worded("Først"), (better, waited)),
        Section("waiting", worded("Ventetiden"), (why,), show_when=OneOf("waited", ("yes",))),
        Section("last", worded("Til slutt"), (other, helped, safe)),
    )
    return replace(small, id="by-parts", sections=sections, layout="by_section")


@pytest.fixture(scope="module", autouse=True)
def opened(running):
    """One more consultation, in three sections of which the middle one is asked of some."""
    open_(running[0], _by_parts(), "by-parts")


def _press(page: Page, name: str) -> None:
    page.locator("main form").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("waited", "second", "count"), [("yes", "why", "Del 2 av 3"), ("no", "other", "Del 2 av 2")])
def test_a_section_whose_condition_does_not_hold_is_neither_shown_nor_counted(running, waited, second, count):
    visitor = Visitor(running[0].test_client()).goes_to(PLACE).fills_in({"better": "Mer", "waited": waited})
    assert visitor.tree.get_element_by_id(second) is not None
    assert count in visitor.text
    bar = visitor.tree.xpath("//progress")[0]
    assert f"Del {bar.get('value')} av {bar.get('max')}" == count


def test_forth_and_back_and_after_a_reload_every_section_holds_its_words(page):
    page.goto(PLACE)
    page.locator("main #better").fill("Først\n  dette")
    page.locator("main input[name=waited][value=yes]").check()
    _press(page, "Gå videre")
    page.locator("main #why").fill("Fordi\n\n  lenge")
    page.go_back()
    page.locator("main #better").wait_for()
    assert page.locator("main #better").input_value() == "Først\n  dette"
    page.go_forward()
    page.locator("main #why").wait_for()
    assert page.locator("main #why").input_value() == "Fordi\n\n  lenge"
    _press(page, "Tilbake")
    page.locator("main #better").wait_for()
    assert page.locator("main input[name=waited]:checked").get_attribute("value") == "yes"
    _press(page, "Gå videre")
    page.locator("main #why").wait_for()
    page.reload()
    page.locator("main #why").wait_for()
    assert page.locator("main #why").input_value() == "Fordi\n\n  lenge"
    assert "Del 2 av 3" in page.locator("main").inner_text()
    _press(page, "Gå videre")
    page.locator("main #other").fill("Nei")
    _press(page, "Se over svarene")
    page.locator("main[data-page=check]").wait_for()
    told = page.locator("main").inner_text()
    assert all(words in told for words in ("Først\n", "dette", "Fordi", "lenge", "Nei"))


def test_an_answer_that_closes_a_section_makes_the_way_shorter_and_its_words_come_back_with_it(page):
    page.goto(PLACE)
    page.locator("main #better").fill("Mer")
    page.locator("main input[name=waited][value=yes]").check()
    _press(page, "Gå videre")
    page.locator("main #why").fill("Fordi")
    _press(page, "Tilbake")
    page.locator("main #better").wait_for()
    for waited, second in (("no", "other"), ("yes", "why")):
        page.locator(f"main input[name=waited][value={waited}]").check()
        _press(page, "Gå videre")
        page.locator(f"main #{second}").wait_for()
        if second == "other":
            _press(page, "Tilbake")
            page.locator("main #better").wait_for()
    assert page.locator("main #why").input_value() == "Fordi"
