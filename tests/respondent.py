"""A respondent without a browser: fetches pages, fills in the forms that stand there, and sends them as HTML says."""

import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import altcha
import lxml.html

from tests.running import old_mark

Answers = dict[str, str | list[str]]
IDLE = 1.0  # seconds; the server closes a connection that was idle for two, perhaps while a form is on its way


@dataclass(frozen=True)
class Page:
    """One answer of the server."""

    status: int
    url: str
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def tree(self) -> lxml.html.HtmlElement:
        """The page's elements."""
        return lxml.html.document_fromstring(self.body.decode(), base_url=self.url)

    @property
    def name(self) -> str:
        """What `<main data-page>` says."""
        found = self.tree.xpath("//main/@data-page")
        return str(found[0]) if found else ""

    @property
    def text(self) -> str:
        """What a person reads in the page's main part."""
        return " ".join(self.tree.xpath("//main")[0].text_content().split())

    def form(self, ending: str) -> lxml.html.FormElement:
        """Return the form whose default address ends so."""
        for form in self.tree.forms:
            if urlsplit(form.get("action", self.url)).path.rstrip("/").endswith(ending):
                return form
        raise AssertionError(f"no form towards {ending} on {self.url}: {[f.get('action') for f in self.tree.forms]}")


class Respondent:
    """Keeps one connection and no cookies, as the promise says one can; `proves` as whoever has script."""

    def __init__(
        self, address: str, headers: dict[str, str] | None = None, timeout: float = 30, *, proves: bool = True
    ) -> None:
        self.address = address
        self.proves = proves
        self.headers = headers or {}
        self.timeout = timeout
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0
        self._proofs: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Fetch a page, following redirects."""
        page = self._ask("GET", urljoin(self.address + "/", path))
        while page.status in {301, 302, 303, 307, 308}:
            page = self._ask("GET", urljoin(page.url, page.headers["Location"]))
        return page

    def send(self, page: Page, ending: str, answers: Answers | None = None, **headers: str) -> Page:
        """Fill in the page's form towards an address that ends so, and press its first button."""
        form = page.form(ending)
        pairs = [(name, value) for name, value in form.form_values() if name not in (answers or {})]
        for name, value in (answers or {}).items():
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        if ending == "/thanks" and self.proves:
            pairs.append(("_proof", self.proof(page)))
        elif ending == "/thanks":  # without script, but they took their time
            old = old_mark(self.address, urlsplit(page.url).path.split("/")[2])
            pairs = [(name, old if name == "_made" else value) for name, value in pairs]
        for button in form.xpath(".//button[not(@type) or @type='submit'][not(@formaction)][@name]")[:1]:
            pairs.append((button.get("name"), button.get("value", "")))
        return self.post(urljoin(page.url, form.get("action", "")), pairs, **headers)

    def proof(self, page: Page) -> str:
        """Work out the riddle for a page's form, as a browser's script does: once, also where sending is tried again."""
        form = page.form("/thanks")
        nonce = form.fields["_nonce"]
        if nonce not in self._proofs:
            asked = self.post(urljoin(page.url, f"{form.get('data-here')}challenge"), [("_nonce", nonce)])
            challenge = altcha.Challenge.from_dict(json.loads(asked.body)["challenge"])
            solution = altcha.solve_challenge(challenge)
            assert solution
            self._proofs = {nonce: altcha.Payload(challenge, solution).to_base64()}
        return self._proofs[nonce]

    def post(self, url: str, pairs: list[tuple[str, str]], **headers: str) -> Page:
        """Post form fields, as a browser on the same site does."""
        own = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.address,
            "Sec-Fetch-Site": "same-origin",
            **headers,
        }
        return self._ask("POST", urljoin(self.address + "/", url), urlencode(pairs).encode(), own)

    def answer(self, consultation: str, role: str, answers: Answers, language: str = "nb") -> Page:
        """Go the whole way from the consultation's page to the thank-you page, and return the last page reached."""
        self.get(f"/{language}/{consultation}/")
        page = self.get(f"/{language}/{consultation}/{role}/")
        checked = self.send(page, "/check", answers)
        return self.send(checked, "/thanks") if checked.name == "check" else checked

    def _ask(self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        there = urlsplit(url)
        target = there.path + (f"?{there.query}" if there.query else "")
        if time.monotonic() - self._used > IDLE:
            self.close()
        for attempt in range(2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=self.timeout)
            try:
                self._connection.request(method, target, body, {**self.headers, **(headers or {})})
                answer = self._connection.getresponse()
                read = answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()  # a kept connection that the server closed meanwhile: a browser tries a GET once more
                if attempt or method != "GET":
                    raise
            except BaseException:
                self.close()
                raise
            else:
                self._used = time.monotonic()
                return Page(answer.status, url, answer.headers, read)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close the kept connection."""
        if self._connection:
            self._connection.close()
        self._connection = None
