"""Questions answered by choosing: one option, several, a step on a scale, or a type of service."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers
from consultation.questionnaire.wording import Worded, Wording


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    id: str
    text: Wording


@dataclass(frozen=True, kw_only=True)
class _Choice(Question):
    options: tuple[Option, ...]

    def option(self, option: str) -> Option | None:
        """The option with this id."""
        return next((known for known in self.options if known.id == option), None)

    def condition_values(self) -> tuple[str, ...]:
        """The ids of the options."""
        return tuple(option.id for option in self.options)

    def label(self, key: str, language: str) -> Worded:
        """The option's words."""
        known = self.option(key)
        return known.text.in_(language) if known else Worded(key, language)


@dataclass(frozen=True, kw_only=True)
class SingleChoice(_Choice):
    """One of several options; the answer is the option's id."""

    kind: ClassVar[str] = "single_choice"

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The option's id; several values are a problem, never a silent choice between them."""
        given = self.given(raw)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        return given[0] if self.option(given[0]) else self.problem("not_an_option")

    def display(self, answer: Answer, language: str) -> str:
        """The option's words."""
        return self.label(str(answer), language).text

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per option."""
        counted = Counter(str(answer) for answer in answers)
        return {option.id: counted[option.id] for option in self.options}


@dataclass(frozen=True, kw_only=True)
class ServiceType(SingleChoice):
    """The type of specialist health service an answer is about, from a code list that is frozen with the definition."""

    kind: ClassVar[str] = "service_type"


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(_Choice):
    """Any number of options, or ``at_most`` so many; the answer is their ids in the order of the questionnaire."""

    kind: ClassVar[str] = "multiple_choice"
    at_most: int | None = None

    def read(self, raw: RawAnswers) -> tuple[str, ...] | Problem | None:
        """The chosen ids, each once."""
        given = self.given(raw)
        if not given:
            return None
        if any(self.option(value) is None for value in given):
            return self.problem("not_an_option")
        chosen = tuple(option.id for option in self.options if option.id in given)
        if self.at_most is not None and len(chosen) > self.at_most:
            return self.problem("too_many", limit=self.at_most)
        return chosen

    def display(self, answer: Answer, language: str) -> str:
        """The options' words, one per line."""
        chosen = answer if isinstance(answer, tuple) else (str(answer),)
        return "\n".join(self.label(option, language).text for option in chosen)

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per option; one respondent may stand under several."""
        counted = Counter(
            option for answer in answers for option in (answer if isinstance(answer, tuple) else (str(answer),))
        )
        return {option.id: counted[option.id] for option in self.options}


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """A step from ``low`` to ``high`` with words at both ends; the answer is the step as a whole number."""

    kind: ClassVar[str] = "scale"
    low: int = 1
    high: int = 5
    low_label: Wording
    high_label: Wording

    @property
    def steps(self) -> tuple[int, ...]:
        """Every step, from low to high."""
        return tuple(range(self.low, self.high + 1))

    def condition_values(self) -> tuple[str, ...]:
        """The steps, as they are written in the form."""
        return tuple(str(step) for step in self.steps)

    def read(self, raw: RawAnswers) -> int | Problem | None:
        """The step."""
        given = self.given(raw)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        return int(given[0]) if given[0] in self.condition_values() else self.problem("not_an_option")

    def display(self, answer: Answer, language: str) -> str:
        """The step, with its words at the ends: ``5 – Very safe``."""
        return self.label(str(answer), language).text

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per step."""
        counted = Counter(str(answer) for answer in answers)
        return {str(step): counted[str(step)] for step in self.steps}

    def label(self, key: str, language: str) -> Worded:
        """The step, and at the ends its words."""
        ends = {str(self.low): self.low_label, str(self.high): self.high_label}
        if key not in ends:
            return Worded(key, language)
        worded = ends[key].in_(language)
        return Worded(f"{key} – {worded.text}", worded.language)
