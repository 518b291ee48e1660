"""A questionnaire as plain data, with the words of the questionnaire file and the defaults left out."""

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.kinds import Question
from consultation.questionnaire.wording import Wording


def plain(part: object) -> Any:
    """Dictionaries, lists, strings, numbers and booleans, days as text; equal parts give equal data.

    A field at its default is left out, so that a later version with more fields keeps old fingerprints.
    """
    match part:
        case Wording(texts, easy):
            return {**texts, "easy": dict(easy)} if easy else dict(texts)
        case Condition():
            return part.as_rule()
        case date():
            return part.isoformat()
        case tuple():
            return [plain(item) for item in part]
        case frozenset():
            return sorted(part)
    return _fields(part) if is_dataclass(part) else part


def _fields(part: Any) -> dict[str, Any]:
    written = {
        field.name: plain(getattr(part, field.name))
        for field in fields(part)
        if getattr(part, field.name) != _default(field)
    }
    return {"kind": part.kind, **written} if isinstance(part, Question) else written


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default
