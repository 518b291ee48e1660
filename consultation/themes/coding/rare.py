"""Themes that people have hardly coded yet: judged by likeness to their description and to the few comments coded.

A model needs comments of which somebody has said that they do not speak of the theme. For one that joined the codebook
late these are few: nobody was asked for it when the other comments were read. Likeness asks only what speaks for a theme,
and how far it can be trusted is learnt on the themes that do have codings, by hiding these.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.coding.calibration import LIKENESS, Calibration, Sigmoid, best_threshold, sigmoid
from consultation.themes.coding.models import LinearThemes, Taught, likenesses, squared_length
from consultation.themes.reading.features import Rows, TextFeatures
from consultation.themes.reading.learning import normalize

RARE = 0.008  # of the comments read for it; two of fifty are many, two of a thousand few
ENOUGH = 8  # codings from which a theme is learnt like the others, however many comments were read
ASKED = 50  # comments read for a theme, or as many as there are, from which it is learnt like the others
TEACHERS = 3  # themes that are not rare, from which trust in likeness can be learnt
CODED_WEIGHT = 0.75  # of a coded comment beside the description; several weigh as the root of their number

Columns = Sequence[int]
Values = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]


def rare_themes(taught: Taught) -> list[int]:
    """The columns of the themes that are judged by likeness.

    They are those with no coding, with few for so many comments read, or that few were read for; and those that were
    found in nearly all that were read for them, where others were not: these have been picked for what they say.
    """
    asked = taught.asked.sum(axis=0)
    found = (taught.truth & taught.asked).sum(axis=0)
    picked = (asked - found < _fewest(asked)) & (asked < len(taught.texts))
    few = (found < _fewest(asked)) | (asked < min(ASKED, len(taught.texts)))
    return np.flatnonzero(few | picked).tolist()


def _fewest(asked: Counts) -> Counts:
    """How many codings are not few, for so many comments read."""
    return np.asarray(np.clip(np.ceil(RARE * asked), 1, ENOUGH), dtype=np.intp)


def teach_likeness(taught: Taught, columns: Columns) -> tuple[LinearThemes, Calibration]:
    """For the given themes, in their order: decisions that are cosines from 0 to 1, and their calibration."""
    features = TextFeatures(content_only=True).fit([*taught.texts, *taught.descriptions])
    seen = Seen(taught, features.transform(taught.texts), likenesses(taught, features), squared_length(features))
    counts = taught.truth.sum(axis=0)
    rare = set(rare_themes(taught))
    teachers = [at for at in range(len(counts)) if at not in rare]
    drawn, trusts = [], {}
    for at in columns:
        described = bool(taught.described[:, at].any())
        kind = (int(counts[at]), described)
        if kind not in trusts:
            trusts[kind] = _trust(seen, teachers, *kind)
        drawn.append(seen.likeness(at, seen.codings(at, int(counts[at])), described=described))
    found = [trusts[int(counts[at]), bool(taught.described[:, at].any())] for at in columns]
    calibration = Calibration(*(np.array([one[part] for one in found]) for part in range(3)))
    weights = np.array(drawn).reshape(len(columns), features.width_)
    return LinearThemes(features, weights, np.zeros(len(columns))), calibration


@dataclass(frozen=True)
class Seen:
    """The codings and descriptions as rows of features."""

    taught: Taught
    rows: Rows
    descriptions: Values
    squared_length: float

    def codings(self, theme: int, number: int) -> npt.NDArray[np.intp]:
        """So many of a theme's comments, evenly from all; they lie in the order of their words, not of their arrival."""
        coded = np.flatnonzero(self.taught.truth[:, theme])
        return coded[np.linspace(0, len(coded) - 1, number).round().astype(np.intp)] if number else coded[:0]

    def likeness(self, theme: int, coded: npt.NDArray[np.intp], *, described: bool) -> Values:
        """The weights that give a text's cosine with a theme, as its description and these comments draw it."""
        drawn = self.descriptions[theme] if described else np.zeros(self.rows.shape[1])
        drawn = drawn * self.squared_length
        if len(coded):
            drawn = drawn + CODED_WEIGHT * np.asarray(self.rows[coded].sum(axis=0)).ravel() / len(coded) ** 0.5
        return np.asarray(normalize(drawn[np.newaxis, :])[0] / self.squared_length**0.5, dtype=np.float64)


def _trust(seen: Seen, teachers: Columns, number: int, described: bool) -> tuple[float, float, float]:  # noqa: FBT001
    """Slope, offset and threshold: how themes with codings would fare if all but so many of these were not there."""
    usable = [at for at in teachers if seen.taught.described[:, at].any() or not described]
    if len(usable) < TEACHERS or not (number or described):
        return LIKENESS.slope, LIKENESS.offset, LIKENESS.threshold
    decisions, truth = [], []
    for at in usable:
        # With all of a theme's codings shown none would be left to find, and nothing could ever be trusted.
        shown = seen.codings(at, min(number, int(seen.taught.truth[:, at].sum()) // 2))
        others = np.setdiff1d(np.flatnonzero(seen.taught.asked[:, at]), shown)
        decisions.append((seen.rows @ seen.likeness(at, shown, described=described))[others])
        truth.append(seen.taught.truth[others, at])
    together, right = np.concatenate(decisions), np.concatenate(truth)
    fitted: Sigmoid = sigmoid(together, right)
    probabilities = 1 / (1 + np.exp(-(fitted[0] * together + fitted[1])))
    return *fitted, best_threshold(probabilities, right)
