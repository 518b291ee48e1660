"""Marks a visit in every way a visit can be marked, and spells each mark in every way that a program could have written it."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_network
from string import ascii_lowercase
from typing import TypeAlias
from urllib.parse import quote, quote_plus

HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")
"""What other systems have kept an address or an e-mail as, calling that anonymous (trust, findings 8)."""
# RFC 1112: nobody lives in 240.0.0.0/4. It is so large that no other audit, and no test of others, hits the same by chance.
_RESERVED = int(IPv4Address("240.0.0.0"))
_V4_PLACES = 15 << 24
_BITS = 6  # that a letter of base64 holds
Marks: TypeAlias = Mapping[str, str]
"""Kind of mark -> the mark."""


def word(kind: str) -> str:
    """A word that nobody has written before."""
    """Letters alone: eight digits in a row would be taken for a telephone number, and out of a text."""
    return kind + "".join(secrets.choice(ascii_lowercase) for _ in range(16))


def _address() -> str:
    return str(IPv4Address(_RESERVED + secrets.randbelow(_V4_PLACES)))


def _national_id() -> str:
    """Eleven digits that begin as a day of birth does and are nobody's: the month is more than twelve plus forty."""
    return f"{secrets.randbelow(28) + 1:02}{secrets.randbelow(12) + 81:02}{secrets.randbelow(10**7):07}"


@dataclass(frozen=True)
class Visit:
    """What one visit carries that must never be written; `text` may be written, but only mixed and only as a comment."""

    agent: str = field(default_factory=lambda: f"Mozilla/5.0 {word('agent')}")
    address: str = field(default_factory=_address)
    language: str = field(default_factory=lambda: f"nb-x-{secrets.token_hex(4)}")
    query: str = field(default_factory=lambda: word("query"))
    referrer: str = field(default_factory=lambda: f"https://example.org/{word('referrer')}")
    cookie: str = field(default_factory=lambda: word("cookie"))
    national_id: str = field(default_factory=_national_id)
    email: str = field(default_factory=lambda: f"{word('kari')}@example.org")
    text: str = field(default_factory=lambda: word("svaret"))

    @property
    def never(self) -> dict[str, str]:
        """The marks that may stand in no file at any time, by kind."""
        return {
            "user agent": self.agent,
            "address": self.address,
            "network": str(ip_network(f"{self.address}/24", strict=False)),
            "language": self.language,
            "query": self.query,
            "referrer": self.referrer,
            "cookie": self.cookie,
            "national id": self.national_id,
            "e-mail": self.email,
        }

    @property
    def headers(self) -> dict[str, str]:
        """The request headers of the visit, but for its cookie."""
        return {
            "User-Agent": self.agent,
            "X-Forwarded-For": self.address,
            "Forwarded": f"for={self.address}",
            "Accept-Language": self.language,
            "Referer": self.referrer,
        }


def spellings(mark: str) -> dict[str, bytes]:
    """Every way in which a mark is looked for: ten encodings, other letters, and six hashes raw, in hex and in base64.

    A hash is known by its first 128 bits, so that one which was cut off is found as well.
    """
    raw = mark.encode()
    found = {
        "utf-8": raw,
        "utf-16-le": mark.encode("utf-16-le"),
        "utf-16-be": mark.encode("utf-16-be"),
        "utf-32-le": mark.encode("utf-32-le"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "url": quote(mark, safe="").encode(),
        "url plus": quote_plus(mark).encode(),
        "json": json.dumps(mark).strip('"').encode(),
        "reversed": raw[::-1],
    }
    cased = {"small letters": mark.lower().encode(), "capitals": mark.upper().encode()}
    found |= {name: spelled for name, spelled in cased.items() if spelled != raw}
    return found | dict(_base64(raw)) | dict(_hashes(raw))


def _base64(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A mark inside a longer text starts at any of three places in its base64: every letter that is the mark's alone is known.

    Not one less: of a short mark there would be too little left for it not to stand in other people's files by chance.
    """
    for shift in range(3):
        first, end = -(-8 * shift // _BITS), 8 * (shift + len(raw)) // _BITS
        inner = base64.b64encode(b"\0" * shift + raw + b"\0\0")[first:end]
        yield f"base64 +{shift}", inner
        yield f"base64url +{shift}", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _hashes(raw: bytes) -> Iterator[tuple[str, bytes]]:
    for name in HASHES:
        digest = hashlib.new(name, raw).digest()
        yield f"{name} raw", digest[:16]
        yield f"{name} hex", digest.hex()[:32].encode()
        yield f"{name} HEX", digest.hex()[:32].upper().encode()
        yield f"{name} base64", base64.b64encode(digest)[:20]
