"""To decline is an answer of its own: said in so many words, counted apart, and never together with another."""

from dataclasses import dataclass

from consultation.questionnaire.kinds import DECLINED, Problem, Question, RawAnswers, filled_in
from consultation.questionnaire.wording import Wording

DECLINED_TEXT = Wording(
    {"nb": "Jeg vil ikke svare", "nn": "Eg vil ikkje svare", "se": "In hálit vástidit", "en": "I do not want to answer"}
)


@dataclass(frozen=True, kw_only=True)
class Declinable(Question):
    """A question that may offer ``I do not want to answer``."""

    may_decline: bool = False

    def declined(self, raw: RawAnswers) -> bool | Problem:
        """Whether the field of the question itself, beside those of its parts, says that nothing will be answered."""
        given = set(filled_in(raw, self.id)) if self.may_decline else set()
        return self.problem("not_an_option", field=self.id) if given - {DECLINED} else bool(given)

    def declined_and_more(self) -> Problem:
        """The problem with someone who declined and answered: only they know which of the two they meant."""
        return self.problem("declined_and_more", field=self.id)
