"""Builds each page of one respondent's way through a consultation, in one language and for one role."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from consultation.questionnaire.answering import Problem, RawAnswers
from consultation.questionnaire.branching import shown_sections
from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.kinds import OTHER
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.parts import Section
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.wording import Worded, Wording, language_of
from consultation.responding import guarding, signposts
from consultation.responding.binding import ASKED, Posted
from consultation.responding.changing_role import laid_aside
from consultation.responding.framing import frame
from consultation.responding.pages import (
    AskedQuestion,
    AskedSection,
    CheckedAnswer,
    CheckedAnswers,
    CheckedSection,
    CheckPage,
    DraftPlace,
    Pairs,
    QuestionnairePage,
    RoleChoice,
    Step,
    ThanksPage,
)
from consultation.usecases.check_answers import Checked

NOTHING: RawAnswers = {}
NOBODY = Posted([])
FORM = "answers"
_Wrong = Mapping[tuple[str, bool], Problem]
"""By the question, and whether it is about the words beside its choice."""


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

    def ask(
        self,
        raw: RawAnswers,
        nonce: str,
        *,
        made: str = "",
        section: str = "",
        problems: tuple[Problem, ...] = (),
        asked: Collection[str] = (),
        revealed: Collection[Question] = (),
        aside: Posted = NOBODY,
    ) -> QuestionnairePage:
        """The form with what was written in it; by section, the page of that section or else the first."""
        step = self._step(raw, section)
        new = {question.id for question in revealed}
        on_page = self._on_page(raw, step, problems)
        return QuestionnairePage(
            frame=frame(self.consultation, self.language, f"{self.questionnaire.role.id}/", form=FORM),
            role=self.questionnaire.role.name.in_(self.language),
            intro=guarding.intro(self.questionnaire.role, self.language),
            sections=on_page,
            carried=[*self._carried(raw, on_page, asked), *aside.aside],
            nonce=nonce,
            step=step,
            form_address=f"{self.here}check",
            here=self.here,
            signposts=signposts.of(self.consultation, self.language, self.questionnaire.role),
            draft=self._draft(),
            other_roles=self._other_roles(),
            problems=problems,
            revealed=tuple(q for s in on_page for q in s.questions if q.question.id in new),
            aside=laid_aside(aside, self.questionnaire, self.language),
            labels={q.id: q.text.in_(self.language) for q in self.questionnaire.questions},
            made=made,
        )

    def check(self, answers: str, *, again: str = "") -> CheckPage:
        """The page around the answers as they will be kept; `again` says why they were not taken when they were sent."""
        around = frame(self.consultation, self.language, f"{self.questionnaire.role.id}/check", form=FORM)
        role = self.questionnaire.role.name.in_(self.language)
        return CheckPage(around, role, answers, f"{self.here}thanks", self.here, again)

    def checked(self, checked: Checked, posted: Posted, *, made: str = "") -> CheckedAnswers:
        """The answers as they will be kept."""
        raw = posted.answers(self.questionnaire)
        found = guarding.findings(checked)
        reminded = found and guarding.bound(self.questionnaire.role)
        return CheckedAnswers(
            language=language_of(self.language),
            sections=tuple(
                CheckedSection(
                    section.title.in_(self.language),
                    tuple(answer for question in section.questions for answer in self._checked(question, checked)),
                )
                for section in shown_sections(self.questionnaire, raw)
            ),
            removed=tuple(dict.fromkeys(part.kind for parts in checked.removed.values() for part in parts)),
            carried=[*self._carried(raw, (), posted.asked), *posted.aside],
            nonce=posted.nonce,
            change_address=self.here,
            made=made,
            findings=found,
            taken=posted.takes_words_away,
            duty=guarding.DUTY.in_(language_of(self.language)) if reminded else None,
        )

    def thank(self, code: str, aloud: str = "") -> ThanksPage:
        """Thanks with the receipt and how it is said aloud, or without one where nothing was sent just now."""
        return ThanksPage(
            frame(self.consultation, self.language, f"{self.questionnaire.role.id}/thanks"),
            code,
            aloud,
            self.consultation.closes_on,
            signposts.of(self.consultation, self.language, self.questionnaire.role),
        )

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

    def _draft(self) -> DraftPlace:
        fields = (name for question in self.questionnaire.questions for name in question.fields())
        return DraftPlace(self.questionnaire.role.id, self.consultation.fingerprint[:16], tuple(fields))

    def _other_roles(self) -> tuple[RoleChoice, ...]:
        home = f"/{self.language}/{self.consultation.slug}/"
        roles = (role for role in self.questionnaire.questionnaire.roles if role != self.questionnaire.role)
        return tuple(RoleChoice(role.name.in_(self.language), f"{home}{role.id}/") for role in roles)

    def _step(self, raw: RawAnswers, section: str) -> Step:
        shown = [known.id for known in shown_sections(self.questionnaire, raw)] if self.by_section else []
        if not shown:
            return Step(1, 1, "")
        at = shown.index(section) if section in shown else 0
        return Step(at + 1, len(shown), shown[at])

    def _on_page(self, raw: RawAnswers, step: Step, problems: tuple[Problem, ...]) -> tuple[AskedSection, ...]:
        shown = {q.id for s in shown_sections(self.questionnaire, raw) for q in s.questions}
        wrong = {(problem.question, _is_beside(problem)): problem for problem in reversed(problems)}
        return tuple(
            AskedSection(
                section.id,
                section.title.in_(self.language),
                _in(section.intro, self.language),
                "" if step.section else _rule(section.show_when),
                not step.section and not any(question.id in shown for question in section.questions),
                tuple(
                    self._asked(section, question, raw, wrong, hidden=question.id not in shown)
                    for question in section.questions
                ),
            )
            for section in self.questionnaire.sections
            if step.section in ("", section.id)
        )

    def _asked(
        self, section: Section, question: Question, raw: RawAnswers, wrong: _Wrong, *, hidden: bool
    ) -> AskedQuestion:
        return AskedQuestion(
            question,
            self.language,
            question.text.in_(self.language),
            _in(question.help, self.language),
            {name: raw.get(name, ()) for name in question.fields()},
            wrong.get((question.id, False)),
            conditional=bool(section.show_when or question.show_when),
            rule=_rule(question.show_when),
            hidden=hidden,
            problem_beside=wrong.get((question.id, True)),
        )

    def _carried(self, raw: RawAnswers, on_page: tuple[AskedSection, ...], asked: Collection[str]) -> Pairs:
        there = {question.question.id for section in on_page for question in section.questions}
        known = {question.id for question in self.questionnaire.questions}
        fields = {name for s in on_page for q in s.questions for name in q.question.fields()}
        return [
            *((name, value) for name, values in raw.items() if name not in fields for value in values),
            *((ASKED, question) for question in sorted(asked) if question in known - there),
        ]

    def _checked(self, question: Question, checked: Checked) -> Iterator[CheckedAnswer]:
        if not isinstance(question, FreeText):
            given = checked.sheet.answers.get(question.id)
            yield self._kept(question, "" if given is None else question.display(given, self.language), checked)
        for words in question.free_texts():
            written = checked.comments.get(words.id, "")
            if written or words is question:
                yield self._kept(words, written, checked)

    def _kept(self, question: Question, answer: str, checked: Checked) -> CheckedAnswer:
        removed = tuple(dict.fromkeys(part.kind for part in checked.removed.get(question.id, ())))
        pieces = guarding.pieces(question.id, checked)
        return CheckedAnswer(question.id, question.text.in_(self.language), answer, removed, pieces)


def _is_beside(problem: Problem) -> bool:
    return problem.field == f"{problem.question}.{OTHER}"


def _in(wording: Wording | None, language: str) -> Worded | None:
    return wording.in_(language) if wording else None


def _rule(condition: Condition | None) -> str:
    return json.dumps(condition.as_rule(), ensure_ascii=False) if condition else ""
