"""Intervals are those that their sources print, and hold what they say where shares are small."""

import pytest
from scipy.stats import binom, hypergeom

from consultation.themes.trust.intervals import midway, newcombe, unseen, wilson


@pytest.mark.parametrize(
    ("found", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_table(found, number, low, high):
    """Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3."""
    assert wilson(found / number, number) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062)],
)
def test_the_interval_of_a_difference_is_that_of_newcombes_table(one, other, low, high):
    """Newcombe (1998), "Interval estimation for the difference between independent proportions", table II, method 10."""
    ends = newcombe((one[0] / one[1], one[1]), (other[0] / other[1], other[1]))
    assert ends == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(("found", "number"), [(0, 9), (1, 29), (15, 148), (9, 9), (200, 400)])
def test_at_the_ends_of_the_midway_interval_what_was_seen_is_as_unlikely_as_promised(found, number):
    low, high = midway(found / number, number)
    if found:
        assert binom.sf(found, number, low) + binom.pmf(found, number, low) / 2 == pytest.approx(0.025)
    if found < number:
        assert binom.cdf(found, number, high) - binom.pmf(found, number, high) / 2 == pytest.approx(0.025)
    assert (low == 0, high == 1) == (found == 0, found == number)


@pytest.mark.parametrize("number", [50, 100, 400])
def test_the_midway_interval_covers_as_promised_where_walds_fails(number):
    ends = [midway(found / number, number) for found in range(number + 1)]
    shares = [at / 1000 for at in range(10, 501, 7)]
    covered = [
        sum(binom.pmf(found, number, share) for found in range(number + 1) if ends[found][0] <= share <= ends[found][1])
        for share in shares
    ]
    assert 0.945 <= sum(covered) / len(covered) <= 0.965
    assert min(covered) > 0.92


@pytest.mark.parametrize(("read", "comments"), [(1, 10), (9, 10), (50, 60), (200, 500), (50, 100_000)])
def test_what_none_had_may_be_as_common_as_leaves_it_likely_enough_to_see_none(read, comments):
    most = round(unseen(read, comments) * comments)
    assert hypergeom.pmf(0, comments, most, read) >= 0.05
    assert most == comments - read or hypergeom.pmf(0, comments, most + 1, read) < 0.05


def test_more_comments_never_widen_an_interval():
    widths = [high - low for low, high in (midway(0.1, number) for number in (1, 2.5, 10, 31.4, 1000, 1e7))]
    assert widths == sorted(widths, reverse=True)
