"""Find the comments that are most like one of them, in meaning and in words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading.matching import matching

if TYPE_CHECKING:
    from consultation.themes.finding.likeness import Likeness

MOST = 25
LEARNT_FROM = 1_500
"""Different comments that the space of meaning is learnt from. Of the 25 most alike to one of 2,639 patients' comments 54.9 %
share a theme with it, learnt from 1,500, and 55.7 % learnt from all; 3,000 take twice the time before the first answer."""
MANY = 500
"""Comments from which on it pays to learn before anybody asks."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A comment and how alike it is to the one that was asked for, 0 (nothing in common) to 1 (the same)."""

    comment: bytes
    score: float


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What was learnt from the comments of one question, while they are the same."""

    of: bytes
    keys: tuple[bytes, ...]
    places: dict[bytes, int]
    likeness: "Likeness"


class _Memory:
    """Remembers what was learnt last, in memory only: a comment that was withdrawn since is forgotten when anybody asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._learnt: _Learnt | None = None

    def of(self, comments: bytes, learn: Callable[[], _Learnt]) -> _Learnt:
        """What was learnt from just these comments; learns it where that is not remembered."""
        with self._lock:
            learnt = self._learnt
            if learnt is None or learnt.of != comments:
                self._learnt = None
                self._learnt = learnt = learn()
            return learnt


_memory = _Memory()


def find_alike(
    session: Session,
    slug: str,
    question: str,
    comment: bytes,
    *,
    among: Callable[[Sequence[bytes]], Collection[bytes]] | None = None,
    most: int = MOST,
) -> tuple[Alike, ...]:
    """Return the comments most like this one, the most alike first; empty where it is no comment to this question.

    `among` picks those that may be returned out of all, which it is given in an order that depends on nothing but keys.

    The order comes from the texts alone. The first time after comments have come or gone takes seconds where they are
    many, and loads scikit-learn.
    """
    there = matching(session, slug, question)
    if comment not in there:
        return ()
    learnt = _remembered(session, slug, question, there)
    some = None if among is None else [learnt.places[one] for one in among(sorted(learnt.keys))]
    found = learnt.likeness.to_comments([learnt.places[comment]], among=some, most=most)
    return tuple(Alike(learnt.keys[one.comment], one.score) for one in found)


def learn_beforehand(session: Session, slug: str, question: str) -> None:
    """Learn what the next call of `find_alike` needs; for a thread of its own, and who asks meanwhile waits for it."""
    _remembered(session, slug, question, matching(session, slug, question))


def _remembered(session: Session, slug: str, question: str, there: Iterable[bytes]) -> _Learnt:
    digest = blake2b(f"{slug} {question} ".encode() + b"".join(sorted(there))).digest()
    return _memory.of(digest, lambda: _learnt(session, slug, question, digest))


def _learnt(session: Session, slug: str, question: str, digest: bytes) -> _Learnt:
    # Loaded here alone: no other page of the staff's web process waits for them.
    from consultation.themes.finding.likeness import Likeness

    corpus = responses.corpus(session, slug, question)
    likeness = Likeness.between(corpus.texts, learnt_from=LEARNT_FROM)
    return _Learnt(digest, corpus.keys, {key: at for at, key in enumerate(corpus.keys)}, likeness)
