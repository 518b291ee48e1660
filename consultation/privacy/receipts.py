"""A code that a respondent keeps: it finds their response again, and nothing that is stored can be turned into it.

The code is as long as it is because the ballot box calls an envelope by a fast hash of it: every respondent waits for
that hash. At 75 random bits, ten thousand graphics cards with ten thousand million guesses a second each would need
twelve years for one code; at 50 bits, eleven seconds, and a copy of the box would tell the order of arrival.
"""

import re
import secrets
import unicodedata
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b, scrypt
from typing import Literal

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_SECRET_CHARACTERS = 15  # five bits each
_SECRET_BITS = 5 * _SECRET_CHARACTERS
_MOST_READ = 5000  # one letter can stand for eighteen, and to find that out takes time
_NONCE = re.compile(r"[0-9a-f]{32}")
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
_COST, _BLOCK, _LANES = 2**13, 8, 1  # scrypt's N, r and p: 8 MiB, and about 15 ms of a core
_AT_ONCE = 4  # slow names are made side by side, because scrypt lets other threads run
_OURS = secrets.token_bytes(32)  # of this program while it runs, and nowhere else

CODE_LENGTH = _SECRET_CHARACTERS + 1
GROUP = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt code, the name of its envelope and the secret that its response is named by, 16 bytes each.

    The ballot box calls the sealed response by `envelope_key`; the table of mixed responses by a slow hash of `secret`,
    which travels sealed. Neither name can be worked out from the other. They must not be: the box, its write-ahead log
    and every backup taken while it fills keep the order and the hour of arrival, and the table keeps the answers. Under
    one name, yesterday's backup and today's table would together tell what the person at the terminal at ten past nine
    wrote. Only who holds the code can make both names, and the code itself is stored nowhere.
    """

    code: str = field(repr=False)
    envelope_key: bytes = field(repr=False)
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Names:
    """The two names that a response may lie under in one consultation, 16 bytes each: in the box, and mixed in."""

    envelope: bytes = field(repr=False)
    response: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What takes a response back: the secret that only its code makes, and the name of its envelope; 16 bytes each.

    Both are needed, since neither leads to the other: the secret proves that whoever asks held the code, and the name
    finds an envelope that cannot be opened. The code itself is not in it, and so is never stored, not even sealed.
    """

    secret: bytes = field(repr=False)
    envelope_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A code that was never given out, and the kind of mistake.

    `by`: how many characters it is too short or too long. `strange`: those in it that no code has, as they were typed.
    """

    why: Literal["empty", "short", "long", "character", "check"]
    by: int = 0
    strange: tuple[str, ...] = ()


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
    unread = max(len(code) - _MOST_READ, 0)
    plain = unicodedata.normalize("NFKC", code[:_MOST_READ]).upper().translate(_READ_AS)
    characters = [char for char in plain if not char.isspace() and unicodedata.category(char) not in {"Pd", "Cf"}]
    if not characters:
        return Mistyped("empty")
    if strange := tuple(dict.fromkeys(char for char in characters if char not in _VALUES)):
        return Mistyped("character", strange=strange)
    if unread or len(characters) != CODE_LENGTH:
        by = len(characters) + unread - CODE_LENGTH
        return Mistyped("short" if by < 0 else "long", by=abs(by))
    values = [_VALUES[char] for char in characters]
    if _check(values[:-1]) != values[-1]:
        return Mistyped("check")
    secret = 0
    for value in values[:-1]:
        secret = secret << 5 | value
    return _receipt(secret)


def names(receipt: Receipt, slug: str) -> Names:
    """What the response of this receipt is called in a consultation; takes about 15 ms and 8 MiB, on purpose."""
    return Names(receipt.envelope_key, slow_name(receipt.secret, slug))


def slow_name(secret: bytes, slug: str) -> bytes:
    """The name, 16 bytes, that a response is stored under: scrypt (RFC 7914) of its secret, salted with the consultation.

    Also who could guess at codes faster than anybody can would gain nothing from the table of responses: each guess
    costs memory as well as time, and has to be made anew for each consultation.
    """
    salt = blake2b(slug.encode(), digest_size=16, person=b"consultation").digest()
    return scrypt(secret, salt=salt, n=_COST, r=_BLOCK, p=_LANES, dklen=16)


def slow_names(secret_of_each: Collection[bytes], slug: str) -> dict[bytes, bytes]:
    """The slow name of each secret."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return dict(
            zip(secret_of_each, threads.map(lambda secret: slow_name(secret, slug), secret_of_each), strict=True)
        )


def envelope_of_withdrawal(receipt: Receipt) -> bytes:
    """What the ballot box calls the withdrawal of this receipt's response: 16 bytes that look random.

    The same for each time that the button is pressed, so that nobody fills the box with one code. They hang on random
    bytes that only this program holds while it runs: who finds both a receipt and a copy of the box cannot tell that the
    response was being withdrawn when the copy was made.
    """
    return blake2b(receipt.secret, digest_size=16, key=_OURS, person=b"withdrawal").digest()


def groups(code: str) -> list[str]:
    """The code's four groups of four, each to be read by itself."""
    return code.split("-")


def _receipt(secret: int) -> Receipt:
    values = [secret >> shift & 31 for shift in range(_SECRET_BITS - 5, -1, -5)]
    code = "".join(_ALPHABET[value] for value in [*values, _check(values)])
    return Receipt(
        code="-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP)),
        envelope_key=_key(secret, b"envelope"),
        secret=_key(secret, b"response"),
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
