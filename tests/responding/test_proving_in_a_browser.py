"""The riddle is worked out unseen: nobody waits for it, nobody sees it, and what ran out is renewed without a word."""

import json
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route
from werkzeug.serving import make_server

from consultation.privacy import proofs
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import grown_old, site

pytestmark = pytest.mark.browser
SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
SLOWER = 6
WORDS = "Ring meg heller enn å skrive."


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The public front behind a real socket."""
    app = site(tmp_path_factory.mktemp("instance"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, running: tuple[Flask, str]) -> Iterator[Page]:
    """A phone on that site; nothing on it may throw or break the policy."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=running[1])
    context.set_default_timeout(20_000)
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    yield opened
    assert trouble == []
    assert context.cookies() == []
    context.close()


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
    assert asked == []
    page.locator("#feel-safe").press_sequentially("Ring")
    page.wait_for_timeout(200)
    assert asked == ["challenge"]
    _go_on(page, "check")
    _go_on(page, "thanks")
    assert asked == ["challenge", "check", "thanks"]
    assert _stored(running[0]) == before + 1


def test_a_proof_that_was_spent_or_expired_on_the_way_is_renewed_without_a_word(page, running):
    before, asked, statuses = _stored(running[0]), _asked(page), []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("thanks") else None)
    now = time.time()
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(proofs, "LASTS", 1)
        _written(page)
        page.wait_for_timeout(1500)
    _go_on(page, "thanks")
    assert time.time() > now
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
    assert page.locator("[role=alert]:focus").count() == 1
    old = grown_old(running[0], SLUG)
    page.locator("input[name=_made]").evaluate("(field, old) => { field.value = old; }", old)
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
    page.locator("input[name=_made]").evaluate("(field, old) => { field.value = old; }", old)
    _go_on(page, "thanks")
    assert _stored(running[0]) == before + 1
    assert context.cookies() == []
    context.close()
