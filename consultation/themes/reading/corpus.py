"""The comments that one question received, as plain values without order, time or place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Comment:
    """One free-text answer: its random key, the role of who wrote it, and the text as it was stored."""

    key: bytes
    role: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Corpus:
    """All comments to one question; positions in it are what candidates' examples point to."""

    comments: tuple[Comment, ...]

    @classmethod
    def of(cls, comments: Iterable[Comment]) -> "Corpus":
        """Make a corpus ordered by the comments' random keys, so that no arrival order can enter.

        Raises:
            ValueError: where two comments carry the same key.
        """
        ordered = tuple(sorted(comments, key=lambda comment: comment.key))
        if len({comment.key for comment in ordered}) < len(ordered):
            raise ValueError("Two comments carry the same key.")
        return cls(ordered)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts, in the order of the comments."""
        return tuple(comment.text for comment in self.comments)

    @cached_property
    def keys(self) -> tuple[bytes, ...]:
        """The keys, in the order of the comments."""
        return tuple(comment.key for comment in self.comments)

    def in_role(self, role: str) -> "Corpus":
        """The comments of one audience role."""
        return Corpus(tuple(comment for comment in self.comments if comment.role == role))

    def __len__(self) -> int:
        return len(self.comments)

    def __iter__(self) -> Iterator[Comment]:
        return iter(self.comments)
