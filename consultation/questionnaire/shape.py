"""The shape of a questionnaire file: which keys each part has, and what may stand in them."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from consultation.questionnaire.cleaning import clean
from consultation.questionnaire.codelists import places, service_types


def _written(text: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise PydanticCustomError("string_too_short", "there is no text")
    return cleaned


Text = Annotated[str, AfterValidator(_written)]


def _day(given: object) -> object:
    """A day as TOML has it; the frozen definition has it as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


Day = Annotated[date, BeforeValidator(_day)]
MonthText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Shape(BaseModel):
    """Plain data with known keys only, each of its own type: TOML already tells a number from a text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EasyShape(Shape):
    """An easy-read variant, where someone wrote one."""

    nb: Text | None = None
    nn: Text | None = None
    se: Text | None = None
    en: Text | None = None


class WordingShape(EasyShape):
    """A text in each language. That nb and nn are there is checked apart, so that all that is missing is told at once."""

    easy: EasyShape | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any((self.nb, self.nn, self.se, self.en)):
            raise PydanticCustomError("no_text", "there is no text in any language")
        return self


class ConditionShape(Shape):
    """One of: question with one_of, includes or answered; all; any."""

    question: str | None = None
    one_of: Annotated[list[str], Field(min_length=1)] | None = None
    includes: str | None = None
    answered: Literal[True] | None = None
    all: "Annotated[list[ConditionShape], Field(min_length=1)] | None" = None
    any: "Annotated[list[ConditionShape], Field(min_length=1)] | None" = None

    @model_validator(mode="after")
    def _is_one_rule(self) -> Self:
        looks = [rule for rule in (self.one_of, self.includes, self.answered) if rule is not None]
        joins = [rule for rule in (self.all, self.any) if rule is not None]
        if (len(looks), len(joins), self.question is not None) not in {(1, 0, True), (0, 1, False)}:
            raise PydanticCustomError("not_one_rule", "the condition is not one rule")
        return self


class RoleShape(Shape):
    """An audience role."""

    id: str
    name: WordingShape
    intro: WordingShape | None = None
    people_per_unit: int | None = None


class SectionShape(Shape):
    """A section; its questions are read one by one."""

    id: str
    title: WordingShape
    intro: WordingShape | None = None
    show_when: ConditionShape | None = None
    questions: list[Any] = []


class SignpostShape(Shape):
    """How one consultation's signposts differ from the library's; what they lack or hide wrongly is told apart."""

    id: str
    kind: Literal["help", "complaint"] | None = None
    hide: bool = False
    name: WordingShape | None = None
    when: WordingShape | None = None
    source: str = ""
    read: Day | None = None
    source_date: Day | None = None
    phone: str = ""
    url: str = ""


class HeadShape(Shape):
    """What stands before roles and sections."""

    id: str
    title: WordingShape
    asker: WordingShape
    purpose: WordingShape
    use: WordingShape
    languages: list[Literal["nb", "nn", "se", "en"]] = ["nb", "nn", "se", "en"]
    layout: Literal["one_page", "by_section"] = "one_page"


class OptionShape(Shape):
    """One option."""

    id: str
    text: WordingShape


class RegionShape(Shape):
    """A region and its trusts."""

    id: str
    text: WordingShape
    trusts: list[OptionShape] = []


class QuestionShape(Shape):
    """What every kind of question has."""

    kind: str
    id: str
    text: WordingShape
    help: WordingShape | None = None
    required: bool = False
    show_when: ConditionShape | None = None
    roles: Annotated[list[str], Field(min_length=1)] | None = None


class AnyKindShape(QuestionShape):
    """A question of which only what every kind has can be read, because the rest of it is wrong."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)
    kind: Any = None


class FreeTextShape(QuestionShape):
    """Own words."""

    max_length: int = 10_000


class DeclinableShape(QuestionShape):
    """What may be declined in so many words."""

    may_decline: bool = False


class SingleChoiceShape(DeclinableShape):
    """One option."""

    options: list[OptionShape]
    other: bool = False


class MultipleChoiceShape(SingleChoiceShape):
    """Several options."""

    at_most: Annotated[int, Field(ge=1)] | None = None


class ServiceTypeShape(QuestionShape):
    """A type of service; the code list of the library unless the file has its own."""

    options: list[OptionShape] = Field(default_factory=lambda: [OptionShape(**option) for option in service_types()])


class ScaleShape(DeclinableShape):
    """Steps with words at both ends."""

    low: int = 1
    high: int = 5
    low_label: WordingShape
    high_label: WordingShape


class NumberShape(QuestionShape):
    """A number with a unit."""

    unit: WordingShape
    minimum: int = 0
    maximum: int = 1_000_000
    whole: bool = True
    bands: list[int] = []


class MonthShape(QuestionShape):
    """A month."""

    earliest: MonthText = "1950-01"
    latest: MonthText = "2099-12"


class PlaceShape(QuestionShape):
    """A place; the code list of the library unless the file has its own."""

    level: Literal["region", "trust"] = "trust"
    regions: list[RegionShape] = Field(default_factory=lambda: [RegionShape(**region) for region in places()])


class RankingShape(DeclinableShape):
    """Options in order."""

    options: list[OptionShape]
    at_most: Annotated[int, Field(ge=1)] | None = None
    partial: bool = True


class RowShape(OptionShape):
    """One row of a matrix."""

    required: bool = False


class MatrixShape(DeclinableShape):
    """The same options for several rows."""

    rows: list[RowShape]
    options: list[OptionShape]


QUESTION_SHAPES: dict[str, type[QuestionShape]] = {
    "free_text": FreeTextShape,
    "single_choice": SingleChoiceShape,
    "multiple_choice": MultipleChoiceShape,
    "scale": ScaleShape,
    "number": NumberShape,
    "month": MonthShape,
    "place": PlaceShape,
    "service_type": ServiceTypeShape,
    "ranking": RankingShape,
    "matrix": MatrixShape,
}
