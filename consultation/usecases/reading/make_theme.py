"""Make a theme of comments that a person picked, or put them into one that is there: each becomes confirmed for it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, double_codings, readings, suggestions
from consultation.storage.reading.matching import matching
from consultation.storage.reading.readings import Decided
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme
from consultation.themes.book.theme import new_id
from consultation.usecases.reading.confirm_coding import refuse_strangers
from consultation.usecases.reading.review_themes import review_themes

PICKED = "comments"
"""What a theme is adopted from here: not a file, not a ready codebook, but comments that somebody ticked."""


class NothingLeft(Exception):  # noqa: N818 -- a refusal, named as what happened
    """None of the picked comments can be confirmed now."""


@dataclass(frozen=True, slots=True)
class Made:
    """The theme, how many comments are confirmed for it by this, and what of the picked ones was left or changed.

    `left` holds "gone" where a comment was withdrawn, "coded_twice" where two people are coding it blindly, "rejected"
    where a colleague has decided that it does not speak of the theme; "read" says that one that had been read as none of
    the themes is coded now, or that one which was undecided has this theme now and is undecided still.
    """

    theme: str
    confirmed: int
    left: tuple[str, ...]


def make_theme(
    session: Session,
    slug: str,
    question: str,
    comments: Collection[bytes],
    *,
    words: NewTheme,
    why: str,
    by: str,
    decided_on: date,
    seen: int | None = None,
) -> Made:
    """Put a new theme into the codebook and confirm it for these comments, all or nothing.

    Raises:
        CannotDecide, codebooks.DecidedMeanwhile: as `review_themes` does.
        NothingLeft: no comment could be confirmed for it.
    """
    suggestions.alone(session, slug, question)
    there, left = _there(session, slug, question, comments)
    before = {theme.id for theme in codebooks.current(session, slug, question).themes}
    adopted = AdoptedTheme(new_id(words.name, ()), words)
    made = review_themes(session, slug, question, Adopt((adopted,), PICKED, by, why), decided_on=decided_on, seen=seen)
    (theme,) = {theme.id for theme in made.themes} - before
    return _confirmed(session, theme, there, left, by)


def fill_theme(session: Session, slug: str, question: str, comments: Collection[bytes], *, theme: str, by: str) -> Made:
    """Confirm a theme that is there already for these comments.

    Raises:
        UnknownTheme: the codebook has no such theme now.
        NothingLeft: no comment could be confirmed for it.
    """
    refuse_strangers(session, slug, question, [theme])
    there, left = _there(session, slug, question, comments)
    return _confirmed(session, theme, there, left, by)


def _there(session: Session, slug: str, question: str, comments: Collection[bytes]) -> tuple[list[bytes], set[str]]:
    """Return those that can be coded here, in an order in which two who do this at once never wait for each other."""
    known = matching(session, slug, question)
    reserved = double_codings.reserved(session, slug, question)
    left = {"gone" for one in comments if one not in known} | {"coded_twice" for one in comments if one in reserved}
    there = sorted(one for one in set(comments) if one in known and one not in reserved)
    if not there:
        raise NothingLeft
    return there, left


def _confirmed(session: Session, theme: str, comments: Collection[bytes], left: set[str], by: str) -> Made:
    confirmed = 0
    for comment in comments:
        readings.alone(session, comment)
        before = readings.of(session, comment)
        who, agreed = before.themes.get(theme, (by, True))
        if not agreed and who != by:
            left.add("rejected")
            continue
        if before.outcome in {"none", "undecided"}:
            left.add("read")
        readings.put(session, comment, _with(before, theme, who if agreed else by, by))
        confirmed += 1
    if not confirmed:
        raise NothingLeft
    return Made(theme, confirmed, tuple(sorted(left)))


def _with(before: Decided, theme: str, who: str, by: str) -> Decided:
    """The same with one theme more.

    A comment that nobody has read stays unread, for nobody has asked for the other themes; and one that could not be
    decided stays undecided: which other themes it has is as open as before.
    """
    now = replace(before, themes={**before.themes, theme: (who, True)})
    return replace(now, outcome="coded", by=by) if before.outcome == "none" else now
