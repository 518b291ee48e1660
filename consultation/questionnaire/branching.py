"""Which questions are shown, given what was filled in: one rule for server, browser and paper."""

from dataclasses import replace

from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Condition, Includes, OneOf
from consultation.questionnaire.definition import RoleQuestionnaire, Section
from consultation.questionnaire.kinds import Question, RawAnswers

__all__ = ["AllOf", "Answered", "AnyOf", "Condition", "Includes", "OneOf", "in_words", "shown", "shown_sections"]

_WORDS = {
    "nb": ("Svar bare hvis {}.", "du svarte {} på «{}»", "du svarte på «{}»", " og ", " eller "),
    "nn": ("Svar berre viss {}.", "du svara {} på «{}»", "du svara på «{}»", " og ", " eller "),
    "en": ("Answer only if {}.", "you answered {} to “{}”", "you answered “{}”", " and ", " or "),
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
            sections.append(replace(section, questions=tuple(visible)))
    return tuple(sections)


def shown(questionnaire: RoleQuestionnaire, raw: RawAnswers) -> tuple[Question, ...]:
    """The questions that are shown, in order."""
    return tuple(question for section in shown_sections(questionnaire, raw) for question in section.questions)


def in_words(condition: Condition, questionnaire: RoleQuestionnaire, language: str) -> str:
    """The rule as a sentence in bokmål, nynorsk or English (bokmål for Northern Sámi), for paper and for no script."""
    spoken = language if language in _WORDS else "nb"
    sentence = _WORDS[spoken][0]
    return sentence.format(_clause(condition, questionnaire, spoken))


def _clause(condition: Condition, questionnaire: RoleQuestionnaire, language: str) -> str:
    _, chose, answered, both, either = _WORDS[language]
    match condition:
        case AllOf(conditions):
            return both.join(_clause(part, questionnaire, language) for part in conditions)
        case AnyOf(conditions):
            return either.join(_clause(part, questionnaire, language) for part in conditions)
        case OneOf(question, values):
            return chose.format(
                _options(question, values, questionnaire, language), _text(question, questionnaire, language)
            )
        case Includes(question, value):
            return chose.format(
                _options(question, (value,), questionnaire, language), _text(question, questionnaire, language)
            )
        case Answered(question):
            return answered.format(_text(question, questionnaire, language))
        case _:
            raise AssertionError(condition)


def _options(question: str, values: tuple[str, ...], questionnaire: RoleQuestionnaire, language: str) -> str:
    asked = questionnaire.question(question)
    quoted = [f"«{asked.label(value, language).text}»" for value in values]
    return _WORDS[language][4].join(quoted)


def _text(question: str, questionnaire: RoleQuestionnaire, language: str) -> str:
    return questionnaire.question(question).text.in_(language).text
