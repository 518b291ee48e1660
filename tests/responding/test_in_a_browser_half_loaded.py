"""Without script, or with any one part of it missing, the form still sends, once, and loses nothing."""

import pytest
from playwright.sync_api import Browser, Page, expect

from consultation.storage import ballot_box
from consultation.web import database
from tests.browsing import WIDTHS, left_alone, read
from tests.responding.visiting import grown_old

pytestmark = pytest.mark.browser
FORM = "/nb/waiting-times/patient/"
WORDS = "Første linje.\n\n  «Ventetid» <b>&amp; mer</b> 🙂 čđŋšŧž"
PARTS = (
    "enhance", "views", "remembering", "answers", "tab", "drafts", "drafting", "proving",
    "enhancements/send", "enhancements/draft", "enhancements/copy", "enhancements/conditional", "enhancements/count",
    "enhancements/grow", "enhancements/printable", "enhancements/focus", "enhancements/forget",
)  # fmt: skip
TROUBLE = "main .send-trouble:not([hidden])"


def _press(page: Page, to: str) -> None:
    page.locator("main form button[data-variant=primary][type=submit]").last.click()
    page.locator(f"main[data-page={to}]").wait_for()


def _waiting(app) -> int:
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, "waiting-times")


@pytest.fixture
def plain(chromium: Browser, running):
    """A phone without script."""
    context = chromium.new_context(java_script_enabled=False, viewport=WIDTHS["phone"], base_url=running[1])
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("missing", PARTS)
def test_without_any_one_part_of_the_script_the_form_is_sent_once_with_every_word(page, running, missing):
    before = _waiting(running[0])
    page.route(f"**/js/{missing}.js", lambda route: route.abort())
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    page.locator("input[value=no]").check()
    page.wait_for_timeout(300)
    _press(page, "check")
    page.locator("main p.own-words").first.wait_for()
    assert page.locator("main [name=feel-safe]").input_value() == WORDS
    page.evaluate(
        "(made) => { document.querySelector('main [name=_made]').value = made; }",
        grown_old(running[0], "waiting-times"),
    )
    page.locator("main form button[data-variant=primary][type=submit]").last.dblclick()
    page.locator("main[data-page=thanks]").wait_for()
    page.locator(".receipt__code").wait_for()
    page.wait_for_load_state("networkidle")
    assert _waiting(running[0]) == before + 1


def test_a_script_that_the_browser_cannot_read_is_no_script(chromium, running):
    page = chromium.new_context(viewport=WIDTHS["phone"], base_url=running[1]).new_page()
    page.route("**/js/enhance.js", lambda route: route.fulfill(content_type="text/javascript", body="this is ?. not ="))
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    _press(page, "check")
    assert page.locator("main [name=feel-safe]").input_value() == WORDS
    page.context.close()


@pytest.mark.parametrize("status", [502, 503])
def test_without_script_a_fault_on_the_way_costs_no_word(plain, status):
    plain.goto(FORM)
    plain.locator("#feel-safe").fill(WORDS)
    plain.route("**/check", lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>Nei</h1>"))
    plain.locator("main form button[data-variant=primary][type=submit]").last.click()
    plain.get_by_role("heading", name="Nei").wait_for()
    plain.go_back()
    expect(plain.locator("#feel-safe")).to_have_value(WORDS)


def test_without_script_offline_and_reloading_cost_no_word(plain):
    plain.goto(FORM)
    plain.locator("#feel-safe").fill(WORDS)
    plain.context.set_offline(True)
    plain.locator("main form button[data-variant=primary][type=submit]").last.click(no_wait_after=True)
    left_alone(plain)
    plain.context.set_offline(False)
    plain.go_back()
    expect(plain.locator("#feel-safe")).to_have_value(WORDS)


def test_without_script_language_and_role_take_the_words_along(plain):
    plain.goto(FORM)
    plain.locator("#feel-safe").fill(WORDS)
    plain.get_by_role("button", name="Nynorsk").click()
    assert plain.locator("#feel-safe").input_value() == WORDS
    for role, field in (("Leiar", "what-matters"), ("Pasient", "feel-safe")):
        plain.locator(".change-role summary").click()
        plain.get_by_role("button", name=role).click()
        plain.locator(f"main #{field}").wait_for()
    assert plain.locator("#feel-safe").input_value() == WORDS
    assert not plain.locator("#draft").is_visible()


def test_words_of_a_consultation_that_was_closed_meanwhile_stand_in_the_form_to_be_copied(page, running, monkeypatch):
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    _press(page, "check")
    monkeypatch.setattr("consultation.questionnaire.opening.Consultation.takes_answers", lambda *_: False)
    page.locator("main form button[data-variant=primary][type=submit]").last.click()
    expect(page.locator(f"{TROUBLE} [role=alert]")).to_contain_text("avsluttet")
    assert page.locator("main [name=feel-safe]").input_value() == WORDS
    assert page.get_by_role("button", name="Kopier det jeg har skrevet").is_visible()
    assert not page.get_by_role("button", name="Prøv igjen").is_visible()


def test_what_was_posted_to_an_address_that_is_gone_stands_in_the_page_to_be_copied(page, plain):
    for each in (page, plain):
        each.goto(FORM)
        each.locator("#feel-safe").fill(WORDS)
        each.route(
            "**/patient/check", lambda route: route.continue_(url=route.request.url.replace("patient", "nobody"))
        )
        each.locator("main form button[data-variant=primary][type=submit]").last.click()
    expect(page.locator(f"{TROUBLE} [role=alert]")).to_contain_text("ikke ta imot disse svarene lenger")
    assert page.locator("#feel-safe").input_value() == WORDS
    plain.locator("main[data-page=error]").wait_for()
    assert plain.locator("textarea[readonly]").input_value() == WORDS


def test_questions_that_changed_meanwhile_are_told_and_the_way_goes_on_in_the_same_page(page):
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    page.evaluate(
        """() => document.querySelector("form#answers").append(
            Object.assign(document.createElement("input"), {type: "hidden", name: "what-matters", value: "Mine ord"}))"""
    )
    page.locator("main form button[data-variant=primary][type=submit]").last.click()
    page.locator("main[data-page=error]").wait_for()
    assert page.locator("main textarea[readonly]").input_value() == "Mine ord"
    page.get_by_role("button", name="Gå videre med de nye spørsmålene").click()
    page.locator("main #feel-safe").wait_for()
    assert page.locator("#feel-safe").input_value() == WORDS
    _press(page, "check")
    _press(page, "thanks")
    page.wait_for_timeout(300)
    for step in (page.go_back, page.go_back, page.go_forward):
        step()
        page.wait_for_timeout(300)
        assert "Ventetid" not in read(page, "document.documentElement.outerHTML + JSON.stringify(history.state)")
