"""The kinds of question there are: one class per kind, each checking its own answer and summarising many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.choices import MultipleChoice, Option, Scale, ServiceType, SingleChoice
from consultation.questionnaire.cleaning import length
from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers
from consultation.questionnaire.places import Place, Region, Trust
from consultation.questionnaire.quantities import Month, Number

__all__ = [
    "KINDS",
    "Answer",
    "FreeText",
    "Month",
    "MultipleChoice",
    "Number",
    "Option",
    "Place",
    "Problem",
    "Question",
    "RawAnswers",
    "Region",
    "Scale",
    "ServiceType",
    "SingleChoice",
    "Trust",
]


@dataclass(frozen=True, kw_only=True)
class FreeText(Question):
    """The respondent's own words, never cut; the answer is the cleaned text."""

    kind: ClassVar[str] = "free_text"
    max_length: int = 10_000

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The text; one that is too long is a problem that says how long it is."""
        given = self.given(raw)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        if length(given[0]) > self.max_length:
            return self.problem("too_long", limit=self.max_length, length=length(given[0]))
        return given[0]

    def display(self, answer: Answer, language: str) -> str:  # noqa: ARG002 - the respondent's words are in their own
        """The text itself."""
        return str(answer)

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """How many wrote something; what they wrote is for the themes."""
        return {"answered": sum(1 for _ in answers)}


KINDS: Mapping[str, type[Question]] = {
    question.kind: question
    for question in (FreeText, SingleChoice, MultipleChoice, Scale, Number, Month, Place, ServiceType)
}
