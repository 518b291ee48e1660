"""Which comments of the random sample were read before a theme was made, and wait to be read again for it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks
from consultation.storage.reading.codings import under_double_coding
from consultation.storage.tables import ReadAnewRow, ReadingRow
from consultation.themes.book.asking import Asking

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """The codebook's version, the themes in use, and by which versions a comment was read for each and for all of them."""

    version: int
    themes: frozenset[str]
    asking: Asking
    for_all: frozenset[int]

    @classmethod
    def of(cls, session: Session, slug: str, question: str) -> "Wanted":
        """Read the whole history of the codebook: worth keeping as long as its version is the newest."""
        history = [one.codebook for one in codebooks.history(session, slug, question)]
        asking = Asking.of(history)
        themes = history[0].suggestible() if history else frozenset()
        return cls(history[0].version if history else 0, themes, asking, asking.for_all(themes))

    def missed(self, version: int | None) -> frozenset[str]:
        """The themes in use that a reading by this version does not count for; None: one that has to be read anew."""
        return self.themes if version is None else self.themes - self.asking.themes(version)


def to_read_again(
    session: Session, order: Sequence[bytes], for_all: Collection[int]
) -> Iterator[tuple[bytes, int | None]]:
    """Yield those of the random order's front that were read for some themes only, with the version by which they were.

    None stands for a comment that has to be read anew. The front ends at the first comment that nobody has ever read:
    only as far as it goes does reading again make a theme's sample longer. What two people code blindly ends it, too.
    """
    apart = set(session.scalars(under_double_coding()))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        read = select(ReadingRow.comment, ReadingRow.version).where(ReadingRow.comment.in_(some))
        known: dict[bytes, int | None] = {row[0]: row[1] for row in session.execute(read)}
        if left := [comment for comment in some if comment not in known]:
            known |= dict.fromkeys(session.scalars(select(ReadAnewRow.comment).where(ReadAnewRow.comment.in_(left))))
        for comment in some:
            if comment in apart or comment not in known:
                return
            if known[comment] not in for_all:
                yield comment, known[comment]
