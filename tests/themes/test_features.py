"""Features are what they claim to be: rows of fixed length, letters counted as scikit-learn counts them."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from consultation.themes.calibration import best_threshold, calibrate
from consultation.themes.features import TextFeatures, sequences
from consultation.themes.hierarchy import consensus_tree, stable_number


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


def test_calibrated_scores_hold_on_average():
    rng = np.random.default_rng(0)
    truth = rng.random((4_000, 1)) < 0.3
    made = calibrate(np.where(truth, 1.0, -1.0) + rng.normal(0, 1.5, truth.shape), truth)
    assert made.probabilities(np.where(truth, 1.0, -1.0)).mean() == pytest.approx(0.3, abs=0.05)


def test_the_best_threshold_separates_what_can_be_separated():
    assert 0.2 < best_threshold(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])) <= 0.8
    assert best_threshold(np.array([0.1]), np.array([False])) == 0.5


def clouds(number=4, each=40):
    rng = np.random.default_rng(1)
    made = np.repeat(np.eye(8)[:number], each, axis=0) + rng.normal(0, 0.08, (number * each, 8))
    return made / np.linalg.norm(made, axis=1, keepdims=True), np.repeat(np.arange(number), each)


def test_the_tree_finds_clouds_that_are_plainly_apart():
    points, cloud = clouds()
    labels = consensus_tree(points, 0).cut(4)
    assert len({(one, other) for one, other in zip(labels.tolist(), cloud.tolist(), strict=True)}) == 4


def test_a_coarser_cut_only_joins_what_a_finer_one_has():
    points, _ = clouds()
    tree = consensus_tree(points, 0)
    fine, coarse = tree.cut(6), tree.cut(3)
    assert all(len(set(coarse[fine == group].tolist())) == 1 for group in np.unique(fine))


def test_the_stable_number_of_clear_clouds_is_at_least_theirs():
    points, _ = clouds(5)
    assert stable_number(points, 2, 5, 0) == 5


def test_where_no_division_is_stable_there_is_one_all_the_same():
    noise = np.random.default_rng(1).normal(size=(12, 40))  # its halves agree less than by lot
    assert stable_number(noise / np.linalg.norm(noise, axis=1, keepdims=True), 3, 4, 1) in {3, 4}


def test_words_of_two_languages_are_one_feature_or_two_as_asked():
    texts = ["Legen ga meg ikke time igjen", "They did not give us the time"]
    assert {"time"} <= set(TextFeatures().fit(texts).words_)
    assert {"time", "en:time"} <= set(TextFeatures(apart=True).fit(texts).words_)
