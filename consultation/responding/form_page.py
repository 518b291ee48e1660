"""Builds the form of one journey: the questions of a page, with what was written in them and what is wrong with it."""

import json
from collections.abc import Collection, Mapping
from typing import TypeAlias

from consultation.questionnaire.answering import Problem, RawAnswers
from consultation.questionnaire.branching import shown_sections
from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.kinds import OTHER
from consultation.questionnaire.parts import Section
from consultation.questionnaire.questions import Question
from consultation.questionnaire.wording import Worded, Wording
from consultation.responding import guarding, signposts
from consultation.responding.binding import Posted
from consultation.responding.changing_role import laid_aside
from consultation.responding.framing import frame
from consultation.responding.journey import Journey
from consultation.responding.pages import AskedQuestion, AskedSection, DraftPlace, QuestionnairePage, RoleChoice, Step

NOTHING: RawAnswers = {}
NOBODY = Posted([])
FORM = "answers"
_Wrong: TypeAlias = Mapping[tuple[str, bool], Problem]
"""By the question, and whether it is about the words beside its choice."""


def form_page(
    on: Journey,
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
    step = on.step(raw, section)
    new = {question.id for question in revealed}
    on_page = _on_page(on, raw, step, problems)
    return QuestionnairePage(
        frame=frame(on.consultation, on.language, f"{on.questionnaire.role.id}/", form=FORM),
        role=on.questionnaire.role.name.in_(on.language),
        intro=guarding.intro(on.questionnaire.role, on.language),
        sections=on_page,
        carried=[*on.carried(raw, [q.question for s in on_page for q in s.questions], asked), *aside.aside],
        nonce=nonce,
        step=step,
        form_address=f"{on.here}check",
        here=on.here,
        signposts=signposts.of(on.consultation, on.language, on.questionnaire.role),
        draft=_draft(on),
        other_roles=_other_roles(on),
        problems=problems,
        revealed=tuple(q for s in on_page for q in s.questions if q.question.id in new),
        aside=laid_aside(aside, on.questionnaire, on.language),
        labels={q.id: q.text.in_(on.language) for q in on.questionnaire.questions},
        made=made,
    )


def _draft(on: Journey) -> DraftPlace:
    fields = (name for question in on.questionnaire.questions for name in question.fields())
    return DraftPlace(on.questionnaire.role.id, on.consultation.fingerprint[:16], tuple(fields))


def _other_roles(on: Journey) -> tuple[RoleChoice, ...]:
    home = f"/{on.language}/{on.consultation.slug}/"
    roles = (role for role in on.questionnaire.questionnaire.roles if role != on.questionnaire.role)
    return tuple(RoleChoice(role.name.in_(on.language), f"{home}{role.id}/") for role in roles)


def _on_page(on: Journey, raw: RawAnswers, step: Step, problems: tuple[Problem, ...]) -> tuple[AskedSection, ...]:
    shown = {q.id for s in shown_sections(on.questionnaire, raw) for q in s.questions}
    wrong = {(problem.question, _is_beside(problem)): problem for problem in reversed(problems)}
    return tuple(
        AskedSection(
            section.id,
            section.title.in_(on.language),
            _in(section.intro, on.language),
            "" if step.section else _rule(section.show_when),
            not step.section and not any(question.id in shown for question in section.questions),
            tuple(
                _asked(on, section, question, raw, wrong, hidden=question.id not in shown)
                for question in section.questions
            ),
        )
        for section in on.questionnaire.sections
        if step.section in ("", section.id)
    )


def _asked(
    on: Journey, section: Section, question: Question, raw: RawAnswers, wrong: _Wrong, *, hidden: bool
) -> AskedQuestion:
    return AskedQuestion(
        question,
        on.language,
        question.text.in_(on.language),
        _in(question.help, on.language),
        {name: raw.get(name, ()) for name in question.fields()},
        wrong.get((question.id, False)),
        conditional=bool(section.show_when or question.show_when),
        rule=_rule(question.show_when),
        hidden=hidden,
        problem_beside=wrong.get((question.id, True)),
    )


def _is_beside(problem: Problem) -> bool:
    return problem.field == f"{problem.question}.{OTHER}"


def _in(wording: Wording | None, language: str) -> Worded | None:
    return wording.in_(language) if wording else None


def _rule(condition: Condition | None) -> str:
    return json.dumps(condition.as_rule(), ensure_ascii=False) if condition else ""
