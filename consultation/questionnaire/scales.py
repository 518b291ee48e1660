"""Questions answered with a step between two ends that have words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.declining import DECLINED_TEXT, Declinable
from consultation.questionnaire.kinds import DECLINED, Answer, Problem, RawAnswers, filled_in
from consultation.questionnaire.wording import Worded, Wording


@dataclass(frozen=True, kw_only=True)
class Scale(Declinable):
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

    def read(self, raw: RawAnswers) -> int | str | Problem | None:
        """The step, or that it was declined."""
        given = filled_in(raw, self.id)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        if self.may_decline and given[0] == DECLINED:
            return DECLINED
        return int(given[0]) if given[0] in self.condition_values() else self.problem("not_an_option")

    def display(self, answer: Answer, language: str) -> str:
        """The step, with its words at the ends: ``5 – Very safe``."""
        return self.label(str(answer), language).text

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per step, and apart from them those who declined."""
        counted = Counter(str(answer) for answer in answers)
        keys = (*self.condition_values(), *([DECLINED] if self.may_decline else []))
        return {key: counted[key] for key in keys}

    def label(self, key: str, language: str) -> Worded:
        """The step, and at the ends its words."""
        if key == DECLINED:
            return DECLINED_TEXT.in_(language)
        ends = {str(self.low): self.low_label, str(self.high): self.high_label}
        if key not in ends:
            return Worded(key, language)
        worded = ends[key].in_(language)
        return Worded(f"{key} – {worded.text}", worded.language)
