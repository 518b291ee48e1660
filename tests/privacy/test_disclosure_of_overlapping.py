"""Where rows overlap, cells are told rather than their sums; of the parts of a sum that is told, no more is withheld than it takes."""

import random
from itertools import product

import pytest

from consultation.privacy.disclosure import CountTable, Part, Shown, Withheld, parts_withheld, suppress
from consultation.privacy.linkage import is_small
from tests.privacy.attacker import narrowest
from tests.privacy.test_disclosure_audit import SPREAD, overlapping

HIDDEN = Withheld()


def one(sizes, counts, **options):
    columns = [f"c{at}" for at in range(len(sizes))]
    return suppress(CountTable(["r"], columns, [counts], sizes), overlap=True, **options)


@pytest.mark.parametrize("seed", range(3))
def test_no_withheld_number_is_narrowed_to_less_than_five_where_totals_are_withheld_first(seed):
    rng = random.Random(seed)
    for number in range(60):
        table = overlapping(rng)
        safe = suppress(table, overlap=True, totals_first=True)
        assert narrowest(safe, exclusive=False) >= SPREAD - 1e-6, (number, table)


def test_the_sum_is_withheld_rather_than_the_number_of_a_large_group():
    safe = one([250, 20], [77, 2], totals_first=True)
    assert safe.cells == ((Shown(77), HIDDEN),)
    assert safe.totals == (HIDDEN,)


def test_two_small_numbers_hide_each_other_and_leave_the_sum():
    safe = one([250, 20, 30], [77, 3, 4], totals_first=True)
    assert safe.cells == ((Shown(77), HIDDEN, HIDDEN),)
    assert safe.totals == (Shown(84),)


def parts(*numbers):
    return {f"g{at}": Part(count, size, 0, min(count + 50, size)) for at, (count, size) in enumerate(numbers)}


def test_one_large_group_is_withheld_beside_a_small_number_and_no_more():
    assert parts_withheld(parts((40, 90), (3, 80), (30, 70), (25, 60)), untold=()) == {"g1", "g3"}


def test_a_large_group_that_is_never_told_covers_for_a_small_number():
    assert parts_withheld(parts((40, 90), (3, 80), (30, 70)), untold=["g2"]) == {"g1", "g2"}


def test_a_small_group_that_is_never_told_is_not_what_is_left_of_the_others():
    assert len(parts_withheld(parts((40, 90), (30, 80), (3, 80)), untold=["g2"])) == 2


def test_a_group_of_three_covers_for_nothing_and_is_covered():
    assert parts_withheld(parts((40, 90), (4, 80), (2, 3)), untold=["g2"]) == {"g0", "g1", "g2"}


def test_where_the_bounds_alone_tell_a_small_number_nothing_is_told():
    known = {"a": Part(40, 90, 30, 60), "b": Part(5, 6, 4, 6), "c": Part(30, 80, 10, 60)}
    assert parts_withheld(known, untold=()) == {"a", "b", "c"}


@pytest.mark.parametrize("seed", range(3))
def test_every_small_part_may_be_any_of_as_many_numbers_however_the_rest_is_subtracted(seed):
    """By enumeration: what every part that is not told could be, given the sum of them."""
    rng = random.Random(seed)
    for _ in range(150):
        sizes = [rng.choice([rng.randint(1, 9), rng.randint(10, 40)]) for _ in range(rng.randint(1, 4))]
        numbers = [(rng.choice([0, min(3, size), size, rng.randint(0, size)]), size) for size in sizes]
        if not 5 <= sum(count for count, _ in numbers) <= sum(sizes) - 5:
            continue  # such a sum is not told itself
        there = {f"g{at}": Part(count, size, 0, size) for at, (count, size) in enumerate(numbers)}
        hidden = sorted(parts_withheld(there, untold=rng.sample(sorted(there), rng.randint(0, len(there)))))
        if len(hidden) == len(there):
            continue  # nothing is told beside the sum
        total = sum(there[name].count for name in hidden)
        could_be = [
            tried for tried in product(*(range(there[name].size + 1) for name in hidden)) if sum(tried) == total
        ]
        for at, name in enumerate(hidden):
            if is_small(there[name].count, there[name].size, 5):
                values = {tried[at] for tried in could_be}
                assert max(values) - min(values) >= min(5, there[name].size), (there, hidden)
