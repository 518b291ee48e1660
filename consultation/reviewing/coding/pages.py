"""What the review screen is given: one comment with its marks, what may be ticked, and never a key of anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.wording import Worded
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, CoverageShown
from consultation.themes.book.library import Facet


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands where a passage begins: the theme's sign, its name, and whether a machine or a person put it there."""

    text: str
    name: str
    by_machine: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a comment, from the code point `start`: who marked it, and whether it holds a word that weighed."""

    text: str
    start: int
    signs: Sequence[Sign] = ()
    evidence: bool = False
    weighed: bool = False
    found: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a machine says of one theme: a score in per cent and in a word."""

    percent: int
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme that the reviewer may tick; it has the same place and key with every comment.

    `late`: somebody has read the comment, and the theme was made after that.
    """

    theme: str
    key: str
    sign: str
    name: str
    definition: str
    depth: int
    retired: bool
    suggestion: Suggestion | None
    chosen: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A passage that a person found, or a sentence that may be one: its words, and its place as a form says it."""

    value: str
    text: str
    sign: str = ""
    name: str = ""
    by: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note; `own` is the sealed name by which its writer, and nobody else, may take it back."""

    text: str
    by: str
    own: str | None


@dataclass(frozen=True, slots=True)
class Other:
    """What the same respondent wrote to another question."""

    question: Worded
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was decided on a comment, and by whom; names of themes."""

    outcome: str
    themes: Sequence[str]
    by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What was just decided on the comment before, and the reference by which to change it."""

    reference: str
    read: Read


@dataclass(frozen=True, slots=True)
class Shown:
    """The comment on the desk: its words, what is known around it, and what stands ticked. `seen` is the digest of what was decided."""

    reference: str
    seen: str
    pieces: Sequence[Piece]
    role: Worded | None
    at_least_copies: int | None
    raised: bool
    reason: str | None
    asked_for: str | None
    read: Read | None
    machine: str | None
    choices: Sequence[Choice]
    facets: Sequence[tuple[Facet, str]]
    sentences: Sequence[Part]
    passages: Sequence[Part]
    notes: Sequence[NoteShown]
    note: str
    others: Sequence[Other] | None
    may_ask_for_others: bool


@dataclass(frozen=True, slots=True)
class CodingPage:
    """The desk, with one comment on it or with word why there is none.

    `state` is "reading", "few", "nothing_left", "nothing_left_again", "rest_is_blind" or "coded_twice"; `met` is what
    somebody else decided meanwhile, while `sent` was on its way; `opened` says which fold stands open; `undo` takes back
    the last decisions, one after the other; `stale` says why the suggestions are out of date.
    """

    template: ClassVar[str] = "reviewing/coding/desk.html"
    frame: Frame
    at: At
    state: str
    shown: Shown | None
    saved: Saved | None
    undo: str
    undone: bool
    skipped: str
    next_skipped: str
    coverage: CoverageShown
    stale: Sequence[str]
    met: Read | None
    mistakes: Mapping[str, str]
    opened: str
    sent: str
