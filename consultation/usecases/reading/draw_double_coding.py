"""Draw a random sample of what nobody has read, for two people who code it without seeing each other or the machine."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.storage import staff
from consultation.storage.reading import codebooks, codings, double_codings, reading_queue, suggestions
from consultation.storage.reading.double_codings import DecidedMeanwhile, Sample

FEWEST, USUAL, MOST, STEP = 20, 100, 1000, 5
Coders = tuple[str, str]


@dataclass(eq=False)
class CannotDraw(Exception):  # noqa: N818 -- a refusal, named as what happened
    """No sample is drawn.

    ``code`` is "size", "too_few_unread", "no_codebook", "one_is_open", "same_coder" or "no_reviewer"; ``about`` is the
    account that is no reviewer, or how many comments are unread, rounded down ("" under five).
    """

    code: str
    about: str = ""


def draw_double_coding(
    session: Session, slug: str, question: str, *, size: int, coders: Coders, by: str, on: date
) -> Sample:
    """Store a sample of `size` comments that nobody has read, and who codes it, bound to the codebook as it is now.

    They are the first of those that `drawable` gives in the question's random order (`reading_queue.audit_order`),
    which a hash of the comments' random keys fixes once and for all: a random sample of what is unread now, and when it
    is done, together with what was read from the front of that order before, one of all comments
    (`themes.trust.prevalence.drawn_first`). What a sample that was taken away had drawn stayed blind, and comes first
    again, so nobody can draw until a sample is to their liking. `size` is a multiple of five, so that asking tells no
    more than the rounded number of unread comments.
    Raises CannotDraw, and DecidedMeanwhile where somebody drew one at the same moment.
    """
    if not is_a_size(size):
        raise CannotDraw("size")
    first, second = (account.strip().casefold() for account in coders)
    _both_can_code(session, (first, second))
    suggestions.alone(session, slug, question)  # what somebody is deciding on just now is unread no longer
    # The key first: whoever commits from here on has it, or is seen by the next line.
    key = double_codings.next_key(session, slug, question)
    before = double_codings.newest(session, slug, question)
    if before and before.state != "done":
        raise CannotDraw("one_is_open")
    codebook = codebooks.current(session, slug, question)
    if not codebook.suggestible():
        raise CannotDraw("no_codebook")
    among = drawable(session, slug, question)
    if (coarse(len(among)) or 0) < size:
        raise CannotDraw("too_few_unread", str(coarse(len(among)) or ""))
    sample = Sample(
        key=key,
        question=question,
        codebook_version=codebook.version,
        among=len(among),
        state="coding",
        asked_by=by,
        asked_on=on,
        coders=(first, second),
    )
    double_codings.add(session, slug, sample, reading_queue.audit_order(among)[:size])
    return sample


def drawable(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return what a sample may be drawn from: what nobody has ever read, without what was given back.

    Of a comment that was drawn once, then given back, anybody may have looked at what the machine suggests. Which ones
    were drawn chance alone decided, so what is left is a random part of what is unread, and a sample of it one of that. In
    the random order of a question the comments given back stay where they are: until they are read, too, the front that
    shares rest on ends at the first of them.
    """
    return codings.unseen(session, slug, question) - double_codings.given_back(session, slug, question)


def is_a_size(size: int) -> bool:
    """Say whether so many may be drawn: enough for intervals, and a multiple of five."""
    return FEWEST <= size <= MOST and not size % STEP


def replace_coder(session: Session, slug: str, question: str, *, place: int, account: str) -> None:
    """Give the place of a coder who can no longer code to another; what was coded in that place is put away.

    Raises CannotDraw ("no_reviewer", "same_coder", or "still_there" where the coder can), and DecidedMeanwhile where
    no sample is being coded any more.
    """
    sample = double_codings.newest(session, slug, question, to_change=True)
    if sample is None or sample.state != "coding":
        raise DecidedMeanwhile(question)
    here, other = sample.coders[place - 1], sample.coders[2 - place]
    if here in reviewers(session):
        raise CannotDraw("still_there", here)
    new = account.strip().casefold()
    _both_can_code(session, (new, other), only=new)
    double_codings.give_place(session, sample.key, place, new)


def cancel_double_coding(session: Session, slug: str, question: str) -> None:
    """Take away a sample that is still being coded, with what was coded; its comments are unread and set aside.

    As before, nobody reads them or is shown what the machine suggests for them: the next sample begins with them, and would
    not be blind otherwise. `give_back` lets them be read. Raises DecidedMeanwhile where no sample is being coded: once
    the codings have been compared they stay.
    """
    sample = double_codings.newest(session, slug, question, to_change=True)
    if sample is None or sample.state != "coding":
        raise DecidedMeanwhile(question)
    double_codings.set_aside(session, sample.key)


def give_back(session: Session, slug: str, question: str) -> None:
    """Let what was set aside be read like all other comments; no later sample takes it.

    Raises DecidedMeanwhile where nothing is set aside.
    """
    suggestions.alone(session, slug, question)  # somebody may be drawing a sample that begins with these
    if not double_codings.aside(session, slug, question):
        raise DecidedMeanwhile(question)
    double_codings.give_back(session, slug, question)


def reviewers(session: Session) -> tuple[str, ...]:
    """Return the accounts that may code: active ones with the reviewer's role, by e-mail."""
    return tuple(one.email for one in staff.all_(session) if one.active and "reviewer" in one.roles)


def _both_can_code(session: Session, coders: Coders, *, only: str | None = None) -> None:
    there = reviewers(session)
    for account in coders if only is None else (only,):
        if account not in there:
            raise CannotDraw("no_reviewer", account)
    if coders[0] == coders[1]:
        raise CannotDraw("same_coder")
