"""What a report consists of on paper and on screen, before any format: plain blocks in reading order."""

from dataclasses import dataclass
from datetime import date

from consultation.reporting.catalogue import Said


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2, 3 or 4 (1 is the title)."""

    level: int
    text: Said


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``quiet`` ones are notes beside the matter."""

    text: Said
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts: what it is called, and what it is."""

    lines: tuple[tuple[Said, Said], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """An unordered list."""

    items: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``percent`` is the length of its bar (0 to 100), ``shown`` is False for a withheld number.

    ``ends`` are those of an interval, likewise of a hundred, for whoever can draw it.
    """

    text: Said
    share: Said | None = None
    percent: int | None = None
    shown: bool = True
    ends: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row's name and its cells, one for each column."""

    label: Said
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, and under it how many it counts."""

    label: Said
    size: Said | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; bars and numbers say the same. ``note`` tells of columns that are left out."""

    caption: Said
    corner: Said
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    machine: bool = False
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A respondent's own words, and the audience role they came from."""

    text: Said
    role: Said


@dataclass(frozen=True, slots=True)
class Quotations:
    """Verbatim quotes."""

    quotes: tuple[Quoted, ...]


Plain = Heading | Paragraph | Facts | Items | Table | Quotations


@dataclass(frozen=True, slots=True)
class Apart:
    """Blocks that must not be mixed up with the rest: what a machine proposes and nobody has confirmed."""

    label: Said
    blocks: tuple[Plain, ...]


Block = Plain | Apart


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, ready for any format."""

    title: Said
    kicker: Said
    subtitle: Said
    language: str
    made_on: date
    facts: Facts
    contents: Said
    blocks: tuple[Block, ...]
