"""Features are what they claim to be: rows of fixed length, letters counted as scikit-learn counts them."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from consultation.themes.reading.features import TextFeatures, sequences


@pytest.mark.parametrize("word", ["a", "år", "ventetid", "æøå", "covid19"])
def test_letter_sequences_are_those_of_char_wb(word):
    reference = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
    assert set(sequences(word)) == set(reference(word))


def test_every_row_with_words_has_the_same_length(texts):
    rows = TextFeatures().fit(texts).transform([*texts, ""])
    lengths = (
        np.sqrt(rows.multiply(rows).sum(axis=1)).A1 if hasattr(rows.sum(axis=1), "A1") else rows.power(2).sum(axis=1)
    )
    assert np.allclose(lengths[:-1], np.sqrt(2), atol=1e-3)
    assert lengths[-1] == 0


def test_rows_do_not_depend_on_the_batch_they_are_in(texts):
    features = TextFeatures().fit(texts)
    whole = features.transform(texts)
    alone = features.transform([texts[7]])
    assert np.allclose(whole[7].toarray(), alone.toarray())


def test_content_words_alone_leave_stop_words_without_any_row():
    features = TextFeatures(content_only=True).fit(["jeg og du ventet", "ventetid"])
    assert features.transform(["jeg og du"]).nnz == 0


def test_words_of_two_languages_are_one_feature_or_two_as_asked():
    texts = ["Legen ga meg ikke time igjen", "They did not give us the time"]
    assert {"time"} <= set(TextFeatures().fit(texts).words_)
    assert {"time", "en:time"} <= set(TextFeatures(apart=True).fit(texts).words_)
