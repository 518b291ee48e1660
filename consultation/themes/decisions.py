"""What a team can decide about its codebook and about a machine's candidates, each with who decided and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.themes.candidates import CandidateTheme


class CannotDecide(ValueError):  # noqa: N818 - a refusal, named for what it says
    """A decision that does not fit the codebook; ``code`` says how and ``what`` names the theme or the words."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"{code}: {what!r}")
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class NewTheme:
    """What a team writes when a split makes a new theme."""

    name: str
    definition: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """Make a theme of a candidate, under its own name or a better one; its terms are included unless others are given."""

    candidate: CandidateTheme
    by: str
    why: str = ""
    name: str | None = None
    definition: str = ""
    includes: tuple[str, ...] | None = None
    examples: tuple[str, ...] = ()

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a theme another name, and another definition where one is given; its id and codings stay."""

    theme: str
    name: str
    by: str
    why: str = ""
    definition: str | None = None

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class Merge:
    """Put other themes into one, which keeps its id and may take a new name."""

    into: str
    others: tuple[str, ...]
    by: str
    why: str = ""
    name: str | None = None
    definition: str | None = None

    def moves(self) -> dict[str, str | None]:
        """Codings of the others become codings of the one that remains."""
        return dict.fromkeys(self.others, self.into)


@dataclass(frozen=True, slots=True)
class Split:
    """Replace a theme by two or more; its comments must be read again, for a machine cannot know which part is meant."""

    theme: str
    parts: tuple[NewTheme, ...]
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """Codings of the old theme belong to no theme until someone has read them again."""
        return {self.theme: None}


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a theme out of the codebook; its id is never used again."""

    theme: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """Codings of the theme belong to no theme."""
        return {self.theme: None}


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """Put a candidate into a theme that is there already: the candidate's terms are then included in it."""

    candidate: CandidateTheme
    into: str
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class DropCandidate:
    """Decide that a candidate is no theme; the codebook's themes stay as they are, and the candidate can be taken up."""

    candidate: CandidateTheme
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


@dataclass(frozen=True, slots=True)
class TakeUpCandidate:
    """Take a dropped candidate up again, so that it is open to every decision."""

    candidate: CandidateTheme
    by: str
    why: str = ""

    def moves(self) -> dict[str, str | None]:
        """No coding changes."""
        return {}


AboutTheme = Rename | Merge | Split | Drop
AboutCandidate = Accept | MergeCandidate | DropCandidate | TakeUpCandidate
Decision = AboutTheme | AboutCandidate
KINDS: dict[type[Decision], str] = {
    Accept: "accept",
    Rename: "rename",
    Merge: "merge",
    Split: "split",
    Drop: "drop",
    MergeCandidate: "merge_candidate",
    DropCandidate: "drop_candidate",
    TakeUpCandidate: "take_up_candidate",
}


def decision_as_json(decision: Decision) -> dict[str, object]:
    """Plain values that json can write."""
    who: dict[str, object] = {"kind": KINDS[type(decision)], "by": decision.by, "why": decision.why}
    match decision:
        case Accept() | MergeCandidate() | DropCandidate() | TakeUpCandidate():
            return who | _about_candidate_as_json(decision)
        case Rename():
            return who | {"theme": decision.theme, "name": decision.name, "definition": decision.definition}
        case Merge():
            words = {"name": decision.name, "definition": decision.definition}
            return who | words | {"into": decision.into, "others": list(decision.others)}
        case Split():
            return who | {"theme": decision.theme, "parts": [_part_as_json(part) for part in decision.parts]}
        case Drop():
            return who | {"theme": decision.theme}


def _about_candidate_as_json(decision: AboutCandidate) -> dict[str, object]:
    candidate: dict[str, object] = {"candidate": decision.candidate.as_json()}
    match decision:
        case Accept():
            includes = None if decision.includes is None else list(decision.includes)
            texts = {"name": decision.name, "definition": decision.definition}
            return candidate | texts | {"includes": includes, "examples": list(decision.examples)}
        case MergeCandidate():
            return candidate | {"into": decision.into}
        case DropCandidate() | TakeUpCandidate():
            return candidate


def decision_from_json(body: Mapping[str, object]) -> Decision:
    """The same decision again.

    Raises:
        ValueError: where the body is not one that ``decision_as_json`` made.
    """
    match body:
        case {"candidate": dict(candidate)}:
            return _about_candidate_from_json(body, CandidateTheme.from_json(candidate))
        case {"kind": "rename", "by": str(by), "why": str(why), "theme": str(theme), "name": str(name), **rest}:
            return Rename(theme, name, by, why, _maybe(rest.get("definition")))
        case {"kind": "merge", "by": str(by), "why": str(why), "into": str(into), "others": list(others), **rest}:
            return Merge(into, _strings(others), by, why, _maybe(rest.get("name")), _maybe(rest.get("definition")))
        case {"kind": "split", "by": str(by), "why": str(why), "theme": str(theme), "parts": list(parts)}:
            return Split(theme, tuple(map(_part_from_json, parts)), by, why)
        case {"kind": "drop", "by": str(by), "why": str(why), "theme": str(theme)}:
            return Drop(theme, by, why)
    raise ValueError("This is not a decision.")


def _about_candidate_from_json(body: Mapping[str, object], candidate: CandidateTheme) -> AboutCandidate:
    match body:
        case {"kind": "accept", "by": str(by), "why": str(why), "definition": str(text), **rest}:
            includes = None if rest.get("includes") is None else _strings(rest.get("includes"))
            return Accept(candidate, by, why, _maybe(rest.get("name")), text, includes, _strings(rest.get("examples")))
        case {"kind": "merge_candidate", "by": str(by), "why": str(why), "into": str(into)}:
            return MergeCandidate(candidate, into, by, why)
        case {"kind": "drop_candidate", "by": str(by), "why": str(why)}:
            return DropCandidate(candidate, by, why)
        case {"kind": "take_up_candidate", "by": str(by), "why": str(why)}:
            return TakeUpCandidate(candidate, by, why)
    raise ValueError("This is not a decision.")


def _part_as_json(part: NewTheme) -> dict[str, object]:
    lists = {"includes": list(part.includes), "excludes": list(part.excludes), "examples": list(part.examples)}
    return {"name": part.name, "definition": part.definition, **lists}


def _part_from_json(body: object) -> NewTheme:
    match body:
        case {
            "name": str(name),
            "definition": str(text),
            "includes": includes,
            "excludes": excludes,
            "examples": examples,
        }:
            return NewTheme(name, text, _strings(includes), _strings(excludes), _strings(examples))
    raise ValueError("This is not a part of a split theme.")


def _strings(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, (list, tuple)) else ()


def _maybe(value: object) -> str | None:
    return value if isinstance(value, str) else None
