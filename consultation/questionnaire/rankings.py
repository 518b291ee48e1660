"""Questions answered by putting options in order, all of them or the first few."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consultation.questionnaire.choices import Option, SingleChoice
from consultation.questionnaire.declining import DECLINED_TEXT, Declinable
from consultation.questionnaire.kinds import DECLINED, Answer, Problem, Question, RawAnswers, filled_in
from consultation.questionnaire.own_words import joined
from consultation.questionnaire.wording import Worded, Wording

_FIRST = Wording({"nb": "nummer 1", "nn": "nummer 1", "se": "nummir 1", "en": "number 1"})


@dataclass(frozen=True, kw_only=True)
class Ranking(Declinable):
    """Options put in order, or ``at_most`` so many of them; the answer is their ids, the most important first.

    Unless it is ``partial``, whoever begins fills every place. A place left open between two others is no mistake.
    """

    kind: ClassVar[str] = "ranking"
    options: tuple[Option, ...]
    at_most: int | None = None
    partial: bool = True

    @property
    def places(self) -> tuple[int, ...]:
        """The places there are, from 1."""
        every = len(self.options)
        return tuple(range(1, min(self.at_most or every, every) + 1))

    def fields(self) -> tuple[str, ...]:
        """``id.option`` for each option, with its place; ``id`` where one may decline."""
        return (*map(self.field, self.options), *([self.id] if self.may_decline else []))

    def field(self, option: Option) -> str:
        """The field that holds an option's place."""
        return f"{self.id}.{option.id}"

    def condition_values(self) -> tuple[str, ...]:
        """``option/place``."""
        return tuple(f"{option.id}/{place}" for option in self.options for place in self.places)

    def read(self, raw: RawAnswers) -> tuple[str, ...] | Problem | None:
        """The ids in order; the same place twice is a problem at the second of the two."""
        declined = self.declined(raw)
        placed = self._placed(raw)
        if isinstance(placed, Problem) or isinstance(declined, Problem):
            return placed if isinstance(placed, Problem) else declined if isinstance(declined, Problem) else None
        if declined:
            return self.declined_and_more() if placed else (DECLINED,)
        if not placed:
            return None
        if len(placed) < len(self.places) and not self.partial:
            unplaced = next(option for option in self.options if option.id not in placed.values())
            return self.problem("places_left", field=self.field(unplaced), left=len(self.places) - len(placed))
        return tuple(placed[place] for place in sorted(placed))

    def _placed(self, raw: RawAnswers) -> dict[int, str] | Problem:
        placed: dict[int, str] = {}
        written = {str(place): place for place in self.places}
        for option in self.options:
            given = filled_in(raw, self.field(option))
            if len(given) > 1:
                return self.problem("several_answers", field=self.field(option))
            if given and given[0] not in written:
                return self.problem("not_an_option", field=self.field(option))
            if given and written[given[0]] in placed:
                return self.problem("same_place", field=self.field(option), place=written[given[0]])
            placed.update({written[place]: option.id for place in given})
        return placed

    def display(self, answer: Answer, language: str) -> str:
        """The options' words, one per line, numbered; or that it was declined."""
        order = answer if isinstance(answer, tuple) else (str(answer),)
        if order == (DECLINED,):
            return DECLINED_TEXT.in_(language).text
        return "\n".join(f"{place}. {self.label(option, language).text}" for place, option in enumerate(order, 1))

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """How many put each option first, and apart from them those who declined."""
        (first,) = self.counted()
        return first.summarise(top for answer in answers if (top := self.answer_to(first, answer)) is not None)

    def counted(self) -> tuple[Question, ...]:
        """What was put first. Lower places are not counted: less the first they could be subtracted to a few people."""
        text = joined(self.text, _FIRST)
        shared = {"roles": self.roles, "may_decline": self.may_decline}
        return (SingleChoice(id=self.id, text=text, options=self.options, **shared),)  # type: ignore[arg-type]

    def answer_to(self, counted: Question, answer: Answer) -> Answer | None:  # noqa: ARG002 - there is only one
        """The option that was put first."""
        return answer[0] if isinstance(answer, tuple) and answer else None

    def label(self, key: str, language: str) -> Worded:
        """The option's words; for ``option/place`` with the place before them."""
        named, _, place = key.partition("/")
        if named == DECLINED:
            return DECLINED_TEXT.in_(language)
        known = next(
            (option.text.in_(language) for option in self.options if option.id == named), Worded(key, language)
        )
        return Worded(f"{place}. {known.text}", known.language) if place else known
