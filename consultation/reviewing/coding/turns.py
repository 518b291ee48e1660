"""Which comment a reviewer reads next: two of five drawn at random, the others where a reader teaches the machine most.

The random ones are the sample that shares are estimated from (`themes.trust.prevalence.drawn_first`). So they come from
the front of one order that all reviewers share (`storage.reading_queue.audit_order`), whatever a machine suggests: of the first
few that nobody has read each reviewer takes one, so that two who read at the same time seldom meet. Which one it is changes
with every decision, so that none at the front is left behind for long. What somebody skips waits for others, and comes back to
them when nothing else is left.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy.orm import Session

from consultation.storage import reading_queue, suggestions

AT_RANDOM = frozenset({0, 2})  # of every five decisions; 40 per cent, as `themes.coding.queue.AUDIT_SHARE`
ROUND = 5
WINDOW = 8  # comments that readers choose from, so that two of them meet once in eight times
_ASKED_FOR = 60  # turns looked at: enough to fill the window behind those that chance drew and that were skipped


@dataclass(frozen=True, slots=True)
class Next:
    """A comment to read, why, and for a rare theme's likely comment which theme that is."""

    comment: bytes
    reason: str
    theme: str | None = None


def next_to_read(
    session: Session, slug: str, question: str, *, read: int, reader: bytes, skipped: Container[bytes] = ()
) -> Next | None:
    """Return the next comment that nobody has read, or None where all are read.

    `read` is how many of the question's comments are read: it says whose turn it is. `reader` is a secret that only this
    reviewer has.
    """
    if read % ROUND not in AT_RANDOM and (asked := _asked_for(session, slug, question, skipped, reader)):
        return asked
    unread = reading_queue.unread(session, slug, question)
    ordered = reading_queue.audit_order(unread)
    first = _first(ordered, skipped) or ordered[:WINDOW]
    return Next(_ones_own(first, reader), "random") if first else None


def _asked_for(session: Session, slug: str, question: str, skipped: Container[bytes], reader: bytes) -> Next | None:
    turns = suggestions.in_turn(session, slug, question, _ASKED_FOR)
    asked = {comment: said for comment, said in turns if said.reason != "audit" and comment not in skipped}
    if not asked:
        return None
    comment = _ones_own(list(asked)[:WINDOW], reader)
    return Next(comment, asked[comment].reason or "uncertain", asked[comment].theme)


def _first(ordered: Sequence[bytes], skipped: Container[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for comment in ordered:
        if comment not in skipped:
            found.append(comment)
        if len(found) == WINDOW:
            break
    return found


def _ones_own(window: Sequence[bytes], reader: bytes) -> bytes:
    """One of these, by a hash of all of them: the same until one of them is read, and then any."""
    drawn = blake2b(b"".join(window), key=reader, digest_size=8).digest()
    return window[int.from_bytes(drawn, "big") % len(window)]
