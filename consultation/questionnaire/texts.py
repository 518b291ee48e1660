"""Every text of a questionnaire, and where it stands, said so that whoever writes the file finds it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from consultation.questionnaire.kinds import Question
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.wording import Wording


def texts(part: object, owner: str = "") -> Iterator[tuple[str, Wording]]:
    """Where each text stands, and the text: ``title``, ``role patient: intro``, ``waited: text``, ``waited, no: text``."""
    if is_dataclass(part):
        for field in fields(part):
            yield from _in(getattr(part, field.name), field.name, owner)


def _in(value: object, name: str, owner: str) -> Iterator[tuple[str, Wording]]:
    if isinstance(value, Wording):
        yield (f"{owner}: {name}" if owner else name), value
    elif isinstance(value, tuple):
        for item in value:
            yield from _in(item, name, owner)
    else:
        yield from texts(value, _named(value, owner))


def _named(part: Any, owner: str) -> str:
    match part:
        case Role():
            return f"role {part.id}"
        case Section():
            return f"section {part.id}"
        case Question():
            return part.id
    named = getattr(part, "id", "")
    return ", ".join(filter(None, (owner, named)))
