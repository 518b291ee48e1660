"""Every address is walked: none of the public ones sets a cookie, none of the staff's opens without sign-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

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
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "",
    "Referrer-Policy": "",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application, both fronts."""
    instance: Path = tmp_path_factory.mktemp("instance")
    return create_app(Settings.read({"CONSULTATION_INSTANCE": str(instance)}))


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


def _answers(app: Flask, *, staff: bool) -> Iterator[tuple[str, str, object]]:
    for rule, address in _addresses(app):
        if rule.rule.startswith("/staff") is staff:
            for method in METHODS:
                client = app.test_client()
                yield (
                    method,
                    address,
                    client.open(address, method=method, data={"a": "b"} if method == "POST" else None),
                )


def test_no_public_address_sets_a_cookie_whatever_is_asked_of_it(app):
    set_by = [f"{m} {a}" for m, a, answer in _answers(app, staff=False) if answer.headers.getlist("Set-Cookie")]
    assert set_by == []


def test_no_public_address_sends_more_than_a_page_says(app):
    revealing = ("Server", "X-Powered-By", "ETag", "Last-Modified", "Via")
    sent = [
        f"{method} {address}: {name}"
        for method, address, answer in _answers(app, staff=False)
        for name in revealing
        if name in answer.headers and "/static/" not in address
    ]
    assert sent == []


def test_every_answer_carries_the_security_headers_also_errors(app):
    lacking = [
        f"{method} {address} ({answer.status_code}): {name}"
        for staff in (False, True)
        for method, address, answer in _answers(app, staff=staff)
        for name, starts in HEADERS.items()
        if not answer.headers.get(name, "missing" if starts else "").startswith(starts) or name not in answer.headers
    ]
    assert lacking == []


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
