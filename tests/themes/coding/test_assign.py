"""Suggestions are calibrated, explained by a sentence of the comment, and independent of order."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from consultation.themes.coding.assign import ThemeAssigner

DESCRIPTIONS = {
    "ventetid": "Ventetid. Hvor lenge man må vente på time, utredning eller behandling. Venteliste, frist",
    "informasjon": "Informasjon. Brev og informasjon før, under og etter behandling",
    "samhandling": "Samhandling. Samarbeid mellom fastlege, kommune og sykehus",
    "møtet": "Møtet med de ansatte. Respekt, vennlighet, å bli hørt og tatt på alvor",
    "mat": "Mat. Mat og måltider",
    "reise": "Reise og parkering. Avstand, transport, buss, drosje",
}


@pytest.fixture(scope="module")
def themes(about):
    return [frozenset({one}) for one in about]


@pytest.fixture(scope="module")
def assigner(texts, themes):
    return ThemeAssigner().fit(texts, themes, DESCRIPTIONS)


def test_it_learns_what_people_confirmed(assigner):
    suggested = assigner.predict(
        ["Eg venta altfor lenge på time", "Jeg fikk kald mat til middag", "Dyr parkering ved sykehuset"]
    )
    assert suggested[0] == {"ventetid"}
    assert "mat" in suggested[1]
    assert "reise" in suggested[2]


def test_held_out_comments_get_the_right_theme_more_often_than_not(texts, themes, about):
    held_out = np.arange(len(texts)) % 3 == 0
    learnt = ThemeAssigner().fit(
        [text for text, out in zip(texts, held_out, strict=True) if not out],
        [coded for coded, out in zip(themes, held_out, strict=True) if not out],
        DESCRIPTIONS,
    )
    scores = learnt.predict_proba([text for text, out in zip(texts, held_out, strict=True) if out])
    right = [one for one, out in zip(about, held_out, strict=True) if out]
    assert np.mean([learnt.classes_[at] == one for at, one in zip(scores.argmax(axis=1), right, strict=True)]) > 0.7


def test_scores_are_probabilities_for_every_theme(assigner, texts):
    scores = assigner.predict_proba(texts)
    assert scores.shape == (len(texts), len(assigner.classes_))
    assert assigner.classes_ == tuple(sorted(DESCRIPTIONS))
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_comment_about_nothing_known_gets_no_theme(assigner):
    assert assigner.predict(["Xylofon zzz", "", "😀"]) == [frozenset(), frozenset(), frozenset()]


def test_a_text_without_a_letter_says_nothing_whatever_most_others_say(texts):
    assigner = ThemeAssigner().fit(texts, [frozenset({"everything"}) for _ in texts])
    silent = ["", "  \n", "😀😀", "...", "123"]
    assert assigner.predict(silent) == [frozenset()] * len(silent)
    assert not assigner.predict_proba(silent).any()


def test_with_descriptions_alone_it_still_suggests(texts, about):
    taught = ThemeAssigner().fit([], [], DESCRIPTIONS)
    suggested = taught.predict(texts)
    assert sum(map(bool, suggested)) > len(texts) / 3
    hits = sum(one in coded for one, coded in zip(about, suggested, strict=True))
    assert hits / sum(map(len, suggested)) > 0.6
    assert taught.predict(["Xylofon zzz", ""]) == [frozenset(), frozenset()]


def test_the_evidence_is_the_sentence_that_speaks_of_the_theme(assigner):
    text = "Takk for meg. Maten var kald hver dag!  Parkeringen er dyr. Hilsen en pasient"
    assert assigner.evidence(text, "mat").of(text) == "Maten var kald hver dag!"
    assert assigner.evidence(text, "reise").of(text) == "Parkeringen er dyr."
    assert assigner.evidences([text, "Kald mat"], ["reise", "mat"])[1].of("Kald mat") == "Kald mat"


@pytest.mark.parametrize("text", ["", "   ", "😀", "En setning uten punktum", "\n\n!", "A. B. C. D."])
def test_evidence_always_lies_within_the_text(assigner, text):
    passage = assigner.evidence(text, "mat")
    assert passage.of(text) == text[passage.start : passage.stop]


def test_evidence_for_an_unknown_theme_is_refused(assigner):
    with pytest.raises(ValueError, match="Unknown themes: finnes-ikke"):
        assigner.evidence("tekst", "finnes-ikke")


def test_order_is_irrelevant(assigner, texts, themes):
    turned = np.random.default_rng(5).permutation(len(texts))
    other = ThemeAssigner().fit([texts[at] for at in turned], [themes[at] for at in turned], DESCRIPTIONS)
    assert (other.predict_proba(texts) == assigner.predict_proba(texts)).all()


def test_unread_comments_change_thresholds_alone_and_neither_their_order_nor_copies_do(assigner, texts, themes):
    unread = ["Kald mat igjen", "Alt var bra", "😀", *texts[:20]]
    fits = [
        ThemeAssigner().fit(texts, themes, DESCRIPTIONS, others)
        for others in (unread, [*unread[::-1], *unread[:1] * 50])
    ]
    first, second = (one.calibration_.thresholds for one in fits)
    assert (first == second).all()
    assert (first != assigner.calibration_.thresholds).any()
    assert (fits[0].predict_proba(texts) == assigner.predict_proba(texts)).all()


def test_a_second_fit_is_equal(assigner, texts, themes):
    again = ThemeAssigner(**assigner.get_params()).fit(texts, themes, DESCRIPTIONS)
    assert (again.predict_proba(texts) == assigner.predict_proba(texts)).all()


def test_the_constructor_only_keeps_what_it_is_given():
    made = ThemeAssigner(random_state=4)
    assert vars(made) == made.get_params()
    assert clone(made).get_params() == made.get_params()
    with pytest.raises(NotFittedError):
        made.predict(["tekst"])


def test_many_codings_are_learnt_by_the_model_for_many(texts, themes):
    many = [f"{text} {number}" for number in range(8) for text in texts]
    learnt = ThemeAssigner().fit(many, themes * 8)
    agreed = [coded == suggested for coded, suggested in zip(themes, learnt.predict(texts), strict=True)]
    assert np.mean(agreed) > 0.9


@pytest.mark.parametrize(
    ("texts", "themes"),
    [
        (["en"], [frozenset({"a"})]),
        (["en", "to"], [frozenset({"a"}), frozenset({"a"})]),
        (["en", "en"], [frozenset({"a"}), frozenset()]),
        (["", "😀"], [frozenset({"a"}), frozenset({"b"})]),
        (["en", "to", "tre"], [frozenset(), frozenset(), frozenset({"a", "b"})]),
        (["\ud800", "ok"], [frozenset({"a"}), frozenset()]),
    ],
)
def test_very_few_codings_work(texts, themes):
    learnt = ThemeAssigner().fit(texts, themes)
    scores = learnt.predict_proba([*texts, "noe annet"])
    assert np.isfinite(scores).all()
    assert ((scores >= 0) & (scores <= 1)).all()
    assert len(learnt.predict(texts)) == len(texts)
    assert learnt.predict_proba([]).shape == (0, len(learnt.classes_))


def test_unequal_lengths_and_nothing_to_learn_from_are_refused():
    with pytest.raises(ValueError, match="2 texts"):
        ThemeAssigner().fit(["en", "to"], [frozenset()])
    with pytest.raises(ValueError, match="nor a description"):
        ThemeAssigner().fit([], [])


def test_a_description_of_one_word_that_is_a_word_in_english_too_meets_norwegian_comments():
    taught = ThemeAssigner().fit([], [], {"mat": "Mat", "svar": "Svar"})
    assert taught.predict(["De ga oss kald mat til middag"]) == [{"mat"}]
