"""Write down whether a comment tells of harm, as one person read it, unless somebody else decided meanwhile."""

from hashlib import blake2b

from sqlalchemy.orm import Session

from consultation.storage.reading import codings, harm_readings
from consultation.storage.reading.harm_readings import DecidedMeanwhile, HarmReading
from consultation.usecases.reading.confirm_coding import UnknownComment


def decide_harm(
    session: Session, slug: str, question: str, comment: bytes, decision: HarmReading, *, seen: str
) -> None:
    """Store a decision in the place of the one that its reader saw; `seen` is that one's `mark`.

    Any comment to the question can be decided on: a reader sees harm that no rule finds. What is decided holds for all
    comments to the question that were raised for just the same words and on which the same stands. Raises UnknownComment where the
    comment was withdrawn, and DecidedMeanwhile where another decision stands than the one that was seen.
    """
    if not codings.is_there(session, slug, question, comment):
        raise UnknownComment
    standing = harm_readings.of(session, [comment]).get(comment)
    if mark(standing) != seen:
        raise DecidedMeanwhile
    also = harm_readings.alike(session, slug, question, comment)
    harm_readings.decide(session, comment, decision, instead_of=standing, also=also)


def mark(decision: HarmReading | None) -> str:
    """Return what tells a decision from another, 16 hex characters; nothing for none."""
    if decision is None:
        return ""
    parts = (decision.outcome, decision.by, decision.why)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
