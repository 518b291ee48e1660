"""Comments as numbers: weighted words, pairs of words, parts of compounds, and letter sequences within words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from consultation.themes.reading.learning import check_is_fitted, normalize, sparse
from consultation.themes.reading.passages import passages
from consultation.themes.reading.text import ReadTexts, read, words
from consultation.themes.reading.word_features import Rows, known_table, learnt_table, sequences_of, words_of

__all__ = ["BATCH", "Rows", "TextFeatures", "in_sentences"]

BATCH = 5_000  # texts turned into numbers at a time, which bounds the memory


class TextFeatures(TransformerMixin, BaseEstimator):  # type: ignore[no-untyped-call]
    """Turn texts into rows of TF-IDF weights, each block of features of length one.

    Letter sequences never cross words, so they are counted once per distinct word and multiplied out, which makes them
    as cheap as words. ``content_only`` leaves stop words out; ``min_texts`` is in how many texts a feature must occur.
    With ``apart`` English "time" and Norwegian "time" are two words; without, a description of so few words that its
    language is a guess still meets the comments that use them.
    """

    def __init__(
        self,
        *,
        content_only: bool = False,
        pairs: bool = True,
        letters: bool = True,
        min_texts: int = 1,
        max_letters: int = 100_000,
        letter_weight: float = 1.0,
        apart: bool = False,
    ) -> None:
        self.content_only = content_only
        self.pairs = pairs
        self.letters = letters
        self.min_texts = min_texts
        self.max_letters = max_letters
        self.letter_weight = letter_weight
        self.apart = apart

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """Learn which features there are and how telling each is."""
        del y
        self._learn(read(texts))
        return self

    def learn(self, reading: ReadTexts) -> Rows:
        """Learn as ``fit`` does from texts that were read, and give the row of each, as ``transform`` does; not in batches."""
        return self._weighed(reading, *self._learn(reading))

    def _learn(self, reading: ReadTexts) -> tuple[Rows, Rows]:
        """Learn, and for each text how often it has which of the words, parts and letter sequences that are kept."""
        self.lean_ = reading.lean
        counts, keys = self._form_counts(reading), self._keys(reading)
        places, table = learnt_table(reading, keys, words_of)
        words = counts @ table
        self.words_, self.word_weights_, kept = _kept(words, places, self.min_texts)
        words, grams = words[:, kept], None
        if self.letters:
            places, table = learnt_table(reading, keys, sequences_of)
            grams = counts @ table
            self.sequences_, self.letter_weights_, kept = _kept(grams, places, self.min_texts, self.max_letters)
            grams = grams[:, kept]
        if self.pairs:
            self._learn_pairs(reading)
        return words, grams

    def transform(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Rows:
        """One row per text; a text without known features gives an empty row."""
        check_is_fitted(self, "words_")
        rows = [
            self.rows(
                self.reading(
                    texts[at : at + BATCH],
                    None if languages is None else languages[at : at + BATCH],
                )
            )
            for at in range(0, len(texts), BATCH)
        ]
        return sparse.vstack(rows, format="csr") if rows else sparse.csr_matrix((0, self.width_), dtype=np.float32)

    def reading(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> ReadTexts:
        """The texts, read as those were that the features were learnt from."""
        check_is_fitted(self, "words_")
        return read(texts, languages, lean=self.lean_)

    def occurrences(self, reading: ReadTexts) -> tuple[Rows, npt.NDArray[np.int64]]:
        """Which features each word carries: a row per word, text after text, and the text of each word.

        A pair of words is carried by both, half each; the rows of a text add up to how often it has each feature.
        """
        kinds = [(words_of, self.words_), *([(sequences_of, self.sequences_)] if self.letters else [])]
        tables = [known_table(reading, self._keys(reading), features_of, places) for features_of, places in kinds]
        rows = [table[reading.tokens] for table in tables]
        if self.pairs:
            rows.insert(1, self._pair_halves(reading))
        carried = sparse.hstack(rows, format="csr")
        if self.content_only:
            carried = sparse.diags((~reading.stops[reading.tokens]).astype(np.float32)) @ carried
        return carried, np.repeat(np.arange(len(reading)), np.diff(reading.starts))

    @property
    def width_(self) -> int:
        """The number of features."""
        wide = len(self.words_) + (len(self.sequences_) if self.letters else 0)
        return wide + (len(self.pair_codes_) if self.pairs else 0)

    def rows(self, reading: ReadTexts) -> Rows:
        """One row for each text that was read; not in batches, so for as many as memory holds."""
        counts, keys = self._form_counts(reading), self._keys(reading)
        words = counts @ known_table(reading, keys, words_of, self.words_)
        grams = counts @ known_table(reading, keys, sequences_of, self.sequences_) if self.letters else None
        return self._weighed(reading, words, grams)

    def _weighed(self, reading: ReadTexts, words: Rows, grams: Rows) -> Rows:
        """Counted features as rows of weights."""
        weights = self.word_weights_
        if self.pairs:
            words = sparse.hstack([words, self._pair_counts(reading)], format="csr")
            weights = np.concatenate([weights, self.pair_weights_])
        blocks = [_weighted(words, weights)]
        if self.letters:
            blocks.append(self.letter_weight * _weighted(grams, self.letter_weights_))
        return sparse.hstack(blocks, format="csr", dtype=np.float32)

    def _keys(self, reading: ReadTexts) -> tuple[str, ...]:
        return reading.keys if self.apart else reading.lemmas

    def _form_counts(self, reading: ReadTexts) -> Rows:
        ones = np.ones(len(reading.tokens), dtype=np.float32)
        if self.content_only:
            ones[reading.stops[reading.tokens]] = 0
        shape = (len(reading), len(reading.written))
        counts = sparse.csr_matrix((ones, reading.tokens, reading.starts), shape=shape, copy=True)
        counts.sum_duplicates()
        counts.eliminate_zeros()
        return counts

    def _learn_pairs(self, reading: ReadTexts) -> None:
        text, codes, _ = self._pairs(reading)
        both = np.unique(np.column_stack([text, codes]), axis=0) if len(codes) else np.zeros((0, 2), dtype=np.int64)
        found, texts_with = np.unique(both[:, 1], return_counts=True)
        kept = texts_with >= max(2, self.min_texts)
        self.pair_codes_ = found[kept]
        self.pair_weights_ = _inverse_frequency(len(reading), texts_with[kept])

    def _pair_halves(self, reading: ReadTexts) -> Rows:
        """For every word half of each known pair that it is in, a row per word."""
        _, codes, seconds = self._pairs(reading)
        place, known = self._places_of_pairs(codes)
        second = np.flatnonzero(seconds)[known]
        rows, columns = np.concatenate([second - 1, second]), np.concatenate([place[known]] * 2)
        halves = np.full(len(rows), 0.5, dtype=np.float32)
        return sparse.csr_matrix((halves, (rows, columns)), shape=(len(reading.tokens), len(self.pair_codes_)))

    def _places_of_pairs(self, codes: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """For the number of each pair its column, and whether it is known at all."""
        if not len(self.pair_codes_):
            return np.zeros(len(codes), dtype=np.intp), np.zeros(len(codes), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self.pair_codes_, codes), len(self.pair_codes_) - 1)
        return place, self.pair_codes_[place] == codes

    def _pairs(self, reading: ReadTexts) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """For every two neighbouring known words the text they stand in and a number for the pair; which are the second."""
        known = np.array([self.words_.get(word, -1) for word in self._keys(reading)], dtype=np.int64)
        if self.content_only:
            known[reading.stops] = -1
        text = np.repeat(np.arange(len(reading)), np.diff(reading.starts))
        words = known[reading.tokens] if len(reading.tokens) else np.zeros(0, dtype=np.int64)
        beside = (text[1:] == text[:-1]) & (words[1:] >= 0) & (words[:-1] >= 0)
        seconds = np.concatenate([np.zeros(min(1, len(words)), dtype=np.bool_), beside])
        return text[1:][beside], (words[:-1] * len(self.words_) + words[1:])[beside], seconds

    def _pair_counts(self, reading: ReadTexts) -> Rows:
        text, codes, _ = self._pairs(reading)
        place, known = self._places_of_pairs(codes)
        ones = np.ones(int(known.sum()), dtype=np.float32)
        shape = (len(reading), len(self.pair_codes_))
        return sparse.csr_matrix((ones, (text[known], place[known])), shape=shape)


def in_sentences(reading: ReadTexts, texts: Sequence[str]) -> tuple[ReadTexts, npt.NDArray[np.intp]]:
    """The same words divided where sentences end, and the text of each sentence; every text has at least one.

    A sentence counts as written in the language of its text. Sentences without a word are left out.
    """
    whole = np.diff(reading.starts)
    lengths = [_lengths(text, int(number)) for text, number in zip(texts, whole, strict=True)]
    text_of = np.repeat(np.arange(len(texts)), [len(one) for one in lengths])
    starts = np.concatenate(
        [np.zeros(1, np.int64), np.cumsum([one for some in lengths for one in some], dtype=np.int64)]
    )
    return replace(reading, starts=starts, languages=tuple(reading.languages[at] for at in text_of.tolist())), text_of


def _lengths(text: str, number: int) -> list[int]:
    """How many words each sentence has; one sentence where there is none, or the words do not come out even."""
    if number == 0:
        return [0]
    found = [length for one in passages(text) if (length := len(words(one.of(text))))]
    return found if sum(found) == number else [number]


def _kept(
    counts: Rows, names: Sequence[str], fewest: int, most: int | None = None
) -> tuple[dict[str, int], npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """The features that occur in enough texts, at most so many; how much each weighs; and which they are of all."""
    texts_with = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = texts_with >= max(1, fewest)
    if most is not None and kept.sum() > most:
        kept &= texts_with >= np.sort(texts_with[kept])[-most]
    chosen = list(compress(names, kept.tolist()))
    weights = _inverse_frequency(counts.shape[0], texts_with[kept])
    return dict(zip(chosen, range(len(chosen)), strict=True)), weights, kept


def _inverse_frequency(texts: int, texts_with: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float32]:
    return (_logarithms((1 + texts) / (1 + texts_with)) + 1).astype(np.float32)


def _logarithms(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Natural logarithms without the digits in which processors differ."""
    return np.asarray(np.round(np.log(values.astype(np.float64)), 9), dtype=np.float64)


def _weighted(counts: Rows, weights: npt.NDArray[np.float32]) -> Rows:
    """Dampened counts times weights, every row of length one."""
    rows = counts.tocsr().astype(np.float32)
    if not rows.shape[1]:
        return rows
    rows.sort_indices()  # a row's length does not depend on the texts beside it, to the last digit
    dampened = (1 + _logarithms(np.arange(1, int(rows.data.max(initial=1)) + 1)).astype(np.float32)).astype(np.float32)
    rows.data = dampened[rows.data.astype(np.intp) - 1] * weights[rows.indices]
    return normalize(rows, copy=False)
