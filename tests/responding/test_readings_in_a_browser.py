"""With script, by keyboard: easy words take the place of the ordinary ones, and Back, reload and sending lose nothing."""

import pytest

pytestmark = pytest.mark.browser
FORM, EASY = "/nb/waiting-times/patient/", "/nb-lett/waiting-times/patient/"
WORDS = "MARKØR 5512: ring meg"


def test_easy_words_come_at_the_press_of_a_key_and_go_again(page):
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    switch = page.get_by_role("button", name="Lettlest")
    switch.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EASY}")
    assert "Hva gjør at du føler deg trygg?" in page.locator("main").inner_text()
    assert page.locator("#feel-safe").input_value() == WORDS
    page.reload()
    assert page.locator("#feel-safe").input_value() == WORDS
    page.get_by_role("button", name="Vanlig tekst").click()
    page.wait_for_url(f"**{FORM}")
    assert "Hva skal til for at du føler deg godt tatt vare på" in page.locator("main").inner_text()
    assert page.locator("#feel-safe").input_value() == WORDS


def test_who_reads_easy_words_checks_and_sends_in_them_and_nothing_is_kept_in_the_browser(page):
    page.goto(EASY)
    page.locator("#feel-safe").fill(WORDS)
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator("main[data-page=check]").wait_for()
    assert "Hva gjør at du føler deg trygg?" in page.locator("main").inner_text()
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator("main[data-page=thanks]").wait_for()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
