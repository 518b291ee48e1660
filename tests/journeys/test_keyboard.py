"""Somebody who has only a keyboard - Tab, Space, Enter and arrows - gets through both cases to the receipt, errors included."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as WaitedInVain

from tests.browsing import main_page, patient, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_STEPS = 150


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser whose mouse is not touched."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield patient(context.new_page())
    context.close()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on this; fails where Tab never gets there."""
    for _ in range(MOST_STEPS):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector} on {page.url}")


def _on_to(page: Page, name: str) -> None:
    _tab_to(page, "main form#answers button[data-variant=primary]")
    page.keyboard.press("Enter")
    page.locator(f"main[data-page={name}]").wait_for()


def _send(page: Page) -> None:
    for _ in range(30):
        _tab_to(page, "main form#answers button[data-variant=primary]")
        page.keyboard.press("Enter")
        with suppress(WaitedInVain):  # a guard against machines may ask for a moment's patience
            page.locator("main[data-page=thanks]").wait_for(timeout=2_000)
            break
    assert page.locator(".receipt__code").inner_text()


def test_case_a_on_one_page_with_an_error_on_the_way(places, page):
    page.goto(f"{places.full}/nb/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", (
        "the way past the header comes first"
    )
    _tab_to(page, "a[href$='/waiting-times/']")
    page.keyboard.press("Enter")
    page.locator("main[data-page=consultation]").wait_for()
    _tab_to(page, "a[href$='/waiting-times/patient/']")
    page.keyboard.press("Enter")
    page.locator("main[data-page=questionnaire]").wait_for()
    settled(page)

    _tab_to(page, "main form#answers button[data-variant=primary]")
    page.keyboard.press("Enter")
    page.locator(".ds-error-summary:focus").wait_for()  # the errors are read first
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('textarea')"), "a problem leads to its field"
    page.keyboard.type("Jeg fikk beskjed i tide.")

    _tab_to(page, "input[name=waited]")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=waited]:checked").get_attribute("value") == "waited"
    _tab_to(page, "#weeks-waited")
    page.keyboard.type("12")
    _tab_to(page, "input[type=checkbox]")
    page.keyboard.press("Space")
    _on_to(page, "check")
    assert "12 uker" in page.locator("main").inner_text()
    _send(page)


def test_case_b_by_section_with_a_step_back(places, page):
    page.goto(f"{places.full}/nb/pain-service/patient/")
    _tab_to(page, "textarea")
    page.keyboard.type("Klinikken ringte meg.")
    _on_to(page, "questionnaire")
    page.locator("h1:focus").wait_for()
    assert "(2/" in page.title()
    _tab_to(page, "button[value=back]")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(r"\(1/"))
    assert page.locator("main textarea").first.input_value() == "Klinikken ringte meg."
    for _ in range(10):
        if main_page(page) == "check":
            break
        before = page.title()
        _tab_to(page, "main form#answers button[data-variant=primary]")
        page.keyboard.press("Enter")
        expect(page).not_to_have_title(before)
    assert main_page(page) == "check"
    _send(page)
