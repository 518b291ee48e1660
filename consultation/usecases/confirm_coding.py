"""Write down what a person found when reading one comment: its themes, none of them, or that it cannot be decided."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from consultation.storage import codebooks, codings
from consultation.storage.codings import Outcome


class UnknownComment(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """There is no such comment to this question."""


class UnknownTheme(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """The codebook has no such theme now; somebody may have changed it meanwhile."""


def confirm_coding(
    session: Session, slug: str, question: str, comment: bytes, *, themes: Collection[str], outcome: Outcome, by: str
) -> None:
    """Confirm the given themes and reject every other suggestion, in the place of what was decided on the comment before.

    With the outcome "none" all suggestions are rejected, with "undecided" nothing is confirmed or rejected.
    Raises UnknownComment, UnknownTheme, and ValueError where outcome and themes contradict each other.
    """
    if bool(themes) != (outcome == "coded"):
        raise ValueError("A coded comment has themes, and no other has.")
    if not codings.is_there(session, slug, question, comment):
        raise UnknownComment
    known = {theme.id for theme in codebooks.current(session, slug, question).themes}
    if strangers := sorted(set(themes) - known):
        raise UnknownTheme(", ".join(strangers))
    decisions = dict.fromkeys(themes, True)
    if outcome != "undecided":
        suggested = codings.of(session, [comment])[comment].suggested
        decisions = {one.theme: False for one in suggested} | decisions
    codings.decide(session, comment, decisions, outcome=outcome, by=by)
