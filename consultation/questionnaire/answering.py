"""The one way raw strings become answers: every one of them is read by the question it answers, or refused."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from consultation.questionnaire.branching import shown_sections
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers
from consultation.questionnaire.questions import FreeText

__all__ = ["Answer", "AnswerSheet", "Problem", "RawAnswers", "Rejected", "check"]


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The answers of one respondent that passed ``check``, which alone makes it; only questions shown and answered."""

    role: str
    answers: Mapping[str, Answer] = field(repr=False)
    comments: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why the answers cannot be taken yet, in the order of the questions."""

    problems: tuple[Problem, ...]


def check(
    questionnaire: RoleQuestionnaire, raw: RawAnswers, *, sections: Collection[str] | None = None
) -> AnswerSheet | Rejected:
    """Read everything that was filled in, for the whole questionnaire or only for some ``sections`` on the way.

    Unknown fields are ignored and hidden questions yield no answer, whatever was sent. Nothing raises and nothing is
    cut. A whole questionnaire without a single answer is rejected with the code ``nothing_answered``.
    """
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    comments: dict[str, str] = {}
    for section in shown_sections(questionnaire, raw):
        if sections is not None and section.id not in sections:
            continue
        for question in section.questions:
            for asked, read in _read(question, raw):
                if isinstance(read, Problem):
                    problems.append(replace(read, question=question.id))
                elif read is None:
                    problems.extend([asked.problem("required")] if asked.required else [])
                elif isinstance(asked, FreeText):
                    comments[asked.id] = str(read)
                else:
                    answers[asked.id] = read
    if not problems and not answers and not comments and sections is None:
        problems.append(Problem(question="", field="", code="nothing_answered"))
    return Rejected(tuple(problems)) if problems else AnswerSheet(questionnaire.role.id, answers, comments)


def _read(question: Question, raw: RawAnswers) -> Iterator[tuple[Question, Answer | Problem | None]]:
    """The question's own answer, and what was written beside it."""
    yield question, question.read(raw)
    for words in question.free_texts():
        if words is not question:
            yield words, words.read(raw)
