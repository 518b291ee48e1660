"""The linear models behind suggestions: one for few codings helped by descriptions, one for many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.features import Rows, TextFeatures
from consultation.themes.reading.learning import LinearSVC, LogisticRegression, sparse
from consultation.themes.reading.text import UNDECIDED, Lean

C_FEW = 10.0  # how closely the models follow their codings
C_MANY = 0.15
CLOSE = 3e-2  # how near to the best fit is near enough; nearer takes twice as long and changes no suggestion
TELLING = 0.5  # share of a feature's naive Bayes ratio in how much it counts
DESCRIPTION_WEIGHT = 10.0  # of likeness to a theme's description beside what codings taught, while there are none
HALF_TRUST = 10  # codings of a theme that halve it
SQUARED_LENGTH = 2.0  # of a row of features: words and letter sequences, each of length one

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Taught:
    """What there is to learn from, in an order that depends on the content alone: codings, and descriptions of themes."""

    texts: tuple[str, ...]
    truth: npt.NDArray[np.bool_]
    classes: tuple[str, ...]
    descriptions: tuple[str, ...]
    described: npt.NDArray[np.bool_]

    def only(self, chosen: Truth) -> "Taught":
        """The same with some of the codings; descriptions stay."""
        return replace(self, texts=tuple(self.texts[at] for at in np.flatnonzero(chosen)), truth=self.truth[chosen])

    def about(self, themes: Sequence[int]) -> "Taught":
        """The same for some of the themes; the descriptions of the others stay as texts that speak of none of these."""
        return replace(
            self,
            truth=self.truth[:, themes],
            classes=tuple(self.classes[at] for at in themes),
            described=self.described[:, themes],
        )


@dataclass(frozen=True)
class LinearThemes:
    """One linear decision per theme over the features of a text."""

    features: TextFeatures
    weights: Values
    offsets: Values

    def decisions(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Values:
        """Decision values, shape (n, themes); above zero speaks for a theme."""
        return np.asarray(self.features.transform(texts, languages) @ self.weights.T + self.offsets, dtype=np.float64)


@dataclass(frozen=True)
class JoinedThemes:
    """Several models, each for its own themes."""

    parts: tuple[tuple[tuple[int, ...], LinearThemes], ...]

    @property
    def lean(self) -> Lean:
        """What settles the language of texts of few words, as the first model has learnt it."""
        return self.parts[0][1].features.lean_ if self.parts else UNDECIDED

    def decisions(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Values:
        """Decision values, shape (n, themes), each theme's from the model that has it."""
        made = np.zeros((len(texts), sum(len(themes) for themes, _ in self.parts)))
        for themes, model in self.parts:
            made[:, themes] = model.decisions(texts, languages)
        return made


def teach(taught: Taught, random_state: int, *, few: bool) -> LinearThemes:
    """Fit one model per theme; with few codings the descriptions are texts among the others, and likeness to them counts.

    Likeness counts the less, the more codings a theme has.
    """
    texts = [*taught.texts, *(taught.descriptions if few else ())]
    truth = np.vstack([taught.truth, taught.described]) if few else taught.truth
    features = TextFeatures(min_texts=1 if few else 2, content_only=few).fit(texts)
    rows = features.transform(texts)
    rows.sort_indices()
    weights = np.zeros((len(taught.classes), rows.shape[1]))
    offsets = np.full(len(taught.classes), -1.0)
    telling = None if few else _telling(rows, truth)
    for at, positive in enumerate(truth.T):
        if positive.all() or not positive.any() or not rows.shape[1]:
            offsets[at] = 1.0 if positive.size and positive.all() else -1.0
        elif telling is None:
            weights[at], offsets[at] = _learnt_from_few(rows, positive, random_state)
        else:
            weights[at], offsets[at] = _learnt_from_many(rows, positive, telling[at], random_state)
    if few and taught.descriptions:
        trust = DESCRIPTION_WEIGHT * HALF_TRUST / (HALF_TRUST + taught.truth.sum(axis=0))
        weights += trust[:, np.newaxis] * likenesses(taught, features)
    return LinearThemes(features, weights, offsets)


def likenesses(taught: Taught, features: TextFeatures) -> Values:
    """For each theme the weights that give a text's cosine with its description; zeros where it has none."""
    rows = features.transform(taught.descriptions)
    return np.asarray(taught.described.T.astype(np.float64) @ rows, dtype=np.float64) / SQUARED_LENGTH


def _learnt_from_few(rows: Rows, positive: Truth, random_state: int) -> tuple[Values, float]:
    model = LogisticRegression(C=C_FEW, class_weight="balanced", random_state=random_state).fit(rows, positive)
    return model.coef_[0], float(model.intercept_[0])


def _learnt_from_many(rows: Rows, positive: Truth, telling: Values, random_state: int) -> tuple[Values, float]:
    """A support vector machine for which features count as much as they tell."""
    scaled = sparse.csr_matrix((rows.data * telling[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
    model = LinearSVC(C=C_MANY, tol=CLOSE, random_state=random_state).fit(scaled, positive)
    return model.coef_[0] * telling, float(model.intercept_[0])


def _telling(rows: Rows, truth: Truth) -> Values:
    """How much each feature counts for each theme: the more, the more or less often the theme's comments have it.

    The ratio is that of naive Bayes (Wang & Manning 2012), by half, so that no feature is lost. Shape (themes, features).
    """
    held = rows.sign()
    inside = np.asarray(truth.T.astype(np.float32) @ held, dtype=np.float64) + 1
    outside = np.asarray(held.sum(axis=0), dtype=np.float64) + 2 - inside
    ratio = inside / inside.sum(axis=1, keepdims=True) / (outside / outside.sum(axis=1, keepdims=True))
    return np.asarray((1 - TELLING) + TELLING * np.abs(np.log(ratio)), dtype=np.float64)
