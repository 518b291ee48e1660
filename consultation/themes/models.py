"""The linear models behind suggestions: one for few codings helped by descriptions, one for many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from consultation.themes.features import TextFeatures
from consultation.themes.learning import LinearSVC, LogisticRegression

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
    """Fit one model per theme; with few codings the descriptions are texts among the others."""
    with_descriptions = few and bool(taught.descriptions)
    texts = [*taught.texts, *(taught.descriptions if with_descriptions else ())]
    truth = np.vstack([taught.truth, taught.described]) if with_descriptions else taught.truth
    features = TextFeatures(min_texts=1 if few else 2, content_only=few and CONTENT_ONLY).fit(texts)
    rows = features.transform(texts)
    weights = np.zeros((len(taught.classes), rows.shape[1]))
    offsets = np.full(len(taught.classes), -1.0)
    for at in range(len(taught.classes)):
        positive = truth[:, at]
        if positive.all() or not positive.any() or not rows.shape[1]:
            offsets[at] = 1.0 if positive.all() and positive.any() else -1.0
            continue
        model = (
            LogisticRegression(C=FEW_C, class_weight="balanced", random_state=random_state)
            if few
            else LinearSVC(C=0.5, random_state=random_state)
        )
        model.fit(rows, positive)
        weights[at], offsets[at] = model.coef_[0], float(model.intercept_[0])
    return LinearThemes(features, weights, offsets)


CONTENT_ONLY = True
FEW_C = 10.0
