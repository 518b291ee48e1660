"""Themes, none of them, and "cannot tell" are three answers, and what nobody read agrees with nothing."""

from math import inf, isnan

import numpy as np

from consultation.themes.coding.outcomes import (
    Agreed,
    Limits,
    NoTheme,
    Suggestions,
    Undecided,
    agreed,
    limits,
    none_of_these,
    outcomes,
)

CLASSES = ("mat", "ventetid")
SET = Limits((0.4, 0.5), none=0.9)


def test_the_three_answers_differ():
    scores = np.array([[0.45, 0.7], [0.01, 0.02], [0.3, 0.3]])
    assert outcomes(["a", "b", "c"], scores, CLASSES, SET) == [
        Suggestions((("ventetid", 0.7), ("mat", 0.45))),
        NoTheme(0.99 * 0.98),
        Undecided("mat"),
    ]


def test_nothing_is_said_to_have_no_theme_where_that_was_never_borne_out():
    assert outcomes(["a"], np.zeros((1, 2)), CLASSES, Limits((0.4, 0.5))) == [Undecided(None)]


def test_white_space_has_no_theme_and_emoji_are_for_a_person():
    found = outcomes(["", " \n", "😀", "112"], np.zeros((4, 2)), CLASSES, SET)
    assert found == [NoTheme(1.0), NoTheme(1.0), Undecided(None), Undecided(None)]


def test_a_codebook_without_themes_settles_nothing():
    assert outcomes(["a"], np.zeros((1, 0)), (), Limits(())) == [Undecided(None)]


def codings(number=2_000, seed=0, none=0.5):
    """Half of the comments have no theme, and score low."""
    rng = np.random.default_rng(seed)
    about = rng.random((number, 2)) < (1 - none) / 2
    return np.where(about, 0.7, 0.05) + rng.uniform(-0.04, 0.2, about.shape), about


def test_none_is_said_from_where_it_is_right_often_enough_on_fresh_codings():
    scores, truth = codings()
    limit = limits(scores, truth, np.array([0.5, 0.5]))
    assert limit.none < 1
    fresh, right = codings(seed=1)
    said = outcomes(["ord"] * len(fresh), fresh, CLASSES, limit)
    none = np.array([isinstance(one, NoTheme) for one in said])
    assert none.sum() > 500
    assert (~right[none].any(axis=1)).mean() >= 0.8


def test_where_every_comment_has_a_theme_none_is_never_said():
    scores, _ = codings()
    limit = limits(scores, np.full(scores.shape, True), np.array([0.5, 0.5]))
    assert limit.none == inf


def test_comments_that_could_not_be_held_out_do_not_count():
    scores, truth = codings()
    holes = np.vstack([scores, np.full((500, 2), np.nan)])
    untold = np.vstack([truth, np.zeros((500, 2), dtype=np.bool_)])
    assert limits(holes, untold, np.array([0.5, 0.5])) == limits(scores, truth, np.array([0.5, 0.5]))
    assert limits(np.full((3, 2), np.nan), np.full((3, 2), False), np.array([0.5, 0.5])).none == inf


def test_the_probability_of_no_theme_falls_with_every_score():
    assert none_of_these(np.array([[0.0, 0.0], [0.5, 0.5], [1.0, 0.0]])).tolist() == [1.0, 0.25, 0.0]


def test_what_nobody_read_agrees_with_nobody():
    suggested = {1: frozenset({"mat"}), 2: frozenset({"mat"}), 3: frozenset({"ventetid"})}
    confirmed = {1: frozenset({"mat", "ventetid"}), 3: frozenset(), 4: frozenset({"mat"})}
    told = agreed(suggested, confirmed)
    assert told == Agreed(same=1, added=1, removed=1, read=2, unread=1)
    assert told.share == 1 / 3
    assert isnan(agreed(suggested, {}).share)
    assert agreed(suggested, {}).unread == 3
