"""Plain data becomes a questionnaire, or every reason why it does not, each with the path to where it stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Condition, Includes, OneOf
from consultation.questionnaire.definition import InvalidQuestionnaire, Questionnaire
from consultation.questionnaire.invariants import Flaw, flaws
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.questions import KINDS, Aspect, FreeText, Option, Question, Region, Trust
from consultation.questionnaire.refusals import Path, reasons, unknown_kind
from consultation.questionnaire.shape import (
    QUESTION_SHAPES,
    AnyKindShape,
    ConditionShape,
    EasyShape,
    HeadShape,
    OptionShape,
    RegionShape,
    RoleShape,
    RowShape,
    SectionShape,
    Shape,
    SignpostShape,
    WordingShape,
)
from consultation.questionnaire.signposts import OwnSignpost
from consultation.questionnaire.signposts import flaws as flaws_of_signposts
from consultation.questionnaire.wording import LANGUAGES, Wording

_PARTS = ("roles", "sections", "signposts")
AnyShape = TypeVar("AnyShape", bound=Shape)


@dataclass(slots=True)
class Built:
    """What could be built: the questionnaire when nothing is wrong, else its sound parts and all that is wrong.

    ``glimpsed`` are questions with mistakes in them, as far as their words could be read.
    """

    questionnaire: Questionnaire | None = None
    flaws: list[Flaw] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    signposts: list[OwnSignpost] = field(default_factory=list)
    paths: dict[int, Path] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    glimpsed: list[Question] = field(default_factory=list)

    def path(self, flaw: Flaw) -> Path:
        """Where the part that a flaw is about stands in the data."""
        return flaw.about if isinstance(flaw.about, Path) else self.paths.get(id(flaw.about), Path())


def build(plain: Mapping[str, Any]) -> Built:
    """Build a questionnaire from plain data; never raises for what is in it."""
    built = Built()
    head = _read(built, HeadShape, {k: v for k, v in plain.items() if k not in _PARTS}, Path(), "")
    for path, part in _parts(built, plain, "roles", Path(), ""):
        _role(built, part, path)
    for path, part in _parts(built, plain, "sections", Path(), ""):
        _section(built, part, path)
    if "signposts" in plain:
        for path, part in _parts(built, plain, "signposts", Path(), ""):
            _signpost(built, part, path)
    built.flaws += flaws(built.roles, built.sections, unread=built.unread)
    built.flaws += flaws_of_signposts(built.signposts)
    if isinstance(head, HeadShape) and not built.flaws:
        parts: dict[str, Any] = {name: tuple(getattr(built, name)) for name in _PARTS}
        built.questionnaire = Questionnaire(**_fields(head), **parts)
    return built


def from_json(text: str) -> Questionnaire:
    """The questionnaire whose canonical text (``Questionnaire.as_json``) this is.

    Raises:
        InvalidQuestionnaire: the text is not one that ``as_json`` wrote.
    """
    plain = json.loads(text)
    built = build(plain if isinstance(plain, dict) else {})
    if built.questionnaire is None:
        raise InvalidQuestionnaire("; ".join(f"{flaw.where}: {flaw.message}" for flaw in built.flaws))
    return built.questionnaire


def _parts(built: Built, plain: Mapping[str, Any], key: str, path: Path, where: str) -> list[tuple[Path, Any]]:
    parts = plain.get(key)
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        built.flaws.append(
            Flaw(
                Path((*path, key)),
                where or key,
                f"there are no {key}",
                f"add at least one [[{'.'.join([*path.words, key])}]]",
            )
        )
        return []
    return [(Path((*path, key, index)), part) for index, part in enumerate(parts)]


def _read(built: Built, shape: type[AnyShape], part: Any, path: Path, where: str) -> AnyShape | None:
    try:
        return shape.model_validate(part)
    except ValidationError as error:
        built.flaws += reasons(error, shape, path, where)
        return None


def _role(built: Built, part: Any, path: Path) -> None:
    shape = _read(built, RoleShape, part, path, f"role {_id(part, path)}")
    if shape:
        role = Role(**_fields(shape))
        built.roles.append(role)
        built.paths[id(role)] = path


def _signpost(built: Built, part: Any, path: Path) -> None:
    shape = _read(built, SignpostShape, part, path, f"signpost {_id(part, path)}")
    if shape:
        post = OwnSignpost(**_fields(shape))
        built.signposts.append(post)
        built.paths[id(post)] = path


def _section(built: Built, part: Any, path: Path) -> None:
    where = f"section {_id(part, path)}"
    shape = _read(built, SectionShape, part, path, where)
    parts = _parts(built, part, "questions", path, where) if isinstance(part, Mapping) else []
    questions = tuple(filter(None, (_question(built, question, place) for place, question in parts)))
    title = Wording({"en": "?"})
    section = Section(**{**_fields(shape), "questions": questions}) if shape else Section("unread", title, questions)
    if shape:
        built.paths[id(section)] = path
    built.sections.append(section)


def _question(built: Built, part: Any, path: Path) -> Question | None:
    where = _id(part, path)
    kind = part.get("kind") if isinstance(part, Mapping) else None
    shape = QUESTION_SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        built.flaws.append(unknown_kind(kind, Path((*path, "kind")), where))
    read = _read(built, shape, part, path, where) if shape else None
    _named_once(built, part, path, readable=read is not None)
    if read is None:
        _glimpse(built, part, path, complain=shape is None)
        return None
    return _asked(built, KINDS[read.kind], read, path)


def _named_once(built: Built, part: Any, path: Path, *, readable: bool) -> None:
    """Tell two of one id where one cannot be read, and so is not there to be compared with the sound ones later."""
    named = part.get("id") if isinstance(part, Mapping) else None
    if not isinstance(named, str):
        return
    if named in built.unread or (named in built.named and not readable):
        built.flaws.append(Flaw(path, named, f"two questions have the id {named!r}", "give one of them another id"))
    built.named.add(named)


def _glimpse(built: Built, part: Any, path: Path, *, complain: bool) -> None:
    where = _id(part, path)
    built.unread.add(where)
    seen = _read(built if complain else Built(), AnyKindShape, part, path, where)
    if seen:
        built.glimpsed.append(_asked(built, FreeText, seen, path))


def _asked(built: Built, kind: type[Question], shape: Shape, path: Path) -> Question:
    question = kind(**{name: value for name, value in _fields(shape).items() if name != "kind"})
    built.paths[id(question)] = path
    return question


def _id(part: Any, path: Path) -> str:
    named = part.get("id") if isinstance(part, Mapping) else None
    return named if isinstance(named, str) else f"{path[-2]}[{path[-1]}]"


def _fields(shape: Shape) -> dict[str, Any]:
    return {name: _domain(getattr(shape, name), name) for name in type(shape).model_fields}


def _domain(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return frozenset(value) if name == "roles" else tuple(_domain(item, "") for item in value)
    match value:
        case WordingShape():
            return Wording(_texts(value), _texts(value.easy) if value.easy else {})
        case ConditionShape():
            return _condition(value)
        case RegionShape():
            trusts = tuple(Trust(**_fields(trust)) for trust in value.trusts)
            return Region(value.id, _domain(value.text, "text"), trusts)
        case OptionShape():
            return (Aspect if isinstance(value, RowShape) else Option)(**_fields(value))
    return value


def _texts(shape: EasyShape) -> dict[str, str]:
    return {language: text for language in LANGUAGES if (text := getattr(shape, language))}


def _condition(shape: ConditionShape) -> Condition:
    if shape.all is not None:
        return AllOf(tuple(map(_condition, shape.all)))
    if shape.any is not None:
        return AnyOf(tuple(map(_condition, shape.any)))
    question = shape.question or ""
    if shape.one_of is not None:
        return OneOf(question, tuple(shape.one_of))
    return Includes(question, shape.includes) if shape.includes is not None else Answered(question)
