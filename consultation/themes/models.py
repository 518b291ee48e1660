"""The linear models behind suggestions: one for few codings helped by descriptions, one for many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from consultation.themes.features import TextFeatures
from consultation.themes.learning import LinearSVC, LogisticRegression

C_FEW = 10.0  # how closely the models follow their codings
C_MANY = 0.5
DESCRIPTION_WEIGHT = 10.0  # of likeness to a theme's description beside what codings taught, while there are none
HALF_TRUST = 10  # codings of a theme that halve it
SQUARED_LENGTH = 2.0  # of a row of features: words and letter sequences, each of length one

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Taught:
    """What there is to learn from, in an order that depends on the content alone: codings, and descriptions of themes."""

    texts: tuple[str, ...]
    truth: npt.NDArray[np.bool_]
    classes: tuple[str, ...]
    descriptions: tuple[str, ...]
    described: npt.NDArray[np.bool_]

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Taught":
        """The same with some of the codings; descriptions stay."""
        return replace(self, texts=tuple(self.texts[at] for at in np.flatnonzero(chosen)), truth=self.truth[chosen])


@dataclass(frozen=True)
class LinearThemes:
    """One linear decision per theme over the features of a text."""

    features: TextFeatures
    weights: Values
    offsets: Values

    def decisions(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Values:
        """Decision values, shape (n, themes); above zero speaks for a theme."""
        return np.asarray(self.features.transform(texts, languages) @ self.weights.T + self.offsets, dtype=np.float64)


def teach(taught: Taught, random_state: int, *, few: bool) -> LinearThemes:
    """Fit one model per theme; with few codings the descriptions are texts among the others, and likeness to them counts.

    Likeness counts the less, the more codings a theme has.
    """
    texts = [*taught.texts, *(taught.descriptions if few else ())]
    truth = np.vstack([taught.truth, taught.described]) if few else taught.truth
    features = TextFeatures(min_texts=1 if few else 2, content_only=few).fit(texts)
    rows = features.transform(texts)
    weights = np.zeros((len(taught.classes), rows.shape[1]))
    offsets = np.full(len(taught.classes), -1.0)
    for at in range(len(taught.classes)):
        positive = truth[:, at]
        if positive.all() or not positive.any() or not rows.shape[1]:
            offsets[at] = 1.0 if positive.size and positive.all() else -1.0
            continue
        model = _for_few(random_state) if few else LinearSVC(C=C_MANY, random_state=random_state)
        model.fit(rows, positive)
        weights[at], offsets[at] = model.coef_[0], float(model.intercept_[0])
    if few and taught.descriptions:
        trust = DESCRIPTION_WEIGHT * HALF_TRUST / (HALF_TRUST + taught.truth.sum(axis=0))
        weights += trust[:, np.newaxis] * _described(taught, features)
    return LinearThemes(features, weights, offsets)


def likeness(taught: Taught) -> LinearThemes:
    """Without any coding: the cosine of the angle between a text and a theme's description."""
    features = TextFeatures(content_only=True).fit(taught.descriptions)
    return LinearThemes(features, _described(taught, features), np.zeros(len(taught.classes)))


def _described(taught: Taught, features: TextFeatures) -> Values:
    """For each theme the weights that give a text's cosine with its description."""
    rows = features.transform(taught.descriptions)
    return np.asarray(taught.described.T.astype(np.float64) @ rows, dtype=np.float64) / SQUARED_LENGTH


def _for_few(random_state: int) -> Any:
    return LogisticRegression(C=C_FEW, class_weight="balanced", random_state=random_state)
