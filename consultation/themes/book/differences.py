"""What differs between two versions of a codebook, theme by theme, and which themes must therefore be suggested anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from consultation.themes.book.quoted import own_words
from consultation.themes.book.theme import Theme, in_order

Field = Literal["name", "definition", "includes", "excludes", "examples"]
FIELDS: tuple[Field, ...] = ("name", "definition", "includes", "excludes", "examples")
TEACHING: frozenset[Field] = frozenset(("name", "definition", "includes", "examples"))


@dataclass(frozen=True, slots=True)
class Added:
    """A theme that the older version has not."""

    theme: Theme


@dataclass(frozen=True, slots=True)
class Removed:
    """A theme that the newer version has not."""

    theme: Theme


@dataclass(frozen=True, slots=True)
class Reworded:
    """A theme whose name or defining words changed; ``gone`` and ``new`` hold one entry each where the field is one text."""

    theme: str
    field: Field
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A theme that lies below another one than before; None is the top."""

    theme: str
    old_parent: str | None
    new_parent: str | None


@dataclass(frozen=True, slots=True)
class Reordered:
    """A theme that stands elsewhere among the siblings it had before and has still."""

    theme: str


@dataclass(frozen=True, slots=True)
class Retired:
    """A theme that is no longer suggested."""

    theme: str


@dataclass(frozen=True, slots=True)
class Revived:
    """A theme that is suggested again."""

    theme: str


Change = Added | Removed | Reworded | Moved | Reordered | Retired | Revived


def differences(old: Sequence[Theme], new: Sequence[Theme]) -> tuple[Change, ...]:
    """Every change: what is gone, in the old order, then what is new or changed, in the new one; none where both are equal."""
    before = {theme.id: theme for theme in old}
    after = {theme.id for theme in new}
    reordered = _reordered(old, new)
    changes: list[Change] = [Removed(theme) for theme, _ in in_order(old) if theme.id not in after]
    for theme, _ in in_order(new):
        if theme.id not in before:
            changes.append(Added(theme))
        else:
            changes += _changes(before[theme.id], theme)
            changes += [Reordered(theme.id)] if theme.id in reordered else []
    return tuple(changes)


def touched(changes: Iterable[Change]) -> frozenset[str]:
    """The ids of the themes whose suggestions a change makes stale: new, gone, taught by other words, retired or revived.

    A theme that was moved or reordered means what it meant.
    """
    found = set()
    for change in changes:
        match change:
            case Added() | Removed():
                found.add(change.theme.id)
            case Reworded(field="examples"):  # one that points at a comment is for people, and teaches nothing
                found |= {change.theme} if own_words((*change.gone, *change.new)) else set()
            case Reworded(field=field):
                found |= {change.theme} if field in TEACHING else set()
            case Retired() | Revived():
                found.add(change.theme)
            case Moved() | Reordered():
                pass
    return frozenset(found)


def _changes(old: Theme, new: Theme) -> list[Change]:
    found: list[Change] = []
    for field in FIELDS:
        one, other = _words(old, field), _words(new, field)
        if one != other:
            found.append(Reworded(new.id, field, _only(one, other), _only(other, one)))
    if old.parent != new.parent:
        found.append(Moved(new.id, old.parent, new.parent))
    if old.retired != new.retired:
        found.append(Retired(new.id) if new.retired else Revived(new.id))
    return found


def _words(theme: Theme, field: Field) -> tuple[str, ...]:
    words = getattr(theme, field)
    return (words,) if isinstance(words, str) else tuple(words)


def _only(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """What only the first has; where both have the same words in another order, all of them."""
    return tuple(words for words in one if words not in other) if set(one) != set(other) else one


def _reordered(old: Sequence[Theme], new: Sequence[Theme]) -> frozenset[str]:
    """The fewest themes that must have been put elsewhere: those outside the longest run of siblings that kept its order."""
    place = {theme.id: at for at, theme in enumerate(old)}
    parents = {theme.id: theme.parent for theme in old}
    families: dict[str | None, list[str]] = {}
    for theme in new:
        if theme.id in place and parents[theme.id] == theme.parent:
            families.setdefault(theme.parent, []).append(theme.id)
    return frozenset(one for family in families.values() for one in set(family) - _kept(family, place))


def _kept(family: list[str], place: dict[str, int]) -> set[str]:
    """The longest increasing run of old places; a codebook is short, so each pair may be looked at."""
    runs: list[list[str]] = []
    for at, one in enumerate(family):
        earlier = [runs[k] for k in range(at) if place[family[k]] < place[one]]
        runs.append([*_longest(earlier), one])
    return set(_longest(runs))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=len) if runs else []
