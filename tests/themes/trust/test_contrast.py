"""Differences between groups: as large as they are, no surer than so many looks allow, and who was silent is named."""

import numpy as np
import pytest

from consultation.themes.trust.contrast import REST, Silence, contrasts
from consultation.themes.trust.intervals import newcombe
from consultation.themes.trust.prevalence import AtMost, Counted, prevalence
from consultation.themes.trust.unsaid import CannotBeSaid, Why
from tests.themes.trust.populations import scored

GROUPS = {"patient": 200, "next_of_kin": 150, "leader": 60, "health_personnel": 30}
SIZES = np.array(list(GROUPS.values()))


def _family(rng, shares):
    return {
        f"theme {at}": dict(zip(GROUPS, rng.binomial(SIZES, share).tolist(), strict=True))
        for at, share in enumerate(shares)
    }


@pytest.mark.parametrize("against", ["each", "rest"])
def test_where_no_group_differs_five_families_of_a_hundred_show_a_finding_at_most(against):
    rng = np.random.default_rng(1)
    found = [contrasts(GROUPS, _family(rng, rng.uniform(0.02, 0.5, 8)), minimum=5, against=against) for _ in range(120)]
    strict = np.mean([any(one.holm <= 0.05 for one in each.differences) for each in found])
    listed = np.mean([any(one.stands for one in each.differences) for each in found])
    assert strict <= listed
    assert listed <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 120)


def test_of_what_is_found_five_in_a_hundred_are_chance_at_most_and_most_that_differs_is_found():
    rng, false, power = np.random.default_rng(2), [], []
    for _ in range(60):
        shares = _family(rng, rng.uniform(0.05, 0.4, 8))
        for theme in ("theme 0", "theme 1"):
            shares[theme]["patient"] = int(rng.binomial(200, 0.8))
        stands = [one for one in contrasts(GROUPS, shares, minimum=5).differences if one.stands]
        true = [one for one in stands if one.theme in {"theme 0", "theme 1"} and one.one == "patient"]
        false.append(1 - len(true) / len(stands) if stands else 0)
        power.append(len(true) / 6)
    assert np.mean(false) <= 0.05
    assert np.mean(power) > 0.9


def test_where_only_a_sample_was_read_chance_finds_no_more():
    rng, found = np.random.default_rng(3), []
    for _ in range(60):
        shares = {theme: {} for theme in "abcd"}
        for shared in shares.values():
            for group, size in {"patient": 600, "leader": 300}.items():
                truth = rng.random(size) < 0.2
                drawn = np.isin(np.arange(size), rng.choice(size, 100, replace=False))
                shared[group] = prevalence(drawn, truth, scores=scored(truth, "good", rng))
        found.append(
            any(one.stands for one in contrasts({"patient": 600, "leader": 300}, shares, minimum=5).differences)
        )
    assert np.mean(found) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 60)


def test_a_difference_is_told_in_points_with_its_interval_and_effect():
    (found,) = contrasts(
        {"patient": 70, "leader": 80}, {"waiting": {"patient": 56, "leader": 48}}, minimum=5
    ).differences
    assert (found.theme, found.one, found.other) == ("waiting", "patient", "leader")
    assert found.points == pytest.approx(20)
    assert (found.low, found.high) == pytest.approx((5.24, 33.39), abs=0.01)
    assert (found.all_low, found.all_high) == (found.low, found.high)  # one look
    assert found.h == pytest.approx(0.442, abs=0.001)
    assert found.p == found.q == found.holm


def test_more_looks_widen_the_intervals_that_hold_together():
    shares = {theme: {"patient": 40, "leader": 6} for theme in "abcdef"}
    first = contrasts({"patient": 100, "leader": 80}, shares, minimum=5)
    assert first.looks == len(first.differences) == 6
    assert first.differences[0].all_low < first.differences[0].low
    assert first.differences[0].holm > first.differences[0].p


def test_the_rest_is_all_other_groups_together():
    groups = {"north": 50, "west": 30, "east": 20}
    found = contrasts(groups, {"distance": {"north": 25, "west": 6, "east": 4}}, minimum=5, against="rest")
    north = next(one for one in found.differences if one.one == "north")
    assert (north.other, north.share_other) == (REST, pytest.approx(0.2))
    assert (north.low, north.high) == pytest.approx([100 * end for end in newcombe((0.5, 50), (0.2, 50))])


def test_small_groups_are_named_but_neither_compared_nor_in_a_rest():
    groups = {"north": 50, "west": 30, "east": 4}
    shares = {"distance": {"north": 25, "west": 6, "east": 4}}
    each, rest = (contrasts(groups, shares, minimum=5, against=against) for against in ("each", "rest"))
    assert each.too_small == rest.too_small == ("east",)
    assert [(one.one, one.other) for one in each.differences] == [("north", "west")]
    assert next(one for one in rest.differences if one.one == "north").share_other == pytest.approx(0.2)


@pytest.mark.parametrize("against", ["each", "rest"])
def test_what_may_not_be_shown_changes_nothing_that_is(against):
    """Were the hidden number in a rest, or its silence named, a reader could work it out."""
    groups = {"north": 50, "west": 30, "east": 30}
    said = [
        contrasts(
            groups, {"a": {"north": 25, "west": 6, "east": count}}, minimum=5, hidden={("a", "east")}, against=against
        )
        for count in (0, 1, 30)
    ]
    assert said[0] == said[1] == said[2]
    assert said[0].differences


def test_silent_groups_are_named():
    groups = {"patient": 50, "leader": 30, "next_of_kin": 0}
    shares = {"food": {"patient": 9, "leader": 0, "next_of_kin": 0}, "parking": {"patient": 0, "leader": 0}}
    found = contrasts(groups, shares, minimum=5)
    assert found.silent == (Silence("next_of_kin", None), Silence("leader", "food"))
    assert found.looks == 1  # a theme that nobody has is no look


def test_what_a_sample_cannot_say_is_named_and_not_compared():
    why = CannotBeSaid(Why.NOBODY_READ)
    found = contrasts({"patient": 50, "leader": 30}, {"food": {"patient": Counted(0.2, 50), "leader": why}}, minimum=5)
    assert found.unsaid == (("food", "leader", why),)
    assert not found.differences


def test_a_group_without_a_number_is_not_known_which_is_not_nought():
    found = contrasts({"patient": 50, "leader": 30}, {"food": {"patient": 9}}, minimum=5)
    assert found.unsaid == (("food", "leader", CannotBeSaid(Why.NOBODY_READ)),)
    assert not found.differences
    assert not found.silent


def test_counts_may_come_from_arrays():
    counts = dict(zip(GROUPS, SIZES // 3, strict=True))
    plain = {group: int(count) for group, count in counts.items()}
    assert contrasts(GROUPS, {"food": counts}, minimum=5) == contrasts(GROUPS, {"food": plain}, minimum=5)


def test_reading_a_sample_only_makes_a_difference_less_sure():
    groups = {"patient": 500, "leader": 400}
    (read,) = contrasts(groups, {"food": {"patient": 100, "leader": 0}}, minimum=5).differences
    sample = {"patient": Counted(0.2, 500), "leader": AtMost(0.06, 400, 50, 50.0)}
    (part,) = contrasts(groups, {"food": sample}, minimum=5).differences
    assert part.points == read.points == pytest.approx(20)
    assert part.low < read.low
    assert part.p > read.p


def test_the_order_of_themes_changes_nothing_and_the_largest_effect_comes_first():
    shares = _family(np.random.default_rng(4), (0.1, 0.4, 0.02))
    found = contrasts(GROUPS, shares, minimum=5)
    assert found == contrasts(GROUPS, dict(reversed(shares.items())), minimum=5)
    effects = [abs(one.h) for one in found.differences]
    assert effects == sorted(effects, reverse=True)


@pytest.mark.parametrize("groups", [{}, {"patient": 0}, {"patient": 9}, {"patient": 3, "leader": 2}])
def test_with_nothing_to_compare_there_is_no_difference(groups):
    for against in ("each", "rest"):
        found = contrasts(groups, {"food": dict.fromkeys(groups, 0)}, minimum=5, against=against)
        assert (found.differences, found.looks) == ((), 0)


def test_all_have_it_or_one_has_it_and_every_number_is_finite():
    groups = {"a": 5, "b": 5, "c": 7}
    shares = {"all": groups, "one": {"a": 1, "b": 0, "c": 0}, "opposite": {"a": 5, "b": 0, "c": 7}}
    for against in ("each", "rest"):
        for one in contrasts(groups, shares, minimum=5, against=against).differences:
            numbers = (one.points, one.low, one.high, one.all_low, one.all_high, one.h, one.p, one.q, one.holm)
            assert np.isfinite(numbers).all()
            assert one.all_low <= one.low <= one.points + 1e-9 <= one.high + 2e-9 <= one.all_high + 3e-9
            assert 0 <= one.p <= one.q <= one.holm <= 1


def test_more_with_a_theme_than_there_are_is_refused():
    with pytest.raises(ValueError, match="9 of 8 respondents"):
        contrasts({"patient": 8, "leader": 8}, {"food": {"patient": 9, "leader": 1}}, minimum=5)
