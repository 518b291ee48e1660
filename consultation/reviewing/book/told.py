"""Each decision in the names that themes had when it was taken, for the history and for the word after a decision."""

from collections.abc import Sequence

from consultation.reviewing.pages import VersionShown
from consultation.storage.reading.codebooks import Version
from consultation.themes.book.acts import KINDS
from consultation.themes.book.codebook import (
    Accept,
    Adopt,
    Codebook,
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


def versions_shown(newest_first: Sequence[Version]) -> list[VersionShown]:
    """Return every version as it is shown, in the given order."""
    before = [*(version.codebook for version in newest_first), Codebook()][1:]
    return [_shown(version, earlier) for version, earlier in zip(newest_first, before, strict=True)]


def _shown(stored: Version, earlier: Codebook) -> VersionShown:
    decision = stored.codebook.decision
    names = {theme.id: theme.name for theme in (*stored.codebook.themes, *earlier.themes)}
    return VersionShown(
        version=stored.codebook.version,
        kind=KINDS[type(decision)] if decision else "",
        names=[names.get(name, name) for name in (*_named(decision), *_above(decision, earlier))] if decision else (),
        why=decision.why if decision else "",
        by=stored.decided_by,
        on=stored.decided_on,
        themes=[theme.name for theme in stored.codebook.themes],
    )


def _above(decision: Decision, earlier: Codebook) -> tuple[str, ...]:
    """What a moved theme lies below since, empty for the top; nothing where it only changed places with its siblings."""
    if not isinstance(decision, Move):
        return ()
    before = {theme.id: theme.parent for theme in earlier.themes}
    return () if before.get(decision.theme) == decision.parent else (decision.parent or "",)


def _named(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Accept():
            named: tuple[str, ...] = (decision.name or decision.candidate.name,)
        case Rename():
            named = (decision.theme, decision.name)
        case Merge():
            named = (decision.into, *decision.others)
        case Split():
            named = (decision.theme, *(part.name for part in decision.parts))
        case Drop() | Describe() | Move() | Retire() | Revive():
            named = (decision.theme,)
        case Adopt():
            named = (decision.source, *(one.theme.name for one in decision.themes))
        case SignOff():
            named = ()
        case MergeCandidate() | DropCandidate() | TakeUpCandidate():
            into = (decision.into,) if isinstance(decision, MergeCandidate) else ()
            named = (decision.candidate.name, *into)
    return named
