"""Every page that can be reached by links, on both fronts: nothing outbound tells where it came from, no title or link tells of anybody."""

import threading
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.serving import make_server

from consultation.questionnaire.loading import library, load
from tests.reviewing.offices import PASSWORD, Office, open_office, written
from tests.running import free_port

MOST = 60
OURS = "http://localhost"
LISTEN = """addEventListener("securitypolicyviolation", (event) => console.error(`broken policy: ${event.violatedDirective}`))"""


def _crawled(client: FlaskClient, start: str) -> dict[str, lxml.html.HtmlElement]:
    """Every HTML page that links lead to, also those that lead on."""
    found: dict[str, lxml.html.HtmlElement] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        found[path] = tree = lxml.html.document_fromstring(answer.text, base_url=OURS + path)
        for link in tree.xpath("//a/@href"):
            there = urlsplit(urljoin(OURS + path, link))
            if there.netloc == "localhost":
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))
    return found


@pytest.fixture(scope="module")
def public(app) -> dict[str, lxml.html.HtmlElement]:
    """The public pages."""
    return _crawled(app.test_client(), "/")


def test_every_link_to_another_site_tells_it_nothing(public):
    outbound = [
        (path, link)
        for path, tree in public.items()
        for link in tree.xpath("//a[@href] | //area[@href]")
        if urlsplit(urljoin(OURS + path, link.get("href"))).netloc not in {"localhost", ""}
    ]
    assert len(public) > 40
    assert len(outbound) > 20
    assert {link.get("rel") for _, link in outbound} == {"noreferrer noopener"}
    assert {link.get("target") for _, link in outbound} == {None}


def test_no_link_and_no_get_form_puts_anything_behind_an_address(public):
    assert [path for path in public if "?" in path] == []
    forms = [form for tree in public.values() for form in tree.xpath("//form")]
    assert len(forms) > 20
    assert {form.get("method", "get").casefold() for form in forms} == {"post"}
    assert [form.get("action") for form in forms if "?" in (form.get("action") or "")] == []


def test_no_title_names_a_consultation(public):
    names = {text for path in library().values() for text in load(path).title.texts.values()}
    assert len(names) >= 4
    titles = {tree.findtext(".//title") for tree in public.values()}
    assert [title for title in titles if any(name in (title or "-").strip() for name in names)] == []
    assert all(titles)


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office with forty patients, where somebody may sign in."""
    opened = open_office(request, demo=True)
    opened.answer("patient", written(40))
    opened.hire("reviewer@example.org")
    yield opened
    opened.database.close()


@pytest.mark.browser
def test_no_staff_page_breaks_the_policy_or_puts_a_comment_behind_its_address(office, chromium):
    server = make_server("127.0.0.1", free_port(), office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    context.set_default_timeout(20_000)
    context.add_init_script(LISTEN)
    page, trouble = context.new_page(), list[str]()
    page.on("console", lambda said: trouble.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    try:
        page.goto("/staff/en/")
        page.fill("[name=email]", "reviewer@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.locator("main:not([data-page=sign-in])").wait_for()
        seen = _walked(page)
    finally:
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()
    assert len(seen) > 10
    assert trouble == []
    assert [address for address in seen for word in ("venting", "ringer", "reviewer@") if word in address] == []


def _walked(page: Page) -> set[str]:
    """Open the staff pages that links lead to, one of each kind."""
    seen: set[str] = set()
    waiting = ["/staff/en/"]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path.partition("?")[0].endswith((".pdf", ".html")):
            continue
        seen.add(path)
        page.goto(path)
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => [a.href, a.rel])")
        for link, rel in links:
            there = urlsplit(link)
            if there.path.startswith("/staff/en/") and there.netloc == urlsplit(page.url).netloc:
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))
            elif there.netloc not in {"", urlsplit(page.url).netloc}:
                assert rel == "noreferrer noopener", link
    return seen
