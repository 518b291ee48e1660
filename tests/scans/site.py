"""A whole installation to be scanned: the demo as it is served, toured by a respondent and by staff who have signed in."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from flask_security.totp import TOTP
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from consultation.app import create_app
from consultation.questionnaire.wording import LANGUAGES
from consultation.settings import Settings
from tests.databases import Postgres
from tests.respondent import Page, Respondent
from tests.running import PATIENCE, Installation, end, old_mark
from tests.scans.target import Form, Target, forms_on

SLUG, OTHER = "waiting-times", "pain-service"
QUESTION, FEW = "feel-safe", "what-matters"
PUBLIC, STAFF = "/nb/", "/staff/nb/"
WORDS = "Jeg ventet lenge uten å høre noe."
EXCLUDED = (
    "/staff/nb/sign-out",
    f"*/{OTHER}/*",
    f"*/{QUESTION}/*",
    *(f"*/{SLUG}/{role}/*" for role in ("next_of_kin", "leader", "health_personnel")),
)
"""Signing out ends every session of the account; and what differs from the first role and consultation by its words alone;
and the question with the most comments, whose pages are so long that comparing them takes a scanner minutes."""

SETTINGS = {"CONSULTATION_TRUSTED_PROXIES": "1"}
"""As behind a proxy: guesses at sign-in are then counted for each account alone, and a scanner meets less of that refusal."""


@contextmanager
def installation(root: Path, database_url: str | None = None) -> Iterator[tuple[Installation, str, str]]:
    """The demo's content, served as in production, second step and all; with the account that may sign in."""
    running = Installation(root, database_url, settings=SETTINGS)
    told = running.command("demo", "--prepare-only")
    account = re.search(r"^\s+(\S+@\S+)\s+(\S+)$", told, re.MULTILINE)
    assert account, told
    try:
        running.serve("--workers", "3")
        yield running, account[1], account[2]
    finally:
        running.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL of its own, which refuses what SQLite stores."""
    with tempfile.TemporaryDirectory(prefix="consultation-postgres-") as directory:
        running = Postgres(Path(directory) / "cluster")
        try:
            yield running.create("scanned", template="template0")
        finally:
            running.server.cleanup()


def addresses() -> Map:
    """Every address that the application has."""
    with tempfile.TemporaryDirectory() as instance:
        return create_app(Settings.read({"CONSULTATION_INSTANCE": instance})).url_map


def endpoint(known: Map, method: str, path: str) -> str:
    """The name of the page that answers a method at a path; empty where none does."""
    try:
        return str(known.bind("localhost").match(path, method)[0])
    except HTTPException:
        return ""


def excluded(path: str) -> bool:
    """Whether the scanners leave this address alone."""
    return any(fnmatchcase(path, pattern) for pattern in EXCLUDED if "sign-out" not in pattern)


def public(address: str, known: Map) -> Target:
    """The respondent's front: pages by their links, and the forms of a whole journey with its receipt."""
    someone = Respondent(address)
    tour = Tour(someone, known, lambda path: path.startswith(PUBLIC) and not excluded(path))
    tour.follow(PUBLIC)
    begun = someone.get(f"{PUBLIC}{SLUG}/patient/")
    checked = someone.send(begun, "/check", {QUESTION: WORDS})
    thanked = someone.send(checked, "/thanks")
    receipt = someone.get(f"{PUBLIC}{SLUG}/receipt")
    code = str(thanked.form("/file").fields["code"])
    for page in (checked, thanked, receipt, someone.send(receipt, "/receipt", {"code": code})):
        tour.note(page)
    tour.forms["responding.challenge"] = Form("POST", f"{PUBLIC}{SLUG}/patient/challenge", (("_nonce", "d" * 32),))
    # As whoever took their time: of a form just made, sending would be put off, and nothing behind that would be tried.
    old = old_mark(address, SLUG)
    for name, form in tour.forms.items():
        fields = tuple((field, old if field == "_made" else value) for field, value in form.fields)
        tour.forms[name] = replace(form, fields=fields)
    return tour.target(address, PUBLIC)


def staff(running: Installation, known: Map, email: str, password: str) -> Target:
    """The staff's front, signed in, with decisions made so that every form of them stands somewhere.

    A worker runs until there are themes to decide on, and not later: jobs that a scanner asks for would only slow it.
    """
    address, worker = running.address, running.start("worker")
    member = signed_in(address, email, password)
    tour = Tour(member, known, lambda path: path.startswith(STAFF) and not excluded(path))
    here = f"{STAFF}consultations/{SLUG}/"
    for action in ("accept", "accept", "drop-candidate", "suggest"):
        shown = _with_a_form(member, f"{here}themes/{FEW}/", f"/{action}")
        tour.note(shown)
        member.send(shown, f"/{action}", {"why": "To be scanned"} if action != "suggest" else {})
    end(worker)
    told = {f"{part}_{language}": WORDS for part in ("said", "doing") for language in LANGUAGES} | {"published": "y"}
    member.send(member.get(f"{here}outcome/"), "/outcome", told)
    for start in (f"{here}themes/{FEW}/", f"{here}comments/{FEW}/", STAFF):  # first the question that has themes
        tour.follow(start)
    tour.forms = {name: _filled_in(form) for name, form in tour.forms.items()}
    return tour.target(address, STAFF, cookie=member.headers["Cookie"])


def _filled_in(form: Form) -> Form:
    """A form without an empty field for words: of one nearly every try would end at what is missing."""
    wordy = {name for name, kind in form.kinds.items() if kind in {"text", "textarea"}}
    return replace(form, fields=tuple((name, value or (WORDS if name in wordy else "")) for name, value in form.fields))


def _with_a_form(member: Respondent, path: str, ending: str) -> Page:
    """A page, as soon as it holds a form towards such an address."""
    until = time.monotonic() + PATIENCE
    while True:
        page = member.get(path)
        if time.monotonic() > until or any((form.get("action") or "").endswith(ending) for form in page.tree.forms):
            return page
        time.sleep(0.5)


def entering(address: str, known: Map, email: str, password: str) -> Target:
    """The way in, for somebody who has given the password and is asked for the second step."""
    member = Respondent(address)
    tour = Tour(member, known, lambda path: path.startswith(STAFF))
    asked = _remembering(member, member.get(f"{STAFF}sign-in"))
    tour.note(asked)
    _remembering(member, member.send(asked, "/sign-in", {"email": email, "password": password}))
    for page in ("second-step/set-up",):
        tour.note(_remembering(member, member.get(f"{STAFF}{page}")))
    asked = member.get(f"{STAFF}second-step/set-up")
    tour.note(_remembering(member, member.send(asked, "/set-up", {"setup": "authenticator"})))
    return tour.target(address, f"{STAFF}sign-in", cookie=member.headers["Cookie"])


def signed_in(address: str, email: str, password: str) -> Respondent:
    """Somebody who has signed in as staff and keeps the cookie.

    Raises:
        AssertionError: the front does not let them in.
    """
    member = Respondent(address)
    asked = _remembering(member, member.get(f"{STAFF}sign-in"))
    _remembering(member, member.send(asked, "/sign-in", {"email": email, "password": password}))
    asked = _remembering(member, member.get(f"{STAFF}second-step/set-up"))
    shown = _remembering(member, member.send(asked, "/set-up", {"setup": "authenticator"}))
    key = str(shown.tree.xpath("//main//code")[0].text_content()).replace(" ", "")
    code = TOTP(key=key).generate().token
    token = shown.tree.xpath("//input[@name='csrf_token']/@value")[0]
    _remembering(member, member.post(f"{STAFF}second-step", [("csrf_token", token), ("code", code)]))
    assert member.get(STAFF).url.endswith(STAFF), "nobody was let in"
    return member


def still_let_in(target: Target) -> bool:
    """Whether a target's cookie, where it has one, still leads to where its scan began."""
    member = Respondent(target.address)
    member.headers = {"Cookie": target.cookie}
    return not target.cookie or member.get(target.start).url == target.url(target.start)


def _remembering(member: Respondent, page: Page) -> Page:
    """Keep the cookie that a page sets, as a browser does."""
    for each in page.headers.get_all("Set-Cookie") or []:
        member.headers = {"Cookie": each.partition(";")[0]}
    return page


class Tour:
    """Follows the links of one front, and keeps one address and one form of each kind."""

    def __init__(self, someone: Respondent, known: Map, own: Callable[[str], bool]) -> None:
        self.someone, self.known, self.own = someone, known, own
        self.gets: dict[str, str] = {}
        self.forms: dict[str, Form] = {}

    def follow(self, start: str) -> None:
        """Visit one page of each kind, beginning here; a kind is a page of ours and the names in its query."""
        waiting = [start]
        while waiting:
            path = waiting.pop(0)
            there = urlsplit(path)
            name = endpoint(self.known, "GET", there.path)
            kind = name + "?".join(["", *sorted(re.findall(r"(\w+)=", there.query))])
            if kind in self.gets or not name or not self.own(there.path):
                continue
            self.gets[kind] = path
            page = self.someone.get(path)
            if "html" in page.headers.get("Content-Type", ""):
                waiting += [str(link).partition("#")[0] for link in self.note(page)]

    def note(self, page: Page) -> list[str]:
        """Keep the forms of a page; returns where its links lead, as paths."""
        for form in forms_on(page.tree, page.url):
            name = endpoint(self.known, form.method, form.path)
            if name and self.own(form.path) and len(form.fields) >= len(self._kept(name)):
                self.forms[name] = form
        ours = [urljoin(page.url, link) for link in page.tree.xpath("//a/@href")]
        return [link.removeprefix(self.someone.address) for link in ours if link.startswith(self.someone.address)]

    def _kept(self, name: str) -> tuple[tuple[str, str], ...]:
        return self.forms[name].fields if name in self.forms else ()

    def target(self, address: str, start: str, cookie: str = "") -> Target:
        """What was found, to be given to a scanner."""
        return Target(address, start, tuple(self.gets.values()), tuple(self.forms.values()), cookie, EXCLUDED)


def unreached(known: Map, *targets: Target) -> list[str]:
    """The pages that take a form, but of which the tours found none: what no scanner has looked at."""
    seen = {endpoint(known, form.method, form.path) for target in targets for form in target.forms}
    return sorted({rule.endpoint for rule in known.iter_rules() if "POST" in (rule.methods or ())} - seen)
