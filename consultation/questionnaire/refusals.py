"""Why a part of a questionnaire file cannot be read, in words for the person who wrote it."""

import difflib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from consultation.questionnaire.invariants import Flaw
from consultation.questionnaire.questions import KINDS
from consultation.questionnaire.shape import Shape

_IDENTIFYING = frozenset(
    {
        "attachment",
        "date",
        "date_of_birth",
        "email",
        "file",
        "image",
        "name",
        "phone",
        "signature",
        "tel",
        "upload",
        "url",
    }
)
_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "date_type": "a day like 2026-11-21, without quotes",
    "dict_type": "a table",
    "model_type": "a table",
}

_SAID = {
    "missing": ("`{key}` is missing", "add `{key}`"),
    "string_too_short": ("`{key}` is empty", "write the text, or remove the key"),
    "no_text": ("`{key}` has no text in any language", "write the text, or remove the key"),
    "too_short": ("`{key}` is an empty list", "put something in it, or remove the key"),
    "string_pattern_mismatch": ("`{key}` is not a month", 'write it like "2026-03"'),
    "not_one_rule": (
        "`{key}` is not one rule",
        'write `question = "id"` with one of `one_of = ["a"]`, `includes = "a"`, `answered = true`; or `all`/`any = [rules]`',
    ),
}


class Path(tuple[str | int, ...]):
    """The keys and positions that lead to a part of plain data."""

    __slots__ = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The keys alone, as a TOML heading has them."""
        return tuple(step for step in self if isinstance(step, str))


def unknown_kind(kind: object, path: Path, where: str) -> Flaw:
    """A question's kind is missing, unknown, or one that would ask who someone is."""
    if isinstance(kind, str) and kind.lower() in _IDENTIFYING:
        return Flaw(
            path,
            where,
            f"a question of kind {kind!r} asks who someone is",
            "take the question out: nobody is to be identified",
        )
    said = "`kind` is missing" if kind is None else f"there is no kind {kind!r}"
    near = difflib.get_close_matches(str(kind), KINDS, 1)
    return Flaw(path, where, said, f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(KINDS)}")


def reasons(error: ValidationError, shape: type[Shape], path: Path, where: str) -> Iterator[Flaw]:
    """Each reason in plain words, with the path to where it stands."""
    for detail in error.errors(include_url=False):
        location = Path((*path, *detail["loc"]))
        key = ".".join(str(step) for step in detail["loc"])
        message, remedy = _said(detail, key or "this part", shape)
        yield Flaw(location, where or str((detail["loc"] or ("file",))[0]), message, remedy)


def _said(detail: ErrorDetails, key: str, shape: type[Shape]) -> tuple[str, str]:
    kind = detail["type"]
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(detail["loc"][-1]), shape.model_fields, 1)
        return f"there is no key `{key}` here", f"did you mean `{near[0]}`?" if near else "remove it"
    if kind == "literal_error":
        context: dict[str, Any] = detail.get("ctx", {})
        return f"`{key}` cannot be {detail['input']!r}", f"use {context.get('expected', 'another value')}"
    if kind in _TYPES:
        return f"`{key}` should be {_TYPES[kind]}", f"write {_TYPES[kind]}"
    message, remedy = _SAID.get(kind, (f"`{{key}}`: {detail['msg']}", "correct it"))
    return message.format(key=key), remedy.format(key=key)
