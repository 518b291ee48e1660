"""What each page on the way to an answer says: one dataclass per page, and nothing else reaches its template.

What a person wrote, and their code, is in no `repr`: whatever goes wrong with a page, no log can hold it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from consultation.questionnaire.answering import Problem
from consultation.questionnaire.questions import Question
from consultation.questionnaire.wording import Worded
from consultation.responding.guarding import Finding, Piece
from consultation.responding.signposts import Signposts

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language the page can be read in, and where."""

    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class EaseChoice:
    """The same place in easy-read texts, or back in the ordinary ones."""

    easy: bool
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of one consultation share; `form` is the id of the form that a change of language carries along.

    `reading` is the language or its easy-read variant; `ease` leads from the one to the other, where there is such a text.
    """

    language: str
    reading: str
    slug: str
    title: Worded
    home: str
    languages: tuple[LanguageChoice, ...]
    form: str = ""
    ease: EaseChoice | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open consultation on the front page."""

    title: Worded
    asker: Worded
    closes_on: date | None
    address: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The open consultations and the languages of the site."""

    template: ClassVar[str] = "responding/home.html"
    language: str
    languages: tuple[LanguageChoice, ...]
    invitations: tuple[Invitation, ...]
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """An audience role and the address of its questions."""

    name: Worded
    address: str


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """Who asks, why and until when, what becomes of the answers, what is stored, and the choice of role."""

    template: ClassVar[str] = "responding/consultation.html"
    frame: Frame
    asker: Worded
    purpose: Worded
    use: Worded
    closes_on: date | None
    erase_on: date | None
    roles: tuple[RoleChoice, ...]
    receipt_address: str
    outcome_address: str
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it stands in the form: what was written stays in it, `rule` is the condition for the browser.

    `reading` is what its further texts, such as options, are to be read in.
    """

    question: Question
    reading: str
    text: Worded
    help: Worded | None
    values: Mapping[str, Sequence[str]] = field(repr=False)
    problem: Problem | None
    conditional: bool
    rule: str
    hidden: bool
    problem_beside: Problem | None = None

    @property
    def beside(self) -> "AskedQuestion":
        """The words beside its choice, as a question of their own: both may have something wrong with them."""
        words = next(words for words in self.question.free_texts() if words is not self.question)
        return replace(self, question=words, help=None, problem=self.problem_beside)


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section of the form; hidden when its condition does not hold."""

    id: str
    title: Worded
    intro: Worded | None
    rule: str
    hidden: bool
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a form that is split by section stands, counted from one."""

    number: int
    of: int
    section: str

    @property
    def last(self) -> bool:
        """Whether the answers are checked after this step."""
        return self.number >= self.of


@dataclass(frozen=True, slots=True)
class LaidAside:
    """Words to a question that only another role is asked."""

    question: str
    text: Worded
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """What a draft belongs to: the role, the fingerprint of the questions, and every field that is asked here."""

    role: str
    questions: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionnairePage:
    """The form, or one section of it; answers of the other sections travel along unseen."""

    template: ClassVar[str] = "responding/questionnaire.html"
    frame: Frame
    role: Worded
    intro: Worded | None
    sections: tuple[AskedSection, ...]
    carried: Pairs = field(repr=False)
    nonce: str = field(repr=False)
    step: Step
    form_address: str
    here: str
    signposts: Signposts
    draft: DraftPlace
    other_roles: tuple[RoleChoice, ...]
    problems: tuple[Problem, ...] = ()
    revealed: tuple[AskedQuestion, ...] = ()
    aside: tuple[LaidAside, ...] = ()
    labels: Mapping[str, Worded] = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """One answer as it will be kept, with the kinds of what was taken out of it; empty when nothing was answered.

    `pieces` is the same answer stretch by stretch where something in it is removed or marked.
    """

    question: str
    text: Worded
    answer: str = field(repr=False)
    removed: tuple[str, ...]
    pieces: tuple[Piece, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """The answers of one section."""

    title: Worded
    answers: tuple[CheckedAnswer, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page for what will be kept, before it is sent; the same for everybody but for `answers`.

    `again` says why they were not taken when they were sent.
    """

    template: ClassVar[str] = "responding/check.html"
    frame: Frame
    role: Worded
    answers: str = field(repr=False)
    form_address: str
    change_address: str
    again: str = ""


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """Everything that will be kept, as it stands in the form that sends it.

    `findings` are the marked words to decide on, `duty` reminds a professional where there are any;
    `taken` says that words which were ticked are gone now.
    """

    template: ClassVar[str] = "responding/checked.html"
    language: str
    sections: tuple[CheckedSection, ...]
    removed: tuple[str, ...]
    carried: Pairs = field(repr=False)
    nonce: str = field(repr=False)
    change_address: str
    made: str = ""
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    duty: Worded | None = None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """Thanks, and the receipt where a response was just stored."""

    template: ClassVar[str] = "responding/thanks.html"
    frame: Frame
    code: str = field(repr=False)
    aloud: str = field(repr=False)
    closes_on: date | None
    signposts: Signposts
