"""The kinds of question there are: one class per kind, each checking its own answer and summarising many."""

from collections.abc import Mapping

from consultation.questionnaire.choices import MultipleChoice, Option, ServiceType, SingleChoice
from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers
from consultation.questionnaire.matrices import Aspect, Matrix
from consultation.questionnaire.own_words import FreeText
from consultation.questionnaire.places import Place, Region, Trust
from consultation.questionnaire.quantities import Month, Number
from consultation.questionnaire.rankings import Ranking
from consultation.questionnaire.scales import Scale

__all__ = [
    "KINDS",
    "Answer",
    "Aspect",
    "FreeText",
    "Matrix",
    "Month",
    "MultipleChoice",
    "Number",
    "Option",
    "Place",
    "Problem",
    "Question",
    "Ranking",
    "RawAnswers",
    "Region",
    "Scale",
    "ServiceType",
    "SingleChoice",
    "Trust",
]


KINDS: Mapping[str, type[Question]] = {
    question.kind: question
    for question in (FreeText, SingleChoice, MultipleChoice, Scale, Number, Month, Place, ServiceType, Ranking, Matrix)
}
