"""Questions that ask the same of several things at once: a row for each, with the same options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from consultation.questionnaire.choices import Option, SingleChoice
from consultation.questionnaire.declining import DECLINED_TEXT, Declinable
from consultation.questionnaire.kinds import DECLINED, Answer, Problem, Question, RawAnswers
from consultation.questionnaire.own_words import joined
from consultation.questionnaire.wording import Worded, Wording


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is asked about; where it is ``required``, whoever answers any row answers this one."""

    id: str
    text: Wording
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Matrix(Declinable):
    """Rows answered with the same options; the answer is ``row/option`` for each row answered, in order.

    A required matrix asks for every row; any other may be answered in part.
    """

    kind: ClassVar[str] = "matrix"
    rows: tuple[Aspect, ...]
    options: tuple[Option, ...]

    def fields(self) -> tuple[str, ...]:
        """``id.row`` for each row; ``id`` where one may decline."""
        return (*(asked.id for asked in self._asked), *([self.id] if self.may_decline else []))

    def condition_values(self) -> tuple[str, ...]:
        """``row/option``."""
        return tuple(f"{row.id}/{option.id}" for row in self.rows for option in self.options)

    def read(self, raw: RawAnswers) -> tuple[str, ...] | Problem | None:
        """What was chosen in each row."""
        declined = self.declined(raw)
        chosen = self._chosen(raw)
        if isinstance(chosen, Problem) or isinstance(declined, Problem):
            return chosen if isinstance(chosen, Problem) else declined if isinstance(declined, Problem) else None
        if declined:
            return self.declined_and_more() if chosen else (DECLINED,)
        left = next((row for row in self.rows if (self.required or row.required) and row.id not in chosen), None)
        if chosen and left:
            return self.problem("row_left", field=f"{self.id}.{left.id}")
        return tuple(f"{row}/{option}" for row, option in chosen.items()) or None

    def _chosen(self, raw: RawAnswers) -> dict[str, str] | Problem:
        chosen: dict[str, str] = {}
        for row, asked in zip(self.rows, self._asked, strict=True):
            read = asked.read(raw)
            if isinstance(read, Problem):
                return self.problem(read.code, field=asked.id)
            if read is not None:
                chosen[row.id] = read
        return chosen

    def display(self, answer: Answer, language: str) -> str:
        """A line for each row that was answered; or that it was declined."""
        keys = answer if isinstance(answer, tuple) else (str(answer),)
        return "\n".join(self.label(key, language).text for key in keys)

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per ``row/option``, and apart from them those who declined."""
        given = [key for answer in answers if isinstance(answer, tuple) for key in answer]
        keys = (*self.condition_values(), *([DECLINED] if self.may_decline else []))
        return {key: given.count(key) for key in keys}

    @cached_property
    def _asked(self) -> tuple[SingleChoice, ...]:
        return tuple(
            SingleChoice(
                id=f"{self.id}.{row.id}", text=joined(self.text, row.text), options=self.options, roles=self.roles
            )
            for row in self.rows
        )

    def counted(self) -> tuple[Question, ...]:
        """Each row as a choice of its own. Who declined is in none of their tables, where it would tell of the others."""
        return self._asked

    def answer_to(self, counted: Question, answer: Answer) -> Answer | None:
        """What was chosen in that row."""
        row = counted.id.partition(".")[2]
        chosen = (key.partition("/") for key in answer) if isinstance(answer, tuple) else ()
        return next((option for named, _, option in chosen if named == row and option), None)

    def label(self, key: str, language: str) -> Worded:
        """The words of row and option: ``The waiting: very good``."""
        if key == DECLINED:
            return DECLINED_TEXT.in_(language)
        named, _, chosen = key.partition("/")
        row = next((row.text.in_(language) for row in self.rows if row.id == named), None)
        option = next((option.text.in_(language) for option in self.options if option.id == chosen), None)
        return Worded(f"{row.text}: {option.text}", option.language) if row and option else Worded(key, language)
