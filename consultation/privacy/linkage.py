"""What a reader knows about how the numbers of a table hang together, and which of them are small."""

from collections.abc import Iterator
from typing import NamedTuple

from consultation.privacy.exchange import Edge, Network

_SMALL_GROUP = 20  # respondents; below it, "all of them" or "none of them" tells what each single one said
RESPONDENTS = "respondents"
# What it costs the reader of a report not to see a number: rather some cells than a group's size, and the number of
# all respondents last, as it is known from elsewhere.
_CELL, _TOTAL, _SIZE, _EVERYONE = 1_000, 3_500, 20_000, 1_000_000


class Truth(NamedTuple):
    """The true numbers: `counts[row][group]`, and each group's size."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]

    @property
    def everyone(self) -> int:
        """The number of all respondents."""
        return sum(self.sizes)

    def small(self, minimum: int) -> set[str]:
        """The names of the numbers that would tell of one to four respondents, or of every one of a small group."""
        hidden = {size_name(column) for column, size in enumerate(self.sizes) if 0 < size < minimum}
        if 0 < self.everyone < minimum:
            hidden.add(RESPONDENTS)
        for row, counts in enumerate(self.counts):
            if is_small(sum(counts), self.everyone, minimum):
                hidden.add(total_name(row))
            cells = enumerate(zip(counts, self.sizes, strict=True))
            hidden |= {cell_name(row, column) for column, (n, size) in cells if is_small(n, size, minimum)}
        return hidden

    def networks(self, minimum: int, *, overlap: bool) -> Iterator[Network]:
        """The sums that a reader can use against what is hidden.

        Where no column's counts exceed its size, every respondent may be in one row only, as in a question with one
        choice, unless rows are known to ``overlap``; then a column's cells add up as well, and all of the table is one
        network. Otherwise a row is one by itself, together with those who are not in it.
        """
        columns = [sum(row[column] for row in self.counts) for column in range(len(self.sizes))]
        unplaced = [size - placed for size, placed in zip(self.sizes, columns, strict=True)]
        if not overlap and self.counts and min(unplaced, default=-1) >= 0:
            yield Network(list(self._one_row_each(unplaced, minimum)))
            return
        yield Network([*self._groups(-1), *(Edge("out", f"group {i}", n, ()) for i, n in enumerate(self.sizes))])
        for row in range(len(self.counts)):
            yield Network([*self._groups(row), *self._row(row)])

    def cost(self, name: str) -> int:
        """What it costs not to show a number: the more, the more respondents it counts."""
        kind, *where = name.split()
        if kind == RESPONDENTS:
            return _EVERYONE
        if kind == "total":
            return _TOTAL
        count = self.sizes[int(where[0])] if kind == "size" else self.counts[int(where[0])][int(where[1])]
        return (_SIZE if kind == "size" else _CELL) + _CELL * count // max(1, self.everyone)

    def _groups(self, row: int) -> Iterator[Edge]:
        """The sizes of the groups and their sum. A group cannot be smaller than its largest count in another row."""
        for column, size in enumerate(self.sizes):
            largest = max((counts[column] for other, counts in enumerate(self.counts) if other != row), default=0)
            yield Edge(f"group {column}", "in", size - largest, (size_name(column),))
        yield Edge("in", "out", self.everyone, (RESPONDENTS,))

    def _row(self, row: int) -> Iterator[Edge]:
        """Those of each group who are in the row, and those who are not."""
        total = sum(self.counts[row])
        yield Edge("out", "with", total, (total_name(row),))
        yield Edge("out", "without", self.everyone - total, (total_name(row), RESPONDENTS))
        for column, count in enumerate(self.counts[row]):
            yield Edge("with", f"group {column}", count, (cell_name(row, column),))
            yield Edge(
                "without", f"group {column}", self.sizes[column] - count, (cell_name(row, column), size_name(column))
            )

    def _one_row_each(self, unplaced: list[int], minimum: int) -> Iterator[Edge]:
        for column, size in enumerate(self.sizes):
            yield Edge(f"group {column}", "in", size, (size_name(column),))
            if unplaced[column] >= minimum:  # a reader who guesses that hardly anyone left it out must not be right
                yield Edge("none", f"group {column}", unplaced[column], ())
        yield Edge("in", "out", self.everyone, (RESPONDENTS,))
        yield Edge("out", "none", sum(left for left in unplaced if left >= minimum), ())
        for row, counts in enumerate(self.counts):
            yield Edge("out", f"row {row}", sum(counts), (total_name(row),))
            for column, count in enumerate(counts):
                yield Edge(f"row {row}", f"group {column}", count, (cell_name(row, column),))


def is_small(count: int, size: int, minimum: int) -> bool:
    """Whether a number tells of one to four of a group, of all but so many, or of every one of a small group."""
    if size == 0:
        return False
    rest = size - count
    few = 0 < count < minimum or 0 < rest < minimum or size < minimum
    return few or (size < _SMALL_GROUP and (count == 0 or rest == 0))


def cell_name(row: int, column: int) -> str:
    """What a cell is called in a network."""
    return f"cell {row} {column}"


def total_name(row: int) -> str:
    """What a row's total is called in a network."""
    return f"total {row}"


def is_total(name: str) -> bool:
    """Whether a name is that of a row's total."""
    return name.startswith("total ")


def size_name(column: int) -> str:
    """What the size of a column's group is called in a network."""
    return f"size {column}"
