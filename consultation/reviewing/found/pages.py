"""What the pages on found themes and comments are given: no count under five, and no role beside a comment of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from consultation.questionnaire.wording import Worded
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown, Refused, VersionShown


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why a candidate is no theme, and who decided that."""

    why: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class RoleShare:
    """How many per cent of a role's comments lie nearest to a candidate; None where that may not be told."""

    role: Worded
    percent: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A machine's proposal as it is shown; a size under five is not. `theme` is the name of what it has become.

    `number` is its place in the run, for a sub-theme that of the candidate and its own ("3.1"). `steady` says in a word
    how stable it is, beside the per cent. `divided` is None until somebody has asked for its sub-themes. `letters`
    says how many of its comments are copies of letters, rounded down; None where they are fewer than ten of each.
    """

    number: str
    name: str
    terms: Sequence[str]
    at_least: int | None
    percent: int | None
    examples: Sequence[str]
    theme: str | None
    dropped: Dropped | None
    readable: bool
    stability: int | None = None
    steady: str | None = None
    shares: Sequence[RoleShare] = ()
    divided: "Sequence[Candidate] | None" = None
    letters: int | None = None


@dataclass(frozen=True, slots=True)
class BetweenShown:
    """Two candidates that run into each other, roughly how many comments speak of both, and passages of these."""

    first: str
    second: str
    at_least: int | None
    examples: Sequence[str]


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """A theme of the codebook as it is shown."""

    id: str
    name: str
    definition: str
    includes: Sequence[str]
    confirmed: int | None
    retired: bool


@dataclass(frozen=True, slots=True)
class RunShown:
    """What a reader needs to know of the run that the candidates come from, and to repeat it.

    `arrived` says that there are comments which came after it, `wordless` that no comment holds a word that tells.
    """

    key: str
    seed: int
    made_on: date
    at_least: int | None
    not_covered: int | None
    parameters: Sequence[tuple[str, str]]
    versions: Sequence[tuple[str, str]]
    input_hash: str
    arrived: bool
    wordless: bool


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """Candidates and codebook of one question, side by side and never mixed."""

    template: ClassVar[str] = "reviewing/themes.html"
    frame: Frame
    at: At
    version: int
    candidates: Sequence[Candidate]
    taken: Sequence[Candidate]
    dropped: Sequence[Candidate]
    between: Sequence[BetweenShown]
    themes: Sequence[ThemeShown]
    run: RunShown | None
    jobs: Sequence[JobShown]
    unfinished: bool
    enough: bool
    decided: VersionShown | None
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class Found:
    """One comment of a list: its words, its codings by name, and the reference by which to tick it or to read it alone.

    It has no role: see `reviewing.found.showing`. It may stand for `copies` in just its words, rounded down.
    """

    text: str
    confirmed: Sequence[str]
    suggested: Sequence[str]
    reference: str
    likeness: int | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Voices:
    """Comments that belong together: a small candidate's, by its name, or some that say much the same, or one alone."""

    kind: str
    name: str
    comments: Sequence[Found]


@dataclass(frozen=True, slots=True)
class FarPage:
    """The comments that no candidate covers, to be read; `state` says why there is no list where there is none."""

    template: ClassVar[str] = "reviewing/found/far.html"
    frame: Frame
    at: At
    state: str
    comments: Sequence[Found]
    at_least: int | None
    read_percent: int | None
    arrived: bool
    coded_twice: bool
    page: int
    more: bool
    made: "MadeShown | None"


@dataclass(frozen=True, slots=True)
class FewPage:
    """What only few say: small candidates, and far comments that say much the same, or stand alone."""

    template: ClassVar[str] = "reviewing/found/few.html"
    frame: Frame
    at: At
    state: str
    voices: Sequence[Voices]
    arrived: bool
    coded_twice: bool
    page: int
    more: bool
    made: "MadeShown | None"


@dataclass(frozen=True, slots=True)
class AlikePage:
    """A comment, and those most like it, the most alike first."""

    template: ClassVar[str] = "reviewing/found/alike.html"
    frame: Frame
    at: At
    asked: Found | None
    comments: Sequence[Found]


@dataclass(frozen=True, slots=True)
class GatherPage:
    """The ticked comments, and what makes a theme of them or puts them into one; what was written is kept."""

    template: ClassVar[str] = "reviewing/found/gather.html"
    frame: Frame
    at: At
    comments: Sequence[Found]
    themes: Sequence[tuple[str, str]]
    back: str
    written: Mapping[str, str]
    mistakes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MadeShown:
    """The theme that comments were just put into, and what was left as it was, as codes."""

    theme: str
    name: str
    left: Sequence[str]
