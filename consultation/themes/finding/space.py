"""The space of latent meaning in which comments lie near each other when they speak of the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.directions import leading
from consultation.themes.finding.exact import Points, lengths, of_length_one, on_grid, rows_on_grid
from consultation.themes.reading.features import BATCH, Rows, TextFeatures
from consultation.themes.reading.learning import sparse
from consultation.themes.reading.text import ReadTexts

Labels = npt.NDArray[np.intp]

LEARNT_FROM = 20_000  # different texts that the space and the groups are learnt from; the others are placed
NARROWEST, WIDEST = 16, 80  # dimensions; few texts cannot tell many directions apart
SMALLEST_SPACE = 2
LETTER_WEIGHT = 1.0  # of letter sequences beside words; they join what spelling and inflection part
MANY = 60  # texts from which a feature must occur twice to count
EXACT = 9  # decimals that are kept, so that ties are ties whatever order a processor adds in


@dataclass(frozen=True)
class Lying:
    """Where texts lie: ``points`` are rows of length one, or of zeros where a text shares nothing with what was learnt.

    ``held`` is the share of each text's length that lies in the space, 0 to 1. Where it is small the text speaks mostly
    of what few others speak of, however near a candidate the little that is held may lie. ``known`` is how many different
    words, and parts of compounds, of each text were learnt.
    """

    points: Points
    held: Points
    known: Labels


@dataclass(frozen=True)
class LatentSpace:
    """Words and letter sequences turned into few directions (latent semantic analysis: Deerwester et al. 1990)."""

    features: TextFeatures | None
    directions: Points | None
    width: int

    @classmethod
    def learnt_from(cls, different: ReadTexts) -> tuple["LatentSpace", "Lying"]:
        """Learn from texts, none twice and in an order that depends on them alone; also where these lie themselves."""
        features, rows = _features(different)
        rows = rows_on_grid(rows) if features else np.zeros((len(different), 1))
        wanted = int(np.clip(round(len(different) ** 0.5), NARROWEST, WIDEST))
        width = min(wanted, rows.shape[0] - 1, rows.shape[1] - 1)
        enough = features is not None and width >= SMALLEST_SPACE
        directions = leading(rows, width) if enough else None
        space = cls(features, directions, width if enough else rows.shape[1])
        return space, space.of_rows(rows)

    def lying(self, texts: Sequence[str]) -> "Lying":
        """Where every text lies."""
        found = list(self.batches(texts))
        if not found:
            return Lying(np.zeros((0, self.width)), np.zeros(0), np.zeros(0, dtype=np.intp))
        return Lying(
            np.vstack([one.points for one in found]),
            np.concatenate([one.held for one in found]),
            np.concatenate([one.known for one in found]),
        )

    def batches(self, texts: Sequence[str]) -> Iterator["Lying"]:
        """The same for 5,000 texts at a time, in order; memory stays bounded."""
        for at in range(0, len(texts), BATCH):
            some = texts[at : at + BATCH]
            yield self.of_rows(
                rows_on_grid(self.features.transform(some)) if self.features else np.zeros((len(some), 1))
            )

    def of_rows(self, rows: Rows) -> "Lying":
        """Where the texts lie that have these rows of features, on their grid."""
        if self.features is None:
            nothing = np.zeros(rows.shape[0])
            return Lying(nothing[:, np.newaxis], nothing, nothing.astype(np.intp))
        known = _in_first(rows, len(self.features.words_))
        if self.directions is None:
            points = of_length_one(rows.toarray())
            return Lying(points, np.round(lengths(points), EXACT), known)
        inside = on_grid(rows @ self.directions)
        whole = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())
        held = lengths(inside) / np.where(whole > 0, whole, 1)
        return Lying(of_length_one(inside), np.round(held, EXACT), known)

    def words(self, texts: Sequence[str]) -> Rows:
        """The words of every text, weighted, as sparse rows of length one: what only few share is in them."""
        if self.features is None:
            return sparse.csr_matrix((len(texts), 1))
        return rows_on_grid(self.features.transform(texts)[:, : len(self.features.words_)])

    def points_and_words(self, texts: Sequence[str]) -> tuple[Points, Rows]:
        """The points of ``lying`` and the rows of ``words``, with every text read once."""
        if self.features is None or not len(texts):
            return self.lying(texts).points, self.words(texts)
        points, words = [], []
        for at in range(0, len(texts), BATCH):
            rows = rows_on_grid(self.features.transform(texts[at : at + BATCH]))
            points.append(self.of_rows(rows).points)
            words.append(rows[:, : len(self.features.words_)])
        return np.vstack(points), sparse.vstack(words, format="csr")


def _in_first(rows: Rows, columns: int) -> Labels:
    """How many of a row's features are among the first so many columns."""
    running = np.concatenate([[0], np.cumsum(rows.indices < columns)])
    return np.asarray(running[rows.indptr[1:]] - running[rows.indptr[:-1]], dtype=np.intp)


def sampled(different: Sequence[str], most: int, random_state: int) -> list[str]:
    """The texts to learn from: all, or so many that a hash picks, whatever order they come in."""
    if len(different) <= most:
        return list(different)
    salt = random_state.to_bytes(8, "big", signed=True)
    ranked = sorted(
        different, key=lambda text: blake2b(text.encode(errors="surrogatepass"), salt=salt, digest_size=16).digest()
    )
    return sorted(ranked[:most])


def _features(sample: ReadTexts) -> tuple[TextFeatures | None, Rows]:
    """What the texts have in common: their content words, or any words where there are no others; None without words.

    And the row of each text.
    """
    fewest = 2 if len(sample) > MANY else 1
    for content_only in (True, False):
        features = TextFeatures(
            content_only=content_only,
            apart=True,
            pairs=False,
            min_texts=fewest,
            max_letters=30_000,
            letter_weight=LETTER_WEIGHT,
        )
        rows = features.learn(sample)
        if features.width_:
            return features, rows
    return None, None
