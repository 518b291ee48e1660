"""What a machine proposes as a theme: plain values that any layer may hold without loading a model."""

from dataclasses import dataclass

from consultation.themes.passages import Passage


@dataclass(frozen=True, slots=True)
class Example:
    """A verbatim example: the comment's position among the texts that were read, and the passage in it."""

    comment: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class CandidateTheme:
    """A proposal that people accept, rename, merge or drop; never a theme by itself.

    ``terms`` are whole words as people wrote them, the most telling first; ``size`` is the number of texts that have
    this candidate as their nearest, and ``share`` is that number over all texts, 0 to 1.
    """

    name: str
    terms: tuple[str, ...]
    size: int
    share: float
    examples: tuple[Example, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values that json can write."""
        return {
            "name": self.name,
            "terms": list(self.terms),
            "size": self.size,
            "share": self.share,
            "examples": [[one.comment, one.passage.start, one.passage.stop] for one in self.examples],
        }

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
                read = tuple(Example(comment, Passage(start, stop)) for comment, start, stop in examples)
                return cls(name, tuple(map(str, terms)), size, float(share), read)
        raise ValueError("This is not a candidate theme.")
