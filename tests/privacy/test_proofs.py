"""A proof holds for one form of one consultation, always expires, and is known again by what leads nowhere."""

import base64
import inspect
import json
import secrets
import time
from functools import cache

import altcha
import pytest

from consultation.privacy import proofs
from consultation.privacy.proofs import (
    LASTS,
    PERIOD,
    Proof,
    Unproven,
    new_challenge,
    spent,
    to_purge,
    verify,
)

pytestmark = pytest.mark.usefixtures("slow_riddles")
SECRET = secrets.token_bytes(32)
NONCE = secrets.token_hex(16)


@cache
def now() -> float:
    """When the first of these tests began: altcha asks the clock, and they may have been collected long before."""
    return time.time()


def riddle(**changed):
    return new_challenge(SECRET, **({"consultation": "waiting", "nonce": NONCE, "now": now()} | changed))


def solve(parts):
    challenge = altcha.Challenge.from_dict(parts)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def looked_at(sent, **changed):
    known = {"consultation": "waiting", "nonce": NONCE, "now": now()} | changed
    return verify(known.pop("secret", SECRET), sent, **known)


def changed(sent, **parameters):
    whole = json.loads(base64.b64decode(sent))
    whole["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(whole).encode()).decode()


@pytest.fixture(scope="module")
def solved():
    return solve(riddle())


def test_a_solved_riddle_is_a_proof(solved):
    assert isinstance(looked_at(solved), Proof)


def test_a_riddle_is_never_solved_in_more_tries_than_promised(monkeypatch):
    monkeypatch.setattr(proofs, "MOST_TRIES", 40)
    tries = [altcha.solve_challenge(altcha.Challenge.from_dict(riddle())).counter for _ in range(20)]
    assert 1 <= min(tries) <= max(tries) <= 40
    assert len(set(tries)) > 5


@pytest.mark.parametrize(
    "other",
    [{"consultation": "another"}, {"nonce": secrets.token_hex(16)}, {"secret": secrets.token_bytes(32)}],
    ids=["another consultation", "another form", "another site"],
)
def test_a_proof_for_one_form_is_none_for_another(solved, other):
    assert looked_at(solved, **other) is Unproven.forged


@pytest.mark.parametrize("late", [LASTS, LASTS + 1, 7 * 24 * 3600])
def test_a_proof_expires(solved, late):
    assert looked_at(solved, now=now() + late) is Unproven.expired


def test_a_proof_that_expired_by_the_clock_is_expired():
    assert looked_at(solve(riddle(now=now() - LASTS - 1))) is Unproven.expired


def test_nobody_can_make_a_challenge_that_lasts():
    assert "expires" not in "".join(inspect.signature(new_challenge).parameters)
    assert riddle()["parameters"]["expiresAt"] == int(now()) + LASTS
    assert LASTS <= 600


@pytest.mark.parametrize(
    "parameters",
    [
        {"expiresAt": int(time.time()) + 1000 * LASTS},
        {"expiresAt": None},
        {"expiresAt": 0},
        {"cost": 1},
        {"keyPrefix": ""},
        {"keySignature": None},
        {"data": None},
        {"data": {"form": "0" * 32}},
        {"algorithm": "SHA-256"},
    ],
    ids="-".join,  # not by their values: those of the clock differ from one program to the next
)
def test_a_riddle_that_was_made_easier_or_longer_is_forged(solved, parameters):
    assert looked_at(changed(solved, **parameters)) is Unproven.forged


def test_a_challenge_that_was_signed_without_an_end_would_be_no_proof_either(monkeypatch):
    endless = altcha.create_challenge
    monkeypatch.setattr(altcha, "create_challenge", lambda *a, **k: endless(*a, **(k | {"expires_at": None})))
    assert looked_at(solve(riddle())) is Unproven.forged


def test_a_guessed_solution_is_forged():
    parts = riddle()
    guessed = {
        "challenge": parts,
        "solution": {"counter": 1, "derivedKey": parts["parameters"]["keyPrefix"] + "0" * 32},
    }
    assert looked_at(base64.b64encode(json.dumps(guessed).encode()).decode()) is Unproven.forged


@pytest.mark.parametrize(
    "sent",
    ["x", "é", "e30=", "W10=", "bnVsbA==", "MQ==", base64.b64encode(b'{"challenge":[],"solution":1}').decode(),
     base64.b64encode(b'{"challenge":{"parameters":"x"},"solution":{}}').decode(),
     base64.b64encode(b"[" * 900).decode(), "A" * 100_000],
)  # fmt: skip
def test_whatever_is_sent_is_told_apart_without_an_error(sent):
    assert looked_at(sent) is Unproven.forged


def test_nothing_sent_is_missing():
    assert looked_at("") is Unproven.missing


def test_a_spent_proof_is_known_again_and_what_it_was_spent_on(solved):
    proof = looked_at(solved)
    first, again, on_other = (spent(SECRET, proof, content) for content in (b"same", b"same", b"other"))
    assert first == again
    assert on_other.mark == first.mark
    assert on_other.purpose != first.purpose
    assert {len(first.mark), len(first.purpose)} == {16}


def test_the_same_challenge_has_another_mark_half_a_day_later(solved):
    proof = looked_at(solved)
    later = Proof(proof.challenge, proof.expires_at + PERIOD)
    assert spent(SECRET, later, b"").mark != spent(SECRET, proof, b"").mark
    assert spent(SECRET, later, b"").odd is not spent(SECRET, proof, b"").odd


def test_no_row_is_purged_whose_proof_could_be_spent_again_and_every_row_within_a_day():
    for spent_at in range(0, 2 * PERIOD, 61):
        odd = spent(SECRET, Proof(b"", spent_at + LASTS), b"").odd
        purged = (at for at in range(spent_at, spent_at + 24 * 3600, 60) if to_purge(at) is odd)
        first = next(purged)
        assert spent_at + LASTS <= first < spent_at + 24 * 3600


def test_each_purpose_has_a_key_of_its_own():
    assert len({proofs._key(SECRET, purpose) for purpose in (b"challenge", b"solution", b"form", b"spent 1")}) == 4
