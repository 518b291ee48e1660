"""Which written words weighed for a theme and how much, so that a reviewer sees why, and the sum can be checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.coding.models import LinearThemes
from consultation.themes.coding.positions import written_words
from consultation.themes.reading.features import BATCH, Rows, in_sentences
from consultation.themes.reading.learning import sparse
from consultation.themes.reading.passages import Passage, passages
from consultation.themes.reading.text import ReadTexts

MOST = 5  # words shown
CLOSE = 1e-12  # sums this near are equal
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A whole word as it was written, wherever it stands in the comment, and what it added to the decision."""

    written: str
    places: tuple[Passage, ...]
    contribution: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """The words that spoke most for a theme, most first.

    ``offset`` (what the model thinks before reading), what ``words`` added and what the ``rest`` of the words added
    together make ``decision``. ``share`` is how much of all that spoke for the theme lies in ``words``, 0 to 1.
    """

    words: tuple[Weighed, ...]
    offset: float
    rest: float
    decision: float
    share: float


def weighings(model: LinearThemes, texts: Sequence[str], columns: Sequence[int], most: int = MOST) -> list[Weighing]:
    """Divide the model's decision about each text and theme (a column of the model) among the words of the text.

    A linear decision is a sum over features, and each feature comes from words: its part is divided among the words
    that carry it, as often as they carry it - a letter sequence among all words that hold it, a pair of words by halves.
    So a long compound weighs by its parts, too. Equal words of a text are told once, with all their places.
    """
    return [
        _told(text, places, parts, float(model.offsets[column]), most)
        for text, column, places, parts in _divisions(model, texts, columns)
    ]


def strongest(model: LinearThemes, texts: Sequence[str], columns: Sequence[int]) -> list[Passage]:
    """For each text and theme the sentence whose words together spoke most for it; the first of equals.

    A text without any sentence gives an empty passage.
    """
    return [_strongest(text, places, parts) for text, _, places, parts in _divisions(model, texts, columns)]


def _strongest(text: str, places: Sequence[Passage], parts: Values) -> Passage:
    sentences = passages(text)
    if len(sentences) <= 1 or not places:
        return (*sentences, Passage(0, 0))[0]
    begins = [sentence.start for sentence in sentences]
    sentence_of = np.searchsorted(begins, [place.start for place in places], side="right") - 1
    sums = np.bincount(np.maximum(sentence_of, 0), weights=parts, minlength=len(sentences))
    return sentences[int(np.flatnonzero(sums >= sums.max() - CLOSE)[0])]


def _divisions(
    model: LinearThemes, texts: Sequence[str], columns: Sequence[int]
) -> Iterator[tuple[str, int, tuple[Passage, ...], Values]]:
    """For each text and column where the words stand and what each adds; texts that are asked about twice are read once."""
    for at in range(0, len(texts), BATCH):
        some = texts[at : at + BATCH]
        distinct = list(dict.fromkeys(some))
        shares = _Divided.of(model, distinct)
        known = {text: (place, written_words(text)) for place, text in enumerate(distinct)}
        for text, column in zip(some, columns[at : at + BATCH], strict=True):
            place, words = known[text]
            yield text, column, words, shares.of_words(place, column)


@dataclass(frozen=True)
class _Divided:
    """Decisions about texts divided among their words; what the best sentence adds is divided among its own."""

    by_sentence: float
    whole: "_Shares"
    apart: "_Shares"
    first: npt.NDArray[np.intp]

    @classmethod
    def of(cls, model: LinearThemes, texts: Sequence[str]) -> "_Divided":
        reading = model.features.reading(texts)
        whole = _Shares.of(model, reading)
        if not model.by_sentence:
            return cls(0.0, whole, whole, np.arange(len(texts) + 1))
        apart, text_of = in_sentences(reading, texts)
        first = np.searchsorted(text_of, np.arange(len(texts) + 1))
        return cls(model.by_sentence, whole, _Shares.of(model, apart), first)

    def of_words(self, text: int, column: int) -> Values:
        """What each word of a text adds to the decision about a theme, whose offset stands apart."""
        parts = self.whole.of_words(text, column)
        if not self.by_sentence:
            return parts
        sentences = [self.apart.of_words(at, column) for at in range(self.first[text], self.first[text + 1])]
        best = int(np.argmax([one.sum() for one in sentences]))
        before = sum(len(one) for one in sentences[:best])
        parts = (1 - self.by_sentence) * parts
        parts[before : before + len(sentences[best])] += self.by_sentence * sentences[best]
        return parts


@dataclass(frozen=True)
class _Shares:
    """For each word of what was read the part of each feature's value that comes from it."""

    model: LinearThemes
    rows: Rows
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, model: LinearThemes, reading: ReadTexts) -> "_Shares":
        carried, text_of_word = model.features.occurrences(reading)
        values = model.features.rows(reading).astype(np.float64)
        number = np.arange(len(text_of_word))
        shape = (len(reading), len(text_of_word))
        totals = sparse.csr_matrix((np.ones(len(number)), (text_of_word, number)), shape=shape) @ carried
        starts = np.searchsorted(text_of_word, np.arange(len(reading) + 1)).astype(np.int64)
        return cls(model, _divided(carried, values, totals, text_of_word), starts)

    def of_words(self, text: int, column: int) -> Values:
        """What each word of a text adds to the decision about a theme."""
        first, last = self.rows.indptr[self.starts[text]], self.rows.indptr[self.starts[text + 1]]
        parts = self.rows.data[first:last] * self.model.weights[column, self.rows.indices[first:last]]
        words = np.diff(self.rows.indptr[self.starts[text] : self.starts[text + 1] + 1])
        made = np.bincount(np.repeat(np.arange(len(words)), words), weights=parts, minlength=len(words))
        return np.asarray(made, dtype=np.float64)


def _divided(carried: Rows, values: Rows, totals: Rows, text_of_word: npt.NDArray[np.int64]) -> Rows:
    """Each feature's value in a text divided among the words that carry it; shape (words, features)."""
    for rows in (values, totals):
        rows.sort_indices()
    carried = carried.tocsr().astype(np.float64)
    width = values.shape[1]
    own = np.repeat(text_of_word, np.diff(carried.indptr)) * width + carried.indices
    carried.data *= _looked_up(values, own) / _looked_up(totals, own)
    return carried


def _looked_up(rows: Rows, places: npt.NDArray[np.int64]) -> Values:
    """The values at (row times width plus column); what is not there is nought."""
    if not rows.nnz:
        return np.zeros(len(places))
    there = np.repeat(np.arange(rows.shape[0], dtype=np.int64), np.diff(rows.indptr)) * rows.shape[1] + rows.indices
    at = np.minimum(np.searchsorted(there, places), len(there) - 1)
    return np.where(there[at] == places, rows.data[at], 0.0)


def _told(text: str, places: Sequence[Passage], parts: Values, offset: float, most: int) -> Weighing:
    together: dict[str, list[int]] = {}
    for at, place in enumerate(places):
        together.setdefault(place.of(text).casefold(), []).append(at)
    weighed = [
        Weighed(places[held[0]].of(text), tuple(places[at] for at in held), float(parts[held].sum()))
        for held in together.values()
    ]
    speaking = sorted((one for one in weighed if one.contribution > 0), key=lambda one: (-one.contribution, one.places))
    shown = tuple(speaking[:most])
    every, told = sum(one.contribution for one in speaking), sum(one.contribution for one in shown)
    whole = float(parts.sum())
    return Weighing(shown, offset, whole - told, offset + whole, told / every if every else 0.0)
