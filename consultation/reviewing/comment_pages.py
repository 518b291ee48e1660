"""What the pages with comments are given: a comment stands there with its role at most, and with no key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.wording import Worded
from consultation.reviewing.found.pages import MadeShown
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a comment; marked where it is what the machine points at."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CommentShown:
    """One comment: its words, its role where that group is large enough, and its codings by name.

    Where it stands for `copies` in just its words, rounded down, it has no role: theirs differ.
    """

    pieces: Sequence[Piece]
    role: Worded | None
    confirmed: Sequence[str]
    suggested: Sequence[str]
    reference: str
    copies: int | None = None


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
    made: MadeShown | None
