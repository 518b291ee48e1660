"""Questions answered by choosing: one option, several, or a type of service; with words beside the choice where asked for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from consultation.questionnaire.declining import DECLINED_TEXT, Declinable
from consultation.questionnaire.kinds import DECLINED, OTHER, Answer, Problem, RawAnswers, filled_in
from consultation.questionnaire.own_words import OTHER_TEXT, FreeText, beside
from consultation.questionnaire.wording import Worded, Wording


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    id: str
    text: Wording


@dataclass(frozen=True, kw_only=True)
class _Choice(Declinable):
    options: tuple[Option, ...]
    other: bool = False

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """All that can be chosen: the options, then ``other`` unless the questionnaire words that itself, then to decline."""
        listed = any(option.id == OTHER for option in self.options)
        return (
            *self.options,
            *([Option(OTHER, OTHER_TEXT)] if self.other and not listed else []),
            *([Option(DECLINED, DECLINED_TEXT)] if self.may_decline else []),
        )

    def fields(self) -> tuple[str, ...]:
        """``id``, and ``id.other`` where people may write what is not on the list."""
        return (self.id, f"{self.id}.{OTHER}") if self.other else (self.id,)

    def free_texts(self) -> tuple[FreeText, ...]:
        """The words beside the choice."""
        return self._beside

    @cached_property
    def _beside(self) -> tuple[FreeText, ...]:
        return (beside(self),) if self.other else ()

    def option(self, option: str) -> Option | None:
        """What can be chosen under this id."""
        return next((known for known in self.choices if known.id == option), None)

    def condition_values(self) -> tuple[str, ...]:
        """The ids of the options; to decline is no answer that a condition could look at."""
        return tuple(option.id for option in self.choices if option.id != DECLINED)

    def _chosen(self, raw: RawAnswers) -> tuple[str, ...] | Problem:
        """The chosen ids, each once, in the order of the questionnaire; whoever wrote beside a choice has chosen ``other``."""
        given = filled_in(raw, self.id)
        if any(self.option(value) is None for value in given):
            return self.problem("not_an_option")
        wrote = self.other and filled_in(raw, f"{self.id}.{OTHER}")
        if DECLINED in given and (wrote or set(given) != {DECLINED}):
            return self.declined_and_more()
        return tuple(known.id for known in self.choices if known.id in given or (wrote and known.id == OTHER))

    def label(self, key: str, language: str) -> Worded:
        """The option's words."""
        known = self.option(key)
        return known.text.in_(language) if known else Worded(key, language)


@dataclass(frozen=True, kw_only=True)
class SingleChoice(_Choice):
    """One of several options; the answer is the option's id."""

    kind: ClassVar[str] = "single_choice"

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The option's id; several values are a problem, never a silent choice between them.

        Words written beside another option leave the choice as it is: they are kept as a comment.
        """
        given = filled_in(raw, self.id)
        if len(given) > 1:
            return self.problem("several_answers")
        chosen = self._chosen(raw)
        if isinstance(chosen, Problem):
            return chosen
        return next(iter(given or chosen), None)

    def display(self, answer: Answer, language: str) -> str:
        """The option's words."""
        return self.label(str(answer), language).text

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per option."""
        counted = Counter(str(answer) for answer in answers)
        return {option.id: counted[option.id] for option in self.choices}


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
        chosen = self._chosen(raw)
        if isinstance(chosen, Problem):
            return chosen
        if self.at_most is not None and len(chosen) > self.at_most:
            return self.problem("too_many", limit=self.at_most)
        return chosen or None

    def display(self, answer: Answer, language: str) -> str:
        """The options' words, one per line."""
        chosen = answer if isinstance(answer, tuple) else (str(answer),)
        return "\n".join(self.label(option, language).text for option in chosen)

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per option; one respondent may stand under several."""
        counted = Counter(
            option for answer in answers for option in (answer if isinstance(answer, tuple) else (str(answer),))
        )
        return {option.id: counted[option.id] for option in self.choices}
