"""An answer comes with a proof or from a form that took its time; whatever is wrong with either, the words stay on the page."""

import json
import time

import altcha
import pytest
from sqlalchemy import text

from consultation.privacy import proofs
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import Visitor, grown_old

SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
WORDS = "Ring meg heller enn å skrive."
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _quick_riddles(monkeypatch):
    """What a riddle costs is looked at elsewhere."""
    monkeypatch.setattr(proofs, "MOST_TRIES", 2)


@pytest.fixture
def hasty(fresh):
    """Someone who sends at once, from a form that was made this moment."""
    return Visitor(fresh.test_client(), hasty=True)


def written(visitor, words=WORDS):
    visitor.goes_to(FORM).fills_in({"feel-safe": words})
    assert visitor.page == "check"
    return visitor


def riddle(visitor, nonce=None, form=FORM):
    asked = {"_nonce": nonce or dict(visitor.fields)["_nonce"]}
    return visitor.client.post(f"{form}challenge", data=asked, headers=OURS)


def solve(answer):
    challenge = altcha.Challenge.from_dict(json.loads(answer.data)["challenge"])
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def send(visitor, proof=None, **changed):
    pairs = [(name, changed.get(name, value)) for name, value in visitor.fields]
    return visitor.posts(f"{FORM}thanks", [*pairs, *([("_proof", proof)] if proof is not None else [])])


def stored(app):
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


def spent(app):
    with app.app_context(), database.reading() as session:
        return session.execute(text("SELECT count(*) FROM spent_proof")).scalar_one()


def asked_again(visitor, why):
    assert (visitor.status, visitor.page) == (409, "check")
    assert visitor.form.get("data-again") == why
    assert WORDS in visitor.text
    assert dict(visitor.fields)["feel-safe"] == WORDS
    assert visitor.tree.xpath("//main//*[@role='alert']//h2")
    return True


def test_with_a_proof_nobody_waits(hasty, fresh):
    written(hasty)
    assert send(hasty, solve(riddle(hasty))).page == "thanks"
    assert (stored(fresh), spent(fresh)) == (1, 1)


def test_the_same_answers_sent_again_with_the_same_proof_are_thanked_again(hasty, fresh):
    written(hasty)
    proof, fields = solve(riddle(hasty)), hasty.fields
    codes = {hasty.posts(f"{FORM}thanks", [*fields, ("_proof", proof)]).tree.text_content() for _ in range(3)}
    assert hasty.page == "thanks"
    assert len(codes) == 1
    assert stored(fresh) == 1


def test_a_spent_proof_cannot_carry_other_words(hasty, fresh):
    written(hasty)
    proof, pairs = solve(riddle(hasty)), hasty.fields
    other = [(name, "Noe helt annet." if name == "feel-safe" else value) for name, value in pairs]
    assert hasty.posts(f"{FORM}thanks", [*other, ("_proof", proof)]).page == "thanks"
    assert asked_again(hasty.posts(f"{FORM}thanks", [*pairs, ("_proof", proof)]), "spent")
    assert stored(fresh) == 1
    assert send(hasty, solve(riddle(hasty))).page == "thanks"
    assert stored(fresh) == 2


def test_an_expired_proof_is_asked_for_again(hasty, fresh, monkeypatch):
    written(hasty)
    now = time.time()
    with monkeypatch.context() as earlier:
        earlier.setattr(time, "time", lambda: now - proofs.LASTS - 1)
        answer = riddle(hasty)
    assert asked_again(send(hasty, solve(answer)), "expired")
    assert (stored(fresh), spent(fresh)) == (0, 0)


@pytest.mark.parametrize("forged", ["x", "eyJhIjoxfQ==", "é", "A" * 50_000])
def test_a_forged_proof_is_no_proof(hasty, fresh, forged):
    assert asked_again(send(written(hasty), forged), "too_soon")
    hasty.hasty = False
    assert send(hasty, forged).page == "thanks"
    assert spent(fresh) == 0


@pytest.mark.parametrize("other", ["another form", "another consultation"])
def test_a_proof_for_another_form_is_no_proof(hasty, other):
    written(hasty)
    if other == "another form":
        proof = solve(riddle(hasty, nonce="0" * 32))
    else:
        proof = solve(riddle(hasty, form="/nb/pain-service/patient/"))
    assert asked_again(send(hasty, proof), "too_soon")


def test_without_a_proof_a_form_must_be_some_seconds_old(hasty, fresh):
    assert asked_again(send(written(hasty)), "too_soon")
    assert "Vent noen sekunder" in hasty.text
    assert stored(fresh) == 0
    hasty.hasty = False
    assert send(hasty).page == "thanks"


@pytest.mark.parametrize("mark", ["", "forged", "1-" + "0" * 32])
def test_a_missing_or_forged_mark_is_replaced_by_a_new_one(hasty, fresh, mark):
    assert asked_again(send(written(hasty), _made=mark), "too_soon")
    assert dict(hasty.fields)["_made"] not in ("", mark)


def test_a_mark_of_another_consultation_says_nothing(hasty, fresh):
    assert asked_again(send(written(hasty), _made=grown_old(fresh, "pain-service")), "too_soon")


def test_a_form_grows_old_from_page_to_page_also_in_another_language(hasty, fresh):
    hasty.goes_to(FORM)
    old = grown_old(fresh, SLUG, 7 * 24 * 3600)
    pairs = [(name, old if name == "_made" else value) for name, value in hasty.fields]
    hasty.posts(FORM.replace("nb", "nn"), [*pairs, ("feel-safe", WORDS)])
    assert dict(hasty.fields)["_made"] == old
    hasty.fills_in({})
    assert dict(hasty.fields)["_made"] == old
    assert hasty.fills_in({}).page == "thanks"


def test_a_riddle_is_for_our_own_pages_and_kept_by_nobody(hasty, fresh):
    written(hasty)
    answer = riddle(hasty)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert dict(hasty.fields)["_nonce"] not in answer.get_data(as_text=True)
    assert hasty.client.get(f"{FORM}challenge").status_code == 405
    assert hasty.client.post(f"{FORM}challenge", data={"a": "b"}, headers=OURS).status_code == 400
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert hasty.client.post(f"{FORM}challenge", data={"_nonce": "0" * 32}, headers=foreign).status_code == 403


def test_a_riddle_asks_nothing_of_the_database(hasty, fresh, monkeypatch):
    written(hasty)
    monkeypatch.setitem(fresh.extensions, database.EXTENSION, None)
    assert riddle(hasty).status_code == 200


def test_every_form_page_carries_its_own_mark_beside_the_nonce(visitor):
    visitor.goes_to(FORM)
    first = dict(visitor.fields)
    assert first["_made"]
    visitor.goes_to(FORM)
    assert dict(visitor.fields)["_nonce"] != first["_nonce"]


def test_a_spent_proof_cannot_carry_the_same_words_less_some(hasty, fresh):
    written(hasty, "Legen Per Hansen hørte ikke på oss.")
    proof, pairs = solve(riddle(hasty)), [*hasty.fields, ("_remove", "name:per hansen")]
    assert hasty.posts(f"{FORM}thanks", [*pairs, ("_proof", proof)]).page == "thanks"
    hasty.posts(f"{FORM}thanks", [*pairs[:-1], ("_proof", proof)])
    assert (hasty.status, hasty.form.get("data-again")) == (409, "spent")
    assert stored(fresh) == 1
