"""What the page on shares is given: tables and sentences that disclosure control has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from consultation.reporting.blocks import Table
from consultation.reporting.catalogue import Said
from consultation.reviewing.coding.rereading import Rereading
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide those who answered, and its name."""

    id: str
    name: Said


@dataclass(frozen=True, slots=True)
class Heat:
    """A row of the heat-map: a theme, and for each group the step of its colour (0 to 6) or None where nothing is shown."""

    theme: str
    steps: Sequence[int | None]
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison, in a table for those who want all of them."""

    theme: str
    groups: tuple[str, str]
    points: str
    interval: str
    effect: Said
    stands: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, by one grouping."""

    made_on: date
    seed: int
    codebook_version: int
    versions: Sequence[tuple[str, str]]
    input_hash: str
    how: Said
    stale: Said | None
    more: int | None
    by: str
    groupings: Sequence[Grouping]
    columns: Sequence[str]
    heat: Sequence[Heat]
    table: Table
    standing: Sequence[Said]
    silent: Sequence[Said]
    compared: Sequence[Compared]
    looks: int


@dataclass(frozen=True, slots=True)
class SharesPage:
    """Shares and differences of one question; `measured` is None where nothing has been measured."""

    template: ClassVar[str] = "reviewing/shares/shares.html"
    frame: Frame
    at: At
    themes: int
    measured: Measured | None
    rereading: Rereading | None
    jobs: Sequence[JobShown]
    unfinished: bool
