"""Write down what the team decided about a question's themes, as the next version of its codebook."""

from datetime import date

from sqlalchemy.orm import Session

from consultation.storage import codebooks, codings, suggestions
from consultation.themes.book.codebook import Codebook, Decision, Split


def review_themes(session: Session, slug: str, question: str, decision: Decision, *, decided_on: date) -> Codebook:
    """Store the version that a decision makes of the current codebook, and let the codings follow it.

    Merged themes take their codings along; comments of a split theme must be read again; a dropped theme's codings go.
    Raises CannotDecide where the decision does not fit, DecidedMeanwhile where somebody else was first.
    """
    changed = codebooks.current(session, slug, question).decide(decision)
    codebooks.add(session, slug, question, changed, on=decided_on)
    suggestions.move(session, slug, question, decision.moves())
    codings.move(session, slug, question, decision.moves(), read_again=isinstance(decision, Split))
    return changed
