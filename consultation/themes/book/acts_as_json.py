"""Decisions as plain values that json can write, and back; what was written by an earlier version stays readable."""

from collections.abc import Mapping

from consultation.themes.book.acts import (
    KINDS,
    AboutCandidate,
    Accept,
    Adopt,
    AdoptedTheme,
    Decision,
    Describe,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    Move,
    NewTheme,
    Rename,
    Retire,
    Revive,
    SignOff,
    Split,
    TakeUpCandidate,
)
from consultation.themes.finding.candidates import CandidateTheme


def decision_as_json(decision: Decision) -> dict[str, object]:
    """Plain values that json can write."""
    who: dict[str, object] = {"kind": KINDS[type(decision)], "by": decision.by, "why": decision.why}
    return who | _what_as_json(decision)


def _what_as_json(decision: Decision) -> dict[str, object]:
    told: dict[str, object] = {}
    match decision:
        case Accept() | MergeCandidate() | DropCandidate() | TakeUpCandidate():
            told = _about_candidate_as_json(decision)
        case Rename():
            told = {"theme": decision.theme, "name": decision.name, "definition": decision.definition}
        case Merge():
            told = {"name": decision.name, "definition": decision.definition}
            told |= {"into": decision.into, "others": list(decision.others)}
        case Split():
            told = {"theme": decision.theme, "parts": [_part_as_json(part) for part in decision.parts]}
        case Drop() | Retire() | Revive():
            told = {"theme": decision.theme}
        case Describe():
            told = {"theme": decision.theme, "definition": decision.definition} | _lists_as_json(decision)
        case Move():
            told = {"theme": decision.theme, "parent": decision.parent, "before": decision.before}
        case Adopt():
            told = {"source": decision.source, "themes": [_adopted_as_json(one) for one in decision.themes]}
    return told


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
        case {"kind": "adopt" | "sign_off" as kind, "by": str(by), "why": str(why), **rest}:
            return _about_the_book(str(kind), by, why, rest)
        case {"kind": str(kind), "by": str(by), "why": str(why), "theme": str(theme), **rest}:
            return _about_one_theme(kind, theme, by, why, rest)
    raise ValueError("This is not a decision.")


def _about_the_book(kind: str, by: str, why: str, rest: Mapping[str, object]) -> Decision:
    if kind == "sign_off":
        return SignOff(by, why)
    match rest:
        case {"source": str(source), "themes": list(themes)}:
            return Adopt(tuple(map(_adopted_from_json, themes)), source, by, why)
    raise ValueError("This is not a decision.")


def _about_one_theme(kind: str, theme: str, by: str, why: str, rest: Mapping[str, object]) -> Decision:
    match kind:
        case "drop":
            return Drop(theme, by, why)
        case "retire":
            return Retire(theme, by, why)
        case "revive":
            return Revive(theme, by, why)
        case "move":
            return Move(theme, _maybe(rest.get("parent")), by, why, _maybe(rest.get("before")))
        case "describe":
            lists = (_maybe_strings(rest.get(key)) for key in ("includes", "excludes", "examples"))
            return Describe(theme, by, why, _maybe(rest.get("definition")), *lists)
    raise ValueError("This is not a decision.")


def _adopted_as_json(one: AdoptedTheme) -> dict[str, object]:
    told: dict[str, object] = {"id": one.id, "parent": one.parent, "sign": one.sign, "theme": _part_as_json(one.theme)}
    return told | ({"retired": True} if one.retired else {}) | ({"guid": one.guid} if one.guid else {})


def _adopted_from_json(body: object) -> AdoptedTheme:
    match body:
        case {"id": str(theme_id), "parent": parent, "sign": str(sign), "theme": theme, **rest}:
            retired, guid = rest.get("retired") is True, _maybe(rest.get("guid")) or ""
            return AdoptedTheme(theme_id, _part_from_json(theme), _maybe(parent), sign, retired, guid)
    raise ValueError("This is not an adopted theme.")


def _lists_as_json(decision: Describe) -> dict[str, object]:
    lists = {"includes": decision.includes, "excludes": decision.excludes, "examples": decision.examples}
    return {key: None if words is None else list(words) for key, words in lists.items()}


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
        case {"name": str(name), **rest} if isinstance(text := rest.get("definition", ""), str):
            return NewTheme(name, text, *(_strings(rest.get(key)) for key in ("includes", "excludes", "examples")))
    raise ValueError("This is not a part of a split theme.")


def _strings(values: object) -> tuple[str, ...]:
    """A list of texts; none where nothing is said. Raises ValueError: what is no list must not pass for an empty one."""
    if values is None:
        return ()
    if isinstance(values, (list, tuple)) and all(isinstance(one, str) for one in values):
        return tuple(values)
    raise ValueError("This is not a list of texts.")


def _maybe_strings(values: object) -> tuple[str, ...] | None:
    return None if values is None else _strings(values)


def _maybe(value: object) -> str | None:
    return value if isinstance(value, str) else None
