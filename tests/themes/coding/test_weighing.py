"""The words that weighed are those of the comment, and their parts add up to the decision."""

import time
import unicodedata

import numpy as np
import pytest

from consultation.themes.coding.assign import ThemeAssigner

DESCRIPTIONS = {"mat": "Mat. Mat og måltider", "ventetid": "Ventetid. Hvor lenge man må vente", "tolk": "Tolk. Språk"}
TEXT = "Takk for meg. Maten var kald, og maten kom seint! Ventetida på poliklinikktimen var lang."


@pytest.fixture(scope="module")
def assigner(texts, about):
    return ThemeAssigner().fit(texts, [frozenset({one}) for one in about], DESCRIPTIONS)


@pytest.mark.parametrize("theme", ["mat", "ventetid", "tolk"])
@pytest.mark.parametrize(
    "text", [TEXT, unicodedata.normalize("NFD", TEXT), "mat", "", "😀", "og i på", "Tolken snakka ikkje språket"]
)
def test_the_parts_of_all_words_add_up_to_the_decision(assigner, text, theme):
    told = assigner.words([text], [theme], most=1_000)[0]
    some = assigner.words([text], [theme], most=1)[0]
    decision = assigner.model_.decisions([text])[0, assigner.classes_.index(theme)]
    for one in (told, some):
        assert one.offset + sum(word.contribution for word in one.words) + one.rest == pytest.approx(one.decision)
        assert one.decision == pytest.approx(decision)
    assert told.share == pytest.approx(1.0 if told.words else 0.0)


def test_whole_written_words_are_shown_with_all_their_places(assigner):
    told = assigner.words([TEXT], ["mat"])[0]
    assert told.words[0].written.casefold() == "maten"
    assert [place.of(TEXT) for place in told.words[0].places] == ["Maten", "maten"]
    contributions = [word.contribution for word in told.words]
    assert contributions == sorted(contributions, reverse=True)
    assert min(contributions) > 0
    assert 0 < told.share <= 1
    waiting = assigner.words([TEXT], ["ventetid"])[0]
    assert "Ventetida" in [word.written for word in waiting.words][:2]


def test_a_compound_weighs_whole_by_its_parts(assigner):
    told = assigner.words(["Sykehusmaten smakte vondt"], ["mat"])[0]
    assert told.words[0].written == "Sykehusmaten"


def test_many_pairs_give_what_each_gives_alone(assigner, texts):
    pairs = [(text, theme) for text in (*texts[:6], TEXT, "") for theme in DESCRIPTIONS]
    together = assigner.words(*zip(*pairs, strict=True))
    assert together == [assigner.words([text], [theme])[0] for text, theme in pairs]


def test_an_unknown_theme_is_refused_and_no_pairs_give_nothing(assigner):
    with pytest.raises(ValueError, match="Unknown themes: finnes-ikke"):
        assigner.words(["tekst"], ["finnes-ikke"])
    assert assigner.words([], []) == []


def test_a_thousand_comments_take_a_small_multiple_of_scoring_them(assigner, texts):
    many = [f"{text} {number}" for number in range(10) for text in texts][:1_000]
    assigner.words(many[:50], ["mat"] * 50)
    began = time.process_time()
    assigner.predict_proba(many)
    scoring = time.process_time() - began
    began = time.process_time()
    assigner.words([text for text in many for _ in range(3)], ["mat", "ventetid", "tolk"] * len(many))
    assert time.process_time() - began < 40 * max(scoring, 0.05)


def test_two_words_that_stand_together_share_what_the_pair_says(assigner):
    model = assigner.model_.parts[0][1]
    carried, text_of_word = model.features.occurrences(model.features.reading(["kald mat til middag", "mat"]))
    assert text_of_word.tolist() == [0, 0, 0, 0, 1]
    assert carried.shape == (5, model.features.width_)
    assert np.isfinite(carried.data).all()
