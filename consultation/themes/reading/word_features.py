"""What a single word is counted as: itself, its parts, and the letter sequences in it; a row for each form of a word."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.compounds import parts
from consultation.themes.reading.learning import sparse
from consultation.themes.reading.text import NORWEGIAN, ReadTexts

SHORTEST_SEQUENCE, LONGEST_SEQUENCE = 2, 5
Rows = Any  # scipy.sparse.csr_matrix, which has no types
FeaturesOf = Callable[[str, str, str, str], tuple[str, ...]]


@lru_cache(maxsize=100_000)
def sequences(word: str) -> tuple[str, ...]:
    """The letter sequences of a word between spaces, 2 to 5 long, as scikit-learn's ``char_wb`` makes them."""
    padded = f" {word} "
    found = [
        padded[start : start + length]
        for length in range(SHORTEST_SEQUENCE, min(LONGEST_SEQUENCE, len(padded)) + 1)
        for start in range(len(padded) - length + 1)
    ]
    return tuple(found)


def words_of(key: str, lemma: str, written: str, language: str) -> tuple[str, ...]:
    """The word, and the parts of a compound."""
    del written
    return (key, *parts(lemma, language))


def sequences_of(key: str, lemma: str, written: str, language: str) -> tuple[str, ...]:
    """Norwegian words are spelled as their lemma, so that both language forms give the same letters.

    Words that are kept apart (their key names a language) have letter sequences of their own: that English "ward" and
    Norwegian "verd" look alike says nothing.
    """
    if language in NORWEGIAN:
        return sequences(lemma)
    return sequences(written) if key == lemma else _sequences_apart(written, language)


@lru_cache(maxsize=100_000)
def _sequences_apart(word: str, language: str) -> tuple[str, ...]:
    return tuple(f"{language}:{one}" for one in sequences(word))


def _spread(reading: ReadTexts, keys: Sequence[str], features_of: FeaturesOf) -> tuple[list[str], npt.NDArray[np.intp]]:
    """The features of all forms, form after form, and where each form's begin and the last's end."""
    forms = zip(keys, reading.lemmas, reading.written, reading.form_languages, strict=True)
    found = [features_of(*form) for form in forms]
    return list(chain.from_iterable(found)), np.cumsum([0, *map(len, found)])


def learnt_table(reading: ReadTexts, keys: Sequence[str], features_of: FeaturesOf) -> tuple[list[str], Rows]:
    """All features in the order of the alphabet, and how often every form has each."""
    features, starts = _spread(reading, keys, features_of)
    names = sorted(set(features))
    places = dict(zip(names, range(len(names)), strict=True))
    columns = np.fromiter(map(places.__getitem__, features), dtype=np.int32, count=len(features))
    return names, _counted(columns, starts, len(names))


def known_table(reading: ReadTexts, keys: Sequence[str], features_of: FeaturesOf, places: dict[str, int]) -> Rows:
    """How often every form has each of the features that are known."""
    features, starts = _spread(reading, keys, features_of)
    columns = np.fromiter(map(places.get, features, repeat(-1)), dtype=np.int32, count=len(features))
    known = columns >= 0
    return _counted(columns[known], np.concatenate([[0], np.cumsum(known)])[starts], len(places))


def _counted(columns: npt.NDArray[np.int32], starts: npt.NDArray[np.intp], width: int) -> Rows:
    ones = np.ones(len(columns), dtype=np.float32)
    table = sparse.csr_matrix((ones, columns, starts), shape=(len(starts) - 1, width))
    table.sum_duplicates()
    return table
