"""Safe tables made readable: the only way a number about respondents gets into a report."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.privacy.disclosure import SafeTable, Shown, coarse
from consultation.reporting import numbers
from consultation.reporting.blocks import Cell, Column, Row, Table
from consultation.reporting.catalogue import Catalogue, Said

STEP = 5
ALL = "all"


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number of respondents rounded down to a multiple of five; ``None`` where it would be under five.

    For sums that overlap with other numbers in the report, where two exact ones could be subtracted.
    """

    at_least: int | None

    def __post_init__(self) -> None:
        if self.at_least is not None and (self.at_least < STEP or self.at_least % STEP):
            raise ValueError("A rounded number is a multiple of five, and at least five.")

    @classmethod
    def of(cls, count: int) -> "Rounded":
        """Round a true count down."""
        return cls(coarse(count))

    def said(self, catalogue: Catalogue) -> Said:
        """The number in words that do not claim more than it holds."""
        if self.at_least is None:
            return catalogue.say("fewer than 5")
        return catalogue.say("at least %(number)s", number=numbers.whole(self.at_least, catalogue.language))


def denominators(answered: Mapping[str, int], responses: Mapping[str, int]) -> dict[str, int]:
    """How many respondents each role's shares are calculated from, per role of ``responses``.

    It is those who answered the question. Where fewer than five of the role's respondents left it out, it is all of
    them: otherwise the two numbers could be subtracted, and would tell of those few.
    """
    return {
        role: everyone if everyone - answered.get(role, 0) < STEP else answered.get(role, 0)
        for role, everyone in responses.items()
    }


@dataclass(frozen=True, slots=True)
class Found:
    """A number that may be shown, and its share of those it is counted among."""

    count: int
    share: float


def shown(table: SafeTable, row: str, column: str) -> Found | None:
    """The number in one cell, or nothing where it is withheld."""
    cell, size = table.cell(row, column), table.size(column)
    if isinstance(cell, Shown) and isinstance(size, Shown) and size.count:
        return Found(cell.count, cell.count / size.count)
    return None


def told(
    table: SafeTable, words: Catalogue, *, caption: Said, corner: Said, names: Mapping[str, Said], machine: bool = False
) -> Table:
    """The table in words, with a share and a bar only where the number itself is shown; the last column may be ``all``."""
    named = {ALL: words.say("All"), **names}
    return Table(
        caption,
        corner,
        tuple(Column(named[column], _size(table, column, words)) for column in table.columns),
        tuple(
            Row(named[row], tuple(_cell(table, row, column, words) for column in table.columns)) for row in table.rows
        ),
        machine=machine,
    )


def size_in_words(table: SafeTable, column: str, words: Catalogue) -> Said:
    """How many respondents a column counts."""
    size = table.size(column)
    if isinstance(size, Shown):
        return Said(numbers.whole(size.count, words.language), words.language)
    return words.say("fewer than 5")


def _size(table: SafeTable, column: str, words: Catalogue) -> Said:
    size = size_in_words(table, column, words)
    return words.say("of %(number)s", number=size.text) if isinstance(table.size(column), Shown) else size


def _cell(table: SafeTable, row: str, column: str, words: Catalogue) -> Cell:
    found = shown(table, row, column)
    if found is None:
        return Cell(words.say("not shown"), shown=False)
    return Cell(
        Said(numbers.whole(found.count, words.language), words.language),
        Said(numbers.percent(found.share, words.language), words.language),
        round(100 * found.share),
    )
