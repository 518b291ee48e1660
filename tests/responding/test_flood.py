"""A hospital behind one address is never refused, a flood from one is, and whoever comes from elsewhere notices nothing."""

import json
import secrets
import time
from urllib.parse import urlencode

import altcha
import pytest

from consultation.responding.proving import UNPROVEN
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import Visitor, grown_old

SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
HOSPITAL, ELSEWHERE = "8.8.4.77", "8.8.9.1"
EMPLOYED = 500
ALLOWED = int(UNPROVEN.split("/", maxsplit=1)[0])
FLOOD = 3 * ALLOWED
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _within_one_hour(monkeypatch):
    """An hour that ends meanwhile would give a part of the allowance back."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


def client_at(app, place):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = place
    return client


def proof_for(client, nonce):
    answer = client.post(f"{FORM}challenge", data={"_nonce": nonce}, headers=OURS)
    challenge = altcha.Challenge.from_dict(json.loads(answer.data)["challenge"])
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def sends(client, number, *, proven=False, **more):
    """Send one answer as a program would, without a look at any page; its status."""
    nonce = secrets.token_hex(16)
    made = grown_old(client.application, SLUG)
    fields = {"_nonce": nonce, "_made": made, "feel-safe": f"Svar {number}", **more}
    if proven:
        fields["_proof"] = proof_for(client, nonce)
    form = "application/x-www-form-urlencoded"
    return client.post(f"{FORM}thanks", data=urlencode(fields), headers=OURS, content_type=form).status_code


def stored(app):
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


@pytest.mark.parametrize("proven", [True, False], ids=["with script", "without script"])
def test_a_hospital_of_five_hundred_behind_one_address_is_never_refused(fresh, proven):
    assert {sends(client_at(fresh, HOSPITAL), n, proven=proven) for n in range(EMPLOYED)} == {200}
    assert stored(fresh) == EMPLOYED


def test_behind_a_silent_proxy_nobody_is_refused_for_what_others_send(fresh):
    assert {sends(client_at(fresh, "127.0.0.1"), n) for n in range(ALLOWED + 100)} == {200}


def test_a_flood_without_proofs_fills_no_ballot_box_and_drowns_nobody(fresh):
    flood = client_at(fresh, HOSPITAL)
    statuses = [sends(flood, n) for n in range(FLOOD)]
    assert statuses.count(200) == stored(fresh) == ALLOWED
    assert set(statuses) == {200, 429}
    assert sends(client_at(fresh, ELSEWHERE), "fra et annet sted") == 200
    assert sends(client_at(fresh, HOSPITAL), "fra samme sted, med skript", proven=True) == 200
    assert stored(fresh) == ALLOWED + 2


def test_a_flood_that_does_not_even_wait_puts_nothing_in(fresh):
    assert {sends(client_at(fresh, HOSPITAL), n, _made="") for n in range(200)} == {409}
    assert stored(fresh) == 0


def test_one_proof_carries_one_answer_however_often_it_is_sent(fresh):
    client, nonce = client_at(fresh, HOSPITAL), secrets.token_hex(16)
    proof = proof_for(client, nonce)
    statuses = [sends(client, n, _nonce=nonce, _proof=proof) for n in range(50)]
    assert statuses == [200, *[409] * 49]
    assert stored(fresh) == 1


def test_whoever_is_asked_to_wait_keeps_every_word(fresh):
    for number in range(ALLOWED):
        sends(client_at(fresh, HOSPITAL), number)
    visitor = Visitor(client_at(fresh, HOSPITAL))
    visitor.goes_to(FORM).fills_in({"feel-safe": "Ordene mine"}).fills_in({})
    assert (visitor.status, visitor.page) == (429, "error")
    assert visitor.headers["Retry-After"] == "60"
    assert visitor.tree.xpath("//main//textarea")[0].text.strip() == "Ordene mine"
    assert dict(visitor.fields)["feel-safe"] == "Ordene mine"
    visitor.client.environ_base["REMOTE_ADDR"] = ELSEWHERE
    assert visitor.fills_in({}).page == "thanks"
