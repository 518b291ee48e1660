"""Tables of counts: as they are, which nobody but this package may show, and as they may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

TOTAL = "all"
"""The name of a column that is the total of those before it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that may be published."""

    count: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A number that may not be. It has no reason: to know which were withheld for others' sake would narrow them down."""


Cell = Shown | Withheld


@dataclass(frozen=True, slots=True)
class CountTable:
    """True counts of respondents: `counts[row][column]` of the `sizes[column]` respondents who were asked.

    Rows may be themes, of which one respondent can have several, or options, of which each has one. Columns are groups
    without overlap, such as roles; a last column called `all` is their total, and its size is worked out here.
    Raises ValueError where the numbers cannot be true.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Sequence[Sequence[int]]
    sizes: Sequence[int]

    def __post_init__(self) -> None:
        if len(set(self.rows)) != len(self.rows) or len(set(self.columns)) != len(self.columns):
            raise ValueError("Two rows or two columns have the same name.")
        if len(self.counts) != len(self.rows) or len(self.sizes) != len(self.columns):
            raise ValueError("There are not as many counts as rows, or not as many sizes as columns.")
        if any(len(row) != len(self.columns) for row in self.counts):
            raise ValueError("There are not as many counts in a row as columns.")
        if any(not 0 <= n <= size for row in self.counts for n, size in zip(row, self.sizes, strict=True)):
            raise ValueError("A count is negative, or larger than the number of respondents it is counted among.")
        if self.totalled and any(sum(row[:-1]) != row[-1] for row in self.counts):
            raise ValueError("The total of a row is not the sum of its groups.")

    @property
    def totalled(self) -> bool:
        """Whether the last column is the total of the others."""
        return len(self.columns) > 0 and self.columns[-1] == TOTAL


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Counts that may be published. Only `disclosure.suppress` makes one.

    `totals[row]` is over all columns, `total` the number of all respondents. A share may be shown only where both the
    cell and the size are; never work out a number here that is withheld there.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    sizes: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    total: Cell
    minimum: int

    def cell(self, row: str, column: str) -> Cell:
        """The number of a row in a column. Raises ValueError where there is no such row or column."""
        return self.cells[self.rows.index(row)][self.columns.index(column)]

    def size(self, column: str) -> Cell:
        """The number of respondents in a column. Raises ValueError where there is no such column."""
        return self.sizes[self.columns.index(column)]

    def row_total(self, row: str) -> Cell:
        """The number of a row over all columns. Raises ValueError where there is no such row."""
        return self.totals[self.rows.index(row)]

    def share(self, row: str, column: str) -> float | None:
        """What part (0 to 1) of a column's respondents a cell is; none where it is withheld or nobody was asked."""
        cell, size = self.cell(row, column), self.size(column)
        if isinstance(cell, Withheld) or isinstance(size, Withheld) or size.count == 0:
            return None
        return cell.count / size.count
