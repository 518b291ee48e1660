"""Take back one's last decision on a comment: what was there before is there again, also where somebody else had decided it."""

from sqlalchemy.orm import Session

from consultation.storage.reading import codings, readings
from consultation.storage.reading.readings import Decided
from consultation.usecases.reading.confirm_coding import (
    DecidedMeanwhile,
    UnknownComment,
    refuse_coded_twice,
    refuse_strangers,
)


def undo_coding(session: Session, slug: str, question: str, comment: bytes, *, before: Decided, digest: str) -> None:
    """Put `before` in the place of the decision that has this digest.

    Raises:
        UnknownComment, CodedTwice: it cannot be decided on any more.
        UnknownTheme: what was there before names a theme that the codebook has lost since.
        DecidedMeanwhile: somebody has decided anew since; nothing is taken back.
    """
    if not codings.is_there(session, slug, question, comment):
        raise UnknownComment
    refuse_coded_twice(session, slug, question, comment)
    refuse_strangers(session, slug, question, before.themes)
    readings.alone(session, comment)
    there = readings.of(session, comment)
    if there.digest() != digest:
        raise DecidedMeanwhile(there)
    readings.put(session, comment, before)
