"""The linear models behind suggestions, taught by codings and by the codebook's own descriptions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.features import BATCH, Rows, TextFeatures, in_sentences
from consultation.themes.reading.learning import LinearSVC, sparse
from consultation.themes.reading.text import UNDECIDED, Lean

CLOSENESS = 0.15  # how closely the models follow their codings
CLOSE = 3e-2  # how near to the best fit is near enough; nearer takes twice as long and changes no suggestion
TELLING = 0.5  # share of a feature's naive Bayes ratio in how much it counts
BALANCE = 0.25  # how far a theme's few codings count like the many that are none; 0 not at all, 1 fully
BY_SENTENCE = 0.5  # of a decision, about the sentence that speaks most for the theme
DESCRIPTION_WEIGHT = 5.0  # of likeness to a theme's description beside what codings taught, while there are none
HALF_TRUST = 10  # codings of a theme that halve it
LETTERS = 1.5  # length of a text's letter sequences beside its words
MANY = (
    2_000  # texts from which a feature must occur in two: what occurs once in so many teaches nothing and costs memory
)

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Taught:
    """What there is to learn from, in an order that depends on the content alone: codings, and descriptions of themes.

    ``asked`` says where ``truth`` is known, of the same shape: whoever read the comment was asked for the theme.
    """

    texts: tuple[str, ...]
    truth: npt.NDArray[np.bool_]
    asked: npt.NDArray[np.bool_]
    classes: tuple[str, ...]
    descriptions: tuple[str, ...]
    described: npt.NDArray[np.bool_]

    def only(self, chosen: Truth) -> "Taught":
        """The same with some of the codings; descriptions stay."""
        texts = tuple(self.texts[at] for at in np.flatnonzero(chosen))
        return replace(self, texts=texts, truth=self.truth[chosen], asked=self.asked[chosen])

    def about(self, themes: Sequence[int]) -> "Taught":
        """The same for some of the themes; the descriptions of the others stay as texts that speak of none of these."""
        return replace(
            self,
            truth=self.truth[:, themes],
            asked=self.asked[:, themes],
            classes=tuple(self.classes[at] for at in themes),
            described=self.described[:, themes],
        )


@dataclass(frozen=True)
class LinearThemes:
    """One linear decision per theme over the features of a text, and as far as ``by_sentence`` says over its best sentence.

    People code a comment for a theme when one sentence speaks of it, whatever else it says: the decision is a mean of
    that about the whole text and that about the sentence which speaks most for the theme, the latter with this share.
    """

    features: TextFeatures
    weights: Values
    offsets: Values
    by_sentence: float = 0.0

    def decisions(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Values:
        """Decision values, shape (n, themes); above zero speaks for a theme."""
        if not self.by_sentence or not texts:
            return self.of_rows(self.features.transform(texts, languages))
        made = [self._with_best_sentence(*some) for some in _batches(texts, languages)]
        return np.concatenate(made)

    def of_rows(self, rows: Rows) -> Values:
        """Decision values of rows of features."""
        return np.asarray(rows @ self.weights.T + self.offsets, dtype=np.float64)

    def _with_best_sentence(self, texts: Sequence[str], languages: Sequence[str] | None) -> Values:
        reading = self.features.reading(texts, languages)
        apart, text_of = in_sentences(reading, texts)
        first = np.searchsorted(text_of, np.arange(len(texts)))
        best = np.maximum.reduceat(self.of_rows(self.features.rows(apart)), first, axis=0)
        whole = self.of_rows(self.features.rows(reading))
        return np.asarray((1 - self.by_sentence) * whole + self.by_sentence * best, dtype=np.float64)


def _batches(
    texts: Sequence[str], languages: Sequence[str] | None
) -> Iterator[tuple[Sequence[str], Sequence[str] | None]]:
    for at in range(0, len(texts), BATCH):
        yield texts[at : at + BATCH], None if languages is None else languages[at : at + BATCH]


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


def teach(taught: Taught, random_state: int) -> LinearThemes:
    """Fit one model per theme on codings and descriptions; likeness to its description counts, the less the more codings.

    Each is a support vector machine (Fan et al. 2008, LIBLINEAR) on features that count as much as they tell.
    """
    texts = [*taught.texts, *taught.descriptions]
    truth = np.vstack([taught.truth, taught.described])
    asked = np.vstack([taught.asked | taught.truth, np.ones_like(taught.described)])
    features = TextFeatures(min_texts=1 if len(texts) < MANY else 2, letter_weight=LETTERS).fit(texts)
    rows = features.transform(texts)
    rows.sort_indices()
    weights = np.zeros((len(taught.classes), rows.shape[1]))
    offsets = np.full(len(taught.classes), -1.0)
    telling = _telling(rows, truth, asked)
    for at, known in enumerate(asked.T):
        positive = truth[known, at]
        if positive.all() or not positive.any() or not rows.shape[1]:
            offsets[at] = 1.0 if positive.size and positive.all() else -1.0
        else:
            weights[at], offsets[at] = _learnt(_only(rows, known), positive, telling[at], random_state)
    if taught.descriptions:
        trust = DESCRIPTION_WEIGHT * HALF_TRUST / (HALF_TRUST + taught.truth.sum(axis=0))
        weights += trust[:, np.newaxis] * likenesses(taught, features)
    return LinearThemes(features, weights, offsets, BY_SENTENCE)


def likenesses(taught: Taught, features: TextFeatures) -> Values:
    """For each theme the weights that give a text's cosine with its description; zeros where it has none."""
    rows = features.transform(taught.descriptions)
    return np.asarray(taught.described.T.astype(np.float64) @ rows, dtype=np.float64) / squared_length(features)


def squared_length(features: TextFeatures) -> float:
    """Of a row of features that has words and letter sequences."""
    return 1.0 + features.letter_weight**2


def _learnt(rows: Rows, positive: Truth, telling: Values, random_state: int) -> tuple[Values, float]:
    scaled = sparse.csr_matrix((rows.data * telling[rows.indices], rows.indices, rows.indptr), shape=rows.shape)
    share = float(positive.mean())
    counts = {True: (0.5 / share) ** BALANCE, False: (0.5 / (1 - share)) ** BALANCE}
    model = LinearSVC(C=CLOSENESS, tol=CLOSE, class_weight=counts, random_state=random_state).fit(scaled, positive)
    return model.coef_[0] * telling, float(model.intercept_[0])


def _only(rows: Rows, known: Truth) -> Rows:
    return rows if known.all() else rows[np.flatnonzero(known)]


def _telling(rows: Rows, truth: Truth, asked: Truth) -> Values:
    """How much each feature counts for each theme: the more, the more or less often the theme's comments have it.

    The ratio is that of naive Bayes (Wang & Manning 2012), by half, so that no feature is lost. Shape (themes, features).
    """
    held = rows.sign()
    inside = np.asarray(truth.T.astype(np.float32) @ held, dtype=np.float64) + 1
    every = held.sum(axis=0) if asked.all() else asked.T.astype(np.float32) @ held
    outside = np.asarray(every, dtype=np.float64) + 2 - inside
    ratio = inside / inside.sum(axis=1, keepdims=True) / (outside / outside.sum(axis=1, keepdims=True))
    return np.asarray((1 - TELLING) + TELLING * np.abs(np.log(ratio)), dtype=np.float64)
