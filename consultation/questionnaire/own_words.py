"""Questions answered in the respondent's own words, alone or beside a choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.cleaning import length
from consultation.questionnaire.kinds import OTHER, Answer, Problem, Question, RawAnswers, filled_in
from consultation.questionnaire.wording import Wording

OTHER_LENGTH = 1000

OTHER_TEXT = Wording({"nb": "Noe annet", "nn": "Noko anna", "se": "Juoga eará", "en": "Something else"})


@dataclass(frozen=True, kw_only=True)
class FreeText(Question):
    """The respondent's own words, never cut; the answer is the cleaned text."""

    kind: ClassVar[str] = "free_text"
    max_length: int = 10_000

    @property
    def beside(self) -> bool:
        """Whether it is no question of its own, but the words beside a choice."""
        return "." in self.id

    def free_texts(self) -> "tuple[FreeText, ...]":
        """Itself."""
        return (self,)

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The text; one that is too long is a problem that says how long it is."""
        given = filled_in(raw, self.id)
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


def beside(question: Question) -> FreeText:
    """The free text beside a choice, where people write what is not on the list; its id is ``<question>.other``."""
    text = joined(question.text, OTHER_TEXT)
    return FreeText(id=f"{question.id}.{OTHER}", text=text, roles=question.roles, max_length=OTHER_LENGTH)


def joined(first: Wording, second: Wording) -> Wording:
    """Two texts as one, in each language of the first: ``What worked badly? – Something else``."""
    return Wording({language: f"{text} – {second.in_(language).text}" for language, text in first.texts.items()})
