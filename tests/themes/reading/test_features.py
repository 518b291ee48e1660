"""Features are what they claim to be: rows of fixed length, whatever the texts beside them."""

import numpy as np
import pytest

from consultation.themes.reading.features import TextFeatures, in_sentences
from consultation.themes.reading.text import read


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


def test_sentences_are_the_same_words_divided_and_read_in_the_language_of_their_text():
    texts = ["Maten var kald. No! \n Takk...", "", "😀", "Eg venta. Lenge", "..."]
    features = TextFeatures().fit(texts)
    reading = features.reading(texts)
    apart, text_of = in_sentences(reading, texts)
    assert text_of.tolist() == [0, 0, 0, 1, 2, 3, 3, 4]
    assert np.diff(apart.starts).tolist() == [3, 1, 1, 0, 0, 2, 1, 0]
    assert apart.languages == tuple(reading.languages[at] for at in text_of)
    sums = [features.occurrences(one)[0].sum() for one in (reading, apart)]
    assert sums[0] == pytest.approx(sums[1])


def test_no_texts_have_no_sentences():
    apart, text_of = in_sentences(TextFeatures().fit(["a"]).reading([]), [])
    assert (len(apart), len(text_of)) == (0, 0)


def test_what_is_learnt_from_has_the_rows_that_it_would_get_later(texts):
    features = TextFeatures(min_texts=2, max_letters=200)
    learnt = features.learn(read(texts))
    later = features.transform(texts)
    assert learnt.shape == (len(texts), features.width_)
    assert (learnt != later).nnz == 0
