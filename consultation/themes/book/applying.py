"""What each decision makes of the themes: pure, whole or refused."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from consultation.themes.book.acts import (
    AboutCandidate,
    AboutTheme,
    Accept,
    Adopt,
    CannotDecide,
    Decision,
    Describe,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    Move,
    Rename,
    Retire,
    Revive,
    SignOff,
    Split,
    TakeUpCandidate,
)
from consultation.themes.book.differences import differences
from consultation.themes.book.quoted import own_words
from consultation.themes.book.theme import Theme, new_id, within

Themes = tuple[Theme, ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def applied(themes: Themes, decision: Decision, used: Collection[str]) -> Themes:
    """The themes after a decision; ``used`` are all ids that ever were, none of which a new theme gets.

    Raises:
        CannotDecide: where the decision names a theme that is not here, or a name that is taken or empty, or does not
            fit: its code says how.
    """
    if isinstance(decision, SignOff):
        if not themes:
            raise CannotDecide("nothing_to_sign_off", "")
        return themes
    made = tuple(theme if theme in themes else _tidied(theme) for theme in _made(themes, decision, used))
    if isinstance(decision, (Rename, Describe, Move)) and not differences(themes, made):
        raise CannotDecide("nothing_has_changed", the(themes, decision.theme).name)
    _refuse_equal_names(made)
    return made


def the(themes: Themes, theme_id: str) -> Theme:
    """The theme with this id.

    Raises:
        CannotDecide: where there is none.
    """
    for theme in themes:
        if theme.id == theme_id:
            return theme
    raise CannotDecide("unknown_theme", theme_id)


def _made(themes: Themes, decision: AboutTheme | AboutCandidate | Adopt, used: Collection[str]) -> Themes:
    match decision:
        case Accept() | MergeCandidate() | DropCandidate() | TakeUpCandidate():
            return _with_candidate(themes, decision, used)
        case Adopt():
            return _adopted(themes, decision, used)
        case Merge():
            return _merged(themes, decision)
        case Split() | Drop():
            old = the(themes, decision.theme)
            return _instead(themes, {old.id: _parts(old, decision, used) if isinstance(decision, Split) else ()})
        case Move():
            return _moved(themes, decision)
        case Rename() | Describe() | Retire() | Revive():
            old = the(themes, decision.theme)
            return _instead(themes, {old.id: (_changed(old, decision),)})


def _changed(old: Theme, decision: Rename | Describe | Retire | Revive) -> Theme:
    match decision:
        case Rename():
            definition = old.definition if decision.definition is None else decision.definition
            return replace(old, name=_named(decision.name), definition=definition)
        case Describe():
            words = {key: getattr(decision, key) for key in ("definition", "includes", "excludes", "examples")}
            return replace(old, **{key: value for key, value in words.items() if value is not None})
        case Retire() | Revive():
            retired = isinstance(decision, Retire)
            if old.retired == retired:
                raise CannotDecide("is_retired_already" if retired else "is_not_retired", old.name)
            return replace(old, retired=retired)


def _with_candidate(themes: Themes, decision: AboutCandidate, used: Collection[str]) -> Themes:
    match decision:
        case Accept():
            name = _named(decision.name or decision.candidate.name)
            includes = decision.candidate.terms if decision.includes is None else decision.includes
            accepted = Theme(new_id(name, used), name, decision.definition, includes, examples=decision.examples)
            return (*themes, accepted)
        case MergeCandidate():
            into = the(themes, decision.into)
            words = tuple(dict.fromkeys((*into.includes, *decision.candidate.terms)))
            return _instead(themes, {into.id: (replace(into, includes=words),)})
        case DropCandidate() | TakeUpCandidate():
            return themes


def _adopted(themes: Themes, decision: Adopt, used: Collection[str]) -> Themes:
    """Themes from elsewhere, after those that are here."""
    if not decision.themes:
        raise CannotDecide("nothing_to_adopt", decision.source)
    taken, ids = set(used), dict[str, str]()
    for one in decision.themes:
        if one.id in ids:
            raise CannotDecide("id_stands_twice", one.id)
        ids[one.id] = new_id(one.id, taken)
        taken.add(ids[one.id])
    made = []
    for one in decision.themes:
        if one.parent is not None and one.parent not in ids:
            raise CannotDecide("unknown_theme", one.parent)
        words, parent = one.theme, None if one.parent is None else ids[one.parent]
        made.append(
            Theme(
                ids[one.id],
                _named(words.name),
                words.definition,
                words.includes,
                words.excludes,
                own_words(words.examples),
                parent,
                one.sign,
                one.retired,
                one.guid,
            )
        )
    for theme in made:
        if theme.parent in within(made, theme.id):
            raise CannotDecide("parent_lies_below", theme.name)
    return (*themes, *made)


def _merged(themes: Themes, decision: Merge) -> Themes:
    into = the(themes, decision.into)
    others = [the(themes, other) for other in decision.others]
    if not others or into in others or len({other.id for other in others}) < len(others):
        raise CannotDecide("merge_needs_other_themes", decision.into)
    if into.retired:
        raise CannotDecide("is_retired_already", into.name)
    everyone = [into, *others]
    own = _without_copies(one.definition for one in everyone)
    whole = replace(
        into,
        name=_named(decision.name or into.name),
        definition=own if decision.definition is None else decision.definition,
        includes=tuple(dict.fromkeys(words for one in everyone for words in one.includes)),
        excludes=tuple(dict.fromkeys(words for one in everyone for words in one.excludes)),
        examples=tuple(dict.fromkeys(words for one in everyone for words in one.examples)),
    )
    left = _instead(themes, {into.id: (whole,)} | {other.id: () for other in others})
    gone = {other.id for other in others}
    below = {theme.id for theme in themes if theme.parent in gone and theme.id not in _above(themes, into.id)}
    return tuple(replace(theme, parent=into.id) if theme.id in below else theme for theme in left)


def _above(themes: Themes, theme_id: str) -> frozenset[str]:
    """The theme's id and those of all that it lies below."""
    parents = {theme.id: theme.parent for theme in themes}
    found, at = set[str](), parents.get(theme_id)
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return frozenset(found | {theme_id})


def _parts(old: Theme, decision: Split, used: Collection[str]) -> Themes:
    if len(decision.parts) < 2:  # noqa: PLR2004 - a split into one part is a new name
        raise CannotDecide("split_needs_two_parts", decision.theme)
    taken = set(used)
    made = []
    for part in decision.parts:
        name = _named(part.name)
        ours = (part.definition, part.includes, part.excludes, part.examples)
        made.append(Theme(new_id(name, taken), name, *ours, parent=old.parent))
        taken.add(made[-1].id)
    return tuple(made)


def _moved(themes: Themes, decision: Move) -> Themes:
    theme = the(themes, decision.theme)
    if decision.parent is not None:
        the(themes, decision.parent)
        if decision.parent in within(themes, theme.id):
            raise CannotDecide("parent_lies_below", theme.name)
    if decision.before is not None and (
        the(themes, decision.before).parent != decision.parent or decision.before == theme.id
    ):
        raise CannotDecide("is_no_sibling", the(themes, decision.before).name)
    moved = replace(theme, parent=decision.parent)
    others = [one for one in themes if one.id != theme.id]
    at = next((at for at, one in enumerate(others) if one.id == decision.before), len(others))
    return (*others[:at], moved, *others[at:])


def _instead(themes: Themes, instead: Mapping[str, Themes]) -> Themes:
    """The themes with others in the place of some; what lay below one that is gone lies where that one lay."""
    parents = {theme.id: theme.parent for theme in themes}
    left = [new for theme in themes for new in instead.get(theme.id, (theme,))]
    there = {theme.id for theme in left}

    def nearest(parent: str | None) -> str | None:
        while parent is not None and parent not in there:
            parent = parents.get(parent)
        return parent

    return tuple(theme if theme.parent in there else replace(theme, parent=nearest(theme.parent)) for theme in left)


def _without_copies(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _tidied(theme: Theme) -> Theme:
    """The theme without blanks around its words and signs that no file carries, and without entries that say nothing."""
    includes, excludes, examples = (
        tuple(said for one in words if (said := _carried(one)))
        for words in (theme.includes, theme.excludes, theme.examples)
    )
    definition = _carried(theme.definition)
    # What only now looks as if it pointed at a comment was written by somebody, and points at none.
    kept = tuple(one for one in examples if one in theme.examples or own_words((one,)))
    return replace(theme, definition=definition, includes=includes, excludes=excludes, examples=kept)


def _carried(words: str) -> str:
    return _CONTROL.sub("", words).strip()


def _named(name: str) -> str:
    """The name as it is kept: one blank between words, and letters that look the same are the same (Unicode's NFC)."""
    cleaned = " ".join(unicodedata.normalize("NFC", _CONTROL.sub("", name)).split())
    if not cleaned:
        raise CannotDecide("name_is_empty", name)
    return cleaned


def _refuse_equal_names(themes: Iterable[Theme]) -> None:
    seen: set[str] = set()
    for theme in themes:
        if theme.name.casefold() in seen:
            raise CannotDecide("name_is_taken", theme.name)
        seen.add(theme.name.casefold())
