"""Each decision that a form on a theme's page can stand for; whether it fits is the codebook's to say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from consultation.reviewing.book import forms
from consultation.themes.book.acts import AboutTheme, CannotDecide
from consultation.themes.book.codebook import (
    Codebook,
    Describe,
    Drop,
    Merge,
    Move,
    NewTheme,
    Rename,
    Retire,
    Revive,
    Split,
)
from consultation.themes.book.quoted import own_words, quoted


@dataclass(frozen=True, slots=True)
class Act:
    """What is posted, and the decision that is made of it: by whom, on which theme of which codebook."""

    form: type[forms.OnThemeForm]
    make: Callable[[Codebook, str, Any, str], AboutTheme]


def _rename(_: Codebook, theme: str, form: forms.RenameForm, by: str) -> Rename:
    return Rename(theme, form.name.data or "", by, form.why.data or "")


def _describe(codebook: Codebook, theme: str, form: forms.DescribeForm, by: str) -> Describe:
    """What the form says as the theme says it already is not decided again."""
    old = codebook.theme(theme)
    definition = (form.definition.data or "").replace("\r\n", "\n").strip()
    includes, excludes, own = (forms.lines(one.data) for one in (form.includes, form.excludes, form.examples))
    examples = (*own_words(own), *(example for example in old.examples if quoted(example)))
    if (definition, includes, excludes, examples) == (old.definition, old.includes, old.excludes, old.examples):
        raise CannotDecide("nothing_has_changed", old.name)
    return Describe(
        theme,
        by,
        form.why.data or "",
        None if definition == old.definition else definition,
        None if includes == old.includes else includes,
        None if excludes == old.excludes else excludes,
        None if examples == old.examples else examples,
    )


def _merge(_: Codebook, theme: str, form: forms.MergeForm, by: str) -> Merge:
    return Merge(theme, tuple(form.others.data or ()), by, form.why.data or "")


def _split(_: Codebook, theme: str, form: forms.SplitForm, by: str) -> Split:
    """Into two, or three where anything is written of a third: one without a name is not passed over."""
    parts = [
        NewTheme(form[f"{part}_name"].data or "", form[f"{part}_definition"].data or "")
        for part in ("first", "second", "third")
    ]
    if not (parts[-1].name.strip() or parts[-1].definition.strip()):
        parts.pop()
    return Split(theme, tuple(parts), by, form.why.data or "")


def _move(codebook: Codebook, theme: str, form: forms.MoveForm, by: str) -> Move:
    """Below what was chosen; or among its siblings one step up or down."""
    why = form.why.data or ""
    moved = codebook.theme(theme)
    if form.step.data not in {"up", "down"}:
        return Move(theme, form.parent.data or None, by, why, form.before.data or None)
    siblings = [one.id for one in codebook.themes if one.parent == moved.parent]
    at = siblings.index(theme) + (-1 if form.step.data == "up" else 2)
    if not 0 <= at <= len(siblings):
        raise CannotDecide("is_there_already", moved.name)
    return Move(theme, moved.parent, by, why, siblings[at] if at < len(siblings) else None)


def _drop(_: Codebook, theme: str, form: forms.OnThemeForm, by: str) -> Drop:
    return Drop(theme, by, form.why.data or "")


def _retire(_: Codebook, theme: str, form: forms.OnThemeForm, by: str) -> Retire:
    return Retire(theme, by, form.why.data or "")


def _revive(_: Codebook, theme: str, form: forms.OnThemeForm, by: str) -> Revive:
    return Revive(theme, by, form.why.data or "")


ACTS: Mapping[str, Act] = {
    "rename": Act(forms.RenameForm, _rename),
    "describe": Act(forms.DescribeForm, _describe),
    "merge": Act(forms.MergeForm, _merge),
    "split": Act(forms.SplitForm, _split),
    "move": Act(forms.MoveForm, _move),
    "retire": Act(forms.OnThemeForm, _retire),
    "revive": Act(forms.OnThemeForm, _revive),
    "drop": Act(forms.OnThemeForm, _drop),
}


def told(refused: CannotDecide, form: forms.OnThemeForm) -> str:
    """Return the code of what is said of a refusal: of a place that is the same as before, that the theme is there."""
    same_place = refused.code == "nothing_has_changed" and isinstance(form, forms.MoveForm)
    return "is_there_already" if same_place else refused.code


def field_of(refused: CannotDecide, form: forms.OnThemeForm) -> str:
    """Return the field that a refusal is about: the one where the words stand that it names, or the reason."""
    where = {
        "parent_lies_below": "parent",
        "is_no_sibling": "before",
        "merge_needs_other_themes": "others",
        "nothing_to_adopt": "themes",
        "nothing_has_changed": "parent" if isinstance(form, forms.MoveForm) else "name",
    }
    named = where.get(refused.code)
    if refused.code == "name_is_taken" and "themes" in form:
        named = "themes"
    if named is None and refused.code in {"name_is_taken", "name_is_empty", "unknown_theme"}:
        wanted = " ".join(refused.what.split()).casefold()
        for name in ("name", "first_name", "second_name", "third_name", "others", "parent", "before"):
            written = (form[name].data or "") if name in form else None
            said = [written] if isinstance(written, str) else written or []
            if wanted in {" ".join(str(one).split()).casefold() for one in said}:
                named = name
    return named if named is not None and named in form else "why"
