"""What the pages of double coding are given; before both are done, nothing here speaks of another coder or of the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from consultation.questionnaire.wording import Worded
from consultation.reporting.agreeing import Figure
from consultation.reviewing.framing import Frame
from consultation.reviewing.pages import At, JobShown
from consultation.usecases.reading.code_blind import Done


@dataclass(frozen=True, slots=True)
class CoderShown:
    """One of the two: how far they are (None where that is not for this account to see), and whether they still can code."""

    place: int
    account: str
    done: Done | None
    mine: bool
    there: bool


@dataclass(frozen=True, slots=True)
class SampleShown:
    """The newest sample: what it was drawn from (rounded down), how far it is, and who else could code it."""

    state: str
    drawn_on: date
    asked_by: str
    version: int
    changed: bool
    among: int | None
    comments: int | None
    coders: Sequence[CoderShown]
    others: Sequence[str]
    comparable: bool
    differing: int | None
    unsettled: bool


@dataclass(frozen=True, slots=True)
class DrawShown:
    """What was written into the form for a new sample, who may code, and what is wrong with it."""

    reviewers: Sequence[str]
    unread: int | None
    size: str
    first: str
    second: str
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class AsideShown:
    """How many comments (rounded down) samples that were taken away left for the next one."""

    comments: int | None


@dataclass(frozen=True, slots=True)
class DoublePage:
    """Where the double coding of a question stands, and what can be done next; `told` is what has just gone wrong."""

    template: ClassVar[str] = "reviewing/double/double.html"
    frame: Frame
    at: At
    sample: SampleShown | None
    draw: DrawShown | None
    aside: AsideShown | None
    mine: int | None
    themes: int
    measured: bool
    job: JobShown | None
    told: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme that may be ticked, with the key that ticks it ("" where there is none) and its depth in the codebook.

    ``by`` are the coders who found it, where the two are settled between.
    """

    key: str
    theme: str
    sign: str
    name: str
    definition: str
    excludes: Sequence[str]
    depth: int
    chosen: bool
    by: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found in a comment, in the names of the themes."""

    outcome: str
    themes: Sequence[str]


@dataclass(frozen=True, slots=True)
class BlindPage:
    """One comment to code alone. `state` is "coding", "finished", "few" or "gone" (it was withdrawn just now)."""

    template: ClassVar[str] = "reviewing/double/blind.html"
    frame: Frame
    at: At
    state: str
    version: int
    text: str
    role: Worded | None
    reference: str | None
    outcome: str | None
    choices: Sequence[Choice]
    saved: tuple[str, Found] | None
    percent: int
    left: int | None
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class OwnCoding:
    """A comment that this account coded, and the reference by which to change it."""

    text: str
    found: Found
    reference: str


@dataclass(frozen=True, slots=True)
class OwnCodingsPage:
    """Everything that this account coded in the sample; `few` where that is too little to be shown together."""

    template: ClassVar[str] = "reviewing/double/own.html"
    frame: Frame
    at: At
    codings: Sequence[OwnCoding]
    few: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided on a comment that was coded differently."""

    found: Found
    why: str
    by: str
    reference: str


@dataclass(frozen=True, slots=True)
class SettlePage:
    """A comment that the two coded differently, side by side, and what to decide. `state` is "open" or "all_settled".

    `meanwhile` says that somebody else decided since the page was shown; `mine` is then what was chosen here.
    """

    template: ClassVar[str] = "reviewing/double/settle.html"
    frame: Frame
    at: At
    state: str
    version: int
    text: str
    role: Worded | None
    reference: str | None
    seen: str
    coders: tuple[str, str]
    first: Found | None
    second: Found | None
    choices: Sequence[Choice]
    mine: Found | None
    why: str
    before: Settled | None
    meanwhile: bool
    gone: bool
    percent: int
    settled: Sequence[Settled]
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme: the two people's alpha and F1, and the machine's F1 against what they agreed on.

    ``found`` and ``agreed`` are in at least how many comments either of the two found it, and both in the end.
    """

    name: str
    alpha: Figure | None = None
    f1: Figure | None = None
    found: int | None = None
    machine: Figure | None = None
    agreed: int | None = None

    @property
    def told(self) -> Literal["number", "nobody", "few"]:
        """Whether there is any number, or nobody found the theme at all, or there are too few comments to tell one."""
        figures = [one for one in (self.alpha, self.f1, self.machine) if one is not None]
        if any(one.kind == "measured" for one in figures):
            return "number"
        return "few" if any(one.kind == "withheld" for one in figures) else "nobody"


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group of the sample: the whole numbers of both pairs, on how many comments each rests, and each theme.

    ``nobody`` are the themes that nobody found, ``few`` those found in too few comments to be told of.
    """

    kind: str
    name: Worded
    comments: int | None
    judged: int | None
    agreed: int | None
    alpha: Figure | None
    f1: Figure | None
    machine_alpha: Figure | None
    machine: Figure | None
    machine_macro: Figure | None
    rows: Sequence[ThemeLine]
    nobody: Sequence[str]
    few: Sequence[str]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far two people agree, and the machine with what they agreed on.

    `stale` says why it no longer holds, or ""; `again` whether it can be measured anew.
    """

    template: ClassVar[str] = "reviewing/double/agreement.html"
    frame: Frame
    at: At
    made_on: date
    version: int
    coders: tuple[str, str] | None
    drawn_on: date | None
    among: int | None
    adjudicated: bool
    everybody: GroupShown | None
    groups: Sequence[GroupShown]
    too_small: Sequence[tuple[str, Worded]]
    gone: Sequence[str]
    retired: Sequence[str]
    unasked: Sequence[str]
    stale: str
    again: bool
    seed: int
    versions: Sequence[tuple[str, str]]
    input_hash: str
    taught: bool
    taught_by: int | None
    job: JobShown | None
