"""Whatever happens to network, server, device or person: every word is still there, to the last blank, and can be sent."""

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from consultation import clock
from consultation.app import create_app
from consultation.settings import Settings
from tests.browsing import WIDTHS, patient, settled
from tests.responding.visiting import site

pytestmark = pytest.mark.browser
FORM = "/nb/waiting-times/patient/"
WORDS = "Første linje.\n\n  «Ventetid» <b>&amp; mer</b> 🙂 čđŋšŧž"
WRITTEN = {"feel-safe": WORDS, "authorities-require": "  Mer \n tid", "weeks-waited": "12"}
PROXY = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>"
ALL_HAS_COME = """(parts) => parts.every((part) => performance.getEntriesByType("resource").some(
    (one) => one.name.endsWith(`/js/${part}.js`) && one.responseStatus === 200))"""
TROUBLE = "main .send-trouble:not([hidden])"

FAULTS = {
    "503 of ours": lambda route: route.fulfill(status=503, content_type="text/html", body="<main data-page=error><h1>Nei</h1><p>Vent</p></main>"),
    "502 of a proxy": lambda route: route.fulfill(status=502, content_type="text/html", body=PROXY),
    "429 without a page": lambda route: route.fulfill(status=429, content_type="text/plain", body="slow down"),
    "a page of a hotel": lambda route: route.fulfill(status=200, content_type="text/html", body="<main>Log in</main>"),
    "an empty answer": lambda route: route.fulfill(status=200, content_type="text/html", body=""),
    "cut off": lambda route: route.abort("connectionreset"),
    "timed out": lambda route: route.abort("timedout"),
}  # fmt: skip


def _write(page: Page, form: str = FORM) -> None:
    page.goto(form)
    page.locator("#feel-safe").fill(WRITTEN["feel-safe"])
    page.locator("#authorities-require").fill(WRITTEN["authorities-require"])
    page.locator("input[value=waited]").check()
    page.locator("#weeks-waited").fill(WRITTEN["weeks-waited"])


def _stands(page: Page) -> dict[str, str]:
    return {name: page.locator(f"form#answers [name='{name}']").first.input_value() for name in WRITTEN}


def _press(page: Page) -> None:
    page.locator("main form button[data-variant=primary][type=submit]").last.click()


def _go_on(page: Page, to: str) -> None:
    _press(page)
    page.locator(f"main[data-page={to}]").wait_for()


@pytest.mark.parametrize("step", ["check", "thanks"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_form_as_it_was_and_offers_another_try_and_a_copy(page, fault, step):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _write(page)
    if step == "thanks":
        _go_on(page, "check")
    page.route(f"**/patient/{step}", FAULTS[fault], times=1)
    _press(page)
    page.locator(TROUBLE).wait_for()
    assert _stands(page) == WRITTEN
    page.get_by_role("button", name="Kopier det jeg har skrevet").click()
    expect(page.locator(f"{TROUBLE} [role=status]")).to_have_text("Kopiert.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert all(words in copied for words in WRITTEN.values())
    page.locator(f"{TROUBLE} [data-do=again]").click()
    page.locator(f"main[data-page={step}]").wait_for()


def test_offline_the_person_can_still_save_a_draft_and_is_told_when_the_network_is_back(page):
    _write(page)
    page.wait_for_function(ALL_HAS_COME, arg=["drafting", "drafts", "cleaning"])
    page.context.set_offline(True)
    _press(page)
    page.locator(TROUBLE).wait_for()
    page.locator("#draft summary").first.click()
    with page.expect_download():
        page.get_by_role("button", name="Lagre et utkast som fil").click()
    page.context.set_offline(False)
    expect(page.locator(f"{TROUBLE} [role=status]")).to_have_text("Nettet er tilbake.")
    assert _stands(page) == WRITTEN


@pytest.mark.parametrize("go", ["reload", "away and back", "asleep"])
def test_a_page_that_is_given_up_at_once_comes_back_with_every_word(page, go):
    _write(page)
    if go == "reload":
        page.reload()
    elif go == "asleep":
        devtools = page.context.new_cdp_session(page)
        devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
        devtools.send("Page.setWebLifecycleState", {"state": "active"})
        page.reload()
    else:
        page.goto("/nb/")
        page.go_back()
    assert _stands(page) == WRITTEN


def test_a_day_later_the_same_form_is_taken(page, monkeypatch):
    page.clock.install()
    _write(page)
    page.clock.fast_forward("24:00:00")
    tomorrow = clock.today() + timedelta(1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    _go_on(page, "check")
    page.clock.fast_forward("06:00:00")
    _go_on(page, "thanks")


def test_a_server_that_was_restarted_takes_the_form(chromium, tmp_path):
    port = 0
    page = None
    for round_ in ("before", "after"):
        server = make_server(
            "127.0.0.1", port, site(tmp_path) if round_ == "before" else create_app(_settings(tmp_path)), threaded=True
        )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        port = server.server_port
        try:
            if page is None:
                context = chromium.new_context(viewport=WIDTHS["phone"], base_url=f"http://127.0.0.1:{port}")
                page = patient(context.new_page())
                _write(page)
            else:
                _go_on(page, "check")
                _go_on(page, "thanks")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            if round_ == "before":
                _press(page)
                page.locator(TROUBLE).wait_for()
                assert _stands(page) == WRITTEN
    page.context.close()


def test_another_role_keeps_what_both_are_asked_and_gives_the_rest_back(page):
    _write(page)
    page.locator(".change-role summary").click()
    page.get_by_role("button", name="Leder").click()
    page.locator("main #what-matters").wait_for()
    assert page.locator("#authorities-require").input_value() == WRITTEN["authorities-require"]
    page.get_by_text("Vis det jeg skrev").click()
    assert WRITTEN["feel-safe"] in [area.input_value() for area in page.locator("textarea[readonly]:visible").all()]
    page.locator("#what-matters").fill("Som leder")
    _go_on(page, "check")
    assert "Ventetid" not in page.locator("main").inner_text()
    page.go_back()
    page.locator(".change-role summary").click()
    page.get_by_role("button", name="Pasient").click()
    page.locator("main #feel-safe").wait_for()
    assert _stands(page) == WRITTEN


def test_who_goes_back_and_chooses_another_role_takes_the_words_along(page):
    page.goto("/nb/waiting-times/")
    page.locator("a.choice__link").first.click()
    page.wait_for_url(f"**{FORM}")
    settled(page)
    page.locator("#feel-safe").fill(WORDS)
    page.locator("#authorities-require").fill(WRITTEN["authorities-require"])
    page.go_back()
    page.locator("main[data-page=consultation]").wait_for()
    page.get_by_role("link", name="Leder").click()
    page.locator("main #what-matters").wait_for()
    expect(page.locator("#authorities-require")).to_have_value(WRITTEN["authorities-require"])
    page.locator(".change-role summary").click()
    page.get_by_role("button", name="Pasient").click()
    expect(page.locator("main #feel-safe")).to_have_value(WORDS)


def _settings(instance):
    return Settings.read(
        {"CONSULTATION_INSTANCE": str(instance)}
    )  # a public front alone would not start beside the keys
