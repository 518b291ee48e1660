"""Discovery proposes themes people recognise, places every comment, and never depends on order."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import normalized_mutual_info_score
from sklearn.utils.validation import check_is_fitted

from consultation.themes.finding.discover import ThemeDiscoverer


@pytest.fixture(scope="module")
def found(texts):
    return ThemeDiscoverer().fit(texts)


def test_candidates_follow_what_the_comments_are_about(found, about):
    assert 4 <= len(found.candidates_) <= 12
    assert normalized_mutual_info_score(about, found.labels_) > 0.6


def test_a_comment_in_nynorsk_lands_with_the_same_comment_in_bokmaal(found, texts):
    by_text = dict(zip(texts, found.labels_.tolist(), strict=True))
    assert (
        by_text["Jeg ventet i elleve måneder på utredning. Det er altfor lenge når man har vondt."]
        == (by_text["Eg venta i over eit år på time hos spesialist."])
    )
    assert by_text["Det er umulig å finne parkering ved sykehuset."] == by_text["Gjer parkeringa gratis for pasientar."]


def test_names_are_readable_words_that_people_wrote(found, texts):
    everything = " ".join(texts).casefold()
    for candidate in found.candidates_:
        words = candidate.name.casefold().split(" · ")
        assert 1 <= len(words) <= 3
        assert candidate.name[0].isupper()
        assert all(word in everything for word in (*words, *candidate.terms))
    assert len({candidate.name for candidate in found.candidates_}) == len(found.candidates_)


def test_examples_are_verbatim_and_belong_to_their_candidate(found, texts):
    for at, candidate in enumerate(found.candidates_):
        assert candidate.examples
        for example in candidate.examples:
            assert found.labels_[example.comment] == at
            assert example.passage.of(texts[example.comment]).strip()


def test_every_comment_has_its_nearest_candidate_and_a_distance(found, texts):
    assert found.labels_.shape == found.distances_.shape == found.far_.shape == (len(texts),)
    assert [candidate.size for candidate in found.candidates_] == np.bincount(found.labels_).tolist()
    assert sum(candidate.share for candidate in found.candidates_) == pytest.approx(1)
    assert np.isfinite(found.distances_).all()
    assert found.distances_.min() >= 0
    assert found.distances_.max() <= 1


def test_a_comment_about_something_else_is_listed_as_far_and_still_placed(texts):
    found = ThemeDiscoverer().fit([*texts, "Xylofon kvantekromodynamikk zzz"])
    assert found.far_[-1]
    assert 0 <= found.labels_[-1] < len(found.candidates_)


def test_candidates_carry_no_numpy_types(found):
    one = found.candidates_[0]
    assert (type(one.size), type(one.share), type(one.examples[0].comment)) == (int, float, int)


@pytest.mark.parametrize("number", [1, 2, 5, 9])
def test_the_number_of_themes_can_be_set(number, texts):
    assert len(ThemeDiscoverer(number).fit(texts).candidates_) == number


def test_order_is_irrelevant(texts):
    turned = np.random.default_rng(3).permutation(len(texts))
    one, other = ThemeDiscoverer().fit(texts), ThemeDiscoverer().fit([texts[at] for at in turned])
    assert (one.labels_[turned] == other.labels_).all()
    assert np.allclose(one.distances_[turned], other.distances_)
    assert [candidate.name for candidate in one.candidates_] == [candidate.name for candidate in other.candidates_]


def test_a_second_fit_is_equal(found, texts):
    again = found.__class__(**found.get_params()).fit(texts)
    assert again.candidates_ == found.candidates_
    assert (again.distances_ == found.distances_).all()


def test_the_constructor_only_keeps_what_it_is_given():
    made = ThemeDiscoverer(7, random_state=3)
    assert vars(made) == {"n_themes": 7, "random_state": 3}
    assert clone(made).get_params() == made.get_params()
    with pytest.raises(NotFittedError):
        check_is_fitted(made)


@pytest.mark.parametrize("number", [0, -1, 2.5, "many"])
def test_a_number_of_themes_that_is_none_is_refused(number, texts):
    with pytest.raises(ValueError, match="n_themes"):
        ThemeDiscoverer(number).fit(texts)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["Jeg ventet lenge"],
        ["Jeg ventet lenge", "Maten var god"],
        ["Takk for hjelpen"] * 30,
        [""],
        ["", "  ", "\n"],
        ["og i å på det", "jeg er du", "and the of"],
        ["😀", "😀😀", "👍", "...", "!!!"],
        ["", "Jeg ventet lenge", "😀", "og", "Maten var kald", "Jeg ventet lenge"],
        ["a" * 20_000, "😀" * 20_000],
        ["\ud800 half", "\x00", "ok"],
        ["en", "to", "tre", "fire", "fem", "seks"],
        ["Buhtes veahkki doaktáris", "Guhkes vuordináigi", "Doavttir ii gullan mu"],
    ],
)
@pytest.mark.parametrize("number", ["auto", 3])
def test_the_oddest_texts_work(texts, number):
    found = ThemeDiscoverer(number).fit(texts)
    assert len(found.labels_) == len(found.distances_) == len(texts)
    assert np.isfinite(found.distances_).all()
    assert sum(candidate.size for candidate in found.candidates_) == len(texts)
    assert all(candidate.name for candidate in found.candidates_)
    assert Counter(found.labels_.tolist()) == {at: one.size for at, one in enumerate(found.candidates_)}
    for candidate in found.candidates_:
        assert all(one.passage.of(texts[one.comment]) for one in candidate.examples)


def test_a_campaign_of_equal_texts_does_not_push_others_aside(texts):
    campaign = ["Behold lokalsykehuset vårt slik det er i dag"] * 300
    found = ThemeDiscoverer(7).fit([*texts, *campaign])
    largest = found.candidates_[0]
    assert largest.size >= 300
    assert len(set(found.labels_[: len(texts)].tolist())) >= 6


NHS = Path(__file__).parents[4] / "shared" / "data" / "nhs-patient-comments.csv"


@pytest.mark.slow
@pytest.mark.skipif(not NHS.exists(), reason="the real comments are not here")
def test_real_comments_of_many_patients_are_all_placed():
    with NHS.open(encoding="utf-8") as lines:
        texts = [row["comment"] for row in csv.DictReader(lines)][:1000]
    found = ThemeDiscoverer().fit(texts)
    assert 8 <= len(found.candidates_) <= 30
    assert found.far_.mean() < 0.2
    assert max(candidate.share for candidate in found.candidates_) < 0.3
