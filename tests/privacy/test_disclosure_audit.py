"""No withheld number can be worked out: an attacker with linear programming tries, on six hundred random tables; `make soak` on twice as many, `make bench` on ten thousand more."""

import random

import pytest

from consultation.privacy.disclosure import CountTable, SafeTable, Shown, Withheld, suppress
from tests.privacy.attacker import narrowest

SPREAD = 5


def overlapping(rng: random.Random) -> CountTable:
    """Themes by role: a respondent can be in several rows. Many groups and counts are small, as they are in life."""
    columns, rows = rng.randint(1, 6), rng.randint(0, 7)
    sizes = [rng.choice([0, rng.randint(1, 9), rng.randint(5, 30), rng.randint(20, 400)]) for _ in range(columns)]
    counts = [
        [rng.choice([0, min(4, size), size, rng.randint(0, size), size // 2]) for size in sizes] for _ in range(rows)
    ]
    return CountTable([f"r{i}" for i in range(rows)], [f"c{i}" for i in range(columns)], counts, sizes)


def exclusive(rng: random.Random) -> CountTable:
    """Options by role: every respondent chose one or left it out."""
    columns, rows = rng.randint(1, 5), rng.randint(1, 6)
    sizes = [rng.choice([0, rng.randint(1, 9), rng.randint(5, 30), rng.randint(20, 400)]) for _ in range(columns)]
    counts = [[0] * columns for _ in range(rows)]
    for column, size in enumerate(sizes):
        for _ in range(size - rng.choice([0, 0, min(size, 3), min(size, 12)])):
            counts[min(int(rng.expovariate(0.8)), rows - 1)][column] += 1
    return CountTable([f"r{i}" for i in range(rows)], [f"c{i}" for i in range(columns)], counts, sizes)


def audit(seed: int, tables: int) -> None:
    rng = random.Random(seed)
    for number in range(tables):
        for table, one_row_each in ((overlapping(rng), False), (exclusive(rng), True)):
            left_out = [size - sum(row[c] for row in table.counts) for c, size in enumerate(table.sizes)]
            width = narrowest(suppress(table), exclusive=one_row_each, left_out=left_out)
            assert width >= SPREAD - 1e-6, (number, table)


@pytest.mark.parametrize("seed", range(4))
def test_no_withheld_number_is_narrowed_to_less_than_five(seed, long):
    audit(seed, 150 if long else 75)


def test_the_attacker_works_out_a_lone_small_cell_from_the_totals():
    """The audit would notice: this is what hiding only the small number gives (three by three, one cell of three)."""
    naive = SafeTable(
        rows=("a", "b"),
        columns=("x", "y"),
        cells=((Withheld(), Shown(30)), (Shown(20), Shown(25))),
        sizes=(Shown(40), Shown(60)),
        totals=(Shown(33), Shown(45)),
        total=Shown(100),
        minimum=5,
    )
    assert narrowest(naive, exclusive=False) == pytest.approx(0.0)
