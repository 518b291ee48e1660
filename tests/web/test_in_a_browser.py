"""What a real browser does: posts from elsewhere come to nothing, no address tells of an answer, and no page breaks the policy."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request

from consultation.storage import ballot_box
from consultation.web import database
from tests.browsing import WIDTHS, patient
from tests.responding.visiting import grown_old, serving, site

pytestmark = pytest.mark.browser
SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
WORDS = "Naboen min Fredrikke ventet i elleve uker"
PRIMARY = "main form#answers button[type=submit]:not([formaction])"
LISTEN = """addEventListener("securitypolicyviolation", (event) => console.error(`broken policy: ${event.violatedDirective}`))"""
OF_THE_PAGE = """() => [...document.querySelectorAll("input[type=hidden], textarea, .receipt__code, #code, input:checked")]
    .map((one) => one.value ?? one.textContent).filter((said) => said.length >= 8)"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The public front behind a real socket."""
    app = site(tmp_path_factory.mktemp("instance"))
    with serving(app) as address:
        yield app, address


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """A page on another site, until the end of the block; its address."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def _form(address: str, **more: str) -> str:
    fields = {"feel-safe": WORDS, "_nonce": "d" * 32, **more}
    held = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    return f'<form method=post action="{address}{FORM}thanks">{held}<button>Send</button></form>'


def _waiting(app: Flask) -> int:
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


def _framed(form: str, powers: str) -> str:
    return f"<iframe sandbox='{powers}' srcdoc='{form}'></iframe>"


FETCHED = (
    "<button onclick=\"fetch('{address}{form}thanks', {{method: 'POST', mode: 'no-cors', credentials: 'include',"
    " body: new URLSearchParams({{'feel-safe': 'x', _nonce: '{nonce}', _made: '{made}'}})}})\">Send</button>"
)


@pytest.mark.parametrize("way", ["data page", "other site", "sandboxed frame", "other site's frame", "fetch"])
def test_a_post_from_elsewhere_is_refused(chromium, running, way):
    app, address = running
    made = grown_old(app, SLUG)
    form = _form(address, _made=made)
    shown = {
        "data page": form,
        "other site": form,
        "sandboxed frame": _framed(form, "allow-forms"),
        "other site's frame": _framed(form, "allow-forms allow-scripts allow-same-origin"),
        "fetch": FETCHED.format(address=address, form=FORM, nonce="d" * 32, made=made),
    }[way]
    context = chromium.new_context()
    page = context.new_page()
    before = _waiting(app)
    asked: list[Request] = []
    statuses: list[int] = []
    page.on("request", lambda one: asked.append(one) if one.method == "POST" else None)
    page.on("response", lambda answer: statuses.append(answer.status) if answer.request.method == "POST" else None)
    ended = "requestfailed" if way == "fetch" else "response"  # a script of another site may not even see the refusal
    with elsewhere(shown) as other:
        page.goto(f"data:text/html,{shown}" if way == "data page" else other)
        place = page.frame_locator("iframe") if "frame" in way else page
        with page.expect_event(ended):
            place.locator("button").click()
        page.wait_for_timeout(100)
        assert statuses == ([] if way == "fetch" else [403])
        assert [one.all_headers().get("origin") in {"null", other.rstrip("/"), None} for one in asked] == [True]
    assert _waiting(app) == before
    context.close()


@pytest.mark.parametrize("policy", ["no-referrer", "same-origin"])
def test_a_post_from_our_own_page_is_taken_also_without_a_referrer(chromium, running, policy):
    context = chromium.new_context(base_url=running[1], java_script_enabled=False)
    page = context.new_page()
    page.goto(FORM)
    page.locator("head").evaluate(
        "(head, policy) => { const m = document.createElement('meta'); m.name = 'referrer'; m.content = policy; head.append(m) }",
        policy,
    )
    page.locator("#feel-safe").fill(WORDS)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator(PRIMARY).last.click()
    asked = sent.value.request.all_headers()
    assert ("referer" in asked, asked["origin"]) == ((False, "null") if policy == "no-referrer" else (True, running[1]))
    assert sent.value.status == 200
    page.locator("main[data-page=check]").wait_for()
    context.close()


@dataclass
class Watched:
    """A visit of which is kept: every address and title, everything that should stand in none of them, every breach."""

    page: Page
    scripted: bool
    addresses: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    breaches: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, context: BrowserContext, *, scripted: bool = True) -> "Watched":
        """Begin to watch."""
        context.add_init_script(LISTEN)
        watched = cls(context.new_page(), scripted)
        watched.page.on("request", lambda asked: watched.addresses.add(asked.url))
        watched.page.on("framenavigated", lambda frame: watched.addresses.add(frame.url))
        watched.page.on("console", lambda said: watched.breaches.append(said.text) if _breach(said.text) else None)
        return watched

    def on_page(self, name: str) -> "Watched":
        """Wait for a page, and note what it holds."""
        self.page.locator(f"main[data-page={name}]").first.wait_for()
        self.secrets |= set(self.page.evaluate(OF_THE_PAGE)) - {"true", SLUG}
        self.titles.add(self.page.title())
        return self

    def press(self, button: str = PRIMARY) -> "Watched":
        """Press a button."""
        self.page.locator(button).last.click()
        return self

    def history(self) -> list[str]:
        """Addresses and titles as the browser keeps them."""
        client = self.page.context.new_cdp_session(self.page)
        entries = client.send("Page.getNavigationHistory")["entries"]
        return [entry[kept] for entry in entries for kept in ("url", "userTypedURL", "title")]


def _breach(said: str) -> bool:
    return "broken policy" in said or "Content Security" in said or "TrustedHTML" in said


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def watched(chromium: Browser, running: tuple[Flask, str], request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A watched visit, with and without script."""
    context = chromium.new_context(base_url=running[1], viewport=WIDTHS["phone"], java_script_enabled=request.param)
    context.set_default_timeout(20_000)
    yield Watched.on(context, scripted=request.param)
    context.close()


def _whole_journey(watched: Watched, app: Flask) -> str:
    """Through everything that can hold an answer, with what goes wrong on the way; the code of the receipt."""
    page = patient(watched.page) if watched.scripted else watched.page
    page.goto(FORM)
    watched.on_page("questionnaire").press()  # nothing is filled in: it is asked again
    page.locator("main [role=alert]").first.wait_for()
    watched.on_page("questionnaire")
    page.locator("#feel-safe").fill(WORDS)
    watched.press().on_page("check")
    page.locator("main input[name=_made]").evaluate("(one, old) => { one.value = old }", grown_old(app, SLUG))
    watched.press().on_page("thanks")
    code = page.locator(".receipt__code").inner_text()
    with page.expect_download():
        watched.press("form.receipt button[type=submit]")
    page.goto(f"/nb/{SLUG}/receipt")
    watched.on_page("receipt")
    for written, then in ((code[:-1], "receipt"), (code, "receipt-found")):
        page.locator("#code").fill(written)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        watched.on_page(then)
    watched.press("main form button[type=submit]").on_page("receipt-withdrawn")
    return code


def test_no_address_and_no_title_of_a_whole_journey_tells_of_an_answer(watched, running):
    code = _whole_journey(watched, running[0])
    assert {WORDS, code} <= watched.secrets | {WORDS, code}
    assert len(watched.secrets) >= 5
    kept = watched.addresses | watched.titles | set(watched.history())
    told = [(one, secret) for one in kept for secret in watched.secrets | {WORDS, code, "Fredrikke"} if secret in one]
    assert told == []
    assert [one for one in watched.addresses if "?" in one] == []
    assert watched.breaches == []
    assert watched.page.context.cookies() == []


def test_a_breach_of_the_policy_would_be_seen(chromium, running):
    context = chromium.new_context(base_url=running[1])
    watched = Watched.on(context)
    watched.page.goto(FORM)
    assert watched.breaches == []
    watched.page.locator("body").evaluate(
        "(body) => { const i = new Image(); i.src = 'https://elsewhere.example/x.png' }"
    )
    watched.page.locator("body").evaluate("(body) => { try { body.innerHTML = '<b>x</b>' } catch {} }")
    watched.page.wait_for_timeout(300)
    assert len(watched.breaches) >= 2
    context.close()
