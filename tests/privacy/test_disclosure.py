"""What a reader of a small table gets to see, and what it tells of nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.disclosure import CountTable, Shown, Withheld, coarse, suppress

HIDDEN = Withheld()


def suppressed(columns, counts, sizes, **options):
    return suppress(CountTable([f"r{i}" for i in range(len(counts))], columns, counts, sizes), **options)


@st.composite
def tables(draw):
    sizes = draw(st.lists(st.integers(0, 60), min_size=1, max_size=5))
    row = st.tuples(*(st.integers(0, size) for size in sizes))
    counts = draw(st.lists(row, max_size=5))
    return CountTable([f"r{i}" for i in range(len(counts))], [f"c{i}" for i in range(len(sizes))], counts, sizes)


@given(tables())
def test_no_shown_number_stands_for_one_to_four_respondents_nor_does_what_is_missing_from_it(table):
    safe = suppress(table)
    size_of_all = sum(table.sizes)
    pairs = [(safe.cells[r][c], size) for r in range(len(table.rows)) for c, size in enumerate(table.sizes)]
    pairs += [(total, size_of_all) for total in safe.totals]
    for cell, size in pairs:
        if isinstance(cell, Shown) and size:
            assert cell.count not in range(1, 5)
            assert size - cell.count not in range(1, 5)
            assert size >= 20 or 0 < cell.count < size, "all or none of a small group"
    for size in (*safe.sizes, safe.total):
        assert size == HIDDEN or size.count not in range(1, 5)


@given(tables())
def test_what_is_shown_is_true_and_the_same_each_time(table):
    safe = suppress(table)
    assert suppress(table) == safe
    for r, row in enumerate(table.rows):
        assert safe.row_total(row) in {HIDDEN, Shown(sum(table.counts[r]))}
        for c, column in enumerate(table.columns):
            assert safe.cell(row, column) in {HIDDEN, Shown(table.counts[r][c])}
            assert safe.size(column) in {HIDDEN, Shown(table.sizes[c])}


@given(tables())
def test_a_share_is_told_only_where_the_number_and_the_group_are(table):
    safe = suppress(table)
    for row in table.rows:
        for column in table.columns:
            share, cell, size = safe.share(row, column), safe.cell(row, column), safe.size(column)
            told = isinstance(cell, Shown) and isinstance(size, Shown) and size.count > 0
            assert (share is not None) == told
            assert not told or share * size.count == pytest.approx(cell.count)


def test_a_table_without_small_numbers_is_shown_whole():
    safe = suppressed(["patient", "leader"], [[40, 12], [25, 9]], [60, 25])
    assert safe.cells == ((Shown(40), Shown(12)), (Shown(25), Shown(9)))
    assert (safe.totals, safe.sizes, safe.total) == ((Shown(52), Shown(34)), (Shown(60), Shown(25)), Shown(85))


def test_beside_one_small_cell_another_is_withheld_as_the_total_would_give_it_away():
    safe = suppressed(["patient", "kin", "leader"], [[90, 40, 3], [80, 50, 9]], [100, 60, 30])
    assert safe.cells[0] == (Shown(90), HIDDEN, HIDDEN)
    assert safe.totals[0] == Shown(133)
    assert safe.cells[1] == (Shown(80), Shown(50), Shown(9))


def test_all_of_a_small_group_but_two_is_withheld_as_much_as_two():
    assert suppressed(["x", "y"], [[28, 40], [20, 40]], [30, 90]).cell("r0", "x") == HIDDEN


def test_none_and_all_of_a_small_group_are_withheld_and_of_a_large_one_shown():
    small = suppressed(["x", "y"], [[0, 50], [19, 50], [9, 90]], [19, 100])
    assert small.cell("r0", "x") == small.cell("r1", "x") == HIDDEN
    large = suppressed(["x", "y"], [[0, 50], [20, 50], [15, 90]], [20, 100])
    assert (large.cell("r0", "x"), large.cell("r1", "x")) == (Shown(0), Shown(20))


def test_nothing_is_told_of_a_group_of_four_nor_can_its_size_be_subtracted():
    safe = suppressed(["patient", "kin", "leader"], [[40, 20, 4], [30, 12, 0]], [60, 40, 4])
    assert safe.size("leader") == HIDDEN
    assert {safe.cell("r0", "leader"), safe.cell("r1", "leader")} == {HIDDEN}
    assert HIDDEN in {safe.size("patient"), safe.size("kin")}
    assert safe.total == Shown(104)


def test_a_group_that_nobody_belongs_to_is_shown_as_empty():
    safe = suppressed(["patient", "leader"], [[40, 0]], [60, 0])
    assert (safe.size("leader"), safe.cell("r0", "leader")) == (Shown(0), Shown(0))


def test_a_question_with_one_choice_gives_nothing_away_down_the_column_either():
    """Two of sixty chose the third option: the two other options and the size would tell."""
    safe = suppressed(["patient", "leader"], [[30, 20], [28, 20], [2, 10]], [60, 50])
    assert safe.cell("r2", "patient") == HIDDEN
    assert HIDDEN in {safe.cell("r0", "patient"), safe.cell("r1", "patient")}


def test_a_table_of_sizes_alone_hides_a_small_group_and_one_beside_it():
    safe = suppressed(["patient", "kin", "leader"], [], [60, 25, 3])
    assert safe.sizes == (Shown(60), HIDDEN, HIDDEN)
    assert safe.total == Shown(88)


def test_a_few_respondents_in_all_are_not_even_counted():
    safe = suppressed(["patient", "kin"], [[2, 1]], [3, 1])
    assert {*safe.cells[0], *safe.totals, *safe.sizes, safe.total} == {HIDDEN}


def test_a_column_called_all_is_the_total_and_linked_to_the_rest():
    safe = suppressed(["patient", "kin", "leader", "all"], [[90, 40, 3, 133]], [100, 60, 30, 190])
    assert safe.columns == ("patient", "kin", "leader", "all")
    assert safe.cells[0] == (Shown(90), HIDDEN, HIDDEN, Shown(133))
    assert safe.size("all") == Shown(190)
    assert safe.row_total("r0") == Shown(133)


@pytest.mark.parametrize(
    ("columns", "counts", "sizes"),
    [
        (["x"], [[-1]], [5]),
        (["x"], [[6]], [5]),
        (["x", "x"], [[1, 1]], [5, 5]),
        (["x"], [[1, 2]], [5]),
        (["x"], [[1]], [5, 5]),
        (["x", "all"], [[3, 4]], [5, 5]),
    ],
)
def test_numbers_that_cannot_be_true_are_refused(columns, counts, sizes):
    with pytest.raises(ValueError, match=r"not as many|negative|same name|not the sum"):
        suppressed(columns, counts, sizes)


def test_rows_of_one_name_or_without_counts_are_refused():
    for rows, counts in ((["a", "a"], [[1], [1]]), (["a", "b"], [[1]])):
        with pytest.raises(ValueError, match=r"same name|not as many"):
            CountTable(rows, ["x"], counts, [5])


def test_a_minimum_under_five_is_refused_and_a_larger_one_kept_to():
    with pytest.raises(ValueError, match="fewer than five"):
        suppressed(["x"], [[30]], [60], minimum=4)
    assert suppressed(["x"], [[9]], [60], minimum=10).cell("r0", "x") == HIDDEN
    assert suppressed(["x"], [[9]], [60]).minimum == 5


def test_a_withheld_number_does_not_say_why():
    assert Withheld() == Withheld()
    assert repr(Withheld()) == "Withheld()"


@pytest.mark.parametrize(("count", "told"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (10, 10), (1234, 1230)])
def test_a_live_number_is_rounded_down_to_five_and_untold_below(count, told):
    assert coarse(count) == told
