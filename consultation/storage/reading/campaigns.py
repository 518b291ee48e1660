"""The copies of one campaign: the words that stand for it, and the keys of those that say something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.storage.reading.screenings import within
from consultation.storage.tables import CampaignCopyRow, CandidateLabelRow, CommentRow


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign: how many copies there are, the words shown for it, and the copies with other words than these.

    `copies` is a true count.
    """

    number: int
    copies: int
    text: str
    differing: frozenset[bytes]


def campaign(
    session: Session, slug: str, question: str, number: int, *, copies: int, shown: bytes | None
) -> Campaign | None:
    """Return a campaign of so many copies with the words of the one that is to be `shown`; None where it has none.

    Where that copy is gone, the words that most copies have are shown.
    """
    row = CampaignCopyRow
    of_it = (row.campaign == number, CommentRow.question == question)
    found = within(slug, select(CommentRow.key, CommentRow.text).select_from(row), row.comment).where(*of_it)
    text = session.scalar(found.with_only_columns(CommentRow.text).where(CommentRow.key == shown)) if shown else None
    if text is None:
        often = found.with_only_columns(CommentRow.text).group_by(CommentRow.text)
        text = session.scalar(often.order_by(func.count().desc(), CommentRow.text).limit(1))
    if text is None:
        return None
    others = session.scalars(found.with_only_columns(CommentRow.key).where(CommentRow.text != text))
    return Campaign(number, copies, text, frozenset(others))


def sizes(copies: Mapping[bytes, int]) -> Sequence[tuple[int, int]]:
    """Return each campaign's number and how many copies there are, the largest first; `copies` as screenings gives them."""
    counted: dict[int, int] = {}
    for number in copies.values():
        counted[number] = counted.get(number, 0) + 1
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def copies_nearest(session: Session, run: str) -> dict[int, dict[int, int]]:
    """Return for each candidate of a run how many copies of which campaign lie nearest to it. True counts."""
    label, row = CandidateLabelRow, CampaignCopyRow
    columns = select(label.candidate, row.campaign, func.count()).join(row, row.comment == label.comment)
    found: dict[int, dict[int, int]] = {}
    for candidate, campaign, copies in session.execute(
        columns.where(label.run == run).group_by(label.candidate, row.campaign)
    ):
        found.setdefault(candidate, {})[campaign] = copies
    return found
