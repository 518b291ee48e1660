"""After sending, nobody who sits down at the same machine finds a word: not by Back, not in any storage, not in a session brought back."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import PATIENCE, WIDTHS, read, settled
from tests.chromium import ARGUMENTS, find_or_install

pytestmark = pytest.mark.browser
FORM = "/nb/waiting-times/patient/"
MARK = "MARKØR 77124: jeg ventet"
ANYWHERE = """async () => document.documentElement.outerHTML + document.title + document.cookie + JSON.stringify(history.state)
    + [...document.querySelectorAll("input, textarea")].map((field) => field.value)
    + JSON.stringify(sessionStorage) + JSON.stringify(localStorage)
    + JSON.stringify(await indexedDB.databases()) + JSON.stringify(await caches.keys())"""


def _sent(page: Page) -> None:
    page.goto("/nb/waiting-times/")
    page.goto(FORM)
    settled(page)
    page.locator("#feel-safe").fill(MARK)
    page.locator("#draft:not([hidden]) summary").first.click()
    page.get_by_role("button", name="Ta vare på utkastet her").click()
    page.locator("[data-draft=kept]:visible").wait_for()
    assert MARK in page.evaluate(ANYWHERE)
    for expected in ("check", "thanks"):
        page.locator("main form button[data-variant=primary][type=submit]").last.click()
        page.locator(f"main[data-page={expected}]").wait_for()
    page.wait_for_url("**/thanks")
    page.wait_for_timeout(700)


def test_neither_history_nor_any_storage_holds_a_word(page):
    _sent(page)
    steps = ("stay", "reload", "go_back", "go_back", "go_forward", "go_forward", "reload", "go_back", "reload")
    for step in steps:
        getattr(page, step)() if step != "stay" else None
        page.wait_for_timeout(300)
        assert MARK not in read(page, ANYWHERE), (step, page.url)


def test_words_that_another_role_was_left_with_are_gone_too_when_somebody_has_sent(page):
    page.goto("/nb/waiting-times/")
    page.goto(FORM)
    page.locator("#feel-safe").fill(MARK)
    page.locator("header a").first.click()
    page.locator("main[data-page=consultation]").wait_for()
    page.goto(FORM.replace("patient", "leader"))
    page.locator("#what-matters").fill("Som leder")
    for expected in ("check", "thanks"):
        page.locator("main form button[data-variant=primary][type=submit]").last.click()
        page.locator(f"main[data-page={expected}]").wait_for()
    page.wait_for_timeout(700)
    for _ in range(4):
        page.go_back()
        page.wait_for_timeout(500)
        assert MARK not in read(page, ANYWHERE), page.url
    page.go_forward()
    page.wait_for_timeout(500)
    assert page.url.endswith(FORM)
    assert MARK not in read(page, ANYWHERE)
    page.locator("#feel-safe").fill("Et nytt svar")
    page.reload()
    expect(page.locator("#feel-safe")).to_have_value("Et nytt svar")


def _session(chromium, running, profile) -> BrowserContext:
    return chromium.browser_type.launch_persistent_context(
        str(profile),
        executable_path=find_or_install(),
        args=[*ARGUMENTS, "--restore-last-session"],
        viewport=WIDTHS["phone"],
        base_url=running[1],
    )


def _brought_back(again: BrowserContext, address: str) -> Page:
    """The tab that the browser opens again by itself, when it does."""
    for _ in range(PATIENCE // 200):
        for tab in again.pages:
            if tab.url.startswith(address):
                return tab
        again.pages[-1].wait_for_timeout(200)
    raise AssertionError("the browser brought nothing back")


@pytest.mark.parametrize("sent", [True, False])
def test_a_session_that_is_brought_back_holds_words_only_where_they_were_not_sent(chromium, running, tmp_path, sent):
    first = _session(chromium, running, tmp_path)
    page = first.new_page()
    if sent:
        _sent(page)
    else:
        page.goto(FORM)
        settled(page)
        page.locator("#feel-safe").fill(MARK)
    page.wait_for_timeout(3000)  # until the browser has written its session down
    first.close()
    again = _session(chromium, running, tmp_path)
    back = _brought_back(again, running[1])
    found = [MARK in read(back, ANYWHERE)]
    for _ in range(2 if sent else 0):
        back.go_back()
        back.wait_for_timeout(300)
        found.append(MARK in back.content() if back.url == "about:blank" else MARK in read(back, ANYWHERE))
    again.close()
    assert any(found) is not sent
