"""How far codings can be trusted: coverage, agreement between coders and with the machine, calibration, stability."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codings = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """F1 of one set of codings against another, each 0 to 1; ``by_theme`` holds every theme of either."""

    micro: float
    macro: float
    samples: float
    by_theme: dict[str, float]


def coverage(codings: Codings) -> float:
    """The share of comments that have at least one theme; nan where there are no comments."""
    return sum(map(bool, codings)) / len(codings) if codings else float("nan")


def agreement(people: Codings, other: Codings) -> Agreement:
    """How far other codings agree with people's; two empty sets for a comment agree fully.

    Raises:
        ValueError: where the two do not cover equally many comments.
    """
    if len(people) != len(other):
        raise ValueError(f"Codings of {len(people)} and of {len(other)} comments cannot be compared.")
    both = Counter(theme for one, two in zip(people, other, strict=True) for theme in one & two)
    either = Counter(theme for codings in (people, other) for coded in codings for theme in coded)
    by_theme = {theme: 2 * both[theme] / either[theme] for theme in sorted(either)}
    samples = [
        2 * len(one & two) / (len(one) + len(two)) if one or two else 1.0
        for one, two in zip(people, other, strict=True)
    ]
    return Agreement(
        micro=2 * both.total() / either.total() if either else float("nan"),
        macro=float(np.mean(list(by_theme.values()))) if by_theme else float("nan"),
        samples=float(np.mean(samples)) if samples else float("nan"),
        by_theme=by_theme,
    )


def alpha(units: Sequence[Sequence[Hashable | None]]) -> float:
    """Krippendorff's alpha for nominal values (Krippendorff 2011): 1 is full agreement, 0 what chance would give.

    Each unit holds one value per coder, None where that coder has not judged it; units with fewer than two values do
    not count. Without any pair of values, or without any variation, the result is nan: there is nothing to agree on.
    """
    pairable = [[value for value in unit if value is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    number = totals.total()
    expected = number * number - sum(count * count for count in totals.values())
    if not expected:
        return float("nan")
    observed = sum(
        (len(unit) ** 2 - sum(count * count for count in Counter(unit).values())) / (len(unit) - 1) for unit in pairable
    )
    return 1 - (number - 1) * observed / expected


def calibration_error(probabilities: npt.NDArray[np.float64], truth: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) over equally wide bins, 0 (scores hold) to 1."""
    scores, right = probabilities.ravel(), truth.ravel().astype(np.float64)
    if not len(scores):
        return float("nan")
    bin_of = np.minimum((scores * bins).astype(np.intp), bins - 1)
    sizes = np.bincount(bin_of, minlength=bins)
    gaps = np.abs(np.bincount(bin_of, scores, bins) - np.bincount(bin_of, right, bins))
    return float(gaps.sum() / sizes.sum())


def stability(one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> float:
    """How far two divisions of the same comments agree: adjusted Rand index, 1 the same, 0 as by chance."""
    from consultation.themes.learning import adjusted_rand_score

    return float(adjusted_rand_score(one, other))
