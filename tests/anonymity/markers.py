"""Marks a visit in every way a visit can be marked, and finds a mark in any byte that was written anywhere."""

import base64
import gzip
import hashlib
import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")


def _word(kind: str) -> str:
    return f"{kind}{secrets.token_hex(8)}"


@dataclass(frozen=True)
class Visit:
    """What one visit carries that must never be written; `text` may be written, but only mixed and only as a comment."""

    agent: str = field(default_factory=lambda: f"Mozilla/5.0 {_word('agent')}")
    address: str = field(default_factory=lambda: f"203.0.113.{secrets.randbelow(200) + 20}")
    language: str = field(default_factory=lambda: f"nb-x-{secrets.token_hex(4)}")
    query: str = field(default_factory=lambda: _word("query"))
    referrer: str = field(default_factory=lambda: f"https://example.org/{_word('referrer')}")
    cookie: str = field(default_factory=lambda: _word("cookie"))
    national_id: str = "15038510190"
    email: str = field(default_factory=lambda: f"{_word('kari')}@example.org")
    text: str = field(default_factory=lambda: _word("svaret"))

    @property
    def never(self) -> dict[str, str]:
        """The marks that may stand in no file at any time, by kind."""
        return {
            "user agent": self.agent,
            "address": self.address,
            "network": f"{self.address.rpartition('.')[0]}.0/24",
            "language": self.language,
            "query": self.query,
            "referrer": self.referrer,
            "cookie": self.cookie,
            "national id": self.national_id,
            "e-mail": self.email,
        }

    @property
    def headers(self) -> dict[str, str]:
        """The request headers of the visit."""
        return {
            "User-Agent": self.agent,
            "X-Forwarded-For": self.address,
            "Forwarded": f"for={self.address}",
            "Accept-Language": self.language,
            "Referer": self.referrer,
        }


def spellings(mark: str) -> dict[str, bytes]:
    """Return every way the mark is looked for: ten encodings, and six hashes raw, in hex and in base64."""
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
    # A mark inside a longer text starts at any of three places in its base64: the middle is the same for each.
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4]
        found[f"base64 +{shift}"] = inner
        found[f"base64url +{shift}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    for name in HASHES:
        digest = hashlib.new(name, raw).digest()
        found[f"{name} raw"] = digest[:16]
        found[f"{name} hex"] = digest.hex()[:32].encode()
        found[f"{name} base64"] = base64.b64encode(digest)[:20]
    return found


@dataclass(frozen=True, order=True)
class Sighting:
    """A mark that was found: which kind, in which spelling, in which file."""

    kind: str
    spelling: str
    place: str


def bytes_written(*roots: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below the roots, and beside it what it holds when it is compressed."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            try:
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            except OSError:  # a socket, or a file that was removed meanwhile
                continue
            if content is None:
                continue
            name = str(path.relative_to(root))
            yield name, name.encode() + b"\n" + content
            yield from ((f"{name} (opened)", opened) for opened in _opened(content))


def _opened(content: bytes) -> Iterator[bytes]:
    for opener in (gzip.decompress, zlib.decompress):
        try:
            yield opener(content)
        except (OSError, EOFError, zlib.error):
            continue


def sightings(marks: dict[str, str], *roots: Path) -> list[Sighting]:
    """Return where any of the marks was written, in any spelling, in any file below the roots."""
    wanted = [(kind, name, spelled) for kind, mark in marks.items() for name, spelled in spellings(mark).items()]
    return sorted(
        {
            Sighting(kind, spelling, place)
            for place, content in bytes_written(*roots)
            for kind, spelling, spelled in wanted
            if spelled in content
        }
    )
