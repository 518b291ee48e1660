"""Throws anything at every public address: any method, headers and bodies, seeded, so that what broke can be thrown again."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from consultation.web.security_headers import ALWAYS
from tests.responding.visiting import grown_old

MARK = "zq7<x"
"""What no page may show as it is: every word that we throw begins so, and a `<` must come back escaped."""
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "post", "ÅPNE")
WORDS = (
    f"{MARK}script>alert(1)</script>", f"{MARK}'\"--;DROP TABLE response", f"{MARK}{{{{7*7}}}}{{% raise %}}", f"{MARK}\x00\x01\x7f",
    f"{MARK}\ud800", f"{MARK}\u202e\ufeff\u2028", f"{MARK}%s%n%(a)s", f"{MARK}=cmd|' /C calc'!A0", f"{MARK}../../etc/passwd",
    f"{MARK}\r\nSet-Cookie: a=b", f"{MARK}" + "å" * 9_999, f"{MARK}" + "x" * 70_000, "", " ", "0", "-1", "1e999", "null", "æøå", "NaN",
)  # fmt: skip
NAMES = (
    "feel-safe", "authorities-require", "waited", "weeks-waited", "month-referred", "_nonce", "_made", "_proof", "_step",
    "_asked", "_padding", "_role", "_remove", "code", "place.rhf", "worked-badly.other", "a[]", "a.b.c", "__proto__", "", "__class__",
)  # fmt: skip
HEADERS = (
    "Accept-Language", "Accept-Encoding", "Content-Type", "Origin", "Sec-Fetch-Site", "Cookie", "Referer", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "Range", "If-None-Match", "Authorization", "Expect",
    "Content-Encoding", "Accept", "Forwarded", "Host", "Content-Length", "Transfer-Encoding",
)  # fmt: skip
VALUES = (
    "null", "same-origin", "cross-site", "http://localhost", "http://[", "gzip;q=0", "gzip;q=x", "*", "bytes=0-,-1", "application/json",
    "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-7", "text/xml",
    "nb-NO,en;q=0.5", "staff=eyJ9.x.y", "-1", "0", "chunked", "100-continue", "Basic Og==", "::1", "1.2.3.4, evil", "evil.example:99999",
    MARK + ">", "æ", "x" * 5_000,
)  # fmt: skip
PLACES = (
    "nb",
    "nn",
    "se",
    "en",
    "nb-lett",
    "xx",
    "waiting-times",
    "pain-service",
    "patient",
    "leader",
    "none",
    *WORDS[:11],
)
_HEX = re.compile(rb"zq7<x")


@dataclass(frozen=True)
class Thrown:
    """One request."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def at(self, app: Flask) -> TestResponse:
        """Throw it at the application as a server would: what no server passes on, it does not either."""
        builder = EnvironBuilder(path="/", method="GET", query_string=self.query, data=self.body or None)
        environ = builder.get_environ()
        environ["PATH_INFO"] = self.path.encode("utf-8", "replace").decode("latin-1")
        environ["REQUEST_METHOD"] = self.method
        for name, value in self.headers:
            key = name.upper().replace("-", "_")
            plain = value.encode("utf-8", "replace").decode("latin-1")
            if key == "CONTENT_TYPE":
                environ[key] = plain
            elif key not in {"CONTENT_LENGTH", "TRANSFER_ENCODING"}:  # the server's own business; it checks them
                environ[f"HTTP_{key}"] = plain
        body, status, headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        return TestResponse(body, status, headers, builder.get_request())


def throws(app: Flask, seed: int) -> Iterator[Thrown]:
    """Requests without end; the same for the same seed."""
    lot = random.Random(seed)
    rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/staff")]
    mark = grown_old(app, "waiting-times")
    while True:
        rule = lot.choice(rules)
        path = re.sub(r"<[^>]*>", lambda hole: _in_place(lot, hole[0]), rule.rule)
        if lot.random() < 0.05:
            path = "/" + lot.choice(WORDS) + path
        usual = "POST" if "POST" in (rule.methods or ()) else "GET"
        method = usual if lot.random() < 0.7 else lot.choice(METHODS)
        query = urlencode({lot.choice(NAMES): _plain(lot.choice(WORDS))}) if lot.random() < 0.2 else ""
        headers = {lot.choice(HEADERS): lot.choice(VALUES) for _ in range(lot.choice((0, 0, 1, 2, 4)))}
        if lot.random() < 0.8:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        yield Thrown(method, path, query, tuple(headers.items()), _body(lot, mark) if usual == "POST" else b"")


def _in_place(lot: random.Random, hole: str) -> str:
    if lot.random() < 0.2:
        return lot.choice(PLACES)
    return "nb" if "language" in hole else "waiting-times" if "consultation" in hole else "patient"


def _plain(word: str) -> str:
    return word.encode("utf-8", "replace").decode()


def _body(lot: random.Random, mark: str) -> bytes:
    kind = lot.random()
    if kind < 0.05:
        return lot.randbytes(lot.choice((1, 100, 5_000)))
    pairs = [(lot.choice(NAMES), _plain(lot.choice(WORDS))) for _ in range(lot.choice((0, 1, 2, 5, 40)))]
    if lot.random() < 0.7:
        pairs += [("_nonce", lot.randbytes(16).hex()), ("_made", mark), ("feel-safe", _plain(lot.choice(WORDS)))]
    if kind < 0.1:
        return ("&".join(f"{name}={value}" for name, value in pairs)).encode("utf-16")
    if kind < 0.15:
        return quote("&".join(f"{name}%ZZ{value}" for name, value in pairs)).encode()
    return urlencode(pairs).encode()


def faults(answer: TestResponse) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    headers, found = answer.headers, []
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    if "Set-Cookie" in headers:
        found.append("a cookie")
    if any(headers.getlist(name) != [value] for name, value in ALWAYS.items()):
        found.append("headers")
    if any(MARK in value or "\n" in value or "\r" in value for value in headers.values()):
        found.append("a header that repeats what was asked")
    body = answer.data if headers.get("Content-Encoding") != "gzip" else _unpacked(answer.data)
    if _HEX.search(body):
        found.append("a word that was not escaped")
    return found


def _unpacked(body: bytes) -> bytes:
    import gzip

    return gzip.decompress(body) if body else body
