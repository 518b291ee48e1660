"""Where complaints go and where help is found: facts with their source and the day they were read, and a consultation's own."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from consultation.questionnaire.codelists import LIBRARY
from consultation.questionnaire.invariants import Flaw
from consultation.questionnaire.wording import Wording

Kind = Literal["help", "complaint"]
KINDS: tuple[Kind, ...] = ("help", "complaint")
ALWAYS = frozenset({"medical_emergency", "emergency_clinic"})
"""113 and 116 117: no consultation may hide or change them."""
FRESH = timedelta(days=366)
"""How long a fact may stand before it is read at its source again."""

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
# Three, five, six or eight digits (Nkom's number plan), or a number of another country.
_PHONE = re.compile(r"\+[0-9]{8,15}|[0-9]{3}|[0-9]{5,6}|[0-9]{8}")
_URL = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """One place to turn to: a number to call, an address to open, or neither.

    ``read`` is the day we read the stored copy of ``source``; ``source_date`` is how old that text itself is, where it says so.
    ``short`` marks the few complaint routes that leaders and personnel are shown.
    """

    id: str
    kind: Kind
    name: Wording
    when: Wording
    source: str
    read: date
    source_date: date | None = None
    phone: str = ""
    url: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSignpost:
    """How one consultation differs: a signpost of its own, one in place of the library's, or a complaint route that is hidden."""

    id: str
    kind: Kind | None = None
    hide: bool = False
    name: Wording | None = None
    when: Wording | None = None
    source: str = ""
    read: date | None = None
    source_date: date | None = None
    phone: str = ""
    url: str = ""

    def stale(self, today: date) -> bool:
        """Whether it must be read at its source again, or says that it was read on a day to come."""
        return self.read is not None and not today - FRESH <= self.read <= today

    def on(self, known: Signpost | None) -> Signpost:
        """The signpost that stands, in place of a known one or by itself; only for one that ``flaws`` finds nothing wrong with."""
        if self.name is None or self.when is None or self.read is None:
            raise ValueError(f"the signpost {self.id} is not whole")
        return Signpost(
            id=self.id,
            kind=known.kind if known else self.kind or "complaint",
            name=self.name,
            when=self.when,
            source=self.source,
            read=self.read,
            source_date=self.source_date,
            phone=digits(self.phone),
            url=self.url,
            short=known.short if known else False,
        )


@cache
def library() -> tuple[Signpost, ...]:
    """Everybody's signposts: first who helps at once, then where complaints go."""
    found: dict[str, Any] = tomllib.loads((LIBRARY / "signposts.toml").read_text("utf-8"))
    return tuple(_signpost(kind, entry) for kind in KINDS for entry in found[kind])


def standing(own: Sequence[OwnSignpost] = ()) -> tuple[Signpost, ...]:
    """The signposts of a consultation: the library's with its own in their places, and what it adds at the end of each kind."""
    changed = {one.id: one for one in own}
    kept = [
        changed[known.id].on(known) if known.id in changed else known
        for known in library()
        if not (known.id in changed and changed[known.id].hide)
    ]
    added = [one.on(None) for one in own if one.id not in _known()]
    return tuple(sorted([*kept, *added], key=lambda post: KINDS.index(post.kind)))


def digits(phone: str) -> str:
    """A telephone number as a ``tel:`` link has it, without the blanks that people write."""
    return "".join(phone.split())


def flaws(own: Sequence[OwnSignpost]) -> Iterator[Flaw]:
    """Everything that is wrong with a consultation's own signposts."""
    seen: set[str] = set()
    for post in own:
        if post.id in seen:
            yield _flaw(post, f"two signposts have the id {post.id!r}", "give one of them another id")
        seen.add(post.id)
        if post.id in ALWAYS:
            yield _flaw(post, "113 and 116 117 always stand as they are", "remove this part")
        else:
            yield from _hidden(post) if post.hide else _shown(post)


def _hidden(post: OwnSignpost) -> Iterator[Flaw]:
    routes = [known.id for known in library() if known.kind == "complaint"]
    if post.id not in routes:
        yield _flaw(
            post, "only a complaint route can be hidden, never who helps in danger", f"use one of: {', '.join(routes)}"
        )
    elif post != OwnSignpost(id=post.id, hide=True):
        yield _flaw(post, "a hidden signpost says nothing", "leave only `id` and `hide`, or remove `hide`")


def _shown(post: OwnSignpost) -> Iterator[Flaw]:
    known = _known().get(post.id)
    if not _ID.fullmatch(post.id):
        yield _flaw(post, f"the signpost's id {post.id!r} is not a plain word", "use a-z, 0-9, - and _; a letter first")
    if known and post.kind not in (None, known.kind):
        yield _flaw(post, f"{post.id!r} is of kind {known.kind!r}", "remove `kind`, or choose another id")
    if not known and post.kind is None:
        yield _flaw(post, "`kind` is missing", 'write kind = "help" or kind = "complaint"')
    for key in ("name", "when", "source", "read"):
        if not getattr(post, key):
            yield _flaw(post, f"`{key}` is missing", _WHY[key])
    if post.phone and not _PHONE.fullmatch(digits(post.phone)):
        yield _flaw(
            post, f"{post.phone!r} is not a telephone number", "write 3, 5, 6 or 8 digits, or + and the country"
        )
    for key in ("url", "source"):
        if getattr(post, key) and not _URL.fullmatch(getattr(post, key)):
            yield _flaw(post, f"`{key}` is not a whole address", "write it with https:// in front")
    if known and known.kind == "help" and not post.phone:
        yield _flaw(post, "who helps in danger must be there to call", "write `phone`")


_WHY = {
    "name": "write what it is called",
    "when": "write when to turn there, in one short sentence",
    "source": "write the address where this can be read",
    "read": "write the day you read it there, like read = 2026-11-21",
}


@cache
def _known() -> dict[str, Signpost]:
    return {post.id: post for post in library()}


def _flaw(post: OwnSignpost, message: str, remedy: str) -> Flaw:
    return Flaw(post, f"signpost {post.id}", message, remedy)


def _signpost(kind: Kind, entry: dict[str, Any]) -> Signpost:
    return Signpost(kind=kind, **{**entry, "name": Wording(entry["name"]), "when": Wording(entry["when"])})
