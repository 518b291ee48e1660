"""How right suggestions above a score will be, promised only where codings that no model had seen bear it out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.trust.intervals import wilson

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

LEVEL = 0.95
ROOM = 3  # times as many as would do if all were right: fewer fail by chance although the scores are good enough
FIRST = (
    8  # the walk starts with an eighth of the codings that the scores expect: a handful at the top may fail by chance
)
GROWTH = 1.05  # from each number of suggestions tried to the next


@dataclass(frozen=True, slots=True)
class Promise:
    """Suggestions that score at least ``threshold`` are right in at least ``precision`` of the cases.

    It rests on ``codings`` held-out suggestions above the threshold, of which ``right`` were confirmed; they hold
    ``share`` of all that people found.
    """

    precision: float
    threshold: float
    codings: int
    right: int
    share: float


@dataclass(frozen=True, slots=True)
class CannotBePromised:
    """No threshold bears the ``precision``; ``codings`` held-out judgements of text and theme were looked at."""

    precision: float
    codings: int


def promise(scores: Values, truth: Truth, precision: float = 0.9, level: float = LEVEL) -> Promise | CannotBePromised:
    """Find the lowest threshold that keeps a promise, in one honest walk down from the highest scores.

    Wilson's (1927) lower bound must reach ``precision`` at every step of the walk, which ends at the first that fails.
    Where the steps lie depends on the scores alone, so that trying many is no advantage (fixed-sequence testing;
    Angelopoulos et al. 2021, "Learn then test"). The threshold is one that was tried, never one in between.

    Args:
        scores: of held-out comments, each from a model that had not seen the comment: ``out_of_fold_proba_``. Any
            shape; where one is not finite, the judgement is left out.
        truth: what people found, of the same shape.
        precision: the share to promise, above 0 and below 1.
        level: of Wilson's two-sided interval, of which the lower end is used.

    Raises:
        ValueError: where shapes differ or ``precision`` cannot be promised of anything.
    """
    if scores.shape != truth.shape:
        raise ValueError(f"Scores of shape {scores.shape}, but codings of shape {truth.shape}.")
    if not 0 < precision < 1:
        raise ValueError(f"A precision of {precision} cannot be promised.")
    known = np.isfinite(scores)
    order = np.argsort(-scores[known], kind="stable")
    ranked, right = scores[known][order], np.cumsum(truth[known][order])
    kept: int | None = None
    for number in _steps(ranked, precision, level):
        if wilson(right[number - 1] / number, number, level)[0] < precision:
            break
        kept = number
    if kept is None:
        return CannotBePromised(precision, len(ranked))
    found = int(right[kept - 1])
    return Promise(precision, float(ranked[kept - 1]), kept, found, found / int(right[-1]))


def _steps(ranked: Values, precision: float, level: float) -> list[int]:
    """How many of the highest scores each step takes; equal scores stand or fall together, and nought is no suggestion."""
    fewest = next(number for number in range(1, 1_000_000) if wilson(1.0, number, level)[0] >= precision)
    suggested = int((ranked > 0).sum())
    steps: list[int] = []
    number = max(float(fewest * ROOM), float(ranked.sum()) / FIRST)
    while number <= suggested:
        whole = int(np.searchsorted(-ranked, -ranked[int(number) - 1], side="right"))
        if not steps or whole > steps[-1]:
            steps.append(whole)
        number = max(number * GROWTH, number + 1)
    return steps
