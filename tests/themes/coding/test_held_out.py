"""What a comment's own coding taught is never in the score by which it is counted."""

import numpy as np

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.coding.outcomes import Suggestions, Undecided
from consultation.themes.coding.promises import CannotBePromised, Promise
from consultation.themes.trust.quality import calibration_error


def noise(number=160, seed=0):
    """Comments whose words say nothing about their themes, each with a word of its own to learn by heart."""
    rng = np.random.default_rng(seed)
    texts = [f"ord{at} sak{rng.integers(5)} ting{rng.integers(5)}" for at in range(number)]
    return texts, [frozenset({"mat"}) if one else frozenset() for one in rng.random(number) < 0.5]


def test_a_model_that_knows_its_codings_by_heart_is_not_asked_about_them():
    texts, themes = noise()
    truth = np.array([["mat" in one] for one in themes])
    assigner = ThemeAssigner().fit(texts, themes)
    by_heart = assigner.model_.decisions(texts)
    held_out = assigner.out_of_fold_proba_
    assert ((by_heart > np.median(by_heart)) == truth).mean() > 0.7
    assert abs(((held_out > np.median(held_out)) == truth).mean() - 0.5) < 0.15
    assert calibration_error(held_out, truth) < 0.12
    assert isinstance(assigner.promise(0.8), CannotBePromised)


def test_scores_stand_in_the_order_of_the_codings_given(texts, about):
    themes = [frozenset({one}) for one in about]
    turned = np.random.default_rng(3).permutation(len(texts))
    one = ThemeAssigner().fit(texts, themes, {"tolk": "Tolk. Språk"})
    other = ThemeAssigner().fit([texts[at] for at in turned], [themes[at] for at in turned], {"tolk": "Tolk. Språk"})
    assert (one.out_of_fold_proba_[turned] == other.out_of_fold_proba_).all()
    assert one.out_of_fold_proba_.shape == (len(texts), len(one.classes_))
    assert ((one.out_of_fold_proba_ >= 0) & (one.out_of_fold_proba_ <= 1)).all()
    likeliest = [one.classes_[at] for at in one.out_of_fold_proba_.argmax(axis=1)]
    assert np.mean([guess == right for guess, right in zip(likeliest, about, strict=True)]) > 0.6


def test_equal_comments_are_held_out_together():
    texts, themes = noise(60)
    once = ThemeAssigner().fit(texts, themes).out_of_fold_proba_
    truth = np.array([["mat" in one] for one in themes])
    thrice = ThemeAssigner().fit(texts * 3, themes * 3).out_of_fold_proba_
    assert abs(((thrice > np.median(thrice)) == np.vstack([truth] * 3)).mean() - 0.5) < 0.2
    assert np.isfinite(once).all()


def test_where_nothing_can_be_held_out_there_is_no_score():
    assert np.isnan(ThemeAssigner().fit(["en"], [frozenset({"a"})]).out_of_fold_proba_).all()
    assert ThemeAssigner().fit([], [], {"a": "Mat"}).out_of_fold_proba_.shape == (0, 1)


def test_a_text_without_a_letter_scores_nothing_there_either():
    texts, themes = noise(40)
    assigner = ThemeAssigner().fit(["😀", *texts], [frozenset({"mat"}), *themes])
    assert not assigner.out_of_fold_proba_[0].any()


def test_promises_and_answers_come_with_the_model(texts, about):
    many, themes = [f"{text} {at}" for at in range(3) for text in texts], [frozenset({one}) for one in about] * 3
    assigner = ThemeAssigner().fit(many, themes)
    said = assigner.promise()
    assert isinstance(said, Promise)
    assert said.right / said.codings >= said.precision
    waiting, nothing = assigner.outcomes(["Jeg ventet altfor lenge på time", "Xylofon zzz"])
    assert isinstance(waiting, Suggestions)
    assert waiting.themes[0][0] == "ventetid"
    assert isinstance(nothing, Undecided)
