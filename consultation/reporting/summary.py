"""What one question received: themes by role with quotes, or the options that were chosen, all of it safe to publish."""

from dataclasses import dataclass
from datetime import date
from types import UnionType

from consultation.privacy.disclosure import SafeTable
from consultation.privacy.quoting import Quote
from consultation.reporting.catalogue import Said
from consultation.reporting.shares import Shares
from consultation.reporting.tables import STEP, Rounded


class NotPublishable(TypeError):  # noqa: N818 -- a refusal, named as what happened
    """Something that did not come through the doors of privacy was offered to a report."""


def only(kind: type | UnionType, *things: object) -> None:
    """Let nothing into a report but what privacy has made.

    Raises:
        NotPublishable: for the first thing that is not of the kind.
    """
    for thing in things:
        if not isinstance(thing, kind):
            raise NotPublishable(f"A report takes only {kind}, not {type(thing).__name__}.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words, and the roles that were asked: id and name."""

    text: Said
    roles: tuple[tuple[str, Said], ...]


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """A theme in the team's words, and what respondents said of it in theirs."""

    id: str
    name: str
    definition: str
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        only(Quote, *self.quotes)


@dataclass(frozen=True, slots=True)
class ThemesByRole:
    """Themes by role: ``counts`` has their ids as rows, and as columns those of the large enough roles.

    ``partial`` says that nobody has read every comment for every theme, so that each number is the least it can be.
    """

    themes: tuple[ToldTheme, ...]
    counts: SafeTable
    partial: bool = False

    def __post_init__(self) -> None:
        only(SafeTable, self.counts)
        only(ToldTheme, *self.themes)


_UNTOLD = Rounded(None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far people and machine have come with a question's comments; overlapping sums, hence rounded."""

    comments: Rounded
    read: Rounded
    suggested_only: Rounded
    uncoded: Rounded
    gathered: Rounded = _UNTOLD
    """Those that a person laid under a theme and nobody has read to a decision; seldom any."""
    by_role: "tuple[tuple[str, Coverage], ...]" = ()
    """The same for the comments of each role, of which the sums are made; a role's own has none below it."""

    def __post_init__(self) -> None:
        only(Rounded, self.comments, self.read, self.suggested_only, self.uncoded, self.gathered)

    @property
    def below(self) -> int:
        """Under what a number lies that is not told: five for each role that it is the sum of."""
        return STEP * max(1, len(self.by_role))

    @property
    def percent_read(self) -> int | None:
        """How much is read, in steps of five per cent, from nothing but what is told; None where that is too little."""
        if (self.comments.at_least or 0) < 2 * STEP:
            return None
        return min(100, round((self.read.at_least or 0) / (self.comments.at_least or 1) * 20) * 5)

    @property
    def numbers(self) -> tuple[Rounded, Rounded, Rounded, Rounded]:
        """The four, in the order in which they are told."""
        return self.comments, self.read, self.suggested_only, self.uncoded


@dataclass(frozen=True, slots=True)
class MachineRun:
    """The run of the machine that the suggestions come from, with what is needed to repeat it.

    ``kind`` is ``assign`` where the machine learned from the codebook, ``discover`` where it only grouped by words.
    """

    key: str
    kind: str
    seed: int
    made_on: date
    stale: tuple[str, ...] = ()
    """Why it is out of date, as `usecases.tell_staleness` names it: comments or themes have changed since."""


@dataclass(frozen=True, slots=True)
class MeasuredShares:
    """How common the themes are, as it was measured on a day, with what is needed to repeat it."""

    shares: Shares
    seed: int
    made_on: date
    stale: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        only(Shares, self.shares)


@dataclass(frozen=True, slots=True)
class FreeTextSummary:
    """A question answered in words: themes that people confirmed, and apart from them what a machine suggests."""

    id: str
    asked: Asked
    confirmed: ThemesByRole | None
    suggested: ThemesByRole | None
    coverage: Coverage
    codebook_version: int | None
    run: MachineRun | None
    measured: MeasuredShares | None = None

    def __post_init__(self) -> None:
        only(ThemesByRole, *(one for one in (self.confirmed, self.suggested) if one is not None))
        only(Coverage, self.coverage)


@dataclass(frozen=True, slots=True)
class ClosedSummary:
    """A question with given options: how many in each role chose which."""

    id: str
    asked: Asked
    options: tuple[tuple[str, Said], ...]
    counts: SafeTable
    several: bool

    def __post_init__(self) -> None:
        only(SafeTable, self.counts)


Summary = FreeTextSummary | ClosedSummary
