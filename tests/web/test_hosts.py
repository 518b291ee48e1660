"""Each front answers under its own host alone, by whatever header a stranger tries to say that it is another."""

import pytest

from consultation.app import create_app
from consultation.settings import Settings

PUBLIC, STAFF = "https://innspill.example.no", "https://stab.example.no"
THERE = {"public": "/nb/who-reads", "staff": "/staff/nb/sign-in"}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


def site(tmp_path, **more):
    settings = {"CONSULTATION_PUBLIC_ADDRESS": PUBLIC, "CONSULTATION_STAFF_ADDRESS": STAFF, **more}
    return create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance"), **settings})).test_client()


def asked(client, path, host, scheme="https", method="GET", **headers):
    return client.open(path, method=method, base_url=f"{scheme}://{host}", headers=headers).status_code


def test_with_both_addresses_each_front_is_under_its_own_host_alone(tmp_path):
    client = site(tmp_path)
    for host in ("innspill.example.no", "INNSPILL.example.no", "innspill.example.no:443"):
        assert asked(client, THERE["public"], host) == 200
        assert {asked(client, THERE["staff"], host, method=method) for method in METHODS} == {404}
    assert asked(client, THERE["staff"], "stab.example.no") == 200
    assert {asked(client, THERE["public"], "stab.example.no", method=method) for method in METHODS} == {404}
    for stranger in ("localhost", "10.0.0.1:8000", "stab.example.no.evil.no", "stab.example.no:8443", "xn--stab"):
        assert {asked(client, path, stranger) for path in (*THERE.values(), "/", "/staff/", "/nowhere")} == {404}


def test_the_machine_room_asks_under_any_name(tmp_path):
    client = site(tmp_path)
    assert {asked(client, path, "10.0.0.1") for path in ("/healthz", "/readyz")} == {200}


def test_only_a_trusted_proxy_says_which_host_was_asked_for(tmp_path):
    said = {"X-Forwarded-Host": "stab.example.no", "X-Forwarded-Proto": "https"}
    assert asked(site(tmp_path), THERE["staff"], "innspill.example.no", "http", **said) == 404
    behind = site(tmp_path, CONSULTATION_TRUSTED_PROXIES="1")
    assert asked(behind, THERE["staff"], "innspill.example.no", "http", **said) == 200
    said["X-Forwarded-Host"] = "stab.example.no, innspill.example.no"
    assert asked(behind, THERE["staff"], "10.0.0.1", "http", **said) == 404


@pytest.mark.parametrize("more", [{"CONSULTATION_STAFF_ADDRESS": ""}, {"CONSULTATION_PUBLIC_ADDRESS": ""}])
def test_with_one_address_alone_nothing_changes(tmp_path, more):
    client = site(tmp_path, **more)
    assert {asked(client, path, "localhost", "http") for path in THERE.values()} == {200}


def test_a_staff_front_alone_answers_under_its_own_host_and_a_public_one_has_no_staff_path(tmp_path):
    staff = site(tmp_path, CONSULTATION_FRONT="staff")
    assert asked(staff, THERE["staff"], "stab.example.no") == 200
    assert (
        asked(staff, THERE["staff"], "innspill.example.no") == asked(staff, THERE["public"], "stab.example.no") == 404
    )
    public = site(tmp_path, CONSULTATION_FRONT="public")
    for path in ("/staff", "/staff/", "/staff/nb/", "/staff/static/x", THERE["staff"]):
        assert {asked(public, path, "innspill.example.no", method=method) for method in METHODS} == {404}
    assert "/staff" not in public.get("/staff/nb/").text
