"""How far coders who were blind to each other agree, and the machine with them, for every theme and group of comments."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.trust.alpha import alpha, alpha_of, apart, different, disagreement, masi, sets_apart
from consultation.themes.trust.intervals import LEVEL
from consultation.themes.trust.resampling import ROUNDS, Draws, Measured, Statistic
from consultation.themes.trust.unsaid import CannotBeSaid, Why

__all__ = ["Agreement", "DoubleCoding", "Measured", "OfTheme", "agreement", "alpha", "different", "masi"]

Coding = frozenset[str] | None  # the themes of a comment, an empty set for none of them; None: not judged, or undecided
Measure = Measured | CannotBeSaid
Values = npt.NDArray[np.float64]

NOMINAL = apart((False, True), different)
MARKS, BOTH = 3, 4  # columns of a theme's sums: disagreement, not found, found; findings that could be shared, and are
WIDTH = 5


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """What several coders, none of whom saw another's, made of the same comments; the machine may be one of them.

    ``codings`` has a coder's themes for every comment, ``respondents`` who wrote each.
    Raises ValueError where a coder has more or fewer codings than there are comments.
    """

    codings: Mapping[str, Sequence[Coding]]
    respondents: Sequence[Hashable]

    def __post_init__(self) -> None:
        for coder, coded in self.codings.items():
            if len(coded) != len(self.respondents):
                raise ValueError(f"{coder} has {len(coded)} codings of {len(self.respondents)} comments.")

    def only(self, places: Sequence[int]) -> "DoubleCoding":
        """The same for some of the comments."""
        codings = {coder: [coded[at] for at in places] for coder, coded in self.codings.items()}
        return DoubleCoding(codings, [self.respondents[at] for at in places])


@dataclass(frozen=True, slots=True)
class OfTheme:
    """Agreement on whether comments have one theme: nominal alpha and F1."""

    theme: str
    alpha: Measure
    f1: Measure


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far some coders agree.

    ``alpha`` compares whole sets of themes (MASI), ``micro`` and ``macro`` are F1 over all codings and the mean of the
    themes' F1. Of more than two coders F1 takes all pairs together. ``comments`` were judged by two of them or more.
    """

    coders: tuple[str, ...]
    comments: int
    respondents: int
    alpha: Measure
    micro: Measure
    macro: Measure
    themes: tuple[OfTheme, ...]


def agreement(
    double: DoubleCoding,
    coders: Sequence[str],
    *,
    themes: Sequence[str] = (),
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Agreement:
    """How far these coders agree; intervals resample respondents, as one respondent's comments are alike.

    ``themes`` are those of the codebook, and all that a coder found come besides; a theme nobody found is named, too.
    The same codings give the same numbers in any order. Raises KeyError for a coder there is not.
    """
    judged = [
        [coding for coder in coders if (coding := double.codings[coder][at]) is not None] for at in _places(double)
    ]
    kept = [at for at, codings in enumerate(judged) if len(codings) > 1]
    codings = [judged[at] for at in kept]
    named = tuple(sorted(set(themes).union(*(coding for each in codings for coding in each))))
    order: dict[Hashable, int] = {}
    owner = np.array([order.setdefault(double.respondents[at], len(order)) for at in kept], dtype=np.intp)
    wholes = sorted({coding for each in codings for coding in each}, key=sorted)
    sums = np.zeros((len(order), WIDTH * len(named) + 1 + len(wholes)))
    distances = sets_apart(wholes)
    np.add.at(sums, owner, np.hstack([_by_theme(codings, named), _whole(codings, wholes, distances)]))
    measured = _Measures(Draws.of(sums, rounds=rounds, seed=seed), len(kept))
    end = WIDTH * len(named)
    return Agreement(
        coders=tuple(coders),
        comments=len(kept),
        respondents=len(order),
        alpha=measured.alpha(slice(end, None), distances),
        micro=measured.f1(slice(0, end)),
        macro=measured.macro(slice(0, end)),
        themes=tuple(
            OfTheme(
                theme,
                measured.alpha(slice(at * WIDTH, at * WIDTH + MARKS), NOMINAL),
                measured.f1(slice(at * WIDTH, (at + 1) * WIDTH)),
            )
            for at, theme in enumerate(named)
        ),
    )


def _places(double: DoubleCoding) -> range:
    return range(len(double.respondents))


def _by_theme(codings: Sequence[Sequence[frozenset[str]]], themes: Sequence[str]) -> Values:
    """For every comment and theme: disagreement, and how many did not find it, found it, could share it and do."""
    coders = np.array([len(each) for each in codings], dtype=np.float64)[:, np.newaxis]
    found = np.array([[sum(theme in one for one in each) for theme in themes] for each in codings], dtype=np.float64)
    found = found.reshape(len(codings), len(themes))
    off = 2 * found * (coders - found) / (coders - 1)
    columns = [off, coders - found, found, found * (coders - 1), found * (found - 1)]
    return np.stack(columns, axis=2).reshape(len(codings), WIDTH * len(themes))


def _whole(codings: Sequence[Sequence[frozenset[str]]], wholes: Sequence[frozenset[str]], distances: Values) -> Values:
    """For every comment its disagreement over the whole set of themes, and how often each set was given."""
    at = {whole: place for place, whole in enumerate(wholes)}
    found = np.zeros((len(codings), 1 + len(wholes)))
    for comment, each in enumerate(codings):
        places = [at[one] for one in each]
        found[comment, 0] = disagreement(places, distances)
        np.add.at(found[comment], [1 + place for place in places], 1)
    return found


@dataclass(frozen=True, slots=True)
class _Measures:
    draws: Draws
    comments: int

    def alpha(self, columns: slice, distances: Values) -> Measure:
        """Alpha from these columns; where nobody ever disagreed, what it may still be at worst."""
        total = self.draws.sums[:, columns].sum(axis=0)
        if total[0] == 0 and total[1:].sum() and np.isfinite(alpha_of(total[np.newaxis], distances)[0]):
            worse = total.copy()
            unseen = self._unseen(len(self.draws.sums))
            worse[0] = unseen * 2 * self.comments
            if distances is NOMINAL:  # one who disagrees is one who finds the theme, and that makes it less rare
                worse[1:] = (1 - unseen) * total[1:] + unseen * self.comments
            return self._one_sided(columns, 1.0, max(float(alpha_of(worse[np.newaxis], distances)[0]), -1.0), 1.0)
        return self._measure(columns, lambda sums: alpha_of(sums, distances), Why.NO_VARIATION)

    def f1(self, columns: slice) -> Measure:
        """F1 over all themes of these columns, taken together."""
        return self._f1(columns, _micro)

    def macro(self, columns: slice) -> Measure:
        """The mean of the F1 of those themes of these columns that anybody found."""
        return self._f1(columns, _macro)

    def _f1(self, columns: slice, statistic: Statistic) -> Measure:
        sums = self.draws.sums[:, columns]
        value = float(statistic(sums.sum(axis=0, keepdims=True))[0])
        if value not in (0.0, 1.0):
            return self._measure(columns, statistic, Why.NOBODY_FOUND)
        unseen = self._unseen(int((sums[:, MARKS::WIDTH] > 0).any(axis=1).sum()))
        low, high = (0.0, 2 * unseen / (1 + unseen)) if value == 0 else (2 * (1 - unseen) / (2 - unseen), 1.0)
        return self._one_sided(columns, value, low, high)

    def _measure(self, columns: slice, statistic: Statistic, why: Why) -> Measure:
        if not self.comments:
            return CannotBeSaid(Why.ONE_CODER)
        value = float(statistic(self.draws.sums[:, columns].sum(axis=0, keepdims=True))[0])
        if not np.isfinite(value):
            return CannotBeSaid(why)
        ends = self.draws.interval(columns, statistic)
        return ends if isinstance(ends, CannotBeSaid) else self._measured(value, *ends)

    def _one_sided(self, columns: slice, value: float, low: float, high: float) -> Measure:
        """Where all agree, or none do, draws of the same respondents would claim that it cannot be otherwise."""
        if self.draws.contributors(columns) <= 1:
            return CannotBeSaid(Why.ONE_RESPONDENT)
        return self._measured(value, low, high)

    def _measured(self, value: float, low: float, high: float) -> Measured:
        return Measured(value, low, high, self.comments, len(self.draws.sums))

    @staticmethod
    def _unseen(respondents: int) -> float:
        """How large a share may still be that none of so many respondents showed: the exact one-sided limit."""
        return float(1 - (1 - LEVEL) ** (1 / max(respondents, 1)))


def _micro(sums: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[:, BOTH::WIDTH].sum(axis=1) / sums[:, MARKS::WIDTH].sum(axis=1), dtype=np.float64)


def _macro(sums: Values) -> Values:
    marks = sums[:, MARKS::WIDTH]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(marks > 0, sums[:, BOTH::WIDTH] / marks, 0.0)
        return np.asarray(each.sum(axis=1) / (marks > 0).sum(axis=1), dtype=np.float64)
