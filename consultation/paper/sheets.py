"""What stands on paper before it is set in type: plain values in reading order, the same for every copy."""

from dataclasses import dataclass
from datetime import date

from consultation.questionnaire.wording import Worded
from consultation.reporting.catalogue import Said

Words = Said | Worded


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Words


@dataclass(frozen=True, slots=True)
class Items:
    """An unordered list."""

    items: tuple[Words, ...]


Prose = tuple[Paragraph | Items, ...]


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """When a question is to be answered: one sentence, or one with a list of cases."""

    sentence: Said
    cases: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines for handwriting, and what to do when they are full; ``rows`` says how many."""

    rows: int
    more: Said


@dataclass(frozen=True, slots=True)
class Ticks:
    """A box before each option; the one at ``other`` is followed by a line to write on."""

    how: Said
    options: tuple[Words, ...]
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """A row of boxes with words at both ends."""

    how: Said
    steps: tuple[str, ...]
    low: Words
    high: Words


@dataclass(frozen=True, slots=True)
class Amount:
    """A short line for a number, and its unit."""

    how: Said
    unit: Words


@dataclass(frozen=True, slots=True)
class MonthAndYear:
    """Two short lines."""

    how: Said
    month: Said
    year: Said


@dataclass(frozen=True, slots=True)
class Region:
    """A region to tick, or a trust in it."""

    name: Words
    trusts: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Regions, each with its trusts."""

    how: Said
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Ranks:
    """A box for a number before each option."""

    how: Said
    options: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: a box for each row and column."""

    how: Said
    columns: tuple[Words, ...]
    rows: tuple[Words, ...]


Space = Lines | Ticks | Steps | Amount | MonthAndYear | Places | Ranks | Rows


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its number and the space to answer in; ``decline`` is a box for those who do not want to."""

    number: int
    text: Words
    must: Said | None
    only_if: OnlyIf | None
    help: Prose
    space: Space
    decline: Words | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the questionnaire."""

    title: Words
    only_if: OnlyIf | None
    intro: Prose
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the information, and what stands under it."""

    title: Said
    blocks: Prose


@dataclass(frozen=True, slots=True)
class Turn:
    """Somewhere to turn to: its name, when, and where."""

    name: Words
    when: Words
    where: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """Places to turn to, under a heading."""

    title: Said
    lead: Said
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class HandIn:
    """How the form comes back; without ``where`` there is a line to write that on."""

    title: Said
    lead: Said
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One role's form in one language, dated by the consultation and not by a clock. ``page_of`` says where the page number and the number of pages come."""

    language: str
    title: Words
    kicker: Said
    facts: tuple[tuple[Said, Words], ...]
    chapters: tuple[Chapter, ...]
    hand_in: HandIn
    keep: Said
    ways: tuple[Ways, ...]
    intro: Prose
    parts: tuple[Part, ...]
    thanks: Said
    running: Said
    page_of: Said
    dated: date


@dataclass(frozen=True, slots=True)
class Poster:
    """What hangs on a wall or lies on a counter, in one language or several; what they say alike stands once.

    ``code`` is the square code as SVG, ``alternative`` says where it leads, ``address`` is the short address as one types it.
    """

    language: str
    titles: tuple[Words, ...]
    askers: tuple[Words, ...]
    invitations: tuple[Said, ...]
    who: tuple[Said, ...]
    roles: tuple[Words, ...]
    last_day: tuple[Said, ...]
    anonymous: tuple[Said, ...]
    scan: tuple[Said, ...]
    address: str
    code: str
    alternative: Said
    dated: date
