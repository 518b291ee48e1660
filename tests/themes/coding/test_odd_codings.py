"""Whatever people code and however oddly they write, suggesting ends in a plain answer."""

import time

import numpy as np
import pytest

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.coding.outcomes import NoTheme, Suggestions, Undecided

LONG = "Maten var kald. " + "Ventetiden er lang og ingen svarer. " * 1_700


@pytest.fixture(scope="module")
def tried(texts, about):
    return ThemeAssigner().fit(texts, [frozenset({one}) for one in about])


def asked(assigner, texts):
    """Everything that can be asked of a model, of every text."""
    theme = assigner.classes_[0]
    scores, answers = assigner.predict_proba(texts), assigner.outcomes(texts)
    assert np.isfinite(scores).all()
    assert len(answers) == len(texts)
    for text, told in zip(texts, assigner.words(texts, [theme] * len(texts)), strict=True):
        assert all(place.of(text) for word in told.words for place in word.places)
        assert told.offset + sum(word.contribution for word in told.words) + told.rest == pytest.approx(told.decision)
    assigner.promise()
    return answers


@pytest.mark.parametrize(
    "codings",
    [
        {"Maten var kald": {"mat"}, "Alt bra": set(), "Lang kø": {"tid"}, "God mat": {"mat"}},
        {f"tekst nummer {at}": {"alt"} for at in range(30)},
        {f"tekst nummer {at}": set() for at in range(30)} | {"x": {"en"}},
        {"😀": {"mat"}, "": set(), "!!": {"mat"}, " ": {"tid"}},
        {"\ud83d": {"mat"}, "\x00": set(), "\u202e\x07 mat": {"tid"}},
    ],
    ids=["single examples", "one theme for all", "one coding of many", "no words", "what is no text"],
)
def test_odd_codings_answer_every_question(codings):
    assigner = ThemeAssigner().fit(list(codings), [frozenset(one) for one in codings.values()])
    answers = asked(assigner, [*codings, "noe helt annet", "", "😀"])
    assert answers[-2] == NoTheme(1.0)
    assert isinstance(answers[-1], Undecided)


@pytest.mark.parametrize(
    "said",
    [
        ("The food was cold", "A long wait", "Kind staff", "Cold food again"),
        ("Boradeapmi lei čoaskkis", "Mun vurden guhká", "Buorre olbmot", "Buorre boradeapmi"),
        ("Das Essen war kalt", "Lange Wartezeit", "Nettes Personal", "Wieder kaltes Essen"),
    ],
    ids=["English", "Northern Sami", "a language that nobody asked for"],
)
def test_comments_in_one_language_alone_answer_every_question(said):
    codings = [frozenset({"mat"}) if at in {0, 3} else frozenset({"tid"} if at == 1 else ()) for at in range(4)] * 3
    assigner = ThemeAssigner().fit(list(said) * 3, codings, {"mat": "Mat", "tid": "Ventetid"}, ["😀", "", "Og?"])
    asked(assigner, [*said, "😀", "Maten var kald"])
    assert frozenset({"mat", "tid"}) not in assigner.predict(list(said))


@pytest.mark.parametrize(
    "long", ["Ja. " * 10_000, "mat\n" * 10_000, "kald mat " * 5_000, "x" * 100_000, "!? " * 30_000]
)
def test_however_a_long_comment_is_divided_its_words_add_up_to_the_decision(long, tried):
    told = tried.words([long], ["ventetid"], most=1)[0]
    assert told.offset + sum(word.contribution for word in told.words) + told.rest == pytest.approx(told.decision)
    assert told.decision == pytest.approx(tried.model_.decisions([long])[0, tried.classes_.index("ventetid")])


def test_a_comment_of_ten_thousand_words_is_read_to_its_end_and_quickly(tried):
    assert len(LONG.split()) > 10_000
    began = time.process_time()
    told = tried.words([LONG], ["ventetid"])[0]
    assert tried.evidence(LONG, "mat").of(LONG) == "Maten var kald."
    assert time.process_time() - began < 30
    assert told.words[0].written == "Ventetiden"
    assert len(told.words[0].places) == 1_700


def test_a_theme_with_another_name_is_the_same_theme(texts, about):
    """A theme is known by its identity: renamed, it has another description, and the same codings teach it."""
    codings = [frozenset({one}) for one in about]
    before = ThemeAssigner().fit(texts, codings, {one: one for one in set(about)})
    after = ThemeAssigner().fit(texts, codings, dict.fromkeys(set(about), "Et nytt navn"))
    assert after.classes_ == before.classes_
    same = [one == other for one, other in zip(before.predict(texts), after.predict(texts), strict=True)]
    assert np.mean(same) > 0.9


def test_a_theme_that_was_retired_is_not_suggested_and_one_without_codings_is_not_lost(texts, about):
    codings = [frozenset({one}) - {"mat"} for one in about]
    assigner = ThemeAssigner().fit(texts, codings, {"tolk": "Tolk. Språk, tolk og oversettelse"})
    assert "mat" not in assigner.classes_
    assert "tolk" in assigner.predict(["Tolken snakka ikkje språket"])[0]


def test_a_hundred_and_twenty_themes_are_learnt_and_told_apart():
    rng = np.random.default_rng(0)
    said = [f"grunn{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(120)]
    picked = rng.integers(120, size=360)
    texts = [f"Vi ønsker mer {said[at]} her, sier {number}" for number, at in enumerate(picked)]
    assigner = ThemeAssigner(folds=2).fit(
        texts, [frozenset({said[at]}) for at in picked], {one: one.title() for one in said}
    )
    assert len(assigner.classes_) == 120
    answers = assigner.outcomes([f"Mer {one}" for one in said[:50]])
    right = [isinstance(one, Suggestions) and one.themes[0][0] == is_ for one, is_ in zip(answers, said, strict=False)]
    assert np.mean(right) > 0.7
