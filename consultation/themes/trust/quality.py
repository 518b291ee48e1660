"""How far a machine's work can be trusted: what it covers, whether its scores hold, whether its groups are stable."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Codings = Sequence[frozenset[str]]


def coverage(codings: Codings) -> float:
    """The share of comments that have at least one theme; nan where there are no comments."""
    return sum(map(bool, codings)) / len(codings) if codings else float("nan")


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
    from consultation.themes.reading.learning import adjusted_rand_score

    return float(adjusted_rand_score(one, other))
