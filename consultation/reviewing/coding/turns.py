"""Which comment a reviewer reads next: two of five drawn at random, the others where a reader teaches the machine most.

The random ones are the sample that shares are estimated from (`themes.trust.prevalence.drawn_first`). So they come from
the front of one order that all reviewers share (`storage.reading_queue.audit_order`), whatever a machine suggests: of the first
few that nobody has read each reviewer takes one, so that two who read at the same time seldom meet. Which one it is changes
with every decision, so that none at the front is left behind for long. What somebody skips waits for others, and comes back to
them when nothing else is left.

Apart from these, what chance chose can be read again for a theme that was made later, in the same order.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy.orm import Session

from consultation.storage.reading.reading_queue import ReadingQueue

AT_RANDOM = frozenset({0, 2})  # of every five decisions; 40 per cent, as `themes.coding.queue.AUDIT_SHARE`
ROUND = 5
WINDOW = 8  # comments that readers choose from, so that two of them meet once in eight times


@dataclass(frozen=True, slots=True)
class Next:
    """A comment to read, why, and for a rare theme's likely comment which theme that is."""

    comment: bytes
    reason: str
    theme: str | None = None


def next_to_read(
    session: Session,
    queue: ReadingQueue,
    slug: str,
    question: str,
    *,
    decisions: int,
    reader: bytes,
    skipped: Container[bytes] = (),
) -> Next | None:
    """Return the next comment that nobody has read, or None where all are read.

    `decisions` is how many have been taken: it says whose turn it is. `reader` is a secret that only this reviewer has.
    """
    if decisions % ROUND not in AT_RANDOM:
        asked = {one.comment: one for one in queue.in_turn(session, slug, question, at_most=WINDOW, but=skipped)}
        if asked:
            one = asked[_ones_own(list(asked), reader)]
            return Next(one.comment, one.reason or "uncertain", one.theme)
    first = queue.drawn(session, slug, question, at_most=WINDOW, but=skipped)
    first = first or queue.drawn(session, slug, question, at_most=WINDOW)
    return Next(_ones_own(first, reader), "random") if first else None


def next_again(
    session: Session, queue: ReadingQueue, slug: str, question: str, *, reader: bytes, skipped: Container[bytes] = ()
) -> Next | None:
    """Return the next comment that was read before a theme was made, or None where all are read for all themes."""
    first = queue.again(session, slug, question, at_most=WINDOW, but=skipped)
    first = first or queue.again(session, slug, question, at_most=WINDOW)
    return Next(_ones_own([comment for comment, _ in first], reader), "again") if first else None


def _ones_own(window: Sequence[bytes], reader: bytes) -> bytes:
    """One of these, by a hash of all of them: the same until one of them is read, and then any."""
    drawn = blake2b(b"".join(window), key=reader, digest_size=8).digest()
    return window[int.from_bytes(drawn, "big") % len(window)]
