"""What each staff page is given: plain values for its template, and nothing that the small-group rules have not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup

from consultation.questionnaire.wording import Worded
from consultation.reporting.blocks import Table
from consultation.reporting.catalogue import Said
from consultation.reviewing.framing import Frame
from consultation.reviewing.learned import Learned


@dataclass(frozen=True, slots=True)
class SignInPage:
    """E-mail and password."""

    template: ClassVar[str] = "reviewing/sign_in.html"
    frame: Frame
    form: Any
    refusal: str | None


@dataclass(frozen=True, slots=True)
class SignedOutPage:
    """The session ended while somebody was writing: here is what they wrote."""

    template: ClassVar[str] = "reviewing/signed_out.html"
    frame: Frame
    written: Sequence[str]


@dataclass(frozen=True, slots=True)
class SecondStepPage:
    """The six digits."""

    template: ClassVar[str] = "reviewing/second_step.html"
    frame: Frame
    form: Any
    refusal: str | None


@dataclass(frozen=True, slots=True)
class SetUpSecondStepPage:
    """The secret for an authenticator app, shown once."""

    template: ClassVar[str] = "reviewing/set_up_second_step.html"
    frame: Frame
    drawing: Markup | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One consultation in the list."""

    slug: str
    title: Worded
    state: str
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class ConsultationsPage:
    """All consultations."""

    template: ClassVar[str] = "reviewing/consultations.html"
    frame: Frame
    consultations: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class RoleCount:
    """A role and how many have answered, rounded down to fives; None where it is under five."""

    name: Worded
    at_least: int | None


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """How far the reading of a question has come: in a line, by role, how the numbers are made, and in steps of five per cent.

    `lines` say of each role what the table says, where there is no room for one.
    """

    line: Said
    by_role: Table | None
    lines: Sequence[tuple[Said, Said]]
    note: Said
    percent: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A free-text question, and how far the work on it is."""

    id: str
    text: Worded
    roles: Sequence[Worded]
    themes: int
    coverage: CoverageShown
    has_candidates: bool
    stale: Mapping[str, Sequence[str]]
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class WaitingFirst:
    """Whether comments that may tell of harm wait for a person; how many only from five on."""

    any: bool
    at_least: int | None


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """One consultation's state; no number here is exact, none is of the ballot box."""

    template: ClassVar[str] = "reviewing/consultation.html"
    frame: Frame
    slug: str
    title: Worded
    state: str
    opened_on: date | None
    closes_on: date | None
    erase_on: date | None
    archive: str | None
    version: int
    roles: Sequence[RoleCount]
    first: WaitingFirst
    questions: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class At:
    """Which question of which consultation a page is about, how far the reading of it has come, and what is out of date.

    `stale` has a machine's work that is, "discover" or "assign", and why (`usecases.tell_staleness`).
    """

    slug: str
    title: Worded
    question: str
    text: Worded
    coverage: CoverageShown | None = None
    stale: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that was not taken: which form, what was written, and what is wrong with it."""

    kind: str
    about: str
    written: dict[str, Any]
    mistakes: dict[str, str]


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One decision in the codebook's history."""

    version: int
    kind: str
    names: Sequence[str]
    why: str
    by: str
    on: date
    themes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of one question: themes by role, from people and from the machine."""

    id: str
    text: Said
    confirmed: Table | None
    suggested: Table | None
    stale: Said | None
    coverage: CoverageShown


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Themes by role, as a report may tell them."""

    template: ClassVar[str] = "reviewing/summary.html"
    frame: Frame
    slug: str
    title: Said
    questions: Sequence[Told]


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """One outcome with its texts by field name, or an empty one to fill in; `mistakes` by field name."""

    key: str
    texts: Mapping[str, str]
    published: bool
    by: str = ""
    on: date | None = None
    mistakes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """What the public is told that was said and is done, and what is not published yet."""

    template: ClassVar[str] = "reviewing/outcomes.html"
    frame: Frame
    slug: str
    title: Worded
    outcomes: Sequence[OutcomeShown]
    new: OutcomeShown
    public_address: str
    stored: str | None
    gone: bool


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job as it is shown, with the name of its question where it has one.

    `step` says what it is at, `again` that it was interrupted and waits for its turn, `by_itself` that nobody asked for
    it, and `learned` what came of it where it taught the machine.
    """

    key: str
    kind: str
    slug: str | None
    question: str | None
    question_id: str | None
    state: str
    percent: int
    why: str | None
    step: str | None = None
    again: bool = False
    by_itself: bool = False
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class JobsPage:
    """What the machine is at."""

    template: ClassVar[str] = "reviewing/jobs.html"
    frame: Frame
    jobs: Sequence[JobShown]
    unfinished: bool
