"""From a comment that fits nowhere to a theme, as a person goes: on a phone, with script and without."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from consultation.storage.reading import codebooks, tallies
from tests.journeys.validity import obstacles
from tests.reviewing.found.lists_of import ran
from tests.reviewing.offices import PASSWORD, QUESTION, SLUG
from tests.reviewing.test_enhancements import Silent
from tests.running import free_port

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(office, context) -> Iterator[Page]:
    """A phone on which the reviewer is signed in."""
    server = make_server("127.0.0.1", free_port(), office.app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/staff/en/")
    page.fill("[name=email]", "reviewer@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.locator("main:not([data-page=sign-in])").wait_for()
    yield page
    page.close()
    server.shutdown()


def test_three_that_fit_nowhere_become_a_theme(office, phone, request):
    ran(office, far=lambda text: "ledelsens" in text)
    here = phone.url.partition("/staff/")[0]
    phone.goto(here + office.at(f"themes/{QUESTION}/"))
    phone.get_by_role("link", name="Fits nowhere").click()
    for number in (1, 2, 3):
        phone.get_by_label(f"Tick {number}", exact=True).check()
    phone.get_by_role("button", name="Make a theme of the ticked comments").click()
    phone.get_by_label("Name of the theme").fill("Ledelse")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("alert")).to_contain_text("Fill this in.")
    expect(phone.locator("input[name=comments]:checked")).to_have_count(3)
    expect(phone.get_by_label("Name of the theme")).to_have_value("Ledelse")
    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.viewport_size["width"]
    phone.get_by_label("Tick 3", exact=True).uncheck()
    phone.get_by_label("Why").fill("to sier det samme")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("The comments are confirmed for “Ledelse”.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.viewport_size["width"]
    if request.node.callspec.params["context"]:  # axe needs script itself
        assert obstacles(phone) == []
    with office.database.reading() as session:
        assert [theme.name for theme in codebooks.current(session, SLUG, QUESTION).themes] == ["Ledelse"]
        assert sum(tallies.confirmed_by_role(session, SLUG, QUESTION)["ledelse"].values()) == 2
