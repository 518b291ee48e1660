"""From a model's bare decision values to probabilities that hold, and to the threshold that serves each theme best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.learning import LogisticRegression

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Sigmoid = tuple[float, float]

FEW = 8  # with fewer positive codings than this a theme borrows what all themes together have shown
HALF_TRUST = 60  # codings of a theme from which its own best threshold counts as much as the one that scores expect
LOWEST, HIGHEST = 0.05, 0.6  # of the threshold that scores expect
UNTOLD = 0.5  # threshold of a theme that decisions do not tell from others: the same score for all suggests it for none or all
KNOTS = (-2.0, 0.0)  # log-odds at which the bend that all themes share may change its slope
BENT_FROM = 150  # codings of any theme; fewer do not show a shape
STEPS = np.round(np.arange(0.05, 0.96, 0.01), 2)


def _straight() -> Values:
    return np.array([[0.0, 1.0, 0.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Calibration:
    """Per theme a slope and an offset of Platt's sigmoid, and the probability from which a theme is suggested.

    ``bends``, shape (themes, 4) or (1, 4), is what is then made of the log-odds: an offset, a slope, and what the slope
    gains at each of ``KNOTS``.
    """

    slopes: Values
    offsets: Values
    thresholds: Values
    bends: Values = field(default_factory=_straight)

    def log_odds(self, decisions: Values) -> Values:
        """Decision values (n, themes) as log-odds of the same shape, before the bend."""
        return np.asarray(np.clip(decisions * self.slopes + self.offsets, -50, 50), dtype=np.float64)

    def probabilities(self, decisions: Values) -> Values:
        """Decision values (n, themes) as probabilities of the same shape, each in [0, 1]."""
        straight = self.log_odds(decisions)
        bent = self.bends[:, 0] + sum(
            self.bends[:, at + 1] * one for at, one in enumerate((straight, *_beyond(straight)))
        )
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(bent, -50, 50))), dtype=np.float64)


def _beyond(log_odds: Values) -> tuple[Values, ...]:
    """How far they lie beyond each of the knots."""
    return tuple(np.maximum(log_odds - knot, 0.0) for knot in KNOTS)


def joined(parts: Sequence[tuple[Sequence[int], Calibration]]) -> Calibration:
    """The calibrations of several models as one, each for its own columns; together they have every column once."""
    order = np.argsort([at for columns, _ in parts for at in columns])
    slopes, offsets, thresholds = (
        np.concatenate([np.zeros(0), *(getattr(one, values) for _, one in parts)])[order]
        for values in ("slopes", "offsets", "thresholds")
    )
    width = _straight().shape[1]
    bends = [np.broadcast_to(one.bends, (len(columns), width)) for columns, one in parts]
    return Calibration(slopes, offsets, thresholds, np.concatenate([np.zeros((0, width)), *bends])[order])


@dataclass(frozen=True, slots=True)
class Assumption:
    """What stands in for a calibration where no coding can be held out; its scores only rank, and are kept low."""

    slope: float
    offset: float
    threshold: float

    def of(self, themes: int) -> Calibration:
        """The same for so many themes."""
        return Calibration(np.full(themes, self.slope), np.full(themes, self.offset), np.full(themes, self.threshold))


UNTRIED = Assumption(slope=1.0, offset=0.0, threshold=0.5)
LIKENESS = Assumption(slope=6.0, offset=-3.0, threshold=0.11)  # a cosine of 0.15 is suggested, 0.5 scores one half


def calibrate(
    decisions: Values, truth: Truth, others: Values | None = None, *, asked: Truth | None = None
) -> Calibration:
    """Learn from decisions on held-out codings; Platt (1999) per theme, one sigmoid for all themes that have few codings.

    A sigmoid says too much at both ends and too little between; how far, all themes show together, once codings are many.

    Args:
        decisions: on codings, each by a model that had not seen it; shape (n, themes).
        truth: what people found, of the same shape.
        asked: where the truth is known, of the same shape; None: everywhere. Elsewhere nothing is learnt.
        others: decisions on comments that nobody has read. What people read first is not what all wrote: where rare
            themes were looked for they are many among codings, and these say how many they are among all.
    """
    known = np.ones_like(truth) if asked is None else asked
    truth = truth & known
    together = sigmoid(decisions[known], truth[known])
    columns = range(truth.shape[1])
    fitted = [
        sigmoid(decisions[known[:, at], at], truth[known[:, at], at]) if truth[:, at].sum() >= FEW else together
        for at in columns
    ]
    slopes = np.array([slope for slope, _ in fitted])
    offsets = np.array([offset for _, offset in fitted])
    made = Calibration(slopes, offsets, np.full(len(slopes), 0.5))
    made = replace(made, bends=_bend(made.log_odds(decisions)[known], truth[known]))
    probabilities = made.probabilities(decisions)
    expecting = probabilities if others is None or not len(others) else made.probabilities(others)
    thresholds = [
        _drawn(
            best_threshold(probabilities[known[:, at], at], truth[known[:, at], at]),
            expecting[:, at],
            int(truth[:, at].sum()),
        )
        for at in columns
    ]
    return replace(made, thresholds=np.where(slopes > 0, thresholds, np.maximum(thresholds, UNTOLD)))


def _bend(log_odds: Values, truth: Truth) -> Values:
    """The bend that fits best, which never falls; a straight line where codings are too few to show one."""
    if truth.sum() < BENT_FROM or truth.all():
        return _straight()
    model = LogisticRegression(C=100.0, max_iter=500).fit(np.column_stack([log_odds, *_beyond(log_odds)]), truth)
    slopes = np.cumsum(model.coef_[0])
    return np.array([[model.intercept_[0], *model.coef_[0]]]) if (slopes > 0).all() else _straight()


def best_threshold(probabilities: Values, truth: Truth) -> float:
    """The threshold with the highest F1 on held-out codings; 0.5 where nothing is positive."""
    if not truth.any():
        return 0.5
    chosen = probabilities[np.newaxis, :] >= STEPS[:, np.newaxis]
    hits = (chosen & truth).sum(axis=1)
    scores = 2 * hits / (chosen.sum(axis=1) + truth.sum())
    best = np.flatnonzero(scores >= scores.max() - 1e-9)
    return float(STEPS[best[len(best) // 2]])


def expected_threshold(probabilities: Values) -> float:
    """The threshold with the highest F1 if the scores hold: half of that F1 (Lipton, Elkan & Naryanaswamy 2014).

    It asks for no coding of the theme, so it does not follow the chance of a few.
    """
    ranked = np.sort(probabilities)[::-1]
    hits = np.cumsum(ranked)
    scores = 2 * hits / (np.arange(1, len(ranked) + 1) + hits[-1:])
    return float(np.clip(scores.max(initial=0.0) / 2, LOWEST, HIGHEST))


def _drawn(best: float, expecting: Values, codings: int) -> float:
    """A theme's own best threshold, drawn towards the one that scores expect as far as few codings speak for it."""
    trust = codings / (codings + HALF_TRUST)
    return trust * best + (1 - trust) * expected_threshold(expecting)


def sigmoid(decisions: Values, truth: Truth) -> Sigmoid:
    """Platt's slope and offset; where all codings agree there is no slope, and the offset is Laplace's estimate."""
    if truth.all() or not truth.any():
        yes = truth.sum() + 1
        return 0.0, math.log(yes / (len(truth) + 2 - yes))
    scale = float(decisions.std()) or 1.0
    model = LogisticRegression(C=100.0).fit(decisions[:, np.newaxis] / scale, truth)
    return max(float(model.coef_[0, 0]), 0.0) / scale, float(model.intercept_[0])
