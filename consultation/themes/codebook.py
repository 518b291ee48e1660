"""What the team decided: themes, each version of the codebook with who and why, and codings that tell machine from person."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consultation.themes.decisions import (
    AboutCandidate,
    Accept,
    CannotDecide,
    Decision,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    NewTheme,
    Rename,
    Split,
    TakeUpCandidate,
    decision_as_json,
    decision_from_json,
)
from consultation.themes.passages import Passage

__all__ = [
    "Accept",
    "CannotDecide",
    "Codebook",
    "Coding",
    "Confirmed",
    "Decision",
    "Drop",
    "DropCandidate",
    "Merge",
    "MergeCandidate",
    "NewTheme",
    "Rename",
    "Split",
    "Suggested",
    "TakeUpCandidate",
    "Theme",
    "decision_as_json",
    "decision_from_json",
]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the team: its lasting id, and the words that say what belongs to it and what does not.

    ``examples`` are phrases that the team wrote or chose; they teach the machine together with the definition.
    """

    id: str
    name: str
    definition: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    def description(self) -> str:
        """What teaches a machine before anyone has coded: name, definition, what is included, and examples."""
        return ". ".join(part.strip().rstrip(".") for part in self._positive() if part.strip())

    def _positive(self) -> tuple[str, ...]:
        return (self.name, self.definition, *self.includes, *self.examples)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A machine's proposal: the theme, its calibrated score 0 to 1, the run that made it, and its evidence."""

    theme: str
    score: float
    run: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person's decision: the theme, and who decided."""

    theme: str
    by: str


_PLAIN = str.maketrans("øåđŋŧ", "oadnt") | str.maketrans({"æ": "ae"})

Coding = Suggested | Confirmed


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of the team's themes; it never changes, a decision gives the next version.

    ``decision`` is what made this version out of the one before; ``used`` holds every id that ever was, so that an id
    never comes to mean something else.
    """

    version: int = 0
    themes: tuple[Theme, ...] = ()
    decision: Decision | None = None
    used: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        ids = [theme.id for theme in self.themes]
        if len(set(ids)) < len(ids):
            raise ValueError("Two themes carry the same id.")
        object.__setattr__(self, "used", self.used | frozenset(ids))

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id.

        Raises:
            CannotDecide: where this version has none.
        """
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise CannotDecide("unknown_theme", theme_id)

    def decide(self, decision: Decision) -> "Codebook":
        """The next version of the codebook; this one stays as it is.

        Raises:
            CannotDecide: where the decision names a theme that is not here, a name that is taken or empty, or nobody.
        """
        if not decision.by.strip():
            raise CannotDecide("nobody_decides", "")
        themes = _apply(self, decision)
        _refuse_equal_names(themes)
        return Codebook(self.version + 1, themes, decision, self.used)

    def descriptions(self) -> dict[str, str]:
        """For each theme what a ``ThemeAssigner`` may learn from before anything is coded."""
        return {theme.id: theme.description() for theme in self.themes}

    def as_json(self) -> dict[str, object]:
        """Plain values that json can write; equal codebooks give equal values."""
        return {
            "version": self.version,
            "themes": [_theme_as_json(theme) for theme in self.themes],
            "decision": decision_as_json(self.decision) if self.decision else None,
            "used": sorted(self.used),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, object]) -> "Codebook":
        """The same codebook again.

        Raises:
            ValueError: where the body is not one that ``as_json`` made.
        """
        match body:
            case {"version": int(version), "themes": list(themes), "decision": decision, "used": list(used)}:
                made_by = decision_from_json(decision) if isinstance(decision, dict) else None
                return cls(version, tuple(map(_theme_from_json, themes)), made_by, frozenset(map(str, used)))
        raise ValueError("This is not a codebook.")


def _apply(codebook: Codebook, decision: Decision) -> tuple[Theme, ...]:
    match decision:
        case Accept() | MergeCandidate() | DropCandidate() | TakeUpCandidate():
            return _with_candidate(codebook, decision)
        case Rename():
            old = codebook.theme(decision.theme)
            definition = old.definition if decision.definition is None else decision.definition
            return _replaced(codebook, {old.id: (replace(old, name=_named(decision.name), definition=definition),)})
        case Merge():
            return _merged(codebook, decision)
        case Split():
            codebook.theme(decision.theme)
            return _replaced(codebook, {decision.theme: _parts(codebook, decision)})
        case Drop():
            codebook.theme(decision.theme)
            return _replaced(codebook, {decision.theme: ()})


def _with_candidate(codebook: Codebook, decision: AboutCandidate) -> tuple[Theme, ...]:
    match decision:
        case Accept():
            return (*codebook.themes, _accepted(codebook, decision))
        case MergeCandidate():
            into = codebook.theme(decision.into)
            words = tuple(dict.fromkeys((*into.includes, *decision.candidate.terms)))
            return _replaced(codebook, {into.id: (replace(into, includes=words),)})
        case DropCandidate() | TakeUpCandidate():
            return codebook.themes


def _accepted(codebook: Codebook, decision: Accept) -> Theme:
    name = _named(decision.name or decision.candidate.name)
    includes = decision.candidate.terms if decision.includes is None else decision.includes
    return Theme(_new_id(name, codebook.used), name, decision.definition, includes, examples=decision.examples)


def _merged(codebook: Codebook, decision: Merge) -> tuple[Theme, ...]:
    into = codebook.theme(decision.into)
    others = [codebook.theme(other) for other in decision.others]
    if not others or into in others or len({other.id for other in others}) < len(others):
        raise CannotDecide("merge_needs_other_themes", decision.into)
    everyone = [into, *others]
    whole = replace(
        into,
        name=_named(decision.name or into.name),
        definition=_without_copies(one.definition for one in everyone)
        if decision.definition is None
        else decision.definition,
        includes=tuple(dict.fromkeys(words for one in everyone for words in one.includes)),
        excludes=tuple(dict.fromkeys(words for one in everyone for words in one.excludes)),
        examples=tuple(dict.fromkeys(words for one in everyone for words in one.examples)),
    )
    return _replaced(codebook, {into.id: (whole,)} | {other.id: () for other in others})


def _parts(codebook: Codebook, decision: Split) -> tuple[Theme, ...]:
    if len(decision.parts) < 2:  # noqa: PLR2004 - a split into one part is a new name
        raise CannotDecide("split_needs_two_parts", decision.theme)
    used = set(codebook.used)
    made = []
    for part in decision.parts:
        name = _named(part.name)
        theme = Theme(_new_id(name, used), name, part.definition, part.includes, part.excludes, part.examples)
        used.add(theme.id)
        made.append(theme)
    return tuple(made)


def _replaced(codebook: Codebook, instead: Mapping[str, tuple[Theme, ...]]) -> tuple[Theme, ...]:
    return tuple(new for theme in codebook.themes for new in instead.get(theme.id, (theme,)))


def _without_copies(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _named(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise CannotDecide("name_is_empty", name)
    return cleaned


def _refuse_equal_names(themes: Iterable[Theme]) -> None:
    seen: set[str] = set()
    for theme in themes:
        if theme.name.casefold() in seen:
            raise CannotDecide("name_is_taken", theme.name)
        seen.add(theme.name.casefold())


def _new_id(name: str, used: Iterable[str]) -> str:
    """A short, lasting id that a person can read in an export: "Ventetid på utredning" -> "ventetid-pa-utredning"."""
    plain = name.casefold().translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:48].strip("-") or "theme"
    taken = frozenset(used)
    number = 1
    while (wanted := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return wanted


def _theme_as_json(theme: Theme) -> dict[str, object]:
    return {
        "id": theme.id,
        "name": theme.name,
        "definition": theme.definition,
        "includes": list(theme.includes),
        "excludes": list(theme.excludes),
        "examples": list(theme.examples),
    }


def _theme_from_json(body: object) -> Theme:
    match body:
        case {"id": str(theme_id), "name": str(name), "definition": str(definition), **rest}:
            lists = [rest.get(key) for key in ("includes", "excludes", "examples")]
            includes, excludes, examples = (tuple(map(str, one)) if isinstance(one, list) else () for one in lists)
            return Theme(theme_id, name, definition, includes, excludes, examples)
    raise ValueError("This is not a theme.")
