"""What a machine says of a comment: these themes, none of them, or that it cannot tell; silence is never agreement."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from consultation.themes.coding.promises import CannotBePromised, promise

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Key = TypeVar("Key", bound=Hashable)

SURE_OF_NONE = 0.8  # of the comments said to have no theme, so many must turn out to have none


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Themes that reach their threshold, likeliest first, each with its score."""

    themes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class NoTheme:
    """None of the codebook's themes, with the probability of that by the scores."""

    score: float


@dataclass(frozen=True, slots=True)
class Undecided:
    """The scores settle nothing: a person has to read it. The likeliest theme is named, where any has a score."""

    nearest: str | None


Outcome = Suggestions | NoTheme | Undecided


@dataclass(frozen=True, slots=True)
class Limits:
    """From which score each theme is suggested, and from which probability of no theme a comment has none."""

    thresholds: tuple[float, ...]
    none: float = inf  # nothing is sure enough


def limits(
    scores: Values, truth: Truth, thresholds: Values, precision: float = SURE_OF_NONE, *, asked: Truth | None = None
) -> Limits:
    """Learn from held-out codings when "none of these" can be said, so that it is right in ``precision`` of the cases.

    Where comments without a theme are too few, or look like the others, it cannot be said at all: then what is not
    suggested is undecided.

    Args:
        scores: shape (n, themes), each from a model that had not seen the comment; rows that are not finite are left out.
        truth: what people found, of the same shape.
        thresholds: one per theme.
        precision: how often "none" must be right.
        asked: where the truth is known; None: everywhere. That a comment has no theme only those show that were read
            for every theme.
    """
    known = np.isfinite(scores).all(axis=1)
    if asked is not None:
        known &= asked.all(axis=1)
    silent = known & ~((scores >= thresholds) & (scores > 0)).any(axis=1)
    said = promise(none_of_these(scores[silent]), np.asarray(~truth[silent].any(axis=1)), precision)
    none = inf if isinstance(said, CannotBePromised) else said.threshold
    return Limits(tuple(np.asarray(thresholds, dtype=np.float64).tolist()), none)


def none_of_these(scores: Values) -> Values:
    """The probability that a comment has no theme, were themes independent; shape (n,). It ranks, and ``limits`` judges."""
    return np.asarray(np.prod(1.0 - scores, axis=1), dtype=np.float64)


def outcomes(texts: Sequence[str], scores: Values, classes: Sequence[str], limit: Limits) -> list[Outcome]:
    """One outcome for each text from its scores, shape (n, len(classes)).

    A text of white space alone has no theme. One without a letter (emoji, figures) is undecided: a model reads none.
    """
    none = none_of_these(scores)
    return [
        _outcome(text, row, classes, limit, nothing)
        for text, row, nothing in zip(texts, scores, none.tolist(), strict=True)
    ]


def _outcome(text: str, scores: Values, classes: Sequence[str], limit: Limits, none: float) -> Outcome:
    if not text.strip():
        return NoTheme(1.0)
    ranked = sorted(zip(scores.tolist(), classes, limit.thresholds, strict=True), key=lambda one: (-one[0], one[1]))
    found = tuple((theme, score) for score, theme, threshold in ranked if score >= threshold and score > 0)
    if found:
        return Suggestions(found)
    if none >= limit.none and any(map(str.isalpha, text)):
        return NoTheme(none)
    return Undecided(ranked[0][1] if ranked and ranked[0][0] > 0 else None)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Of the comments a person read: themes both found, that the person added and that the person took away.

    ``unread`` comments have suggestions that nobody looked at: they agree with nobody.
    """

    same: int
    added: int
    removed: int
    read: int
    unread: int

    @property
    def share(self) -> float:
        """Themes that both found, of all that either found (Jaccard), among comments that were read; nan where none."""
        every = self.same + self.added + self.removed
        return self.same / every if every else float("nan")


def agreed(suggested: Mapping[Key, frozenset[str]], confirmed: Mapping[Key, frozenset[str]]) -> Agreed:
    """Compare suggestions with what people confirmed; an empty set that is confirmed is "read, and none"."""
    read = suggested.keys() & confirmed.keys()
    return Agreed(
        same=sum(len(suggested[key] & confirmed[key]) for key in read),
        added=sum(len(confirmed[key] - suggested[key]) for key in read),
        removed=sum(len(suggested[key] - confirmed[key]) for key in read),
        read=len(read),
        unread=len(suggested) - len(read),
    )
