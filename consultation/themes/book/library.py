"""Ready codebooks and facets to start from, in each language, read from files with every mistake told at once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consultation.themes.book.mistakes import Mistake, Mistakes, Told, checked
from consultation.themes.book.theme import Theme

READY = Path(__file__).parent / "ready"
LANGUAGES = ("nb", "nn", "en")
FEWEST_EXAMPLES = 2

_TEXTS = ("id", "name", "definition")
_LISTS = ("includes", "excludes", "examples")


@dataclass(frozen=True, slots=True)
class ReadyCodebook:
    """A codebook to begin with: what it is called, a word about it, and its themes, parents before what lies below them."""

    title: str
    note: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A question that is asked of a comment beside its themes, such as the step of the pathway or the polarity."""

    id: str
    name: str
    definition: str
    values: tuple[FacetValue, ...]


def ready_codebooks() -> tuple[str, ...]:
    """The names of the codebooks that come with the software."""
    return tuple(sorted({path.name.split(".")[0] for path in READY.glob("*.toml")} - {"facets"}))


def ready_codebook(name: str, language: str) -> ReadyCodebook:
    """A codebook that comes with the software; the same ids stand in every language.

    Raises:
        ValueError: where there is none of that name and language.
    """
    if name not in ready_codebooks() or language not in LANGUAGES:
        raise ValueError(f"There is no ready codebook {name!r} in {language!r}.")
    return read_codebook((READY / f"{name}.{language}.toml").read_text("utf-8"))


def ready_facets(language: str) -> tuple[Facet, ...]:
    """The facets that come with the software: step of the pathway, and polarity.

    Raises:
        ValueError: where there are none in that language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"There are no facets in {language!r}.")
    return read_facets((READY / f"facets.{language}.toml").read_text("utf-8"))


def read_codebook(text: str) -> ReadyCodebook:
    """A codebook as it stands in a TOML file: ``title``, ``note`` and ``[[themes]]``, of which each needs a definition and two examples.

    Raises:
        Mistakes: everything that is wrong, each with the line where its theme begins.
    """
    plain, mistakes = _parsed(text, {"title", "note", "themes"})
    lines = _lines(text, r"\[\[themes\]\]")
    told = []
    for number, one in enumerate(_tables(plain, "themes", mistakes)):
        line = lines[number] if number < len(lines) else 1
        told.append(_told(one, line, mistakes))
    themes = checked(told, mistakes)
    return ReadyCodebook(str(plain["title"]), str(plain.get("note", "")), themes)


def read_facets(text: str) -> tuple[Facet, ...]:
    """Facets as they stand in a TOML file: ``[[facets]]`` with ``[[facets.values]]``, of which each facet needs two.

    Raises:
        Mistakes: everything that is wrong, each with the line where its facet begins.
    """
    plain, mistakes = _parsed(text, {"facets"})
    lines = _lines(text, r"\[\[facets\]\]")
    made = []
    for number, one in enumerate(_tables(plain, "facets", mistakes)):
        line = lines[number] if number < len(lines) else 1
        values = [_facet_texts(value, line, mistakes, set(_TEXTS)) for value in _tables(one, "values", mistakes, line)]
        if len({value["id"] for value in values}) < max(2, len(values)):
            mistakes.append(Mistake(line, "values_are_too_few_or_equal", str(one.get("id", ""))))
        made.append(
            Facet(
                **_facet_texts(one, line, mistakes, {*_TEXTS, "values"}),
                values=tuple(FacetValue(**value) for value in values),
            )
        )
    if len({facet.id for facet in made}) < len(made):
        mistakes.append(Mistake(1, "id_stands_twice"))
    if mistakes:
        raise Mistakes(mistakes)
    return tuple(made)


def _parsed(text: str, keys: set[str]) -> tuple[dict[str, Any], list[Mistake]]:
    try:
        plain = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise Mistakes([Mistake(int(found[1]) if found else 1, "is_no_toml", str(error))]) from None
    mistakes = [Mistake(1, "key_is_unknown", key) for key in plain.keys() - keys]
    mistakes += [Mistake(1, "key_is_missing", key) for key in keys - {"note"} - plain.keys()]
    return plain, mistakes


def _lines(text: str, header: str) -> list[int]:
    return [at for at, line in enumerate(text.splitlines(), 1) if re.fullmatch(rf"\s*{header}\s*(?:#.*)?", line)]


def _tables(plain: Mapping[str, Any], key: str, mistakes: list[Mistake], line: int = 1) -> list[dict[str, Any]]:
    found = plain.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        mistakes.append(Mistake(line, "is_no_list_of_tables", key))
        return []
    return found


def _told(one: Mapping[str, Any], line: int, mistakes: list[Mistake]) -> Told:
    mistakes += [Mistake(line, "key_is_unknown", key) for key in one.keys() - {*_TEXTS, *_LISTS, "parent", "sign"}]
    texts = {key: _text(one, key, line, mistakes) for key in (*_TEXTS, "parent", "sign")}
    mistakes += [Mistake(line, f"{key}_is_missing", texts["name"]) for key in ("id", "definition") if not texts[key]]
    lists = {key: _list(one, key, line, mistakes) for key in _LISTS}
    if len(lists["examples"]) < FEWEST_EXAMPLES:
        mistakes.append(Mistake(line, "examples_are_too_few", texts["name"]))
    parent = texts.pop("parent") or None
    return Told(line, Theme(**texts, **lists, parent=parent))  # type: ignore[arg-type]


def _facet_texts(one: Mapping[str, Any], line: int, mistakes: list[Mistake], keys: set[str]) -> dict[str, str]:
    mistakes += [Mistake(line, "key_is_unknown", key) for key in one.keys() - keys]
    texts = {key: _text(one, key, line, mistakes) for key in _TEXTS}
    mistakes += [Mistake(line, f"{key}_is_missing", texts["id"]) for key in _TEXTS if not texts[key]]
    return texts


def _text(one: Mapping[str, Any], key: str, line: int, mistakes: list[Mistake]) -> str:
    value = one.get(key, "")
    if isinstance(value, str):
        return " ".join(value.split())
    mistakes.append(Mistake(line, "is_no_text", key))
    return ""


def _list(one: Mapping[str, Any], key: str, line: int, mistakes: list[Mistake]) -> tuple[str, ...]:
    value = one.get(key, [])
    if isinstance(value, list) and all(isinstance(words, str) and words.strip() for words in value):
        return tuple(words.strip() for words in value)
    mistakes.append(Mistake(line, "is_no_list_of_texts", key))
    return ()
