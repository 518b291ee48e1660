"""When a question is to be answered, said with the numbers and the words that stand on the same paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consultation.paper.sheets import OnlyIf
from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Condition, Includes, OneOf
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.questions import Question, Ranking, Scale
from consultation.reporting.catalogue import Catalogue, Said


@dataclass(frozen=True, slots=True)
class Directions:
    """Says the rules of one form; ``numbers`` are its questions' numbers by id."""

    asked: RoleQuestionnaire
    numbers: Mapping[str, int]
    reading: str
    words: Catalogue

    def question(self, condition: Condition | None) -> OnlyIf | None:
        """When one question is to be answered; None when always."""
        say = self.words.say
        return self._only_if(
            condition,
            lambda rule: say("Answer this question only if %(rule)s.", rule=rule),
            every=say("Answer this question only if all of this is true:"),
            any_=say("Answer this question only if one of these is true:"),
        )

    def section(self, condition: Condition | None) -> OnlyIf | None:
        """When the questions of one section are to be answered; None when always."""
        say = self.words.say
        return self._only_if(
            condition,
            lambda rule: say("Answer the questions in this part only if %(rule)s.", rule=rule),
            every=say("Answer the questions in this part only if all of this is true:"),
            any_=say("Answer the questions in this part only if one of these is true:"),
        )

    def _only_if(
        self, condition: Condition | None, one: Callable[[str], Said], *, every: Said, any_: Said
    ) -> OnlyIf | None:
        """One sentence around the rule, or where a rule stands within another, a list of what it takes."""
        if condition is None:
            return None
        if isinstance(condition, AllOf | AnyOf) and _nested(condition):
            return OnlyIf(every if isinstance(condition, AllOf) else any_, self._cases(condition))
        return OnlyIf(one(self._clause(condition).text))

    def _cases(self, condition: AllOf | AnyOf) -> tuple[Said, ...]:
        cases = (self._clause(part) for part in condition.conditions)
        return tuple(Said(case.text[:1].upper() + case.text[1:] + ".", case.language) for case in cases)

    def _clause(self, condition: Condition) -> Said:
        match condition:
            case AllOf(conditions):
                return self._joined(self.words.say(" and "), conditions)
            case AnyOf(conditions):
                return self._joined(self.words.say(" or "), conditions)
            case OneOf(question, values):
                return self._ticked(question, values)
            case Includes(question, value):
                return self._ticked(question, (value,))
            case Answered(question):
                return self.words.say("you answered question %(number)s", number=self.numbers[question])
        raise AssertionError(condition)

    def _joined(self, between: Said, conditions: tuple[Condition, ...]) -> Said:
        clauses = [
            f"({self._clause(part).text})" if len(part.leaves()) > 1 else self._clause(part).text for part in conditions
        ]
        return Said(between.text.join(clauses), between.language)

    def _ticked(self, question: str, values: tuple[str, ...]) -> Said:
        """The options as they stand on this paper, also where the sentence around them is in another language."""
        asked = self.asked.question(question)
        say, number = self.words.say, self.numbers[question]
        options = [self._option(asked, value).text for value in values]
        written = say(" or ").text.join(filter(None, (", ".join(options[:-1]), options[-1])))
        if isinstance(asked, Ranking):
            return say("you put %(options)s in question %(number)s", options=written, number=number)
        return say("you ticked %(options)s in question %(number)s", options=written, number=number)

    def _option(self, asked: Question, value: str) -> Said:
        say = self.words.say
        if isinstance(asked, Scale):
            return say("“%(option)s”", option=value)
        if isinstance(asked, Ranking):
            option, _, place = value.partition("/")
            return say("“%(option)s” as number %(place)s", option=asked.label(option, self.reading).text, place=place)
        return say("“%(option)s”", option=asked.label(value, self.reading).text)


def _nested(condition: AllOf | AnyOf) -> bool:
    return any(len(part.leaves()) > 1 for part in condition.conditions)
