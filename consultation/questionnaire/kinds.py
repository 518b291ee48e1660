"""What every kind of question promises: it reads its own answer, shows it, and counts many."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled_with
from typing import ClassVar

from consultation.questionnaire.cleaning import clean
from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.wording import Worded, Wording

Answer = str | int | float | tuple[str, ...]
RawAnswers = Mapping[str, Sequence[str]]
"""HTML field name -> the values that came with it, untouched."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken, said in a code that each page words in the respondent's language.

    ``facts`` holds what the sentence needs, such as ``{"limit": 10000, "length": 12034}``; never what was written.
    """

    question: str
    field: str
    code: str
    facts: Mapping[str, str | int] = filled_with(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One question with a stable id, in several languages; ``roles`` is ``None`` when everyone is asked."""

    kind: ClassVar[str]
    id: str
    text: Wording
    help: Wording | None = None
    required: bool = False
    show_when: Condition | None = None
    roles: frozenset[str] | None = None

    def fields(self) -> tuple[str, ...]:
        """The HTML field names this question is answered with."""
        return (self.id,)

    def given(self, raw: RawAnswers) -> tuple[str, ...]:
        """Every value that was filled in, cleaned, in order; blanks and unknown fields left out."""
        return tuple(value for name in self.fields() for value in filled_in(raw, name))

    def asks(self, role: str) -> bool:
        """Whether this audience role is asked."""
        return self.roles is None or role in self.roles

    def problem(self, code: str, *, field: str | None = None, **facts: str | int) -> Problem:
        """A problem with this question's answer."""
        return Problem(self.id, field or self.fields()[0], code, facts)

    def condition_values(self) -> tuple[str, ...]:
        """The values another question's ``show_when`` may name; none when only ``answered`` makes sense."""
        return ()

    @abstractmethod
    def read(self, raw: RawAnswers) -> Answer | Problem | None:
        """The answer, ``None`` when nothing was filled in, or why it cannot be taken; never raises."""

    @abstractmethod
    def display(self, answer: Answer, language: str) -> str:
        """The answer as a person reads it."""

    @abstractmethod
    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """How many gave each answer; keys in the order of the questionnaire, also those that nobody chose."""

    def label(self, key: str, language: str) -> Worded:
        """The words for one key of ``summarise``."""
        return Worded(key, language)


def filled_in(raw: RawAnswers, name: str) -> tuple[str, ...]:
    """The values of one field that are not blank, cleaned; a bare string counts as one value."""
    values = raw.get(name, ())
    listed = (values,) if isinstance(values, str) else values
    return tuple(cleaned for value in listed if (cleaned := clean(value)))
