"""What a script adds for people who read all day, in a real Chromium under the real content security policy."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from consultation.storage import jobs
from consultation.storage.reading import tallies
from tests.browsing import patient, settled
from tests.reviewing.offices import PASSWORD, QUESTION, SLUG
from tests.reviewing.test_deciding import accept, proposed
from tests.running import free_port

pytestmark = pytest.mark.browser


class Silent(WSGIRequestHandler):
    def log(self, *_args, **_kwargs):
        pass


@pytest.fixture
def desk(office, chromium) -> Iterator[Page]:
    """A browser in which the reviewer is signed in; it fails where the page breaks its own policy."""
    server = make_server("127.0.0.1", free_port(), office.app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    context.set_default_timeout(20_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto("/staff/en/")
    page.fill("[name=email]", "reviewer@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.locator("main:not([data-page=sign-in])").wait_for()
    yield patient(page)
    context.close()
    server.shutdown()
    assert trouble == []


def read(office) -> int:
    with office.database.reading() as session:
        return tallies.coverage(session, SLUG, QUESTION).read


def test_number_keys_tick_and_enter_saves(office, desk):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    accept(office, run, 1, "Mat")
    desk.goto(office.at(f"coding/{QUESTION}/"))
    desk.keyboard.press("2")
    expect(desk.locator("#theme-mat")).to_be_checked()
    desk.keyboard.press("2")
    expect(desk.locator("#theme-mat")).not_to_be_checked()
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert read(office) == 1
    desk.wait_for_url("**after=*")
    settled(desk)
    first = desk.url
    desk.keyboard.press("0")
    expect(desk).not_to_have_url(first)
    expect(desk.get_by_text("Saved.")).to_be_visible()
    with office.database.reading() as session:
        assert sum(tallies.confirmed_by_role(session, SLUG, QUESTION)["ventetid"].values()) == 1


def test_a_jobs_bar_moves_and_its_end_is_seen_without_asking(office, desk):
    with office.database.transaction() as session:
        key = jobs.request(session, "discover", SLUG, {"question": QUESTION}, "reviewer@example.org")
        job = jobs.claim(session, key, now=0.0)
        jobs.beat(session, job, now=0.0, done=1, total=4)
    desk.goto("/staff/en/jobs/")
    bar = desk.locator(f'[data-job="{key}"] progress')
    expect(bar).to_have_attribute("value", "25")
    with office.database.transaction() as session:
        jobs.beat(session, job, now=0.0, done=3, total=4, message="discovered")
    expect(bar).to_have_js_property("value", 75)
    expect(desk.locator(f'[data-job="{key}"] .job__percent')).to_have_text("75 %")
    expect(desk.get_by_role("status")).to_have_text("Looks for what fits nowhere")
    with office.database.transaction() as session:
        jobs.finish(session, job)
    expect(desk.get_by_text("Done")).to_be_visible()
