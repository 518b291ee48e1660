"""What every kind of question promises: it reads its own answer, shows it, and counts many."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled_with
from typing import ClassVar

from consultation.questionnaire.cleaning import clean
from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.wording import Worded, Wording

DECLINED = "_declined"
"""What "I do not want to answer" is sent and kept as; no option's id can begin so."""
OTHER = "other"
"""The option that stands for what is not on the list, and the part of a field's name where one writes what it is."""

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
        """What was filled in, as a condition looks at it; ``static/js/enhancements/conditional.js`` sees the same.

        A value, or ``part/value`` in a field ``id.part``. Words beside a choice count as ``other``; to decline is not
        to have answered. Blanks and unknown fields are left out.
        """
        answered = (name for name in self.fields() if name in raw)  # most fields of most forms are left empty
        return tuple(seen for name in answered for seen in _seen(name.partition(".")[2], filled_in(raw, name)))

    def asks(self, role: str) -> bool:
        """Whether this audience role is asked."""
        return self.roles is None or role in self.roles

    def problem(self, code: str, *, field: str | None = None, **facts: str | int) -> Problem:
        """A problem with this question's answer."""
        return Problem(self.id, field or self.fields()[0], code, facts)

    def condition_values(self) -> tuple[str, ...]:
        """The values another question's ``show_when`` may name; none when only ``answered`` makes sense."""
        return ()

    def free_texts(self) -> "tuple[Question, ...]":
        """The questions of kind ``free_text`` that its words in someone's own voice belong to: itself, one beside it, none."""
        return ()

    def counted(self) -> "tuple[Question, ...]":
        """The questions its answers are counted as, a table for each; itself unless it asks several things at once."""
        return (self,)

    def answer_to(self, counted: "Question", answer: Answer) -> Answer | None:  # noqa: ARG002 - for those that ask several
        """The part of an answer that belongs to one of ``counted``; ``None`` where that was left out."""
        return answer

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


def _seen(part: str, values: tuple[str, ...]) -> Iterator[str]:
    if part == OTHER:
        yield from (OTHER,) if values else ()
    else:
        yield from (f"{part}/{value}" if part else value for value in values if value != DECLINED)
