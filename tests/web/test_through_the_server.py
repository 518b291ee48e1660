"""What really leaves the web server: headers on every refusal, also its own, and few lengths for whoever watches the network."""

import re
import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from consultation.web.security_headers import ALWAYS
from tests.respondent import Respondent
from tests.running import Installation, old_mark

FORM = "/nb/waiting-times/patient/"
FIELD = "feel-safe"
TEXTS = ("Ja.", "Ring meg opp.", "Jeg ventet på brev. " * 150, "Kari Nordmann, tlf. 912 34 567.")
PADDED = 16 * 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An instance behind gunicorn as in production."""
    installation = Installation(tmp_path_factory.mktemp("served"))
    installation.command("open", "waiting-times", "--archive", "nothing")
    installation.serve("--workers", "1")
    yield installation
    installation.stop()


def _sent(served: Installation, request: bytes) -> bytes:
    """Everything that comes back for these bytes, until the server hangs up."""
    got = b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall(request)
        while piece := connection.recv(65_536):
            got += piece
    return got


def _asked(served: Installation, method: str, path: str, body: bytes = b"", *more: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{served.port}", f"Origin: {served.address}", "Sec-Fetch-Site: same-origin",
        "Accept-Encoding: gzip", "Connection: close", "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}", *more, "", "",
    ]  # fmt: skip
    return _sent(served, "\r\n".join(lines).encode() + body)


def _fields(served: Installation, text: str, to: str) -> bytes:
    """What a browser with script sends: the form of the page before, in one of few sizes."""
    someone = Respondent(served.address)
    page = someone.get(FORM)
    if to == "thanks":
        page = someone.send(page, "/check", {FIELD: text})
    pairs = [(name, value) for name, value in page.form(f"/{to}").form_values() if name not in {FIELD, "_made"}]
    pairs += [(FIELD, text), ("_made", old_mark(served.address, "waiting-times"))]
    someone.close()
    body = urlencode(pairs).encode() + b"&_padding="
    return body + b"0" * (PADDED - len(body))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 9_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: magic\r\n\r\n", 501),
    ],
    ids=["garbage", "version", "line", "header", "headers", "name", "smuggled", "length", "coding"],
)
def test_the_servers_own_refusals_carry_the_headers_too(served, said, code):
    head, _, page = _sent(served, said).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % code) or (code in {501, 505} and re.match(rb"HTTP/1.1 [45]", head)), head[
        :80
    ]
    lines = head.decode().split("\r\n")
    for name, value in {**ALWAYS, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}.items():
        assert lines.count(f"{name}: {value}") == 1, name
    assert not re.search(r"^(server|set-cookie|etag|x-powered-by|via):", head.decode(), re.IGNORECASE | re.MULTILINE)
    assert b'data-page="error"' in page
    assert b"gunicorn" not in (head + page).lower()


def test_every_kind_of_answer_leaves_without_the_servers_name(served):
    style = re.search(rb'href="(/static/[^"]+\.css)"', _sent(served, b"GET /nb/ HTTP/1.0\r\n\r\n"))
    assert style
    paths = ("/nb/", FORM, "/nothing", "/waiting-times", "/healthz", "/readyz", "/nb/what-we-store/facts.json")
    for path in (*paths, style[1].decode(), "/staff/nb/sign-in"):
        for method in ("GET", "POST", "HEAD", "TRACE"):
            head = _asked(served, method, path).partition(b"\r\n\r\n")[0].decode()
            assert not re.search(r"^(server|etag|x-powered-by|via|last-modified):", head, re.IGNORECASE | re.MULTILINE)
            assert f"Content-Security-Policy: {ALWAYS['Content-Security-Policy']}" in head.split("\r\n"), (method, path)


def test_whoever_watches_sees_one_length_whatever_was_written_and_whichever_step_it_was(served):
    lengths = {
        (to, text[:9]): len(_asked(served, "POST", f"{FORM}{to}", _fields(served, text, to)))
        for text in TEXTS
        for to in ("check", "thanks")
    }
    assert len(set(lengths.values())) == 1, lengths


def test_nor_whether_there_is_a_response_with_a_receipt(served):
    someone = Respondent(served.address)
    thanks = someone.answer("waiting-times", "patient", {FIELD: "Ring meg opp."})
    someone.close()
    assert thanks.name == "thanks"
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,}\b", thanks.text)
    assert found, thanks.text
    answers = {
        code: _asked(served, "POST", "/nb/waiting-times/receipt", urlencode({"code": code}).encode())
        for code in (found[0], found[0][::-1], found[0].translate(str.maketrans("2345", "3452")), "ABCD")
    }
    assert {answer.split(b" ")[1] for answer in answers.values()} >= {b"200", b"422"}
    assert len({len(answer) for answer in answers.values()}) == 1


def test_nor_does_a_riddle_have_a_length_of_its_own(served):
    asked = [len(_asked(served, "POST", f"{FORM}challenge", f"_nonce={number:032x}".encode())) for number in range(20)]
    assert len(set(asked)) == 1


def test_all_pages_of_a_visit_come_in_three_lengths(served):
    paths = ("", "waiting-times/", "waiting-times/patient/", "waiting-times/leader/", "waiting-times/receipt",
             "waiting-times/outcome", "accessibility", "who-reads", "what-we-store", "nothing/")  # fmt: skip
    lengths = {path: len(_asked(served, "GET", f"/nb/{path}").partition(b"\r\n\r\n")[2]) for path in paths}
    assert set(lengths.values()) <= {4 * 1024, 8 * 1024, 16 * 1024}, lengths
