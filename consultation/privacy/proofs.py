"""A proof that a device has worked for this form: it costs a person nothing, a flood a lot, and tells nothing of the device.

A challenge is a riddle that is solved by trying (altcha, PBKDF2): about EXPECTED_TRIES derivations of COST rounds, never more
than MOST_TRIES, and checked by two hashes. It is signed, holds for one form of one consultation, and always expires.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

import altcha

ALGORITHM = "PBKDF2/SHA-256"
COST = 1000
MOST_TRIES = 1000
EXPECTED_TRIES = MOST_TRIES // 2
LASTS = 600
"""Seconds until a challenge expires."""
PERIOD = 12 * 3600
"""Seconds for which one key names spent proofs; what a past period named is purged."""
LONGEST = 2000
"""Characters of the longest proof that is looked at."""

ChallengeParts: TypeAlias = dict[str, Any]


class Unproven(Enum):
    """Why there is no proof."""

    missing = "nothing was sent"
    forged = "it was not made for this form by this site, or not solved"
    expired = "it was made too long ago"


@dataclass(frozen=True, slots=True)
class Proof:
    """A solved challenge of ours that has not expired; only verify() makes one. Whether it was spent, only the list knows."""

    challenge: bytes = field(repr=False)
    expires_at: int


@dataclass(frozen=True, slots=True)
class Spent:
    """How a spent proof is remembered: nothing in it can be worked out from a response, nor leads to one.

    `mark` names the challenge, `purpose` what it was spent on, 16 bytes each under a key of its period; `odd` says whether
    the period's number is.
    """

    mark: bytes = field(repr=False)
    purpose: bytes = field(repr=False)
    odd: bool


def new_challenge(secret: bytes, *, consultation: str, nonce: str, now: float) -> ChallengeParts:
    """A challenge for the form with this nonce, ready to be sent as JSON; `now` in seconds since 1970."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=1 + secrets.randbelow(MOST_TRIES),
        expires_at=int(now) + LASTS,
        data={"form": _bound(secret, consultation, nonce)},
        hmac_secret=_key(secret, b"challenge"),
        hmac_key_secret=_key(secret, b"solution"),
    )
    return challenge.to_dict()


def verify(secret: bytes, sent: str, *, consultation: str, nonce: str, now: float) -> Proof | Unproven:
    """The proof that was sent with the form of this nonce, or why it is none. Never raises, whatever was sent."""
    if not sent:
        return Unproven.missing
    payload = _read(sent)
    if payload is None:
        return Unproven.forged
    parameters = payload.challenge.parameters
    found = altcha.verify_solution(
        payload, _key(secret, b"challenge"), hmac_key_secret=_key(secret, b"solution")
    )  # its clock is the real one
    expires_at = parameters.expires_at
    if found.expired:
        return Unproven.expired
    bound = parameters.data.get("form") if isinstance(parameters.data, Mapping) else None
    ours = found.verified and hmac.compare_digest(str(bound).encode(), _bound(secret, consultation, nonce).encode())
    if not ours or type(expires_at) is not int:  # what we sign always expires
        return Unproven.forged
    if not now < expires_at <= now + LASTS:
        return Unproven.expired
    return Proof(str(payload.challenge.signature).encode(), expires_at)


def spent(secret: bytes, proof: Proof, content: bytes) -> Spent:
    """The row by which a proof is known again, and whether it is spent on the same content then."""
    number = proof.expires_at // PERIOD
    key = _key(secret, b"spent %d" % number)
    mark, purpose = (
        hmac.digest(key, kind + proof.challenge + what, "sha256")[:16]
        for kind, what in ((b"mark ", b""), (b"purpose ", content))
    )
    return Spent(mark, purpose, bool(number % 2))


def to_purge(now: float) -> bool | None:
    """Which rows no proof needs any more: those of odd periods or of even ones; None while both may be needed.

    A proof is remembered by the period in which it expires: shortly before one ends, the next one's are spent already.
    """
    if now % PERIOD >= PERIOD - 2 * LASTS:
        return None
    return not int(now // PERIOD) % 2


def _read(sent: str) -> altcha.Payload | None:
    if len(sent) > LONGEST:
        return None
    try:
        return altcha.Payload.from_base64(sent)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _bound(secret: bytes, consultation: str, nonce: str) -> str:
    return hmac.digest(_key(secret, b"form"), f"{consultation}\0{nonce}".encode(), "sha256")[:16].hex()


def _key(secret: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: what is known under one says nothing under another."""
    return hmac.digest(secret, b"proof of work: " + purpose, "sha256")
