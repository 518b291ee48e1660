"""A code that a respondent keeps: it finds their response again, and nothing that is stored can be turned into it."""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_SECRET_CHARACTERS = 15  # five bits each
_SECRET_BITS = 5 * _SECRET_CHARACTERS
_NONCE = re.compile(r"[0-9a-f]{32}")
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt code and the two names that its response is stored under, 16 bytes each.

    The ballot box calls the sealed response by `envelope_key`, the table of mixed responses by `response_key`, and
    neither can be worked out from the other. They must not be: the box, its write-ahead log and every backup taken
    while it fills keep the order and the hour of arrival, and the table keeps the answers. Under one name, yesterday's
    backup and today's table would together tell what the person at the terminal at ten past nine wrote. Only who
    holds the code can make both names, and the code itself is stored nowhere.
    """

    code: str = field(repr=False)
    envelope_key: bytes = field(repr=False)
    response_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A code that was never given out: of wrong length, with a character codes do not have, or with a slip in it."""

    why: Literal["length", "character", "check"]


def new_nonce() -> str:
    """128 random bits as 32 hexadecimal digits, made with the form and sent back with the answers."""
    return secrets.token_hex(16)


def is_nonce(sent: str) -> bool:
    """Whether this has the form of a nonce; anything else in that hidden field was tampered with."""
    return _NONCE.fullmatch(sent) is not None


def for_answers(nonce: str, sheet_digest: bytes) -> Receipt:
    """The receipt of these answers sent with this nonce: always the same one.

    So a double click, a retry after a lost connection and the Back button store a response once and show one code,
    while answers that were changed in between are a response of their own. The code's 75 bits come from the nonce's
    128 random ones; without the nonce, which nobody keeps, the answers alone do not lead to it.
    Raises ValueError where `nonce` is none.
    """
    if not is_nonce(nonce):
        raise ValueError("A nonce is 32 hexadecimal digits.")
    digest = blake2b(bytes.fromhex(nonce) + sheet_digest, digest_size=16, person=b"receipt").digest()
    return _receipt(int.from_bytes(digest, "big") >> (128 - _SECRET_BITS))


def parse(code: str) -> Receipt | Mistyped:
    """Reads a code as people write it: any case, any spaces and dashes, O for 0, I and L for 1."""
    plain = unicodedata.normalize("NFKC", code).upper().translate(_READ_AS)
    characters = [char for char in plain if not char.isspace() and unicodedata.category(char) not in {"Pd", "Cf"}]
    if len(characters) != _SECRET_CHARACTERS + 1:
        return Mistyped("length")
    if any(char not in _VALUES for char in characters):
        return Mistyped("character")
    values = [_VALUES[char] for char in characters]
    if _check(values[:-1]) != values[-1]:
        return Mistyped("check")
    secret = 0
    for value in values[:-1]:
        secret = secret << 5 | value
    return _receipt(secret)


def _receipt(secret: int) -> Receipt:
    values = [secret >> shift & 31 for shift in range(_SECRET_BITS - 5, -1, -5)]
    code = "".join(_ALPHABET[value] for value in [*values, _check(values)])
    return Receipt(
        code="-".join(code[start : start + 4] for start in range(0, len(code), 4)),
        envelope_key=_key(secret, b"envelope"),
        response_key=_key(secret, b"response"),
    )


def _key(secret: int, purpose: bytes) -> bytes:
    return blake2b(secret.to_bytes(10, "big"), digest_size=16, person=purpose).digest()


def _check(values: list[int]) -> int:
    """The character that makes the sum over all sixteen of `value x weight` zero in the field of 32 elements.

    The weights are the powers 2^15 ... 2^1 of a generator, and 1 for the check character: all different and none zero.
    Hence any one wrong character changes the sum, and so do any two different ones that changed places (a
    Reed-Solomon code of distance two over GF(32); Crockford's own check symbol would need five more symbols).
    """
    total = 0
    for value in values:
        total = _times_generator(total ^ value)
    return total


def _times_generator(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value > 31 else value  # noqa: PLR2004
