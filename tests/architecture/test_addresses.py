"""Every address is walked: none of the public ones sets a cookie, none of the staff's opens without sign-in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.exceptions import abort
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from consultation.app import create_app
from consultation.settings import Settings

SOME = {
    "language": "nb",
    "consultation": "waiting-times",
    "slug": "waiting-times",
    "role": "patient",
    "filename": "css/nothing.css",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
SIGN_IN = "sign-in"
CODES = (400, 401, 403, 404, 405, 410, 413, 414, 415, 422, 429, 431, 500, 503)
# As trust asks for it, word by word: a change in the program must change it here too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
DEVICE = ("camera", "microphone", "geolocation", "display-capture", "usb", "payment", "gyroscope", "fullscreen")
REVEALING = (
    "Server",
    "X-Powered-By",
    "ETag",
    "Last-Modified",
    "Via",
    "X-Request-Id",
    "Refresh",
    "Access-Control-Allow-Origin",
)
SECURE = "https://localhost"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application, both fronts."""
    instance: Path = tmp_path_factory.mktemp("instance")
    return create_app(Settings.read({"CONSULTATION_INSTANCE": str(instance)}))


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same, where whoever asks may say what goes wrong."""
    made = create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path_factory.mktemp("failing"))}))
    unforeseen = {500: RuntimeError, 503: OSError}

    def fail() -> None:
        code = int(request.headers["X-Fails"])
        if code in unforeseen:
            raise unforeseen[code]
        abort(code)

    made.before_request_funcs[None].insert(0, fail)
    return made


def _addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: SOME.get(name) or _anything(converter) for name, converter in rule._converters.items()}
            yield rule, adapter.build(rule.endpoint, values, method="GET" if "GET" in (rule.methods or ()) else "POST")


def _anything(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "something"


def _answers(app: Flask, *, staff: bool) -> Iterator[tuple[str, str, TestResponse]]:
    for rule, address in _addresses(app):
        if rule.rule.startswith("/staff") is staff:
            for method in METHODS:
                client = app.test_client()
                yield (
                    method,
                    address,
                    client.open(address, method=method, data={"a": "b"} if method == "POST" else None, base_url=SECURE),
                )


def test_no_public_address_sets_a_cookie_whatever_is_asked_of_it(app):
    set_by = [f"{m} {a}" for m, a, answer in _answers(app, staff=False) if answer.headers.getlist("Set-Cookie")]
    assert set_by == []


def _wrong(answer: TestResponse, *, public: bool) -> list[str]:
    """What one answer lacks, says twice, or says too much of."""
    headers = answer.headers
    wrong = [f"{name}: {headers.getlist(name)}" for name, value in HEADERS.items() if headers.getlist(name) != [value]]
    if len(headers.getlist("Permissions-Policy")) != 1 or any(
        f"{of}=()" not in headers["Permissions-Policy"] for of in DEVICE
    ):
        wrong.append("Permissions-Policy")
    if headers.getlist("Referrer-Policy") not in (["same-origin"], ["no-referrer"]):
        wrong.append("Referrer-Policy")
    kept = headers.get("Cache-Control", "")
    if kept != "no-store" and not (answer.request.path.startswith("/static/") and "immutable" in kept):
        wrong.append(f"Cache-Control: {kept}")
    revealing = (*REVEALING, "Set-Cookie") if public else REVEALING
    return wrong + [f"{name}: {headers[name]}" for name in revealing if name in headers]


def _static(app: Flask) -> set[str]:
    shown = app.test_client().get("/nb/").text
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shown))
    assert len(found) >= 3
    return found | {"/static/", "/static/nothing.css", "/favicon.ico", "/robots.txt", "/.well-known/security.txt"}


def test_every_answer_carries_the_security_headers_and_nothing_that_reveals(app):
    wrong = [
        f"{method} {address} ({answer.status_code}): {found}"
        for staff in (False, True)
        for method, address, answer in _answers(app, staff=staff)
        for found in _wrong(answer, public=not staff)
    ]
    assert wrong == []


@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=0-9"}, {"Range": "bytes=9-1"}, {"If-None-Match": "*"}])
def test_so_does_every_static_file_and_every_refusal_of_one(app, asked):
    wrong = []
    for address in sorted(_static(app)):
        for method in METHODS:
            with app.test_client().open(address, method=method, headers=asked, base_url=SECURE) as answer:
                wrong += [
                    f"{method} {address} ({answer.status_code}): {found}" for found in _wrong(answer, public=True)
                ]
                assert answer.status_code in {200, 404, 405}
    assert wrong == []


@pytest.mark.parametrize("address", ["/nb/waiting-times/patient/", "/staff/nb/sign-in"])
@pytest.mark.parametrize("code", CODES)
def test_so_does_every_code_that_we_answer_with(failing, code, address):
    for method in METHODS:
        answer = failing.test_client().open(address, method=method, headers={"X-Fails": str(code)}, base_url=SECURE)
        assert answer.status_code == code
        assert _wrong(answer, public="/staff" not in address) == [], method
        assert method == "HEAD" or 'data-page="error"' in answer.text


def test_no_staff_address_opens_without_signing_in(app):
    opened = []
    for method, address, answer in _answers(app, staff=True):
        to_sign_in = answer.status_code in {302, 303} and SIGN_IN in answer.headers["Location"]
        if answer.status_code < 400 and not to_sign_in and method != "OPTIONS" and SIGN_IN not in address:
            opened.append(f"{method} {address}: {answer.status_code} {answer.headers.get('Location', '')}")
    # `/staff/` itself only says which language; following it ends at the sign-in page.
    assert [line for line in opened if not line.startswith(("GET /staff/:", "HEAD /staff/:"))] == []


def test_no_address_answers_with_a_server_error(app):
    broken = [
        f"{m} {a}"
        for staff in (False, True)
        for m, a, answer in _answers(app, staff=staff)
        if answer.status_code >= 500
    ]
    assert broken == []


def test_the_public_front_alone_has_no_staff_address(tmp_path):
    alone = create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path), "CONSULTATION_FRONT": "public"}))
    assert [rule.rule for rule in alone.url_map.iter_rules() if rule.rule.startswith("/staff")] == []
    assert alone.test_client().get("/staff/nb/").status_code == 404
