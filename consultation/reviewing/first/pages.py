"""What the pages of possible harm and of campaigns are given; a comment stands there without key, and mostly without role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from consultation.questionnaire.wording import Worded
from consultation.reviewing.comment_pages import Piece
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a comment was raised: the kind of harm, the rule with its description, and the words that it found."""

    harm: str
    rule: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided on a raised comment."""

    outcome: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class RaisedShown:
    """A raised comment, for itself or for `several` in just the same words, at least so many where that is five or more.

    `seen` says which decision its reader was shown, `number` tells it from others on the page.
    """

    number: int
    reference: str
    question: str
    question_text: Worded
    pieces: Sequence[Piece]
    role: Worded | None
    several: bool
    at_least: int | None
    reasons: Sequence[Reason]
    decided: Decided | None
    seen: str

    @property
    def harm(self) -> str:
        """The most urgent kind; "seen" where a person saw it and no rule."""
        return self.reasons[0].harm if self.reasons else "seen"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A decision that was not taken: what was written, what is wrong with it, and the comment, unless it is gone."""

    raised: RaisedShown | None
    why: str
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Screened:
    """How far the machine has looked: the week that every question was screened in at the latest, None where one never was."""

    week: date | None
    whole: bool


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Comments that may tell of harm: those that nobody decided on, by kind, and below them those that somebody did."""

    template: ClassVar[str] = "reviewing/first/first.html"
    frame: Frame
    slug: str
    title: Worded
    waiting: Sequence[tuple[str, Sequence[RaisedShown]]]
    decided: Sequence[RaisedShown]
    more_decided: bool
    page: int
    more: bool
    screened: Screened
    jobs: Sequence[JobShown]
    unfinished: bool
    saved: str | None
    not_taken: NotTaken | None
    came_upon: RaisedShown | None


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule: its id, why it is there, and a sentence that it finds, in the language of its file."""

    id: str
    why: str
    example: str
    language: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How many sentences of a set that tell of harm were raised, and how many that do not were raised wrongly."""

    part: str
    found: int
    of: int
    wrongly: int
    harmless: int

    @property
    def percent(self) -> int:
        """The recall."""
        return round(100 * self.found / self.of)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Every rule by kind of harm, and what was measured of them all."""

    template: ClassVar[str] = "reviewing/first/rules.html"
    frame: Frame
    kinds: Sequence[tuple[str, Sequence[RuleShown]]]
    measured: Sequence[Measured]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CampaignShown:
    """A campaign of ten comments or more: about how many, how many of them in the very words that are shown, and these.

    Words that fewer than ten copies have are left out of `text` where its very words are of fewer than ten.

    Whether `any_differ`, and whether so many do that what they add may be shown by itself.
    """

    number: int
    at_least: int | None
    equal: int | None
    text: str
    any_differ: bool
    enough_differ: bool


@dataclass(frozen=True, slots=True)
class ThemeCounted:
    """How many comments people confirmed for a theme, every copy counted and each campaign once; rounded down."""

    name: str
    every: int | None
    once: int | None


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """The campaigns of one question, each once with its number, and its themes counted with and without copies."""

    template: ClassVar[str] = "reviewing/first/campaigns.html"
    frame: Frame
    at: At
    campaigns: Sequence[CampaignShown]
    smaller: bool
    every: int | None
    once: int | None
    themes: Sequence[ThemeCounted]
    screened: Screened
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class AddedPage:
    """What copies of one campaign say in their writers' own words, each passage verbatim and once."""

    template: ClassVar[str] = "reviewing/first/added.html"
    frame: Frame
    at: At
    campaign: CampaignShown
    adds: Sequence[str]
    page: int
    more: bool
