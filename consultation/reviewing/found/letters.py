"""Shows copies of one letter once on a list of comments, with their number; what says more than the letter stands by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reviewing.finding import SMALLEST_GROUP
from consultation.reviewing.pages import At
from consultation.storage.reading import campaigns as stored
from consultation.storage.reading import screenings


@dataclass(frozen=True, slots=True)
class Letters:
    """Copy -> its letter, and letter -> how many copies have its very words: of letters with ten such copies or more.

    A copy in which somebody changed or added anything is not among them. The numbers are true counts.
    """

    of: Mapping[bytes, int]
    copies: Mapping[int, int]

    def once(self, comments: Sequence[bytes], *, but: bytes | None = None) -> list[bytes]:
        """Return the comments with each letter once, as its first copy; none of the letter that `but` is a copy of."""
        seen = set[int]() if but is None or but not in self.of else {self.of[but]}
        shown = []
        for one in comments:
            letter = self.of.get(one)
            if letter not in seen:
                shown.append(one)
            if letter is not None:
                seen.add(letter)
        return shown

    def at_least(self, comment: bytes) -> int | None:
        """Return how many copies a comment stands for, rounded down to fives; None where it stands for itself."""
        return coarse(self.copies[self.of[comment]]) if comment in self.of else None


def letters(session: Session, at: At) -> Letters:
    """Return the letters among the comments to a question, as they were screened."""
    copies = screenings.copies(session, at.slug, at.question)
    standing = screenings.standing(session, at.slug, at.question) if copies else None
    of_each: dict[int, set[bytes]] = {}
    for key, number in copies.items():
        of_each.setdefault(number, set()).add(key)
    equal: dict[int, set[bytes]] = {}
    for number, keys in of_each.items():
        if len(keys) < SMALLEST_GROUP:
            continue
        shown = standing.shown.get(number) if standing else None
        one = stored.campaign(session, at.slug, at.question, number, copies=len(keys), shown=shown)
        if one is not None and len(keys - one.differing) >= SMALLEST_GROUP:
            equal[number] = keys - one.differing
    return Letters(
        {key: number for number, keys in equal.items() for key in keys},
        {number: len(keys) for number, keys in equal.items()},
    )
