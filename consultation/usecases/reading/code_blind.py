"""Write down what one of two coders found in a comment of a sample, where only that coder's own account may write."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy.orm import Session

from consultation.storage.reading import double_codings
from consultation.storage.reading.codings import Outcome
from consultation.storage.reading.double_codings import Judged, Sample
from consultation.themes.book.codebook import Codebook
from consultation.usecases.reading.confirm_coding import UnknownComment, UnknownTheme

Done = Literal["not_begun", "under_way", "finished"]


class NotYours(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The account is neither of the two coders."""


class CodingIsClosed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """No sample is being coded: the codings are compared already, or it was taken away."""


def code_blind(
    session: Session, slug: str, question: str, comment: bytes, *, themes: Collection[str], outcome: Outcome, by: str
) -> None:
    """Store what the account `by` found in a comment, in the place of what it found in it before.

    The themes are those of the version of the codebook that the sample is bound to. Raises NotYours, CodingIsClosed,
    UnknownComment where the comment is not of the sample or has been withdrawn, UnknownTheme, and ValueError where
    outcome and themes contradict each other.
    """
    if bool(themes) != (outcome == "coded"):
        raise ValueError("A coded comment has themes, and no other has.")
    sample = double_codings.newest(session, slug, question, to_change=True)
    if sample is None or sample.state != "coding":
        raise CodingIsClosed
    place = sample.place(by)
    if place is None:
        raise NotYours(by)
    check(session, slug, sample, comment, themes)
    double_codings.write(session, sample.key, place, comment, Judged(outcome, frozenset(themes)))


def standing(session: Session, sample: Sample) -> tuple[Done, Done]:
    """Return how far the first and the second coder are with what is left of the sample."""
    comments = len(double_codings.drawn(session, sample.key))
    first, second = (_done(len(double_codings.found_by(session, sample.key, place)), comments) for place in (1, 2))
    return first, second


def _done(coded: int, comments: int) -> Done:
    return "finished" if coded >= comments else "under_way" if coded else "not_begun"


def check(session: Session, slug: str, sample: Sample, comment: bytes, themes: Collection[str]) -> None:
    """Raise UnknownComment or UnknownTheme where a sample, or its codebook, has no such comment or theme."""
    if comment not in double_codings.drawn(session, sample.key):
        raise UnknownComment
    book: Codebook = double_codings.book(session, slug, sample.question, sample.codebook_version)
    if strangers := sorted(set(themes) - book.suggestible()):
        raise UnknownTheme(", ".join(strangers))
