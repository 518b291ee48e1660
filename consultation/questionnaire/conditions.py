"""When a question is shown: the same rule as plain data, in the browser and on the server."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Given = Mapping[str, Sequence[str]]
"""For each question shown so far: the values that were filled in, as written, blanks left out."""


class Condition(ABC):
    """A rule over earlier questions; a question that is hidden or blank counts as not answered."""

    @abstractmethod
    def holds(self, given: Given) -> bool:
        """Whether the rule is met by what was filled in."""

    @abstractmethod
    def as_rule(self) -> dict[str, Any]:
        """The rule as plain data, with the words of the questionnaire file, for a browser to evaluate."""

    @abstractmethod
    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """The simple rules this one is made of, in order."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions the rule looks at, each once."""
        return tuple(dict.fromkeys(leaf.question for leaf in self.leaves()))


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """The question was answered with one of these values."""

    question: str
    values: tuple[str, ...]

    def holds(self, given: Given) -> bool:
        """Whether one of the values was chosen."""
        return any(value in self.values for value in given.get(self.question, ()))

    def as_rule(self) -> dict[str, Any]:
        """``{"question": id, "one_of": [value, ...]}``."""
        return {"question": self.question, "one_of": list(self.values)}

    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """Itself."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Includes(Condition):
    """This value is among those chosen."""

    question: str
    value: str

    def holds(self, given: Given) -> bool:
        """Whether the value was chosen."""
        return self.value in given.get(self.question, ())

    def as_rule(self) -> dict[str, Any]:
        """``{"question": id, "includes": value}``."""
        return {"question": self.question, "includes": self.value}

    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """Itself."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Answered(Condition):
    """Something was filled in."""

    question: str

    def holds(self, given: Given) -> bool:
        """Whether anything was filled in."""
        return bool(given.get(self.question))

    def as_rule(self) -> dict[str, Any]:
        """``{"question": id, "answered": true}``."""
        return {"question": self.question, "answered": True}

    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """Itself."""
        return (self,)


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """Every one of the rules is met."""

    conditions: tuple[Condition, ...]

    def holds(self, given: Given) -> bool:
        """Whether every rule is met."""
        return all(condition.holds(given) for condition in self.conditions)

    def as_rule(self) -> dict[str, Any]:
        """``{"all": [rule, ...]}``."""
        return {"all": [condition.as_rule() for condition in self.conditions]}

    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """The simple rules of every part."""
        return tuple(leaf for condition in self.conditions for leaf in condition.leaves())


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """At least one of the rules is met."""

    conditions: tuple[Condition, ...]

    def holds(self, given: Given) -> bool:
        """Whether some rule is met."""
        return any(condition.holds(given) for condition in self.conditions)

    def as_rule(self) -> dict[str, Any]:
        """``{"any": [rule, ...]}``."""
        return {"any": [condition.as_rule() for condition in self.conditions]}

    def leaves(self) -> "tuple[OneOf | Includes | Answered, ...]":
        """The simple rules of every part."""
        return tuple(leaf for condition in self.conditions for leaf in condition.leaves())
