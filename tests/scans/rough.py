"""Sends each form, a field at a time, what no browser sends: zero bytes, half characters, ten megabytes, a field twice or not at all."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests.scans.findings import Finding, Scanned
from tests.scans.openapi import ANSWERS
from tests.scans.target import SECRET, Form, Target

NAME = "rough"
WAIT = 60.0  # seconds
LONG = 10_000_000
VALUES = {
    "a zero byte": b"a%00b",
    "half a character": b"%ED%A0%80",
    "bytes that are no text": b"%FF%FE%C3",
    "a number beyond all": b"9" * 400,
    "a value that turns its words": b"%E2%80%AE%0D%0A%1B%5B",
}
TWICE, LEFT_OUT, TOO_LONG = "twice", "left out", "ten megabytes"


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told: object) -> None:
        """Where an answer leads is not followed."""


def scan(target: Target, folder: Path) -> Scanned:
    """Send each form in each of these ways; whatever is not among the answers that we give is a finding."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = urllib.request.build_opener(_StayHere)
    findings, said = [], []
    for form in target.forms:
        if form.path in target.excluded:
            continue
        for fault, body in _bodies(form):
            answer = _answer(opened, target, form, body)
            said.append(f"{answer} {form.method} {form.path} {fault}")
            if answer not in ANSWERS:
                findings.append(
                    Finding(NAME, fault.rpartition(": ")[2], f"{form.method} {form.path}", f"{answer}, {fault}")
                )
    (folder / "rough.txt").write_text("\n".join(said), "utf-8")
    return Scanned(NAME, len(said), "requests", tuple(findings))


def _bodies(form: Form) -> Iterator[tuple[str, bytes]]:
    sent = dict(form.fields)
    for name in [*form.own_words, *(name for name in SECRET if name in sent)]:
        others = urlencode({other: value for other, value in sent.items() if other != name}).encode()
        key = urlencode({name: ""}).encode()
        for fault, value in VALUES.items():
            yield f"{name}: {fault}", others + b"&" + key + value
        yield f"{name}: {TWICE}", urlencode([*sent.items(), (name, sent[name])]).encode()
        yield f"{name}: {LEFT_OUT}", others
    if form.own_words and form.method.upper() == "POST":
        yield f"{form.own_words[-1]}: {TOO_LONG}", urlencode({**sent, form.own_words[-1]: "a" * LONG}).encode()


def _answer(opened: urllib.request.OpenerDirector, target: Target, form: Form, body: bytes) -> str:
    """The status as digits, or how the line broke; a server may hang up on whoever sends more than it reads."""
    where, posted = target.url(form.path), form.method.upper() == "POST"
    asked = urllib.request.Request(where if posted else f"{where}?{body.decode()}", data=body if posted else None)
    if target.cookie:
        asked.add_header("Cookie", target.cookie)
    try:
        with opened.open(asked, timeout=WAIT) as answer:
            answer.read()
            return str(answer.status)
    except urllib.error.HTTPError as refused:
        return str(refused.code)
    except OSError as broken:
        hung_up = len(body) >= LONG and isinstance(getattr(broken, "reason", broken), ConnectionError)
        return "413" if hung_up else type(broken).__name__
