"""What the pages with comments are given: a comment stands there with its role at most, and with no key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.wording import Worded
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a comment; marked where it is what the machine points at."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CommentShown:
    """One comment: its words, its role where that group is large enough, and its codings by name."""

    pieces: Sequence[Piece]
    role: Worded | None
    confirmed: Sequence[str]
    suggested: Sequence[str]
    reference: str


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """Comments that fit a filter, or word that they are too few to be shown."""

    template: ClassVar[str] = "reviewing/comments.html"
    frame: Frame
    at: At
    roles: Sequence[tuple[str, Worded]]
    themes: Sequence[tuple[str, str]]
    candidates: Sequence[tuple[int, str]]
    chosen: dict[str, str]
    comments: Sequence[CommentShown]
    few: bool
    at_least: int | None
    page: int
    more: bool
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal for the comment at hand."""

    number: int
    theme: str
    name: str
    definition: str
    percent: int
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Another theme of the codebook that the reviewer may tick."""

    number: int
    theme: str
    name: str
    definition: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What was decided on the comment before, and the reference by which to change it."""

    reference: str
    outcome: str | None
    themes: Sequence[str]


@dataclass(frozen=True, slots=True)
class CodingPage:
    """One comment to read and decide on; `asked_for` names the rare theme that it may speak of."""

    template: ClassVar[str] = "reviewing/coding.html"
    frame: Frame
    at: At
    pieces: Sequence[Piece]
    role: Worded | None
    reference: str | None
    saved: Saved | None
    asked_for: str | None
    suggestions: Sequence[Suggestion]
    choices: Sequence[Choice]
    outcome: str | None
    read_percent: int | None
    nothing_left: bool
    few: bool
    mistakes: dict[str, str]
