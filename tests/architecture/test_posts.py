"""Every address that takes a form takes it from our own pages only, and never asks how old it is or where it was read."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from consultation.app import create_app
from consultation.settings import Settings
from tests.responding.visiting import grown_old, site

VALUES = {"language": "nb", "consultation": "waiting-times", "role": "patient"}
OURS = "http://localhost"
SIX_HOURS = 6 * 3600
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
]
OWN = [
    {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    {"Sec-Fetch-Site": "same-origin", "Origin": OURS, "Referer": f"{OURS}/nb/"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": OURS},
    {},
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The public front."""
    return site(tmp_path_factory.mktemp("instance"))


def _posts(app: Flask) -> Iterator[str]:
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                yield adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments}, method="POST")


def _form(app: Flask, seconds: float = 60) -> dict[str, str]:
    old = grown_old(app, "waiting-times", seconds)
    return {"feel-safe": "Min tekst", "code": "Min kode", "_nonce": "d" * 32, "_made": old}


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_public_address_takes_a_form_from_elsewhere(app, headers):
    addresses = list(_posts(app))
    assert len(addresses) >= 7
    taken = []
    for address in addresses:
        answer = app.test_client().post(address, data=_form(app), headers=headers)
        if answer.status_code != 403 or 'data-page="error"' not in answer.text:
            taken.append(f"{address}: {answer.status_code}")
    assert taken == []


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_each_takes_one_of_ours_also_without_a_referrer(app, headers):
    refused = [
        f"{address}: {answer.status_code}"
        for address in _posts(app)
        if (answer := app.test_client().post(address, data=_form(app), headers=headers)).status_code not in {200, 422}
    ]
    assert refused == []


def test_each_takes_a_form_that_lay_open_for_six_hours(app):
    for address in _posts(app):
        answer = app.test_client().post(address, data=_form(app, SIX_HOURS), headers=OWN[0])
        assert answer.status_code in {200, 422}, address
        if address.endswith(("/check", "/thanks")):
            assert answer.status_code == 200, address
            assert f'data-page="{address.rpartition("/")[2]}"' in answer.text


@pytest.mark.parametrize("front", ["both", "staff"])
def test_no_staff_address_takes_a_form_without_its_token(tmp_path, front):
    whole = create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path), "CONSULTATION_FRONT": front}))
    seen = 0
    for rule in whole.url_map.iter_rules():
        if rule.rule.startswith("/staff") and "POST" in (rule.methods or ()):
            address = re.sub(r"<[^>]*any\(([^,)]*)[^>]*>", lambda some: some[1].strip("'"), rule.rule)
            address = re.sub(r"<[^>]*>", "something", address)
            for headers in (*FOREIGN, *OWN):
                answer = whole.test_client().post(
                    address, data={"why": "x", "email": "x", "password": "x"}, headers=headers
                )
                assert answer.status_code in {302, 400, 403, 404}, address
                if answer.status_code == 302:
                    assert "/sign-in" in answer.headers["Location"]
                seen += 1
    assert seen > 200
