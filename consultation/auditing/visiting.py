"""Comes through the front door as respondents do: fills in the form that stands there, proves its work, and is thanked."""

import base64
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlencode, urljoin, urlsplit

import altcha

from consultation.auditing import doors
from consultation.auditing.doors import Door
from consultation.auditing.forms import Form, Pairs, form_towards
from consultation.auditing.markers import Visit
from consultation.auditing.questions import CHOICE, OPTIONS, ROLES, WORDS
from consultation.privacy import form_age

FULL = 429
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
_FORM = "application/x-www-form-urlencoded"


class NotLetIn(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The front door did not do as it promises; says at which step, never with a mark."""


@dataclass(frozen=True, slots=True)
class Came:
    """A page that was given."""

    status: int
    address: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A visit whose answers are checked: all that is left is to send them."""

    visit: Visit
    form: Form
    pairs: Pairs = field(repr=False)
    marks: Mapping[str, str] = field(repr=False)
    ready_at: float = 0.0  # monotonic seconds; without script one has to have taken one's time


@dataclass(frozen=True)
class Thanked:
    """A visit that was thanked, its receipt code, and every other mark by which the form could be known again."""

    visit: Visit
    code: str = field(repr=False)
    marks: Mapping[str, str] = field(repr=False)
    answered: Came = field(repr=False)


def prepare(door: Door, slug: str, visit: Visit, *, number: int, script: bool = True) -> Prepared:
    """Go from the form to its last page. Raises NotLetIn, OSError."""
    place = f"{door}/nb/{slug}/{ROLES[number % len(ROLES)]}/"
    made = time.monotonic()
    written = f"{visit.text} Jeg er {visit.national_id}, skriv til {visit.email}"
    asked = _form(ask(f"{place}?from={visit.query}", visit), "/check", "the questions")
    answers = {WORDS: written, CHOICE: OPTIONS[number % len(OPTIONS)]}
    checked = _form(post(asked.action, asked.filled_in(answers), visit), "/thanks", "the last look at the answers")
    marks = {"nonce": checked.value("_nonce")}
    if not script:
        return Prepared(visit, checked, checked.fields, marks, made + form_age.LEAST + form_age.COARSE)
    riddle = post(f"{checked.here}challenge", [("_nonce", checked.value("_nonce"))], visit)
    if riddle.status != 200:  # noqa: PLR2004 -- HTTP's OK
        raise NotLetIn(f"no proof of work was asked for (status {riddle.status})")
    challenge = altcha.Challenge.from_dict(json.loads(riddle.body)["challenge"])
    marks["challenge"] = str(challenge.signature)
    solution = altcha.solve_challenge(challenge)
    if solution is None:
        raise NotLetIn("the proof of work could not be solved in time")
    proof = altcha.Payload(challenge, solution).to_base64()
    return Prepared(visit, checked, [*checked.fields, ("_proof", proof)], marks)


def send(ready: Prepared) -> Thanked:
    """Send what was prepared, and be thanked. Raises NotLetIn, OSError."""
    time.sleep(max(ready.ready_at - time.monotonic(), 0.0))
    thanked = post(ready.form.action, ready.pairs, ready.visit)
    code = _CODE.search(thanked.body)
    if thanked.status != 200 or code is None:  # noqa: PLR2004 -- HTTP's OK
        raise NotLetIn(f"nobody was thanked (status {thanked.status})")
    known = {"receipt": code[0], "receipt as typed": code[0].replace("-", "")}
    return Thanked(ready.visit, code[0], {**ready.marks, **known}, thanked)


def alike(door: Door, slug: str, *, times: int = 6) -> Iterator[tuple[str, Came]]:
    """The same pages again and again, by visitors who differ in everything, with what each was asked. Raises OSError."""
    form = f"/nb/{slug}/{ROLES[0]}/"
    for place, named in (("/nb/", "the front page"), (f"/nb/{slug}/", "a consultation"), (form, "a form")):
        yield from ((named, ask(f"{door}{place}", Visit())) for _ in range(times))


def stumble(door: Door, slug: str, visit: Visit) -> None:
    """Meet every refusal there is, with the same marks on: errors are where others leaked."""
    form = f"{door}/nb/{slug}/{ROLES[0]}/check"
    ask(f"{door}/nb/{visit.query}/?q={visit.query}", visit)
    ask(f"{door}/xx/{slug}/", visit)
    post(form, [(visit.query, f"{visit.text}\0{visit.email}\ufffe")], visit)
    post(form, [(WORDS, visit.text)], visit, {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    post(
        form.replace("/check", "/thanks"),
        [(WORDS, visit.text), ("_proof", base64.b64encode(visit.text.encode()).decode())],
        visit,
    )
    try:
        post(form, [(WORDS, visit.text * 20_000)], visit)
    except OSError:  # it hangs up on whoever sends too much
        return


def withdraw(door: Door, slug: str, thanked: Thanked) -> None:
    """Take a response back with its code. Raises NotLetIn, OSError."""
    asked = _form(ask(f"{door}/nb/{slug}/receipt", thanked.visit), "/receipt", "the place for a receipt code")
    found = post(asked.action, asked.filled_in({"code": thanked.code}), thanked.visit)
    way_back = _form(found, "/withdraw", "the response of a receipt")
    gone = post(way_back.action, way_back.filled_in({"code": thanked.code}), thanked.visit)
    if gone.status != 200:  # noqa: PLR2004 -- HTTP's OK
        raise NotLetIn(f"a response could not be withdrawn (status {gone.status})")


def ask(address: str, visit: Visit) -> Came:
    """GET a page, marked, following redirects. Raises OSError."""
    came = _talk("GET", address, visit)
    for _ in range(3):
        if not 300 <= came.status < 400:  # noqa: PLR2004 -- HTTP's redirects
            break
        came = _talk("GET", came.address, visit)
    return came


def post(address: str, pairs: Pairs, visit: Visit, more: Mapping[str, str] | None = None) -> Came:
    """POST a form, marked, as a browser on the same site does. Raises OSError."""
    there = urlsplit(address)
    own = {"Content-Type": _FORM, "Origin": f"{there.scheme}://{there.netloc}", "Sec-Fetch-Site": "same-origin"}
    return _talk("POST", address, visit, urlencode(pairs).encode("utf-8", "replace"), {**own, **(more or {})})


def _form(came: Came, ending: str, what: str) -> Form:
    found = form_towards(ending, came.body, came.address)
    if found is None:
        full = " Too many came from one place; try again in an hour." if came.status == FULL else ""
        raise NotLetIn(f"{what} did not come (status {came.status}).{full}")
    return found


def _talk(
    method: str, address: str, visit: Visit, body: bytes | None = None, more: Mapping[str, str] | None = None
) -> Came:
    """One request on a connection of its own. Raises OSError."""
    there = urlsplit(address)
    connection = doors.connection(address)
    try:
        headers = {**visit.headers, "Cookie": f"track={visit.cookie}", "Connection": "close", **(more or {})}
        connection.request(method, there.path + (f"?{there.query}" if there.query else ""), body, headers)
        answer = connection.getresponse()
        read = answer.read().decode("utf-8", "replace")
    except HTTPException as broken:
        raise ConnectionError(type(broken).__name__) from None
    finally:
        connection.close()
    led = answer.headers.get("Location")
    return Came(answer.status, urljoin(address, led) if led else address, read, tuple(answer.headers.items()))
