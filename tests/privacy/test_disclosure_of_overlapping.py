"""Where rows overlap, cells are told rather than their sums; what is withheld is as safe, and what is never told covers for it."""

import random

import pytest

from consultation.privacy.disclosure import CountTable, Shown, Withheld, suppress
from tests.privacy.attacker import Knowledge, narrowest
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


def test_a_large_group_that_is_never_told_covers_for_a_small_number():
    assert one([90, 80, 70], [40, 3, 30]).cells[0].count(HIDDEN) == 2
    assert one([90, 80, 70], [40, 3, 30], untold=["c2"]).cells == ((Shown(40), HIDDEN, HIDDEN),)


def test_a_small_group_that_is_never_told_is_not_what_is_left_of_the_others():
    safe = one([90, 80, 70], [40, 30, 3], untold=["c2"])
    assert safe.cells[0].count(HIDDEN) == 2


@pytest.mark.parametrize("seed", range(3))
def test_beside_groups_that_are_never_told_no_small_number_is_narrowed(seed):
    rng = random.Random(seed)
    for number in range(40):
        table = overlapping(rng)
        untold = rng.sample(list(table.columns), rng.randint(0, len(table.columns)))
        safe = suppress(table, overlap=True, untold=untold)
        small = _small(table, safe, untold)
        knowledge = Knowledge(safe, exclusive=False)
        assert not small or min(knowledge.widths(small)) >= SPREAD - 1e-6, (number, table)


def _small(table, safe, untold):
    """The places of withheld cells, but of those that are only never told."""
    knowledge = Knowledge(safe, exclusive=False)
    found = []
    for row, counts in enumerate(table.counts):
        for column, (count, size) in enumerate(zip(counts, table.sizes, strict=True)):
            small = 0 < count < 5 or 0 < size - count < 5 or size < 5 or (size < 20 and count in {0, size})
            told = table.columns[column] not in untold
            if safe.cells[row][column] == HIDDEN and size and (small or told):
                found.append(knowledge.cell(row, column))
    return found
