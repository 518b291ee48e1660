"""A day at the desk with the keyboard alone, in a real Chromium under the real content security policy."""

import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from consultation.storage import responses
from consultation.storage.reading import readings
from consultation.usecases.reading.confirm_coding import confirm_coding
from tests.browsing import patient, settled
from tests.reviewing.coding.desks import DESK, KARI, decided, on, staffed
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.test_enhancements import Silent
from tests.running import free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(request, tmp_path_factory):
    place = tmp_path_factory.mktemp("keys")
    yield from staffed(place, on(request, "SQLite", place))


@pytest.fixture(scope="module")
def server(office):
    running = make_server("127.0.0.1", free_port(), office.app, threaded=True, request_handler=Silent)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()


@pytest.fixture
def page(office, server, chromium):
    """A browser in which the reviewer is at the desk; it fails where the page breaks its own policy."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    context.set_default_timeout(20_000)
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    cookie = office.client.get_cookie("staff", path="/staff")
    context.add_cookies([{"name": "staff", "value": cookie.value, "domain": "127.0.0.1", "path": "/staff"}])
    patient(opened).goto(office.at(DESK))
    settled(opened)
    yield opened
    context.close()
    assert [one for one in trouble if "409" not in one] == []


def words(page) -> str:
    """The comment on the desk, without the signs in it."""
    return str(page.evaluate("[...document.querySelectorAll('[data-start]')].map((one) => one.textContent).join('')"))


def another(page, text) -> None:
    """Wait until another comment lies on the desk."""
    page.wait_for_function(
        "(text) => [...document.querySelectorAll('[data-start]')].map((one) => one.textContent).join('') !== text",
        arg=text,
    )


def at_hand(page) -> None:
    """Wait until what comes next was fetched; for the first comment of a page."""
    page.wait_for_function(
        """() => { const next = document.querySelector("form[data-next]").dataset.next;
        return performance.getEntriesByType("resource").some((one) => one.name === new URL(next, location.href).href); }"""
    )


def stored(page, office, text) -> None:
    """Wait until a decision has come to the server: the next comment lies there before that."""
    for _ in range(400):
        if decided(office, text).outcome is not None:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"nothing was ever stored on {text}")


def saved(page) -> None:
    expect(page.locator(".coding__saved")).to_contain_text("Saved.")


def test_keys_tick_save_undo_and_lay_aside(office, page):
    first = words(page)
    page.keyboard.press("2")
    expect(page.locator("#theme-mat")).to_be_checked()
    page.keyboard.press("Enter")
    another(page, first)
    saved(page)
    assert decided(office, first).confirmed == ("mat",)
    page.keyboard.press("u")
    expect(page.locator(".coding__saved")).to_contain_text("Taken back.")
    assert words(page) == first
    assert decided(office, first).outcome is None
    page.keyboard.press("0")
    another(page, first)
    saved(page)
    second = words(page)
    page.keyboard.press("s")
    another(page, second)
    assert decided(office, second).outcome is None
    page.keyboard.press(".")
    expect(page.locator("#facet-steg")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    third = words(page)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    another(page, third)
    stored(page, office, third)
    assert {facet: value for facet, (_, value) in decided(office, third).facets.items()} == {
        "steg": "henvisning",
        "tone": "god",
    }
    page.keyboard.press("/")
    page.keyboard.type("fol")
    page.keyboard.press("Enter")
    expect(page.locator("#theme-folk")).to_be_checked()


def test_sentences_and_marked_words_become_passages(office, page):
    text = words(page)
    page.keyboard.press("p")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("2")
    expect(page.locator("[data-passages] li")).to_have_count(1)
    page.keyboard.press("Escape")
    page.evaluate("""() => {
        const piece = document.querySelector("[data-start='0']").firstChild;
        getSelection().setBaseAndExtent(piece, 0, piece, 4);
    }""")
    page.keyboard.press("1")
    expect(page.locator("[data-passages] li")).to_have_count(2)
    page.keyboard.press("Enter")
    another(page, text)
    saved(page)
    stop = text.index(".") + 2
    found = {one.theme: text[one.start : one.stop] for one in decided(office, text).passages}
    assert found == {"svar": text[:4].strip(), "mat": text[stop:]}


def test_words_marked_with_the_mouse_are_attached_with_the_mouse_alone(office, page):
    piece = page.locator("[data-start='0']")
    place = piece.bounding_box()
    page.mouse.move(place["x"] + 1, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 1, place["y"] + place["height"] / 2, steps=5)
    page.mouse.up()
    page.locator("[data-fold=p] summary").click()  # which takes the mark away
    page.wait_for_function("getSelection().isCollapsed")
    page.select_option("#into", label="Ro")
    page.locator("[data-attach]").click()
    expect(page.locator("[data-passages] q")).to_have_text([piece.inner_text().strip()])
    expect(page.locator("#theme-ro")).to_be_checked()


def test_who_meets_somebody_elses_decision_gets_everything_back(office, page):
    first = words(page)
    at_hand(page)
    with office.database.transaction() as session:
        [key] = [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.text == first]
        confirm_coding(session, SLUG, QUESTION, key, themes=["ro"], outcome="coded", by=KARI)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text(KARI)
    assert words(page) == first
    expect(page.locator("#theme-mat")).to_be_checked()
    page.keyboard.press("Enter")  # meant for the next one, which lay there a moment
    with office.database.reading() as session:
        assert readings.of(session, key).confirmed == ("ro",)
    page.get_by_role("button", name="Save mine in its place").press("Enter")
    another(page, first)
    saved(page)
    with office.database.reading() as session:
        assert readings.of(session, key).confirmed == ("mat",)


def test_six_decisions_in_a_row_are_six_stored(office, page):
    seen = []
    for _ in range(6):
        seen.append(words(page))
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        another(page, seen[-1])
    saved(page)
    assert len(set(seen)) == 6
    assert {decided(office, text).confirmed for text in seen} == {("svar",)}
