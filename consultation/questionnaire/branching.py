"""Which questions are shown, given what was filled in: one rule for server, browser and paper."""

from dataclasses import replace

from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Condition, Includes, OneOf
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.kinds import Question, RawAnswers
from consultation.questionnaire.parts import Section
from consultation.questionnaire.wording import Worded

__all__ = ["AllOf", "Answered", "AnyOf", "Condition", "Includes", "OneOf", "in_words", "shown", "shown_sections"]

_WORDS = {
    "nb": ("Svar bare hvis {}.", "du svarte {} på «{}»", "du svarte på «{}»", " og ", " eller ", "«{}»"),
    "nn": ("Svar berre viss {}.", "du svara {} på «{}»", "du svara på «{}»", " og ", " eller ", "«{}»"),
    "en": ("Answer only if {}.", "you answered {} to “{}”", "you answered “{}”", " and ", " or ", "“{}”"),
}


def shown_sections(questionnaire: RoleQuestionnaire, raw: RawAnswers) -> tuple[Section, ...]:
    """The sections that are shown, each with only the questions that are.

    A hidden question counts as not answered for those after it, so a chain of conditions falls together.
    """
    given: dict[str, tuple[str, ...]] = {}
    sections = []
    for section in questionnaire.sections:
        if section.show_when and not section.show_when.holds(given):
            continue
        visible = []
        for question in section.questions:
            if question.show_when is None or question.show_when.holds(given):
                visible.append(question)
                given[question.id] = question.given(raw)
        if visible:
            whole = len(visible) == len(section.questions)
            sections.append(section if whole else replace(section, questions=tuple(visible)))
    return tuple(sections)


def shown(questionnaire: RoleQuestionnaire, raw: RawAnswers) -> tuple[Question, ...]:
    """The questions that are shown, in order."""
    return tuple(question for section in shown_sections(questionnaire, raw) for question in section.questions)


def in_words(condition: Condition, questionnaire: RoleQuestionnaire, language: str) -> Worded:
    """The rule as a sentence in bokmål, nynorsk or English (bokmål for Northern Sámi), for paper and for no script."""
    spoken = language if language in _WORDS else "nb"
    return Worded(_WORDS[spoken][0].format(_clause(condition, questionnaire, spoken)), spoken)


def _clause(condition: Condition, questionnaire: RoleQuestionnaire, language: str) -> str:
    _, chose, answered, both, either, quoted = _WORDS[language]

    def inner(part: Condition) -> str:
        clause = _clause(part, questionnaire, language)
        return clause if len(part.leaves()) == 1 else f"({clause})"

    def chosen(question: str, values: tuple[str, ...]) -> str:
        asked = questionnaire.question(question)
        options = either.join(quoted.format(asked.label(value, language).text) for value in values)
        return chose.format(options, asked.text.in_(language).text)

    match condition:
        case AllOf(conditions):
            return both.join(map(inner, conditions))
        case AnyOf(conditions):
            return either.join(map(inner, conditions))
        case OneOf(question, values):
            return chosen(question, values)
        case Includes(question, value):
            return chosen(question, (value,))
        case Answered(question):
            return answered.format(questionnaire.question(question).text.in_(language).text)
    raise AssertionError(condition)
