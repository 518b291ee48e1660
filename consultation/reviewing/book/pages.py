"""What each page of the codebook is given: plain values, and no count that the small-group rules have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.reviewing.coding.rereading import Rereading
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown, Refused, VersionShown


@dataclass(frozen=True, slots=True)
class InBook:
    """A theme as the codebook shows it: `examples` in the team's words, `quotes` in those of comments.

    `confirmed` is rounded down to fives, None under five.
    """

    id: str
    sign: str
    name: str
    definition: str
    includes: Sequence[str]
    excludes: Sequence[str]
    examples: Sequence[str]
    quotes: Sequence[str]
    retired: bool
    parent: str | None
    depth: int
    confirmed: int | None


@dataclass(frozen=True, slots=True)
class SignedOff:
    """Who signed which version off and why, and how many of its themes are not any more what they were then."""

    version: VersionShown
    changes: int


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """All themes of one question, in their order; `again` are the names of those that have changed since the machine looked."""

    template: ClassVar[str] = "reviewing/book/codebook.html"
    frame: Frame
    at: At
    version: int
    themes: Sequence[InBook]
    signed_off: SignedOff | None
    decided: VersionShown | None
    rereading: Rereading | None
    again: Sequence[str]
    jobs: Sequence[JobShown]
    unfinished: bool
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme, and every decision that can be taken on it; `gone_since` is the version that is without it.

    `again` are the names of the themes, this and others, that have changed since the machine looked for them.
    """

    template: ClassVar[str] = "reviewing/book/theme.html"
    frame: Frame
    at: At
    version: int
    gone_since: int | None
    theme: InBook
    others: Sequence[InBook]
    decisions: Sequence[VersionShown]
    decided: VersionShown | None
    again: Sequence[str]
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


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One difference between two versions: what kind, of which theme, in which field, and the words that went and came."""

    kind: str
    name: str
    field: str = ""
    gone: Sequence[str] = ()
    new: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class VersionPage:
    """The codebook as it was in one version, the decision that made it, and what that changed."""

    template: ClassVar[str] = "reviewing/book/version.html"
    frame: Frame
    at: At
    version: VersionShown
    newest: int
    themes: Sequence[InBook]
    changes: Sequence[ChangeShown]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What differs between two versions, in words, and the decisions between them."""

    template: ClassVar[str] = "reviewing/book/compare.html"
    frame: Frame
    at: At
    versions: Sequence[int]
    old: int
    new: int
    changes: Sequence[ChangeShown]
    decisions: Sequence[VersionShown]


@dataclass(frozen=True, slots=True)
class Offered:
    """A theme that can be taken in; `taken` where the codebook has its name already. From elsewhere comes no comment."""

    id: str
    sign: str
    name: str
    definition: str
    includes: Sequence[str]
    excludes: Sequence[str]
    examples: Sequence[str]
    retired: bool
    depth: int
    taken: bool
    ticked: bool
    quotes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet that comes with the software, with its values' names and definitions."""

    name: str
    definition: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class NotedFor:
    """A theme with how many of its comments each value of a facet was noted for: rounded down to fives, None under five."""

    id: str
    name: str
    depth: int
    numbers: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class FacetNoted:
    """A facet and what was noted: for all comments, for each theme that a number can be shown of, and the others' names."""

    id: str
    name: str
    definition: str
    values: Sequence[tuple[str, str]]
    all: Sequence[str | None]
    rows: Sequence[NotedFor]
    rest: Sequence[str]

    @property
    def shown(self) -> bool:
        """Whether there is any number to show."""
        return any(number is not None for number in self.all)


@dataclass(frozen=True, slots=True)
class FacetsPage:
    """What people noted beside the themes of one question."""

    template: ClassVar[str] = "reviewing/book/facets.html"
    frame: Frame
    at: At
    facets: Sequence[FacetNoted]


@dataclass(frozen=True, slots=True)
class ReadyListPage:
    """The codebooks and facets that come with the software."""

    template: ClassVar[str] = "reviewing/book/ready_list.html"
    frame: Frame
    at: At
    codebooks: Sequence[tuple[str, str, str, int]]
    facets: Sequence[Facet]


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """One codebook that comes with the software, in one language, and which of its themes to take in."""

    template: ClassVar[str] = "reviewing/book/ready.html"
    frame: Frame
    at: At
    name: str
    title: str
    note: str
    written_in: str
    themes: Sequence[Offered]
    version: int
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class MistakeShown:
    """One mistake of a file: its line, a code for it, and the words that are meant."""

    line: int
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Where the codebook goes out as a file and comes in from one; `mistakes` are those of a file that was refused."""

    template: ClassVar[str] = "reviewing/book/files.html"
    frame: Frame
    at: At
    themes: int
    name: str
    mistakes: Sequence[MistakeShown]
    more: int


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What was understood of a file, and which of its themes to take in; `file` is what it holds, packed."""

    template: ClassVar[str] = "reviewing/book/preview.html"
    frame: Frame
    at: At
    name: str
    file: str
    themes: Sequence[Offered]
    version: int
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class Choosable:
    """A passage of a comment that may be an example: its words, what names it, and why it may not, where it may not."""

    text: str
    value: str
    chosen: bool
    withheld: str | None


@dataclass(frozen=True, slots=True)
class ExamplesPage:
    """The examples that a theme has from comments, and the comments that more can be chosen from."""

    template: ClassVar[str] = "reviewing/book/examples.html"
    frame: Frame
    at: At
    theme: InBook
    version: int
    chosen: Sequence[Choosable]
    comments: Sequence[Sequence[Choosable]]
    few: bool
    page: int
    more: bool
    refused: Refused | None
