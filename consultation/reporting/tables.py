"""Safe tables made readable: the only way a number about respondents gets into a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consultation.privacy.disclosure import SafeTable, Shown, Withheld, coarse
from consultation.reporting import numbers
from consultation.reporting.blocks import Cell, Column, Line, Table
from consultation.reporting.catalogue import Catalogue, Said

STEP = 5
LEAST_TOLD = 0.01  # "at least less than one percent" says nothing
ALL = "all"  # the column of all roles together
REST = "rest"  # the row of those who are in no other


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

    def said(self, words: Catalogue) -> Said:
        """The number in words that do not claim more than it holds."""
        if self.at_least is None:
            return words.say("fewer than 5")
        return words.say("at least %(number)s", number=numbers.whole(self.at_least, words.language))


@dataclass(frozen=True, slots=True)
class Found:
    """A number that may be shown, and its share of those it is counted among."""

    count: int
    share: float


def shown(table: SafeTable, row: str, column: str) -> Found | None:
    """The number in one cell; nothing where it is withheld or the table has no such column."""
    if column not in table.columns:
        return None
    cell, size = table.cell(row, column), table.size(column)
    if isinstance(cell, Shown) and isinstance(size, Shown) and size.count:
        return Found(cell.count, cell.count / size.count)
    return None


def least(table: SafeTable, row: str) -> Found | None:
    """What a row's sum over all roles is at least, where the sum is withheld: those of its numbers that are shown."""
    if ALL not in table.columns or shown(table, row, ALL):
        return None
    count = sum(found.count for column in table.columns if (found := shown(table, row, column)))
    size = table.size(ALL)
    return Found(count, count / size.count) if count and isinstance(size, Shown) else None


def told_in_all(table: SafeTable, row: str) -> int:
    """How many of all roles a row is told to have at least: nothing that its cells do not tell."""
    found = shown(table, row, table.columns[-1]) if table.columns else None
    found = found or least(table, row)
    return found.count if found else 0


def anything_shown(table: SafeTable) -> bool:
    """Whether any number of people, more than none, is left to tell."""
    return any(isinstance(cell, Shown) and cell.count for row in table.cells for cell in row)


def told(
    table: SafeTable,
    words: Catalogue,
    *,
    caption: Said,
    corner: Said,
    names: Mapping[str, Said],
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    machine: bool = False,
    partial: bool = False,
) -> Table:
    """The table in words, with a share and a bar only where the number itself is shown.

    ``names`` are those of rows and columns by id. ``rows`` and ``columns`` give their order, and may hold columns that
    the table lacks: roles too small to tell of, which a note names. ``partial`` marks each share as the least it can be.
    """
    named = {ALL: words.say("All"), REST: words.say("Under none of these themes"), **names}
    wanted = columns or [column for column in table.columns if column != ALL]
    ordered = [column for column in [*wanted, ALL] if column in table.columns]
    return Table(
        caption,
        corner,
        tuple(Column(named[column], _counted_among(table, column, words)) for column in ordered),
        tuple(
            Line(named[row], tuple(_told(table, row, column, words, partial=partial) for column in ordered))
            for row in (rows or table.rows)
        ),
        machine=machine,
        note=_left_out([named[column] for column in wanted if column not in table.columns], words),
    )


def _left_out(names: Sequence[Said], words: Catalogue) -> Said | None:
    if not names:
        return None
    return words.say(
        "Too little is known of these roles to be shown, and no sum counts them: %(roles)s.", roles=listed(names)
    )


def listed(names: Iterable[Said]) -> str:
    """Names in a row: Patients, next of kin, leaders."""
    first, *others = (name.text for name in names)
    return ", ".join([first, *(one[:1].lower() + one[1:] if one[1:2].islower() else one for one in others)])


def sizes_told(
    table: SafeTable, words: Catalogue, *, caption: Said, corner: Said, rows: Mapping[str, Said], column: Said
) -> Table:
    """How many there are in each column of a table, as rows."""
    total = table.total.count if isinstance(table.total, Shown) else 0
    sizes = {role: _size(table, role) for role in rows}
    found = {
        role: Found(size.count, size.count / total) if isinstance(size, Shown) and total else None
        for role, size in sizes.items()
    }
    return Table(
        caption,
        corner,
        (Column(column, _of(table.total, words)),),
        tuple(Line(name, (_cell(found[role], words, partial=False),)) for role, name in rows.items()),
    )


def everyone_in_words(table: SafeTable, words: Catalogue) -> Said:
    """How many respondents a table counts in all its columns together."""
    return _in_words(table.total, words)


def _in_words(size: Shown | Withheld, words: Catalogue) -> Said:
    if isinstance(size, Withheld):
        return words.say("not shown")
    if size.count < STEP:  # none: but a group of one to four is to look the same
        return words.say("fewer than 5")
    return Said(numbers.whole(size.count, words.language), words.language)


def _size(table: SafeTable, column: str) -> Shown | Withheld:
    return table.size(column) if column in table.columns else Withheld()


def _counted_among(table: SafeTable, column: str, words: Catalogue) -> Said:
    return _of(_size(table, column), words)


def _of(size: Shown | Withheld, words: Catalogue) -> Said:
    written = _in_words(size, words)
    told = isinstance(size, Shown) and size.count >= STEP
    return words.say("of %(number)s", number=written.text) if told else written


def _told(table: SafeTable, row: str, column: str, words: Catalogue, *, partial: bool) -> Cell:
    found = least(table, row) if column == ALL else None
    if found is None:
        return _cell(shown(table, row, column), words, partial=partial)
    return Cell(at_least(found, words), share_in_words(found, words, partial=True), round(100 * found.share))


def at_least(found: Found, words: Catalogue) -> Said:
    """A number that is the least it can be, in words."""
    return words.say("at least %(number)s", number=numbers.whole(found.count, words.language))


def _cell(found: Found | None, words: Catalogue, *, partial: bool) -> Cell:
    if found is None:
        return Cell(words.say("not shown"), shown=False)
    if found.count == 0:
        return Cell(words.say("none"))
    return Cell(
        Said(numbers.whole(found.count, words.language), words.language),
        share_in_words(found, words, partial=partial),
        round(100 * found.share),
    )


def share_in_words(found: Found, words: Catalogue, *, partial: bool) -> Said | None:
    """The share as percent; where it is the least it can be, with a mark that says so, and none under one percent."""
    written = numbers.percent(found.share, words.language)
    if not partial:
        return Said(written, words.language)
    return Said(f"≥\N{NO-BREAK SPACE}{written}", words.language) if found.share >= LEAST_TOLD else None
