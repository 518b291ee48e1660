"""Write down what the team decided about a question's themes, as the next version of its codebook."""

from datetime import date

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, codings, passages, suggestions
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import (
    Codebook,
    Decision,
    Describe,
    Drop,
    Merge,
    MergeCandidate,
    Move,
    Rename,
    Retire,
    Revive,
    SignOff,
    Split,
)


def review_themes(
    session: Session, slug: str, question: str, decision: Decision, *, decided_on: date, seen: int | None = None
) -> Codebook:
    """Store the version that a decision makes of the current codebook, and let the codings follow it.

    Merged themes take their codings and passages along; comments of a split theme must be read again; a dropped theme's codings go;
    a retired theme keeps what people confirmed, and the machine's suggestions of it go. `seen` is the version that the
    decision was taken on: None where it does not matter.

    Raises:
        CannotDecide: where the decision does not fit.
        DecidedMeanwhile: where somebody else was first, or has changed a theme of the decision since `seen`; for signing
            off, any theme.
    """
    suggestions.alone(session, slug, question)
    current = codebooks.current(session, slug, question)
    if seen is not None and seen != current.version:
        _refuse_changed(current, codebooks.of_version(session, slug, question, seen), decision)
    changed = current.decide(decision)
    codebooks.add(session, slug, question, changed, on=decided_on)
    suggestions.move(session, slug, question, decision.moves())
    if isinstance(decision, Retire):
        suggestions.suggest(session, slug, question, (), themes=(decision.theme,))
    passages.move(session, slug, question, decision.moves())
    codings.move(session, slug, question, decision.moves(), read_again=isinstance(decision, Split))
    return changed


def _refuse_changed(current: Codebook, seen: Codebook | None, decision: Decision) -> None:
    """Refuse a decision on a theme that is not any more what its page showed; one that is gone is the codebook's to say."""
    then = {theme.id: theme for theme in seen.themes} if seen else {}
    now = {theme.id: theme for theme in current.themes}
    if isinstance(decision, SignOff) and (seen is None or seen.themes != current.themes):
        raise DecidedMeanwhile("the codebook")
    for theme in _about(decision):
        if theme in now and theme in then and now[theme] != then[theme]:
            raise DecidedMeanwhile(theme)


def _about(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Merge(into=into, others=others):
            return (into, *others)
        case MergeCandidate(into=into):
            return (into,)
        case Rename() | Describe() | Split() | Drop() | Move() | Retire() | Revive():
            return (decision.theme,)
    return ()
