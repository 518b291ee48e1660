"""The riddle is worked out unseen: nobody waits for it, nobody sees it, and what ran out is renewed without a word."""

import json

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from consultation.privacy import proofs
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import grown_old

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("slow_riddles")]
SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
SLOWER = 6
WORDS = "Ring meg heller enn å skrive."


def _stored(app: Flask) -> int:
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


def _go_on(page: Page, to: str) -> None:
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.locator(f"main[data-page={to}]").wait_for()


def _written(page: Page) -> None:
    page.goto(FORM)
    page.locator("#feel-safe").fill(WORDS)
    _go_on(page, "check")


def _asked(page: Page) -> list[str]:
    seen: list[str] = []
    page.on(
        "request", lambda request: seen.append(request.url.rpartition("/")[2]) if request.method == "POST" else None
    )
    return seen


def test_a_slow_phone_sends_at_once_and_has_worked_while_somebody_wrote(page, running):
    before, asked = _stored(running[0]), _asked(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(FORM)
    page.wait_for_load_state("networkidle")
    assert asked == []
    with page.expect_response("**/challenge"):
        page.locator("#feel-safe").press_sequentially("Ring")
    _go_on(page, "check")
    _go_on(page, "thanks")
    assert asked == ["challenge", "check", "thanks"]
    assert _stored(running[0]) == before + 1


def _as_if_it_lasted(route: Route) -> None:
    """A riddle of which the browser thinks that it lasts, such as one that was fetched before the machine slept."""
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"lasts": 600})


def test_a_proof_that_expired_on_the_way_is_renewed_without_a_word(page, running):
    before, asked = _stored(running[0]), _asked(page)
    page.route("**/challenge", _as_if_it_lasted, times=1)
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(proofs, "LASTS", 0)
        with page.expect_response("**/challenge"):  # on the first keystroke, or on the next page if that was too early
            _written(page)
    page.wait_for_timeout(1100)
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("thanks") else None)
    _go_on(page, "thanks")
    assert statuses == [409, 200]
    assert asked[-3:] == ["thanks", "challenge", "thanks"]
    assert _stored(running[0]) == before + 1


def test_an_answer_that_was_lost_on_the_way_back_is_thanked_when_sent_again(page, running):
    before = _stored(running[0])
    _written(page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/thanks", lose, times=1)
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.locator(".send-trouble:visible").wait_for()
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("thanks") else None)
    _go_on(page, "thanks")
    assert statuses == [200]
    assert _stored(running[0]) == before + 1


def test_where_no_riddle_can_be_had_the_page_asks_for_a_moment_and_keeps_every_word(page, running):
    page.route("**/challenge", lambda route: route.fulfill(status=503, body=json.dumps({})))
    _written(page)
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.get_by_role("heading", name="Vent noen sekunder, og send igjen").wait_for()
    assert WORDS in page.locator("main").inner_text()
    page.locator("[role=alert]:focus").wait_for()
    old = grown_old(running[0], SLUG)
    page.locator("main input[name=_made]").evaluate("(field, old) => { field.value = old; }", old)
    _go_on(page, "thanks")


def test_without_script_one_is_asked_to_wait_and_then_thanked(chromium, running):
    before = _stored(running[0])
    context = chromium.new_context(
        java_script_enabled=False, base_url=running[1], viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    _written(page)
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.get_by_role("heading", name="Vent noen sekunder, og send igjen").wait_for()
    assert WORDS in page.locator("main").inner_text()
    assert _stored(running[0]) == before
    old = grown_old(running[0], SLUG)
    page.locator("main input[name=_made]").evaluate("(field, old) => { field.value = old; }", old)
    _go_on(page, "thanks")
    assert _stored(running[0]) == before + 1
    assert context.cookies() == []
    context.close()
