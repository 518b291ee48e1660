"""A post is taken from our own pages only; an old form is as good as a new one."""

import pytest

from tests.responding.visiting import grown_old

ADDRESS = "/nb/waiting-times/patient/check"
OURS = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": OURS}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": OURS}, True),
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "localhost"}, False),
        ({"Origin": ""}, False),
    ],
)
def test_only_our_own_pages_may_post(app, headers, taken):
    sent = {"feel-safe": "x", "_nonce": "d" * 32, "_made": grown_old(app, "waiting-times")}
    for step in ("", "check", "thanks"):
        answer = app.test_client().post(f"/nb/waiting-times/patient/{step}", data=sent, headers=headers)
        assert answer.status_code == (200 if taken else 403)


def test_a_refused_post_shows_what_it_would_have_sent(app):
    answer = app.test_client().post(ADDRESS, data={"feel-safe": "Min tekst"}, headers={"Origin": "null"})
    assert answer.status_code == 403
    assert 'data-page="error"' in answer.get_data(as_text=True)
    assert "Min tekst</textarea>" in answer.get_data(as_text=True)
