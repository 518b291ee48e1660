"""A reader with linear programming: how narrow can a withheld number be made from everything that is shown?

It shares nothing with the code under test. It knows the shown numbers, that counts are not negative, that a row adds
up over the groups to its total and the groups to all respondents, that nobody is in a row who is not in the group,
and, where asked to, that every respondent is in one row at most, and how many are in none where that is fewer than five.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix

from consultation.privacy.disclosure import SafeTable, Shown, Withheld

FAR = 10_000.0
FEW = 5


@dataclass
class Knowledge:
    """Linear facts about the numbers: cells, row totals, group sizes, all respondents."""

    safe: SafeTable
    exclusive: bool
    left_out: Sequence[int] = ()
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    at_most: list[dict[int, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows, columns = len(self.safe.rows), len(self.safe.columns)
        self.width = columns
        self.shape = rows * columns, rows, columns
        for row in range(rows):
            self.equal.append(({**{self.cell(row, c): 1.0 for c in range(columns)}, self.total(row): -1.0}, 0.0))
            self.at_most.append({self.total(row): 1.0, self.everyone: -1.0})
            self.at_most += [{self.cell(row, c): 1.0, self.size(c): -1.0} for c in range(columns)]
        self.equal.append(({**{self.size(c): 1.0 for c in range(columns)}, self.everyone: -1.0}, 0.0))
        if self.exclusive:
            for c in range(columns):
                everyone_in_a_row = {**{self.cell(row, c): 1.0 for row in range(rows)}, self.size(c): -1.0}
                self.at_most.append(everyone_in_a_row)
                if self.left_out[c] < FEW and rows:
                    self.equal.append((everyone_in_a_row, -float(self.left_out[c])))
        self.equal += [({index: 1.0}, float(cell.count)) for index, cell in self.numbers() if isinstance(cell, Shown)]

    @cached_property
    def matrices(self) -> tuple[csr_matrix, csr_matrix]:
        variables = self.everyone + 1
        return _matrix([terms for terms, _ in self.equal], variables), _matrix(self.at_most, variables)

    def cell(self, row: int, column: int) -> int:
        return row * self.width + column

    def total(self, row: int) -> int:
        return self.shape[0] + row

    def size(self, column: int) -> int:
        return self.shape[0] + self.shape[1] + column

    @property
    def everyone(self) -> int:
        return sum(self.shape)

    def numbers(self) -> Iterator[tuple[int, Shown | Withheld]]:
        for row, cells in enumerate(self.safe.cells):
            yield from ((self.cell(row, column), cell) for column, cell in enumerate(cells))
        yield from ((self.total(row), cell) for row, cell in enumerate(self.safe.totals))
        yield from ((self.size(column), cell) for column, cell in enumerate(self.safe.sizes))
        yield self.everyone, self.safe.total

    def widths(self, indices: list[int]) -> list[float]:
        """How wide the interval of each number is, up to `FAR`: all of them in one program of independent blocks."""
        equal, at_most = self.matrices
        variables, blocks = self.everyone + 1, 2 * len(indices)
        goal = np.zeros((blocks, variables))
        for block, index in enumerate(indices):
            goal[2 * block, index], goal[2 * block + 1, index] = 1.0, -1.0  # one block seeks the least, one the most
        found = linprog(
            goal.ravel(),
            A_ub=block_diag([at_most] * blocks, "csr"),
            b_ub=np.zeros(len(self.at_most) * blocks),
            A_eq=block_diag([equal] * blocks, "csr"),
            b_eq=np.tile([value for _, value in self.equal], blocks),
            bounds=(0, FAR),
            method="highs",
        )
        assert found.status == 0, found.message
        ends = np.asarray(found.x).reshape(blocks, variables)
        return [float(ends[2 * b + 1, index] - ends[2 * b, index]) for b, index in enumerate(indices)]


def _matrix(facts: list[dict[int, float]], variables: int) -> csr_matrix:
    entries = [(value, row, column) for row, terms in enumerate(facts) for column, value in terms.items()]
    values, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_matrix((values, (rows, columns)), shape=(len(facts), variables))


def narrowest(safe: SafeTable, *, exclusive: bool, left_out: Sequence[int] = ()) -> float:
    """The width of the narrowest interval that any withheld number of a table has; `FAR` where none is withheld."""
    knowledge = Knowledge(safe, exclusive, left_out)
    hidden = [index for index, cell in knowledge.numbers() if isinstance(cell, Withheld)]
    return min(knowledge.widths(hidden)) if hidden else FAR
