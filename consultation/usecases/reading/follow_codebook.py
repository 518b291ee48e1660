"""What has become of an earlier version's themes: which go by another id now, and which the codebook has no longer."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks
from consultation.themes.book.codebook import Codebook, Split


@dataclass(frozen=True, slots=True)
class Followed:
    """The codebook as it is now; ``went`` has for each theme of the earlier version its id now, or None.

    Of what is None, ``split`` was divided, so that nobody knows which part was meant.
    """

    codebook: Codebook
    went: dict[str, str | None]
    split: frozenset[str]

    def themes(self, earlier: Iterable[str]) -> frozenset[str]:
        """The themes of an earlier coding by their ids now, without those that are gone."""
        return frozenset(now for one in earlier if (now := self.went.get(one)) is not None)

    @property
    def gone(self) -> frozenset[str]:
        """The ids of the earlier version's themes that the codebook has no longer."""
        return frozenset(one for one, now in self.went.items() if now is None)


def follow_codebook(session: Session, slug: str, question: str, earlier: Codebook) -> Followed:
    """Follow every decision since an earlier version: merged themes become another, dropped and split ones none."""
    later = [
        one.codebook for one in codebooks.history(session, slug, question) if one.codebook.version > earlier.version
    ]
    went: dict[str, str | None] = {theme.id: theme.id for theme in earlier.themes}
    split: set[str] = set()
    for codebook in sorted(later, key=lambda one: one.version):
        decision = codebook.decision
        moves = decision.moves() if decision else {}
        if isinstance(decision, Split):
            split |= {one for one, now in went.items() if now in moves}
        went = {one: moves.get(now, now) if now is not None else None for one, now in went.items()}
    now = max(later, key=lambda one: one.version, default=earlier)
    return Followed(now, went, frozenset(split))
