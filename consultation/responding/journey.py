"""Where one respondent is on their way through a consultation, in one language and for one role; keeps nothing of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from consultation.questionnaire.answering import RawAnswers
from consultation.questionnaire.branching import shown_sections
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.questions import Question
from consultation.responding.binding import ASKED, Posted
from consultation.responding.pages import Pairs, Step


@dataclass(frozen=True, slots=True)
class Journey:
    """One role's questionnaire of one consultation, read in one language or in its easy-read variant."""

    consultation: Consultation
    questionnaire: RoleQuestionnaire
    language: str

    @property
    def here(self) -> str:
        """The address of the form."""
        return f"/{self.language}/{self.consultation.slug}/{self.questionnaire.role.id}/"

    @property
    def by_section(self) -> bool:
        """Whether each section is a page of its own."""
        return self.questionnaire.questionnaire.layout == "by_section"

    def newly_shown(self, raw: RawAnswers, posted: Posted) -> tuple[Question, ...]:
        """Questions that the answers opened and that no page has asked yet, so that nobody sends without seeing them."""
        waiting = {
            question.id
            for section in self.questionnaire.sections
            for question in section.questions
            if (section.show_when or question.show_when) and question.id not in posted.asked
        }
        if not waiting or not posted.from_our_form:
            return ()
        shown = (question for section in shown_sections(self.questionnaire, raw) for question in section.questions)
        return tuple(question for question in shown if question.id in waiting and not question.given(raw))

    def section_of(self, question: str) -> str:
        """The section that asks this question; empty when none does."""
        asked = question.partition(".")[0]  # also for words beside a choice
        return next((s.id for s in self.questionnaire.sections if any(q.id == asked for q in s.questions)), "")

    def beside(self, raw: RawAnswers, section: str, distance: int) -> str:
        """The id of the shown section so many steps from this one; empty beyond either end."""
        shown = [known.id for known in shown_sections(self.questionnaire, raw)]
        at = shown.index(section) + distance if section in shown else 0
        return shown[at] if 0 <= at < len(shown) else ""

    def step(self, raw: RawAnswers, section: str) -> Step:
        """The shown section on this page and its place among all; by section the first where it is not shown."""
        shown = [known.id for known in shown_sections(self.questionnaire, raw)] if self.by_section else []
        if not shown:
            return Step(1, 1, "")
        at = shown.index(section) if section in shown else 0
        return Step(at + 1, len(shown), shown[at])

    def carried(self, raw: RawAnswers, here: Collection[Question], asked: Iterable[str]) -> Pairs:
        """The hidden fields that bring along what the questions on a page do not: other answers, and what was asked."""
        there = {question.id for question in here}
        known = {question.id for question in self.questionnaire.questions}
        fields = {name for question in here for name in question.fields()}
        return [
            *((name, value) for name, values in raw.items() if name not in fields for value in values),
            *((ASKED, question) for question in sorted(asked) if question in known - there),
        ]
