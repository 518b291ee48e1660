"""What only a browser shows: Back finds every word before sending and none after it, and a failing network costs nothing."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from consultation.questionnaire.branching import shown
from consultation.questionnaire.loading import library, load
from consultation.storage import ballot_box
from consultation.web import database
from tests.browsing import read, settled

pytestmark = pytest.mark.browser
MARK = "MARKØR 77123: jeg ventet"
FORM = "/nb/waiting-times/patient/"
TEXT_ANYWHERE = """() => document.documentElement.outerHTML + JSON.stringify(history.state)
    + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join()"""


def _go_on(page: Page, to: str) -> None:
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator(f"main[data-page={to}]").wait_for()


def _written_to_check(page: Page) -> None:
    page.goto("/nb/waiting-times/")
    page.locator("a.choice__link").first.click()
    page.wait_for_url(f"**{FORM}")
    settled(page)
    page.locator("#feel-safe").fill(MARK)
    page.locator("input[value=waited]").check()
    page.locator("#weeks-waited").fill("12")
    page.wait_for_function("() => history.state?.written")
    _go_on(page, "check")


def test_before_sending_back_reload_and_language_lose_no_word(page):
    _written_to_check(page)
    page.go_back()
    assert page.locator("main #feel-safe").input_value() == MARK
    _go_on(page, "check")
    page.get_by_role("button", name="Nynorsk").click()
    page.locator("html[lang=nn]").wait_for()
    assert MARK in page.locator("main").inner_text()
    page.reload()
    assert page.locator("main #feel-safe").input_value() == MARK
    assert page.locator("main #weeks-waited").input_value() == "12"
    page.goto("/nb/")
    page.go_back()
    assert page.locator("main #feel-safe").input_value() == MARK


@pytest.mark.parametrize("reload", [False, True])
def test_after_sending_no_entry_of_the_history_holds_a_word(page, reload):
    _written_to_check(page)
    if reload:
        page.reload()
        _go_on(page, "check")
    _go_on(page, "thanks")
    page.wait_for_url("**/thanks")
    page.wait_for_timeout(200)
    assert page.locator(".receipt__code").inner_text()
    assert page.evaluate("scrollY") == 0, "the receipt is out of sight"
    page.evaluate("history.go(-2)")
    page.locator("main[data-page=consultation]").wait_for()
    for step in (page.go_forward, page.go_forward, page.go_forward, page.go_back, page.go_back, page.go_forward):
        step()
        page.wait_for_timeout(300)
        assert MARK not in read(page, TEXT_ANYWHERE), page.url
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_without_a_network_the_form_stands_and_says_so_and_a_second_try_counts_once(page, running):
    before = _waiting(running[0])
    _written_to_check(page)
    page.context.set_offline(True)
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator("main .send-trouble:not([hidden])").wait_for()
    assert MARK in page.locator("main").inner_text()
    page.context.set_offline(False)

    def swallow(route: Route) -> None:
        route.fetch()  # it arrives, and the answer is lost
        route.abort()

    page.route("**/thanks", swallow, times=1)
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator("main .send-trouble:not([hidden])").wait_for()
    _go_on(page, "thanks")
    assert _waiting(running[0]) == before + 1


def test_a_server_that_is_down_leaves_the_form_as_it_was(page, running, tmp_path):
    app, _ = running
    working = app.extensions[database.EXTENSION]
    _written_to_check(page)
    app.extensions[database.EXTENSION] = database.Database(f"sqlite:///{tmp_path}/no/x.sqlite")
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator("main .send-trouble:not([hidden])").wait_for()
    app.extensions[database.EXTENSION] = working
    assert "Vi kan ikke ta imot akkurat nå" in page.locator("main .send-trouble").inner_text()
    _go_on(page, "thanks")


def test_a_double_click_sends_once(page, running):
    before = _waiting(running[0])
    _written_to_check(page)
    page.locator("main form button[data-variant=primary]").last.dblclick()
    page.locator("main[data-page=thanks]").wait_for()
    assert _waiting(running[0]) == before + 1


@pytest.mark.parametrize("choice", ["still-waiting", "waited", "no"])
def test_the_browser_shows_the_questions_that_the_server_would(page, choice):
    patient = load(library()["waiting-times"]).for_role("patient")
    page.goto(FORM)
    page.locator("[data-enhance~=count] + .counter").first.wait_for(state="attached")
    for tried in ("waited", choice):
        page.locator(f"input[name=waited][value={tried}]").check()
    expected = [question.id for question in shown(patient, {"waited": [choice]})]
    seen = [block.get_attribute("data-question") for block in page.locator("[data-question]:visible").all()]
    assert seen == expected


def test_enter_in_a_field_checks_the_answers_and_changes_no_language(page):
    page.goto(FORM)
    page.locator("#feel-safe").fill(MARK)
    page.locator("input[value=waited]").check()
    page.locator("#weeks-waited").fill("3")
    page.locator("#weeks-waited").press("Enter")
    page.locator("main[data-page=check]").wait_for()
    assert page.locator("html").get_attribute("lang") == "nb"


def test_the_error_summary_is_focused_and_leads_to_the_field(page):
    page.goto(FORM)
    page.locator("main form button[data-variant=primary]").last.click()
    page.locator(".ds-error-summary:focus").wait_for()
    page.locator(".ds-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "feel-safe"


def test_changing_an_answer_leads_to_its_question(page):
    _written_to_check(page)
    page.locator("button[value='change:weeks-waited']").click()
    page.locator("main #weeks-waited:focus").wait_for()
    page.locator("#weeks-waited").fill("13")
    _go_on(page, "check")
    assert "13 uker" in page.locator("main").inner_text()


def _waiting(app: Flask) -> int:
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, "waiting-times")
