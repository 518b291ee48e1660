"""The share of comments with a theme, with an interval that people's random sample keeps honest and the machine narrows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.learning import special
from consultation.themes.trust.intervals import LEVEL, Interval, midway, unseen
from consultation.themes.trust.unsaid import CannotBeSaid, Why

Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

FEWEST = 20  # respondents, each counted by how evenly they wrote: with fewer, how much they differ cannot be seen
NOISE = 1e-12  # scores that vary by rounding alone do not vary
DOUBT = 1.0  # the machine is trusted as if it had been all wrong about one comment more; chosen by the coverage table


@dataclass(frozen=True, slots=True)
class Counted:
    """All comments were read, so the share is known."""

    share: float
    comments: int


@dataclass(frozen=True, slots=True)
class Estimated:
    """A share of ``comments``, of which ``read`` were drawn at random and read, with the ends of its interval.

    ``trust`` is the weight of the machine's scores, 0 (people alone) to 1; ``effective`` is how many comments people
    alone would have had to read, from endlessly many, for an interval as narrow.
    """

    share: float
    low: float
    high: float
    comments: int
    read: int
    trust: float
    effective: float


@dataclass(frozen=True, slots=True)
class AtMost:
    """Nobody whose comment was drawn has the theme: only how common it can be at most is known."""

    high: float
    comments: int
    read: int
    effective: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Everybody whose comment was drawn has the theme: only how common it must be at least is known."""

    low: float
    comments: int
    read: int
    effective: float


Prevalence = Counted | Estimated | AtMost | AtLeast | CannotBeSaid


@dataclass(frozen=True, slots=True)
class _Guess:
    """A share from one way of estimating, and what its interval rests on."""

    share: float
    interval: Interval
    trust: float
    effective: float

    @property
    def width(self) -> float:
        return self.interval[1] - self.interval[0]


def prevalence(
    drawn: Flags,
    found: Flags,
    *,
    scores: Values | None = None,
    together: Places | None = None,
    level: float = LEVEL,
) -> Prevalence:
    """The share of these comments that have one theme, all arrays of shape (n,) with one place per comment.

    The estimate is that of prediction-powered inference with its weight tuned and held within [0, 1] (Angelopoulos,
    Duchi & Zrnic 2023, "PPI++"), which for a finite whole is survey sampling's difference estimator (Särndal, Swensson
    & Wretman 1992, ch. 6). The interval is the mid-P one at the effective number of comments (Korn & Graubard 1998),
    finite population correction included; it is never wider than the one of the sample alone, which it falls back to.

    Args:
        drawn: comments that chance chose and a person has judged. Those that were read because a model or a reviewer
            picked them are not among them, nor those that the person could not decide.
        found: the person found the theme; looked at where ``drawn`` only.
        scores: the machine's, 0 to 1, each from a model that has not learnt from that comment's own coding. Where one
            is not finite (one that is missing for the comments that were read, say) the machine is left out.
        together: who each comment was drawn with, as any numbers: all comments of one respondent. None where every
            comment was drawn for itself, as the reading queue does. A campaign is better read once and `joined`.
        level: of the interval.

    Raises:
        ValueError: where arrays differ in length or a finite score lies outside [0, 1].
    """
    drawn, found = np.asarray(drawn, dtype=np.bool_), np.asarray(found, dtype=np.bool_)  # numbers would pick places
    _check(drawn, found, scores, together)
    comments, read = len(drawn), int(drawn.sum())
    if not read:
        return CannotBeSaid(Why.NOBODY_READ if comments else Why.NO_COMMENTS)
    share = float(found[drawn].mean())
    if read == comments:
        return Counted(share, comments)
    sample = _Sample.of(drawn, found, together)
    if sample is None:
        return CannotBeSaid(Why.FEW_RESPONDENTS)
    best = sample.alone(level)
    if scores is not None and np.isfinite(scores).all():
        helped = sample.helped(np.asarray(scores, dtype=np.float64), drawn, level)
        best = helped if helped.width < best.width else best
    return _as_seen(best, share, comments, read)


def joined(rest: Prevalence, whole: Counted) -> Prevalence:
    """The share over both: comments of which a random sample was read, and others that were all read.

    The others must have been set apart without regard to the sample or to what was found: the copies of a campaign,
    a role of which every comment was read.
    """
    if not whole.comments or isinstance(rest, CannotBeSaid):
        return whole if whole.comments and rest == CannotBeSaid(Why.NO_COMMENTS) else rest
    comments = rest.comments + whole.comments
    part, known = rest.comments / comments, whole.share * whole.comments / comments
    if isinstance(rest, Counted):
        return Counted(known + part * rest.share, comments)
    low, guess, high = _from_to(rest)
    share, read = known + part * guess, rest.read + whole.comments
    open_, all_open = guess * (1 - guess), share * (1 - share)
    effective = rest.effective / part**2 * (all_open / open_ if open_ and all_open else 1.0)
    if isinstance(rest, AtMost) and not whole.share:
        return AtMost(part * high, comments, read, effective)
    if isinstance(rest, AtLeast) and whole.share == 1:
        return AtLeast(known + part * low, comments, read, effective)
    trust = rest.trust if isinstance(rest, Estimated) else 0.0
    return Estimated(share, known + part * low, known + part * high, comments, read, trust, effective)


def _from_to(said: Estimated | AtMost | AtLeast) -> tuple[float, float, float]:
    """The ends of the interval, and between them the best guess."""
    match said:
        case Estimated():
            return said.low, said.share, said.high
        case AtMost():
            return 0.0, 0.0, said.high
        case AtLeast():
            return said.low, 1.0, 1.0


def drawn_first(order: Sequence[int], judged: Collection[int], undecided: Collection[int] = ()) -> Flags:
    """Which comments are the random sample: the unbroken front of their random ``order`` that people have judged.

    Behind the first comment that nobody has looked at, those that were judged may have been picked for what they are
    likely to say, and would bend every share. One that the reader could not decide breaks nothing and is left out.
    """
    drawn = np.zeros(len(order), dtype=np.bool_)
    sure, open_ = set(judged), set(undecided)
    for at in takewhile(lambda one: one in sure or one in open_, order):
        drawn[at] = at in sure
    return drawn


def _as_seen(best: _Guess, share: float, comments: int, read: int) -> Prevalence:
    """Two ends only where both were seen: comments with the theme, and comments without."""
    low, high = best.interval
    if share == 0:
        return AtMost(high, comments, read, best.effective)
    if share == 1:
        return AtLeast(low, comments, read, best.effective)
    return Estimated(best.share, low, high, comments, read, best.trust, best.effective)


def _check(drawn: Flags, found: Flags, scores: Values | None, together: Places | None) -> None:
    if any(len(each) != len(drawn) for each in (found, scores, together) if each is not None):
        raise ValueError("Every comment needs one place in each of the arrays.")
    if scores is not None and ((scores < 0) | (scores > 1))[np.isfinite(scores)].any():
        raise ValueError("A score lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class _Sample:
    """The comments that were drawn: what was found in them, whose they are, and of how large a whole they are a part."""

    found: Values
    unit: Places  # which of the drawn units each belongs to
    units: int  # that were drawn
    left: float  # the part of the whole that is not known: the finite population correction
    comments: int

    @classmethod
    def of(cls, drawn: Flags, found: Flags, together: Places | None) -> "_Sample | None":
        """None where too few units were drawn for their spread to be seen."""
        comments, judged = len(drawn), found[drawn].astype(np.float64)
        left = (comments - len(judged)) / (comments - 1)
        alone = cls(judged, np.arange(len(judged)), len(judged), left, comments)
        if together is None:
            return alone
        _, unit, sizes = np.unique(together, return_inverse=True, return_counts=True)
        if len(sizes) == comments:
            return alone
        units, mine, drawn_sizes = np.unique(unit[drawn], return_inverse=True, return_counts=True)
        if len(units) * min(_evenness(sizes), _evenness(drawn_sizes)) < FEWEST:
            return None
        return cls(judged, mine, len(units), max(left, (len(sizes) - len(units)) / (len(sizes) - 1)), comments)

    def alone(self, level: float) -> _Guess:
        """From what people found, and nothing else."""
        share = float(self.found.mean())
        return self._guess(share, self.found - share, 0.0, level)

    def helped(self, scores: Values, drawn: Flags, level: float) -> _Guess:
        """From the scores of all comments, corrected by how far they were off in the sample."""
        mine = scores[drawn]
        spread, off = mine - mine.mean(), self.found - self.found.mean()
        variance = float(spread @ spread)
        trust = min(max(float(spread @ off) / variance, 0.0), 1.0) if variance > NOISE else 0.0
        share = float(self.found.mean() + trust * (scores.mean() - mine.mean()))
        guess = self._guess(share, off - trust * spread, trust, level)
        return guess if self.units < len(self.found) or not trust else self._righted(guess, off - trust * spread, level)

    def _righted(self, guess: _Guess, errors: Values, level: float) -> _Guess:
        """Its interval, moved by how much more lopsided the machine's errors are than the binomial distribution's.

        A machine that misses some comments and is right about all others errs to one side only. The step is of the
        first order in skewness, between Cornish & Fisher's (z² - 1)/6 and Hall's (1992) (2z² + 1)/6.
        """
        number, mean = len(self.found), float(self.found.mean())
        lopsided = float((errors**3).sum() + DOUBT * (1 - 2 * mean)) / float(errors @ errors + DOUBT)
        usual = (1 - 2 * guess.share) * number / (self.left * guess.effective)
        step = NormalDist().inv_cdf((1 + level) / 2) ** 2 / 6 * (lopsided - usual) * self.left / number
        low, high = guess.interval
        moved = min(low + step, guess.share), max(high + step, guess.share)
        return replace(guess, interval=self._possible(*moved))

    def _possible(self, low: float, high: float) -> Interval:
        """An interval without what the comments that were read rule out."""
        with_it = float(self.found.sum())
        lowest, highest = with_it / self.comments, 1 - (len(self.found) - with_it) / self.comments
        return min(max(low, lowest), highest), max(min(high, highest), lowest)

    def _guess(self, share: float, errors: Values, trust: float, level: float) -> _Guess:
        effective, found = self._effective(errors, level), self.found.mean()
        low, high = midway(share, effective, level)
        step = 0.5 / self.comments  # a share is a number of comments: half of one more keeps small wholes covered
        if self.units == len(self.found) and found in (0, 1):  # there the whole's own distribution is simple
            limit = unseen(len(self.found), self.comments, level)
            low, high, step = (0.0, limit, 0.0) if not found else (1 - limit, 1.0, 0.0)
        lowest, highest = self._possible(0, 1)
        return _Guess(min(max(share, lowest), highest), self._possible(low - step, high + step), trust, effective)

    def _effective(self, errors: Values, level: float) -> float:
        """How many comments, drawn one by one from endlessly many, would leave as much open as these errors do."""
        off = self.found - self.found.mean()
        sizes = np.bincount(self.unit)
        number, units = len(self.found), self.units
        by_unit = np.bincount(self.unit, errors)
        spread, doubt = float(errors @ errors), DOUBT
        narrowing = 1.0
        if units < number:
            spread = max(spread, float(by_unit @ by_unit) * units / (units - 1))
            doubt *= float((sizes**2).sum()) / number
            half = (1 + level) / 2
            narrowing = (NormalDist().inv_cdf(half) / float(special.stdtrit(units - 1, half))) ** 2
        return number * narrowing * (float(off @ off) + DOUBT) / (spread + doubt) / self.left


def _evenness(sizes: Places) -> float:
    """How many equally large units are worth as much as one of these: 1 where all are equally large."""
    return float(sizes.mean() ** 2 / (sizes.astype(np.float64) ** 2).mean())
