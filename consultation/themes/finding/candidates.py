"""What a machine proposes as a theme: plain values that any layer may hold without loading a model."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.themes.reading.passages import Passage
from consultation.themes.reading.stop_words import NEGATIONS, STOP_WORDS

_SMALL_WORDS = frozenset().union(*STOP_WORDS.values(), *NEGATIONS.values())


@dataclass(frozen=True, slots=True)
class Example:
    """A verbatim example: the comment's position among the texts that were read, and the passage in it."""

    comment: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class CandidateTheme:
    """A proposal that people accept, rename, merge or drop; never a theme by itself.

    ``terms`` are whole words as people wrote them, the most telling first; ``size`` is the number of texts that have
    this candidate as their nearest, and ``share`` is that number over all texts, 0 to 1. ``stability`` is how much of
    it other runs found too, 0 to 1, or None where that was not measured; ``by_role`` counts its texts of each role, as
    plain numbers that must pass disclosure control before anyone else sees them.
    """

    name: str
    terms: tuple[str, ...]
    size: int
    share: float
    examples: tuple[Example, ...]
    stability: float | None = None
    by_role: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain values that json can write; what was not measured is left out, so that what was kept reads as it did."""
        body: dict[str, object] = {
            "name": self.name,
            "terms": list(self.terms),
            "size": self.size,
            "share": self.share,
            "examples": [[one.comment, one.passage.start, one.passage.stop] for one in self.examples],
        }
        if self.stability is not None:
            body["stability"] = self.stability
        if self.by_role:
            body["by_role"] = dict(self.by_role)
        return body

    @classmethod
    def from_json(cls, body: dict[str, object]) -> "CandidateTheme":
        """The same candidate again.

        Raises:
            ValueError: where the body is not one that ``as_json`` made.
        """
        match body:
            case {
                "name": str(name),
                "terms": list(terms),
                "size": int(size),
                "share": int() | float() as share,
                "examples": list(examples),
            }:
                shown = tuple(Example(comment, Passage(start, stop)) for comment, start, stop in examples)
                stability, by_role = _measured(body)
                return cls(name, tuple(map(str, terms)), size, float(share), shown, stability, by_role)
        raise ValueError("This is not a candidate theme.")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What lies between two candidates, given by their positions: how many texts are nearly as near to the second.

    ``share`` is that number over the texts of the lesser candidate, 0 to 1; ``examples`` are verbatim.
    """

    first: int
    second: int
    size: int
    share: float
    examples: tuple[Example, ...]


def _measured(body: dict[str, object]) -> tuple[float | None, tuple[tuple[str, int], ...]]:
    """What a candidate says of its stability and roles; one that was kept before they were measured says nothing."""
    match body.get("stability"), body.get("by_role", {}):
        case (None | int() | float() as stability, dict(by_role)) if all(
            isinstance(count, int) for count in by_role.values()
        ):
            counts = tuple(sorted((str(role), int(count)) for role, count in by_role.items()))
            return None if stability is None else float(stability), counts
    raise ValueError("This is not a candidate theme.")


def are_wordless(candidates: Sequence[CandidateTheme]) -> bool:
    """Whether no candidate has a term that tells what it is about: the comments hold only signs or small words."""
    return _SMALL_WORDS.issuperset(term.casefold() for one in candidates for term in one.terms)
