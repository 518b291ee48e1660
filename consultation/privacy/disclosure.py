"""Counts become showable here: small ones are withheld, and whatever else would let a reader work them out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from consultation.privacy.exchange import Edge, Network
from consultation.privacy.linkage import RESPONDENTS, Truth, cell_name, is_small, is_total, size_name, total_name
from consultation.privacy.tables import TOTAL, Cell, CountTable, SafeTable, Shown, Withheld

__all__ = [
    "TOTAL",
    "Cell",
    "CountTable",
    "Part",
    "SafeTable",
    "Shown",
    "Withheld",
    "coarse",
    "parts_withheld",
    "suppress",
]

SMALLEST = 5
MOST_TRIED = (
    5_000  # ways to choose what else to withhold; where so many did not do, no more are tried, and nothing is told
)


def suppress(
    table: CountTable,
    *,
    minimum: int = SMALLEST,
    overlap: bool = False,
    totals_first: bool = False,
) -> SafeTable:
    """What of a table may be shown.

    Withheld are: a count of 1 to 4, and one that 1 to 4 respondents are missing from; none or all of a group of fewer
    than twenty; everything about a group of 1 to 4. The same holds for the totals. Then as many more as it takes for
    every withheld number to lie anywhere in an interval at least `minimum` wide, for a reader who knows all shown
    numbers, how they add up, and how large each group is where that is shown; unless rows `overlap`, also that a
    respondent may be in one only. With `totals_first` a row's total is rather withheld for the others' sake than a cell.
    It does not defend against a reader who knows some respondents' answers already, who reasons from which numbers were
    worth hiding, or who has two tables about the same respondents in other columns: publish one, or the coarser one.
    The same table always gives the same result. Raises ValueError for a `minimum` under five.
    """
    if minimum < SMALLEST:
        raise ValueError("A number for fewer than five respondents is never shown.")
    truth = _truth(table)
    hidden = truth.small(minimum)

    def cost(name: str) -> int:
        return 0 if totals_first and is_total(name) else truth.cost(name)

    networks = list(truth.networks(minimum, overlap=overlap))
    while any(_widen(network, hidden, minimum, cost) for network in networks):
        pass  # what one network had to hide may stand in another, too: look at all of them again
    safe = _shown(truth, hidden, minimum)
    return _with_total_column(safe) if table.totalled else safe


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a group's respondents stand in a row, of how many; and what a reader knows that it is at least and at most."""

    count: int
    size: int
    least: int
    most: int


def parts_withheld(parts: Mapping[str, Part], *, untold: Collection[str], minimum: int = SMALLEST) -> set[str]:
    """Which parts of a number that is told may not be told themselves: the small ones, as few others as it takes, and `untold`.

    What of the number is not told hides the small parts in it: each can be anything in an interval at least `minimum`
    wide, of a group of fewer anything at all, for a reader who knows how many each group has, and the bounds of each
    part. Where the bounds alone leave less than that, nothing is told. Those in `untold` hide others, and may be worked
    out where they are not small.
    """
    small = [name for name, part in parts.items() if is_small(part.count, part.size, minimum)]
    never = {*small, *(name for name in untold if name in parts)}
    if any(parts[name].most - parts[name].least < _wide(parts[name], minimum) for name in small):
        return set(parts)
    open_ = [name for name in sorted(parts) if name not in never]
    for more in range(len(open_) + 1):
        tried = [never.union(some) for some in combinations(open_, more)]
        fit = [
            hidden
            for hidden in tried
            if all(_room(parts, hidden, name) >= _wide(parts[name], minimum) for name in small)
        ]
        if fit or len(tried) > MOST_TRIED:
            return min(
                fit or [set(parts)], key=lambda hidden: (sum(parts[name].size for name in hidden), sorted(hidden))
            )
    return set(parts)


def _wide(part: Part, minimum: int) -> int:
    return min(minimum, part.size)


def _room(parts: Mapping[str, Part], hidden: Collection[str], name: str) -> int:
    """How wide the interval of a part is, for whoever subtracts what is told from the number of all."""
    total = sum(parts[one].count for one in hidden)
    others = [parts[one] for one in hidden if one != name]
    low = max(parts[name].least, total - sum(one.most for one in others))
    high = min(parts[name].most, total - sum(one.least for one in others))
    return high - low


def coarse(count: int) -> int | None:
    """A number for pages that change while answers come in: rounded down to a multiple of five, none below five."""
    return None if count < SMALLEST else count - count % SMALLEST


def _widen(network: Network, hidden: set[str], spread: int, cost: Callable[[str], int]) -> bool:
    """Hides more until every hidden number of the network is uncertain enough; whether that was needed."""
    before = len(hidden)
    settled: set[int] = set()
    while open_ := [at for at, edge in enumerate(network.edges) if at not in settled and _guessed(edge, hidden)]:
        for at in open_:  # once a number has room it keeps it, as hiding more takes none away
            less, more = network.room(network.edges[at], hidden, spread)
            if less + more < spread:
                hidden |= network.cheapest(network.edges[at], hidden, spread, cost)
        settled.update(open_)
    return len(hidden) > before


def _guessed(edge: Edge, hidden: set[str]) -> bool:
    return bool(edge.names) and edge.is_hidden(hidden)


def _truth(table: CountTable) -> Truth:
    """The true numbers of the groups; a total column is worked out from them, never believed."""
    groups = len(table.columns) - table.totalled
    counts = tuple(tuple(row[:groups]) for row in table.counts)
    return Truth(tuple(table.rows), tuple(table.columns[:groups]), counts, tuple(table.sizes[:groups]))


def _shown(truth: Truth, hidden: set[str], minimum: int) -> SafeTable:
    def cell(count: int, name: str) -> Cell:
        return Withheld() if name in hidden else Shown(count)

    return SafeTable(
        rows=truth.rows,
        columns=truth.columns,
        cells=tuple(
            tuple(cell(count, cell_name(row, column)) for column, count in enumerate(counts))
            for row, counts in enumerate(truth.counts)
        ),
        sizes=tuple(cell(size, size_name(column)) for column, size in enumerate(truth.sizes)),
        totals=tuple(cell(sum(counts), total_name(row)) for row, counts in enumerate(truth.counts)),
        total=cell(truth.everyone, RESPONDENTS),
        minimum=minimum,
    )


def _with_total_column(safe: SafeTable) -> SafeTable:
    cells = tuple((*row, total) for row, total in zip(safe.cells, safe.totals, strict=True))
    return replace(safe, columns=(*safe.columns, TOTAL), cells=cells, sizes=(*safe.sizes, safe.total))
