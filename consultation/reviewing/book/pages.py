"""What each page of the codebook is given: plain values, and no count that the small-group rules have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown, Refused, VersionShown


@dataclass(frozen=True, slots=True)
class InBook:
    """A theme as the codebook shows it; `confirmed` is rounded down to fives, None under five."""

    id: str
    sign: str
    name: str
    definition: str
    includes: Sequence[str]
    excludes: Sequence[str]
    examples: Sequence[str]
    retired: bool
    parent: str | None
    depth: int
    confirmed: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that was just taken, and the themes that must be suggested anew because of it."""

    version: VersionShown
    touched: Sequence[str]


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """All themes of one question, in their order."""

    template: ClassVar[str] = "reviewing/book/codebook.html"
    frame: Frame
    at: At
    version: int
    themes: Sequence[InBook]
    decided: Decided | None
    jobs: Sequence[JobShown]
    unfinished: bool


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme, and every decision that can be taken on it; `gone_since` is the version that is without it."""

    template: ClassVar[str] = "reviewing/book/theme.html"
    frame: Frame
    at: At
    version: int
    gone_since: int | None
    theme: InBook
    others: Sequence[InBook]
    decided: Decided | None
    jobs: Sequence[JobShown]
    unfinished: bool
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Every version of a codebook."""

    template: ClassVar[str] = "reviewing/book/history.html"
    frame: Frame
    at: At
    versions: Sequence[VersionShown]
