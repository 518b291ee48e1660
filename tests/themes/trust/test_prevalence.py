"""Shares and their intervals: they hold, they never gain from a bad machine, and what cannot be said is not said."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from consultation.themes.trust.prevalence import AtLeast, AtMost, Counted, Estimated, drawn_first, joined, prevalence
from consultation.themes.trust.unsaid import CannotBeSaid, Why
from tests.themes.trust.populations import MACHINES, scored, themed
from tests.themes.trust.sampling import by_respondent, ends, one_by_one


def _drawn(comments, sample, seed=0):
    drawn = np.zeros(comments, dtype=bool)
    drawn[np.random.default_rng(seed).choice(comments, sample, replace=False)] = True
    return drawn


@pytest.mark.parametrize("machine", ["sure", "blind", "middling", "misleading"])
@pytest.mark.parametrize(("share", "sample"), [(0.05, 200), (0.2, 50), (0.2, 200), (0.5, 100)])
def test_intervals_hold_the_share_in_about_95_of_100_samples(share, sample, machine):
    held, _ = one_by_one(share, sample, machine, rounds=200, whole=1000, seed=5)
    assert held >= 0.93 - 2 * math.sqrt(0.93 * 0.07 / 200)
    assert held <= 0.97 + 2 * math.sqrt(0.97 * 0.03 / 200) + (0.02 if share * sample < 20 else 0)


@pytest.mark.parametrize("share", [0.01, 0.02])
def test_rare_themes_are_covered_more_often_rather_than_less(share):
    assert one_by_one(share, 50, "good", rounds=200, seed=3)[0] >= 0.95


@pytest.mark.parametrize("likeness", [0, 0.9])
def test_intervals_hold_where_respondents_were_drawn_with_all_they_wrote(likeness):
    assert 0.9 <= by_respondent(0.2, 100, "good", likeness, rounds=150, whole=400)[0] <= 0.995


def test_a_good_machine_is_worth_many_more_read_comments():
    assert one_by_one(0.2, 200, "good", rounds=30)[1] < 0.6


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_interval_is_never_wider_than_that_of_people_alone(data):
    seed, machine = data.draw(st.integers(0, 10**6)), data.draw(st.sampled_from(MACHINES))
    rng = np.random.default_rng(seed)
    comments = int(rng.integers(2, 300))
    truth = rng.random(comments) < rng.random()
    drawn = _drawn(comments, int(rng.integers(1, comments + 1)), seed)
    together = data.draw(st.sampled_from([None, rng.integers(0, comments, comments)]))
    alone = ends(prevalence(drawn, truth, together=together))
    said = prevalence(drawn, truth, scores=scored(truth, machine, rng), together=together)
    helped = ends(said)
    assert 0 <= helped[0] <= getattr(said, "share", helped[0]) <= helped[1] <= 1
    assert helped[1] - helped[0] <= alone[1] - alone[0]


@pytest.mark.parametrize("machine", ["misleading", "constant"])
def test_a_machine_that_adds_nothing_changes_nothing(machine):
    truth = np.random.default_rng(1).random(900) < 0.2
    drawn = _drawn(900, 150)
    scores = scored(truth, machine, np.random.default_rng(2))
    assert prevalence(drawn, truth, scores=scores) == prevalence(drawn, truth)


def test_the_estimate_is_that_of_the_paper():
    """Angelopoulos, Duchi & Zrnic (2023), section 6, from the comments that were drawn and the others."""
    truth = np.random.default_rng(1).random(700) < 0.3
    scores, drawn = scored(truth, "sure", np.random.default_rng(2)), _drawn(700, 200)
    labelled, rest = scores[drawn], scores[~drawn]
    tuned = np.cov(truth[drawn], labelled)[0, 1] / ((1 + 200 / 500) * labelled.var(ddof=1))
    found = prevalence(drawn, truth, scores=scores)
    assert isinstance(found, Estimated)
    assert found.share == pytest.approx(truth[drawn].mean() + tuned * (rest.mean() - labelled.mean()))


def test_what_was_not_drawn_is_not_looked_at():
    truth, drawn = themed(100, 0.3), _drawn(100, 40)
    assert prevalence(drawn, truth) == prevalence(drawn, truth & drawn) == prevalence(drawn, truth | ~drawn)


def test_noughts_and_ones_are_flags_and_not_places():
    truth, drawn = themed(100, 0.3), _drawn(100, 40)
    assert prevalence(drawn.astype(int), truth.astype(int)) == prevalence(drawn, truth)


@pytest.mark.parametrize(("comments", "sample"), [(60, 50), (100, 50), (500, 200), (3000, 50)])
def test_of_every_number_of_comments_the_sample_alone_covers_as_exactly_computed(comments, sample):
    drawn, every = np.arange(comments) < sample, np.arange(sample + 1)
    low, high = np.transpose([ends(prevalence(drawn, np.arange(comments) < found)) for found in every])
    covered = []
    for having in range(max(comments // 100, 1), comments // 2 + 1, max(comments // 300, 1)):
        held = (low <= having / comments + 1e-12) & (having / comments <= high + 1e-12)
        covered.append(hypergeom.pmf(every, comments, having, sample)[held].sum())
    assert min(covered) > 0.91
    assert 0.945 < np.mean(covered) < 0.985


def test_nobody_or_everybody_has_one_end_only():
    drawn, nobody = _drawn(5000, 50), np.zeros(5000, dtype=bool)
    none, every = prevalence(drawn, nobody), prevalence(drawn, ~nobody)
    assert isinstance(none, AtMost)
    assert none.high == pytest.approx(1 - 0.05 ** (1 / 50), abs=0.002)  # the rule of three, without its rounding
    assert isinstance(every, AtLeast)
    assert every.low == pytest.approx(1 - none.high)


def test_all_read_is_counted_and_needs_no_interval():
    truth = themed(40, 0.25)
    assert prevalence(np.ones(40, dtype=bool), truth, scores=np.full(40, math.nan)) == Counted(0.25, 40)


@pytest.mark.parametrize(
    ("comments", "drawn", "together", "why"),
    [
        (0, 0, None, Why.NO_COMMENTS),
        (300, 0, None, Why.NOBODY_READ),
        (300, 100, [0] * 300, Why.FEW_RESPONDENTS),
        (300, 100, [*range(60), *[60] * 240], Why.FEW_RESPONDENTS),
    ],
)
def test_what_cannot_be_said_is_not_said(comments, drawn, together, why):
    flags = np.arange(comments) < drawn
    together = None if together is None else np.array(together)
    assert prevalence(flags, flags, scores=np.full(comments, 0.5), together=together) == CannotBeSaid(why)


@pytest.mark.parametrize("missing", [math.nan, math.inf])
def test_scores_that_are_missing_where_people_read_leave_the_machine_out(missing):
    truth, drawn = themed(300, 0.3), _drawn(300, 80)
    assert prevalence(drawn, truth, scores=np.where(drawn, missing, 0.4)) == prevalence(drawn, truth)


def test_respondents_with_one_comment_each_are_comments_drawn_one_by_one():
    truth, drawn = themed(300, 0.3), _drawn(300, 15)
    assert prevalence(drawn, truth, together=np.arange(300)[::-1]) == prevalence(drawn, truth)


def test_the_same_comments_in_another_order_give_the_same():
    truth, drawn = themed(300, 0.3), _drawn(300, 80)
    scores, other = scored(truth, "good", np.random.default_rng(3)), np.random.default_rng(4).permutation(300)
    one, two = prevalence(drawn, truth, scores=scores), prevalence(drawn[other], truth[other], scores=scores[other])
    assert ends(one) == pytest.approx(ends(two), abs=1e-9)


def test_a_sample_says_more_of_a_small_whole_than_of_a_large_one():
    widths = []
    for comments in (250, 1000, 100_000):
        drawn = _drawn(comments, 200)
        low, high = ends(prevalence(drawn, np.cumsum(drawn) <= 50))
        widths.append(high - low)
    assert widths[0] < 0.6 * widths[1]
    assert widths[1] < 0.93 * widths[2]
    assert one_by_one(0.2, 200, "middling", whole=260, rounds=150)[0] >= 0.93 - 2 * math.sqrt(0.93 * 0.07 / 150)


def test_what_was_read_bounds_what_is_said():
    """With 95 of 100 comments read, ten of them with the theme, it is between ten and fifteen of a hundred."""
    found, drawn = np.arange(100) < 10, np.arange(100) < 95
    low, high = ends(prevalence(drawn, found, scores=np.linspace(0, 1, 100)))
    assert 0.1 <= low <= high <= 0.15


@pytest.mark.parametrize("wrong", [{"scores": np.full(9, 1.2)}, {"scores": np.zeros(8)}, {"together": np.zeros(8)}])
def test_arrays_that_do_not_fit_are_refused(wrong):
    flags = np.ones(9, dtype=bool)
    with pytest.raises(ValueError, match=r"."):
        prevalence(flags, flags, **wrong)


def test_only_the_unbroken_front_of_the_random_order_is_the_sample():
    order = [3, 0, 4, 1, 2]
    assert drawn_first(order, {3, 0, 1}).tolist() == [True, False, False, True, False]
    assert drawn_first(order, {3, 0, 1}, undecided={4}).tolist() == [True, True, False, True, False]
    assert not drawn_first(order, {0, 4}).any()
    assert drawn_first([], {1}).tolist() == []


def test_comments_that_were_picked_for_a_theme_would_bend_its_share_and_the_front_does_not():
    """The rule without which the interval lies: of 1000 comments one in ten has the theme, and the likely ones were read."""
    truth, order = themed(1000, 0.1), np.random.default_rng(6).permutation(1000).tolist()
    read = {*order[:200], *range(80)}
    low, high = ends(prevalence(drawn_first(order, read), truth))
    assert low <= 0.1 <= high
    assert ends(prevalence(np.isin(np.arange(1000), list(read)), truth))[0] > 0.2


def test_a_campaign_that_was_read_once_counts_as_often_as_it_was_sent():
    """20,000 copies and 400 other comments, 100 of these read: what is open is two in a hundred of the whole."""
    rest = prevalence(_drawn(400, 100), themed(400, 0.25))
    found = joined(rest, Counted(1.0, 20_000))
    assert isinstance(found, Estimated)
    assert found.share == pytest.approx((20_000 + 400 * rest.share) / 20_400)
    assert found.high - found.low == pytest.approx((rest.high - rest.low) * 400 / 20_400)
    assert (found.comments, found.read) == (20_400, 20_100)
    assert found.low <= (20_000 + 100) / 20_400 <= found.high


@pytest.mark.parametrize("copies", [0.0, 1.0])
@pytest.mark.parametrize("others", [0.0, 1.0])
def test_joining_says_no_more_than_is_known(copies, others):
    rest = prevalence(_drawn(400, 50), np.full(400, bool(others)))
    found = joined(rest, Counted(copies, 100))
    assert isinstance(found, {(0, 0): AtMost, (1, 1): AtLeast}.get((copies, others), Estimated))
    low, high = ends(found)
    assert low <= (400 * others + 100 * copies) / 500 <= high
    assert high - low == pytest.approx((ends(rest)[1] - ends(rest)[0]) * 0.8)
    assert 0 < found.effective < math.inf


def test_joining_with_nothing_changes_nothing():
    known, unread = Counted(0.5, 10), CannotBeSaid(Why.NOBODY_READ)
    assert joined(CannotBeSaid(Why.NO_COMMENTS), known) == known
    assert joined(unread, known) == unread
    assert joined(known, Counted(0.0, 0)) == known
    assert joined(known, Counted(0.0, 10)) == Counted(0.25, 20)
