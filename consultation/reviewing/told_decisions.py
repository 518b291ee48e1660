"""Each decision in the names that themes had when it was taken, for the history and for the word after a decision."""

from collections.abc import Sequence

from consultation.reviewing.pages import VersionShown
from consultation.storage.codebooks import Version
from consultation.themes.codebook import (
    Accept,
    Codebook,
    Decision,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    Rename,
    Split,
    TakeUpCandidate,
)
from consultation.themes.decisions import KINDS


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
        names=[names.get(name, name) for name in _named(decision)] if decision else (),
        why=decision.why if decision else "",
        by=stored.decided_by,
        on=stored.decided_on,
        themes=[theme.name for theme in stored.codebook.themes],
    )


def _named(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Accept():
            return (decision.name or decision.candidate.name,)
        case Rename():
            return (decision.theme, decision.name)
        case Merge():
            return (decision.into, *decision.others)
        case Split():
            return (decision.theme, *(part.name for part in decision.parts))
        case Drop():
            return (decision.theme,)
        case MergeCandidate() | DropCandidate() | TakeUpCandidate():
            into = (decision.into,) if isinstance(decision, MergeCandidate) else ()
            return (decision.candidate.name, *into)
