"""Who read a comment before a theme was there has not said that it does not speak of it, and no model learns so."""

import numpy as np
import pytest

from consultation.themes.coding.assign import ThemeAssigner

OLD = ["Jeg ventet {} uker på time.", "Maten var kald på dag {}.", "Parkeringen var full dag {}."]
LATE = "Tolken kom {} ganger for sent."
KNOWN, ALL = frozenset({"ventetid", "mat", "reise"}), frozenset({"ventetid", "mat", "reise", "tolk"})
TOLK = sorted(ALL).index("tolk")
DESCRIBED = {"ventetid": "Ventetid", "mat": "Mat", "reise": "Reise og parkering", "tolk": "Tolk"}


def read(early, later):
    """Comments read before the theme `tolk` was there, and after: (texts, themes found, themes asked for)."""
    texts, themes, asked = [], [], []
    for at in range(early + later):
        kind = at % 4
        asks = KNOWN if at < early else ALL
        texts.append((OLD[kind] if kind < 3 else LATE).format(at))
        found = frozenset({("ventetid", "mat", "reise", "tolk")[kind]}) & asks
        themes.append(found)
        asked.append(asks)
    return texts, themes, asked


def test_a_theme_that_came_late_is_found_although_earlier_readers_could_not_say_so():
    texts, themes, asked = read(200, 80)
    unread = [LATE.format(at) for at in range(900, 940)]
    fair = ThemeAssigner().fit(texts, themes, DESCRIBED, asked=asked).predict_proba(unread)
    misled = ThemeAssigner().fit(texts, themes, DESCRIBED).predict_proba(unread)
    assert fair[:, TOLK].min() > 0.8
    assert misled[:, TOLK].max() < 0.8


def test_a_theme_that_somebody_found_without_being_asked_is_one_yes_more_and_no_other_no():
    texts, themes, asked = read(120, 80)
    themes[3] = themes[3] | {"tolk"}  # somebody has found it there since: one more yes, and still no other no
    once = ThemeAssigner().fit(texts, themes, DESCRIBED, asked=asked)
    assert once.asked_[:120, TOLK].sum() == 0
    assert once.asked_[120:].all()
    assert once.truth_[3, TOLK]
    assert np.isfinite(once.out_of_fold_proba_).all()


def test_a_theme_that_few_were_asked_for_is_judged_by_likeness_and_not_found_everywhere():
    texts, themes, asked = read(200, 0)
    for at in (3, 7, 11, 15, 19, 23):
        themes[at] = frozenset({"tolk"})
    taught = ThemeAssigner().fit(texts, themes, DESCRIBED, asked=asked)
    assert "tolk" in taught.predict([LATE.format(901)])[0]
    assert not any("tolk" in one for one in taught.predict([OLD[0].format(902), OLD[1].format(903)]))


def test_a_theme_that_was_gathered_more_often_than_others_were_found_is_suggested():
    texts, themes, asked = read(100, 0)
    gathered = [LATE.format(at) for at in range(500, 560)]
    taught = ThemeAssigner().fit(
        [*texts, *gathered], [*themes, *[frozenset({"tolk"})] * 60], DESCRIBED, asked=[*asked, *[KNOWN] * 60]
    )
    assert "tolk" in taught.predict([LATE.format(901)])[0]
    assert not any("tolk" in one for one in taught.predict([OLD[0].format(902), OLD[1].format(903)]))


def test_a_theme_that_was_found_in_all_that_were_picked_for_it_is_not_found_everywhere():
    texts, themes, asked = read(100, 0)
    picked = [LATE.format(at) for at in range(500, 560)]
    taught = ThemeAssigner().fit(
        [*texts, *picked], [*themes, *[frozenset({"tolk"})] * 60], DESCRIBED, asked=[*asked, *[ALL] * 60]
    )
    assert "tolk" in taught.predict([LATE.format(901)])[0]
    assert not any("tolk" in one for one in taught.predict([OLD[0].format(902), OLD[1].format(903)]))


def test_to_ask_for_all_is_to_say_nothing_of_it():
    texts, themes, _ = read(0, 80)
    said = ThemeAssigner().fit(texts, themes, DESCRIBED, asked=[ALL] * 80).predict_proba(texts)
    assert (said == ThemeAssigner().fit(texts, themes, DESCRIBED).predict_proba(texts)).all()


def test_that_a_comment_has_no_theme_is_learnt_from_those_alone_that_were_asked_for_all():
    texts, themes, asked = read(80, 0)
    assigner = ThemeAssigner().fit(texts, themes, DESCRIBED, asked=asked)
    assert assigner.limits_.none == float("inf")


def test_as_many_asked_for_as_texts():
    with pytest.raises(ValueError, match="2 texts"):
        ThemeAssigner().fit(["en", "to"], [frozenset()] * 2, {"a": "Mat"}, asked=[frozenset()])
