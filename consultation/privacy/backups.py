"""A backup as bytes: tables in small pieces, counted and hashed, encrypted for keys that lie elsewhere.

The file is what `age` writes (age-encryption.org/v1, X25519), so that `age -d` and `tar` open it without this program:
about.json, then <table>/000001.jsonl and so on, and contents.json with how many rows each table has, and their SHA-256.
No member has a time, and whoever reads it in pieces needs little memory. age tells that a file is cut short or changed,
but not who made it: anybody who knows a recipient can.
"""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, TypeAlias

import pyrage  # type: ignore[import-untyped]

PIECE = 1 << 20
LARGEST_PIECE = 16 * PIECE
"""No row is larger; a file that says so was not made here."""
_BLOCK = 512
_ABOUT, _CONTENTS = "about.json", "contents.json"

Row = Sequence[Any]


class NotReadable(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The file is no backup that these keys open, or is not whole; the message says which."""


class NoKey(Exception):  # noqa: N818 -- a refusal, named as what happened
    """A text is not the key that it should be; the message never shows it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself: the schema's revision, the day, and the columns of each table in it."""

    revision: str
    made_on: date
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows of each table are in a backup, and the hash of all their lines."""

    counts: Mapping[str, int]
    hashes: Mapping[str, str]


Take: TypeAlias = Callable[[About, str, list[list[Any]]], None]
"""Is given each piece: what the backup says of itself, the table, and rows of it."""


def recipient(text: str) -> Any:
    """A public key (age1...). Raises NoKey."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise NoKey("This is not a public key of age: they begin with age1.") from None


def identities(text: str) -> list[Any]:
    """The private keys in the text of a file as age-keygen writes it. Raises NoKey."""
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        raise NoKey("A line of the file is not a private key of age: they begin with AGE-SECRET-KEY-1.") from None
    if not found:
        raise NoKey("There is no private key of age in the file.")
    return found


def new_identity() -> tuple[str, str]:
    """A new private key, and its public half."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def pack(
    out: BinaryIO, about: About, tables: Iterable[tuple[str, Iterable[Row]]], recipients: Sequence[Any]
) -> Contents:
    """Writes a backup, encrypted for each of the recipients, while the rows are read; what reading raises is raised."""
    packing = _Packing(about, tables)
    try:
        pyrage.encrypt_io(packing, out, list(recipients))
    except Exception:
        if packing.failed is not None:
            raise packing.failed from None
        raise
    return packing.contents


def unpack(source: BinaryIO, keys: Sequence[Any], take: Take | None = None) -> tuple[About, Contents]:
    """Reads a backup to its end and gives every piece of a table to `take` on the way.

    Only when this returns is it certain that the file is whole: undo what was done before that. Raises NotReadable, and
    what `take` raises.
    """
    reading = _Unpacking(take or (lambda *_: None))
    try:
        pyrage.decrypt_io(source, reading, list(keys))
    except (pyrage.DecryptError, OSError) as refused:
        if reading.failed is not None:
            raise reading.failed from None
        none_fits = isinstance(refused, pyrage.DecryptError) and "matching keys" in str(refused)
        why = "None of the private keys opens it." if none_fits else "It is no backup, or is cut short or changed."
        raise NotReadable(why) from None
    return reading.ended()


class _Packing(io.RawIOBase):
    """The tar as a file that is read once; it is made while it is read."""

    def __init__(self, about: About, tables: Iterable[tuple[str, Iterable[Row]]]) -> None:
        super().__init__()
        self._bytes = self._members(about, tables)
        self._left = b""
        self.contents = Contents({}, {})
        self.failed: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            self._left = self._left or next(self._bytes, b"")
        except Exception as failed:  # noqa: BLE001 -- raised again by pack
            self.failed = failed
            raise OSError from None  # age would tell what it says, and drop what it is
        taken, self._left = (self._left[:size], self._left[size:]) if size >= 0 else (self._left, b"")
        return taken

    def _members(self, about: About, tables: Iterable[tuple[str, Iterable[Row]]]) -> Iterator[bytes]:
        told = {"revision": about.revision, "made_on": about.made_on.isoformat(), "columns": about.columns}
        yield _member(_ABOUT, _json(told))
        counts, hashes = {}, {}
        for table, rows in tables:
            counts[table], digest = 0, hashlib.sha256()
            for number, (count, piece) in enumerate(_pieces(rows), start=1):
                counts[table] += count
                digest.update(piece)
                yield _member(f"{table}/{number:06}.jsonl", piece)
            hashes[table] = digest.hexdigest()
        self.contents = Contents(counts, hashes)
        yield _member(_CONTENTS, _json({"counts": counts, "sha256": hashes}))
        yield bytes(2 * _BLOCK)


class _Unpacking:
    """Takes the tar's bytes as they come and checks all that a backup of ours would have right."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._came = bytearray()
        self._about: About | None = None
        self._found: dict[str, tuple[int, Any]] = {}
        self._contents: Contents | None = None
        self.failed: Exception | None = None

    def write(self, some: bytes) -> int:
        """Take some more bytes of the tar."""
        try:
            self._came += some
            while self._contents is None and (member := self._next()) is not None:
                self._read(*member)
            if self._contents is not None:
                self._refuse_more()
        except Exception as failed:  # noqa: BLE001 -- raised again by unpack
            self.failed = failed
            raise OSError from None
        return len(some)

    def flush(self) -> None:
        """Nothing waits."""

    def ended(self) -> tuple[About, Contents]:
        """What was read, when it was all of it. Raises NotReadable."""
        if self._about is None or self._contents is None:
            raise NotReadable("It has no list of its contents: it is not whole.")
        counts = {table: count for table, (count, _) in self._found.items()}
        hashes = {table: digest.hexdigest() for table, (_, digest) in self._found.items()}
        if (counts, hashes) != (self._contents.counts, self._contents.hashes):
            raise NotReadable("What is in it is not what its list of contents says.")
        return self._about, self._contents

    def _next(self) -> tuple[str, bytes] | None:
        """The next member, where all of it has come."""
        if len(self._came) < _BLOCK:
            return None
        try:
            member = tarfile.TarInfo.frombuf(bytes(self._came[:_BLOCK]), "utf-8", "strict")
        except (tarfile.TarError, UnicodeDecodeError):
            raise NotReadable("It is no backup.") from None
        if not 0 <= member.size <= LARGEST_PIECE:
            raise NotReadable("It is no backup: a piece of it is too large.")
        whole = _BLOCK + -(-member.size // _BLOCK) * _BLOCK
        if len(self._came) < whole:
            return None
        content = bytes(self._came[_BLOCK : _BLOCK + member.size])
        del self._came[:whole]
        return member.name, content

    def _refuse_more(self) -> None:
        """Behind the list of contents there are zeros alone: what came there would be counted and hashed by nobody."""
        if self._came.strip(b"\0"):
            raise NotReadable("It is no backup: there is more in it behind the list of its contents.")
        self._came.clear()

    def _read(self, name: str, content: bytes) -> None:
        try:
            self._read_member(name, content)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise NotReadable(f"It is no backup: {name[:40]!r} in it cannot be read.") from None

    def _read_member(self, name: str, content: bytes) -> None:
        if self._about is None:
            told = json.loads(content)
            columns = {str(table): tuple(map(str, named)) for table, named in told["columns"].items()}
            self._about = About(str(told["revision"]), date.fromisoformat(told["made_on"]), columns)
            self._found = {table: (0, hashlib.sha256()) for table in columns}
        elif name == _CONTENTS:
            told = json.loads(content)
            self._contents = Contents(dict(told["counts"]), dict(told["sha256"]))
        else:
            table = name.partition("/")[0]
            count, digest = self._found[table]
            digest.update(content)
            rows = [[_value(one) for one in json.loads(line)] for line in content.splitlines()]
            if any(len(row) != len(self._about.columns[table]) for row in rows):
                raise NotReadable(f"It is no backup: a row of {table} has too many or too few columns.")
            self._found[table] = (count + len(rows), digest)
            self._take(self._about, table, rows)


def _pieces(rows: Iterable[Row]) -> Iterator[tuple[int, bytes]]:
    lines: list[bytes] = []
    size = 0
    for row in rows:
        lines.append(_json([_plain(value) for value in row]) + b"\n")
        size += len(lines[-1])
        if size >= PIECE:
            yield len(lines), b"".join(lines)
            lines, size = [], 0
    if lines:
        yield len(lines), b"".join(lines)


def _member(name: str, content: bytes) -> bytes:
    header = tarfile.TarInfo(name)  # no time, no owner
    header.size, header.mode = len(content), 0o600
    return header.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-len(content) % _BLOCK)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _value(plain: Any) -> Any:
    match plain:
        case {"bytes": str(encoded)}:
            return base64.b64decode(encoded, validate=True)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case dict() | list():
            raise ValueError("no value of a row")
        case _:
            return plain
