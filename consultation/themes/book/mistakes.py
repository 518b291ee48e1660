"""What is wrong in a codebook file is told all at once, each mistake with its line; what is right becomes themes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from consultation.themes.book.theme import Theme, in_order, new_id

MOST_THEMES = 2_000
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
LONGEST_SIGN = 4
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct: the line of the file (1 is the first), a code for it, and the words that are meant."""

    line: int
    code: str
    what: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}" + (f": {self.what!r}" if self.what else "")


class Mistakes(ValueError):  # noqa: N818 - the refusal is named for what it holds
    """Every mistake of one file, in the order of its lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.line, one.code, one.what)))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class Told:
    """A theme as a file tells it, and on which line; an empty id is made of the name, ``parent`` is an id or a name."""

    line: int
    theme: Theme


def checked(told: Sequence[Told], found: Sequence[Mistake] = ()) -> tuple[Theme, ...]:
    """The themes of a file, in its order, with ids and parents that hold.

    Raises:
        Mistakes: all that the file has, those found while reading it included.
    """
    told = [replace(one, theme=replace(one.theme, name=normalize("NFC", one.theme.name))) for one in told]
    mistakes = [*found, *(mistake for one in told for mistake in _alone(one))]
    if len(told) > MOST_THEMES:
        mistakes.append(Mistake(told[MOST_THEMES].line, "too_many_themes", str(MOST_THEMES)))
    given = [one.theme.id for one in told if one.theme.id]
    taken, themes = set(given), list[Theme]()
    for one in told:
        themes.append(one.theme if one.theme.id else replace(one.theme, id=new_id(one.theme.name, taken)))
        taken.add(themes[-1].id)
    for label in ("id", "name", "sign"):
        seen = set[str]()
        for one in told:
            if (value := getattr(one.theme, label).casefold()) and value in seen:
                mistakes.append(Mistake(one.line, f"{label}_stands_twice", getattr(one.theme, label)))
            seen.add(value)
    themes, lost = _with_parents(told, themes)
    mistakes += lost
    if not told and not mistakes:
        mistakes.append(Mistake(1, "no_theme"))
    if mistakes:
        raise Mistakes(mistakes)
    return tuple(themes)


def _alone(one: Told) -> list[Mistake]:
    theme, found = one.theme, []
    if not theme.name:
        found.append(Mistake(one.line, "name_is_missing"))
    if len(theme.name) > LONGEST_NAME:
        found.append(Mistake(one.line, "name_is_too_long", theme.name[:40]))
    if len(theme.sign) > LONGEST_SIGN:
        found.append(Mistake(one.line, "sign_is_too_long", theme.sign[:40]))
    if any(len(text) > LONGEST_TEXT for text in (theme.definition, *theme.includes, *theme.excludes, *theme.examples)):
        found.append(Mistake(one.line, "text_is_too_long", theme.name))
    return found


def _with_parents(told: Sequence[Told], themes: list[Theme]) -> tuple[list[Theme], list[Mistake]]:
    """Parents by id, or by name where no id is meant; none may be missing or lie below its own child."""
    ids = {theme.id for theme in themes}
    by_name = {theme.name.casefold(): theme.id for theme in reversed(themes)}
    mistakes, made = [], list[Theme]()
    for one, theme in zip(told, themes, strict=True):
        parent = theme.parent if theme.parent in ids or not theme.parent else by_name.get(theme.parent.casefold())
        if theme.parent and parent is None:
            mistakes.append(Mistake(one.line, "parent_is_unknown", theme.parent))
        made.append(replace(theme, parent=parent or None))
    depths = {theme.id: depth for theme, depth in in_order(made)}
    for one, theme in zip(told, made, strict=True):
        if depths.get(theme.id, DEEPEST) >= DEEPEST:
            code = "lies_too_deep" if theme.id in depths else "parent_lies_below"
            mistakes.append(Mistake(one.line, code, theme.name))
    return made, mistakes
