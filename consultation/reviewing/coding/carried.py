"""What goes from page to page in addresses, sealed for one account and question: what was skipped, what can be undone.

Nothing of it is stored, so nothing tells when or in which order somebody worked.
"""

import json
import zlib
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Self

from flask import url_for
from flask_security import current_user

from consultation.reviewing import finding
from consultation.reviewing.coding.desk import Desk
from consultation.reviewing.pages import At
from consultation.reviewing.references import References, UnknownReference
from consultation.storage.reading.readings import Decided
from consultation.themes.reading.passages import Passage

_MARK = 5  # bytes: enough to tell a question's comments apart
_MOST_SKIPPED = 120
_MOST_UNDONE = 20
_AGAIN = b"\0"  # before the marks; the number of bytes is then no multiple of a mark's
_LONGEST = 1800  # characters in an address; servers take about four thousand
_LONGEST_OF_ALL = 3400
_UNPACKED = 64 * 1024  # bytes to begin with


def _sealing(at: At, purpose: str) -> References:
    return References(finding.settings().secret("references"), current_user.email, at.slug, at.question, purpose)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Comments that a reviewer laid aside for later; when very many are, the first come back.

    ``again`` says that they are going through what was read before a theme was made.
    """

    marks: tuple[bytes, ...] = ()
    again: bool = False

    @classmethod
    def read(cls, at: At, sealed: str | None) -> Self:
        """Return what an address or form carried; nothing where it was not sealed here."""
        try:
            marks = _sealing(at, "skipped").comment(sealed) if sealed else b""
        except UnknownReference:
            return cls()
        aside = range(len(marks) % _MARK, len(marks), _MARK)
        return cls(tuple(marks[start : start + _MARK] for start in aside), again=bool(len(marks) % _MARK))

    def sealed(self, at: At) -> str:
        """Return it as an address may carry it; nothing for nothing."""
        carried = (_AGAIN if self.again else b"") + b"".join(self.marks)
        return _sealing(at, "skipped").to(carried) if carried else ""

    def and_also(self, comment: bytes) -> Self:
        """Return the same with one more."""
        mark = _marked(comment)
        return replace(self, marks=(*(one for one in self.marks if one != mark), mark)[-_MOST_SKIPPED:])

    def __contains__(self, comment: object) -> bool:
        return isinstance(comment, bytes) and _marked(comment) in self.marks


def _marked(comment: bytes) -> bytes:
    return blake2b(comment, digest_size=_MARK, person=b"skipped").digest()


def address(at: At, skipped: Skipped, /, **carried: str) -> str:
    """Return the address of the desk with what it carries; the page is shown from where the desk begins.

    What can be undone `before` is left out where all of it is too long for a server.
    """
    told: dict[str, Any] = {"skipped": skipped.sealed(at), **carried}
    if sum(map(len, told.values())) > _LONGEST_OF_ALL:
        told["before"] = ""
    there = {name: value for name, value in told.items() if value}
    return url_for("reviewing.coding", slug=at.slug, question=at.question, **there, _anchor="coding")


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision that was taken: on which comment, what was there before, and the digest of what is there now."""

    comment: bytes
    before: Decided
    digest: str


@dataclass(frozen=True, slots=True)
class Undoables:
    """Decisions that were just taken one after the other, the last first."""

    decisions: tuple[Undoable, ...] = ()

    @property
    def last(self) -> Undoable | None:
        """The decision that is taken back first."""
        return self.decisions[0] if self.decisions else None

    @property
    def earlier(self) -> Self:
        """Those before it."""
        return type(self)(self.decisions[1:])

    def and_also(self, decision: Undoable) -> Self:
        """Return the same after one more; of earlier decisions on the same comment nothing is there any more."""
        return type(self)((decision, *(one for one in self.decisions if one.comment != decision.comment)))

    def sealed(self, at: At) -> str:
        """Return as many as an address may carry; nothing where the last alone is too long for that."""
        told = [[one.comment.hex(), one.before.as_json(), one.digest] for one in self.decisions[:_MOST_UNDONE]]
        while told:
            made = _sealing(at, "decisions").to(zlib.compress(json.dumps(told).encode()))
            if len(made) <= _LONGEST:
                return made
            told.pop()
        return ""

    @classmethod
    def read(cls, at: At, sealed: str | None) -> Self:
        """Return what an address or form carried; nothing where it was not sealed here."""
        try:
            packed = _sealing(at, "decisions").comment(sealed) if sealed else b""
        except UnknownReference:
            return cls()
        told = json.loads(zlib.decompress(packed, bufsize=_UNPACKED)) if packed else []
        return cls(tuple(Undoable(bytes.fromhex(one), Decided.from_json(before), now) for one, before, now in told))


def kept(at: At, desk: Desk) -> str:
    """Return what is on the desk as an address may carry it; nothing where it is too long for that."""
    passages = [[part.start, part.stop, theme] for theme, part in desk.passages]
    told = json.dumps([desk.themes, passages, dict(desk.facets), desk.note])
    made = _sealing(at, "desk").to(zlib.compress(told.encode()))
    return made if len(made) <= _LONGEST else ""


def read_desk(at: At, sealed: str | None) -> Desk | None:
    """Return what an address carried; None where it was not sealed here."""
    try:
        packed = _sealing(at, "desk").comment(sealed or "")
    except UnknownReference:
        return None
    themes, passages, facets, note = json.loads(zlib.decompress(packed, bufsize=_UNPACKED))
    return Desk(tuple(themes), tuple((theme, Passage(start, stop)) for start, stop, theme in passages), facets, note)


def note_names(at: At) -> References:
    """Return what seals the names of this account's notes."""
    return _sealing(at, "note")
