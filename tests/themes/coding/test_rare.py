"""A theme that joined the codebook late has a chance, however the other themes are learnt."""

import numpy as np
import pytest

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.coding.calibration import LIKENESS
from consultation.themes.coding.rare import rare_themes, teach_likeness

DESCRIPTIONS = {
    "ventetid": "Ventetid. Hvor lenge man må vente på time, utredning eller behandling. Venteliste, frist",
    "informasjon": "Informasjon. Brev og informasjon før, under og etter behandling",
    "samhandling": "Samhandling. Samarbeid mellom fastlege, kommune og sykehus",
    "møtet": "Møtet med de ansatte. Respekt, vennlighet, å bli hørt og tatt på alvor",
    "mat": "Mat. Mat og måltider",
    "reise": "Reise og parkering. Avstand, transport, buss, drosje",
    "tolk": "Tolk. Språk, tolk og oversettelse",
}
ABOUT_AN_INTERPRETER = "Det kom ingen tolk, og mor forstår ikke språket."


@pytest.fixture(scope="module")
def codings(about):
    return [frozenset({one}) for one in about]


@pytest.fixture(scope="module")
def assigner(texts, codings):
    return ThemeAssigner().fit(texts, codings, DESCRIPTIONS)


def test_a_theme_with_a_description_and_no_coding_is_suggested(assigner):
    assert "tolk" in assigner.predict([ABOUT_AN_INTERPRETER])[0]


def test_a_theme_with_one_coding_and_no_description_is_suggested(texts, codings):
    without = {theme: text for theme, text in DESCRIPTIONS.items() if theme != "tolk"}
    taught = ThemeAssigner().fit([*texts, "Tolken kom aldri"] * 3, [*codings, frozenset({"tolk"})] * 3, without)
    assert "tolk" in taught.predict(["Vi ventet på tolken, men tolken kom ikke."])[0]


def test_its_description_does_not_make_it_fit_comments_of_others(assigner, texts):
    suggested = assigner.predict(texts)
    assert sum("tolk" in one for one in suggested) < 0.1 * len(texts)


def test_the_other_themes_are_learnt_as_if_it_were_not_there(assigner, texts, codings):
    assert assigner.classes_ == tuple(sorted(DESCRIPTIONS))
    right = [one <= other for one, other in zip(codings, assigner.predict(texts), strict=True)]
    assert np.mean(right) > 0.85


def test_its_evidence_is_the_sentence_that_is_like_it(assigner):
    text = "Maten var god. " + ABOUT_AN_INTERPRETER
    assert assigner.evidence(text, "tolk").of(text) == ABOUT_AN_INTERPRETER


def test_a_theme_without_any_word_to_go_by_is_never_suggested(texts, codings):
    taught = ThemeAssigner().fit(texts, codings, {**DESCRIPTIONS, "tom": "", "smil": "😀"})
    assert not any({"tom", "smil"} & one for one in taught.predict([*texts, "", "😀"]))


def test_two_codings_are_few_of_a_thousand_and_many_of_fifty(texts):
    from consultation.themes.coding.assign import _taught

    def rare(number):
        coded = [frozenset({"a"}) if at < 2 else frozenset({"b"}) for at in range(number)]
        taught = _taught([f"tekst {at}" for at in range(number)], coded, {"c": "ord"})
        return [taught.classes[at] for at in rare_themes(taught)]

    assert rare(50) == ["c"]
    assert rare(1000) == ["a", "c"]


def test_how_far_likeness_is_trusted_is_learnt_from_themes_with_codings(texts, codings):
    from consultation.themes.coding.assign import _taught

    taught = _taught(texts, codings, DESCRIPTIONS)
    _, trusted = teach_likeness(taught, rare_themes(taught))
    assert trusted.slopes[0] > 0
    assert trusted.slopes[0] != LIKENESS.slope
    none = _taught([], [], DESCRIPTIONS)
    _, untried = teach_likeness(none, rare_themes(none))
    assert set(untried.slopes.tolist()) == {LIKENESS.slope}
