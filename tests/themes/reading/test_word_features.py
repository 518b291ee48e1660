"""A word's letters are counted as scikit-learn counts them, and a form has no feature that is not known."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from consultation.themes.reading.text import read
from consultation.themes.reading.word_features import known_table, learnt_table, sequences, words_of


@pytest.mark.parametrize("word", ["a", "år", "ventetid", "æøå", "covid19"])
def test_letter_sequences_are_those_of_char_wb(word):
    reference = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
    assert set(sequences(word)) == set(reference(word))


def test_forms_have_the_features_that_were_learnt_and_no_others():
    reading = read(["ventetid og ventetida", "sykehuset"])
    names, learnt = learnt_table(reading, reading.lemmas, words_of)
    assert names == sorted(names)
    places = {name: at for at, name in enumerate(names)}
    assert (known_table(reading, reading.lemmas, words_of, places) != learnt).nnz == 0
    alone = known_table(reading, reading.lemmas, words_of, {"sykehus": 0})
    assert alone.shape == (len(reading.written), 1)
    assert np.flatnonzero(alone.toarray()).tolist() == [reading.written.index("sykehuset")]
