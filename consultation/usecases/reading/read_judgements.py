"""What people found in a question's comments, with the themes that each of them was asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, codings
from consultation.storage.reading.codings import Found
from consultation.themes.book.asking import Asking

Themes = frozenset[str]
_NONE: Themes = frozenset()


@dataclass(frozen=True, slots=True)
class Judgements:
    """For each comment that was read to an end the themes found, and those that it was read for.

    ``found`` and ``asked`` have the same comments: all that were read to a decision, those that have to be read ``anew`` among
    them. ``undecided`` has those that somebody could not decide, with the themes that they were read for. A theme that
    is found and was not asked for somebody put there later, having seen the comment in a list.
    """

    found: Mapping[bytes, Themes]
    asked: Mapping[bytes, Themes]
    undecided: Mapping[bytes, Themes]
    anew: frozenset[bytes]

    def wholly(self, comments: Iterable[bytes], themes: Iterable[str]) -> bool:
        """Whether all of these comments were read for all of these themes, as far as anybody could decide."""
        every = frozenset(themes)
        return all(every <= self.asked.get(key, self.undecided.get(key, _NONE)) for key in comments)


def read_judgements(session: Session, slug: str, question: str) -> Judgements:
    """Return what people found; comments that two people are coding blindly are not among them."""
    asking = Asking.of(one.codebook for one in codebooks.history(session, slug, question))

    @cache
    def themes(version: int, anew: bool = False) -> Themes:  # noqa: FBT001, FBT002 -- for the cache
        return asking.themes(version, anew=anew)

    read: dict[bytes, Found] = codings.found(session, slug, question)
    return Judgements(
        {key: one.themes for key, one in read.items()},
        {key: themes(one.version, one.anew) for key, one in read.items()},
        {key: themes(version) for key, version in codings.undecided(session, slug, question).items()},
        frozenset(key for key, one in read.items() if one.anew),
    )
