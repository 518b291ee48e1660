"""Which comment a reviewer reads next: every other one drawn at random, every other one for the theme with fewest codings."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disorder import in_stable_disorder
from consultation.storage import codings, suggestions, tallies
from consultation.themes.book.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Next:
    """A comment to read, and the theme it is asked for; none where it was drawn at random."""

    comment: bytes
    theme: str | None = None


def next_to_read(
    session: Session, slug: str, question: str, codebook: Codebook, *, read: int, secret: bytes, reviewer: str
) -> Next | None:
    """Return the next comment that nobody has read, or None where all are read.

    Drawn at random means: in an order that is each reviewer's own, so that two who read at the same time seldom meet,
    and that nothing a machine suggests can change. In between comes the likeliest unread comment of the theme that
    fewest comments are confirmed for, so that rare themes are soon learned; see `themes.coding.queue` for the reasons. `read`,
    how many of the question's comments are read, says whose turn it is.
    """
    if read % 2 and (rare := _for_a_rare_theme(session, slug, question, codebook)):
        return rare
    unread = codings.unread(session, slug, question)
    ordered = in_stable_disorder(unread, secret, slug, question, reviewer)
    return Next(ordered[0]) if ordered else None


def _for_a_rare_theme(session: Session, slug: str, question: str, codebook: Codebook) -> Next | None:
    confirmed = tallies.confirmed_by_role(session, slug, question)
    rarest = sorted((sum(confirmed.get(theme.id, {}).values()), theme.id) for theme in codebook.themes)
    for _, theme in rarest:
        if (comment := suggestions.likeliest_unread(session, slug, question, theme)) is not None:
            return Next(comment, theme)
    return None
