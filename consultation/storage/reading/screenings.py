"""What a question's last screening found: comments that rules raised, and copies of campaigns; replaced as one."""

import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consultation.storage import ballot_box
from consultation.storage.reading.codings import comments_of
from consultation.storage.tables import (
    CampaignCopyRow,
    CommentRow,
    ConsultationRow,
    HarmReadingRow,
    RaisedRow,
    ResponseRow,
    ScreeningRow,
)
from consultation.themes.finding.harm import KINDS, Kind
from consultation.themes.reading.passages import Passage

_AT_ONCE = 500
_CHANGED = "changed-"  # the beginning of what stands in the place of an input hash where comments came or went since
_SHOWN, _SIZES = "shown", "sizes"  # of each campaign, beside the parameters
_KIND: Mapping[str, Kind] = {kind: kind for kind in KINDS}
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of possible harm in a comment: the rule that raised it and the words that it found."""

    harm: Kind
    rule: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found in the comments `among` all of a question's, and what it was found with.

    `copies` is comment -> campaign, `shown` campaign -> the comment whose very words stand for it; `instead_of` the
    input hash that stood for the question when its comments were read, None where it had never been screened.
    """

    question: str
    among: frozenset[bytes]
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    input_hash: str
    made_on: date
    raised: Mapping[bytes, Sequence[Found]]
    copies: Mapping[bytes, int]
    shown: Mapping[int, bytes]
    instead_of: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a question was last screened with; not `whole` where comments came or went since. `comments` is a true count."""

    comments: int
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    input_hash: str
    made_on: date
    shown: Mapping[int, bytes]

    @property
    def whole(self) -> bool:
        """Whether it was made with just the comments that are there."""
        return not self.input_hash.startswith(_CHANGED)


@dataclass(frozen=True, slots=True)
class ToRead:
    """A comment that rules raised, or in which a person saw harm: its question and role, and what rules found."""

    comment: bytes
    question: str
    role: str
    found: tuple[Found, ...]


def keep(session: Session, slug: str, screening: Screening) -> bool:
    """Put a screening in the place of the one before; whether it holds for all comments that are there now.

    Where comments came meanwhile, what was found is kept and the question stays to be screened; of comments that went
    meanwhile nothing is kept, and nothing at all where the consultation was erased. Nobody mixes in or withdraws, and no
    other screening is kept, until the transaction ends; so it looks at no more comments than it has something to say of.
    """
    ballot_box.keep_mixers_away(session)
    if session.get(ConsultationRow, slug) is None:
        return False
    row = session.get(ScreeningRow, (slug, screening.question))
    if row is None:
        whole = frozenset(session.scalars(comments_of(slug, screening.question))) == screening.among
    else:
        whole = row.input_hash in {screening.instead_of, screening.input_hash}
    there = _still_there(session, {*screening.raised, *screening.copies})
    copies = {one: number for one, number in sorted(screening.copies.items()) if one in there}
    kept = screening.input_hash if whole else _changed()
    _put(session, row, slug, screening, input_hash=kept, sizes=Counter(copies.values()))
    for table in (RaisedRow, CampaignCopyRow):
        _remove(session, slug, screening.question, table)
    for some in _some_at_once(_raised(screening, there)):
        session.execute(insert(RaisedRow), some)
    for some in _some_at_once([{"comment": one, "campaign": number} for one, number in copies.items()]):
        session.execute(insert(CampaignCopyRow), some)
    return whole


def outdate(session: Session, slug: str, questions: Collection[str]) -> None:
    """Note that comments to these questions came or went: they are to be screened again. It says nothing of when."""
    session.execute(
        update(ScreeningRow)
        .where(ScreeningRow.consultation == slug, ScreeningRow.question.in_(questions))
        .values(input_hash=_changed())
    )


def standing(session: Session, slug: str, question: str) -> Standing | None:
    """Return what a question was last screened with, or None."""
    row = session.get(ScreeningRow, (slug, question))
    if row is None:
        return None
    parameters = json.loads(row.parameters)
    parameters.pop(_SIZES, None)
    shown = {int(campaign): bytes.fromhex(key) for campaign, key in parameters.pop(_SHOWN, {}).items()}
    return Standing(row.comments, parameters, json.loads(row.versions), row.input_hash, row.made_on, shown)


def to_read(session: Session, slug: str) -> list[ToRead]:
    """Return a consultation's comments that rules raised now or a person found harm in, whoever decided on them."""
    row = RaisedRow
    there: dict[bytes, tuple[str, str]] = {}
    found: dict[bytes, list[Found]] = {}
    columns = select(row.comment, CommentRow.question, ResponseRow.role, row.harm, row.rule, row.start, row.stop)
    for comment, question, role, harm, rule, start, stop in session.execute(within(slug, columns, row.comment)):
        there[comment] = question, role
        found.setdefault(comment, []).append(Found(_KIND[harm], rule, Passage(start, stop)))
    seen = select(HarmReadingRow.comment, CommentRow.question, ResponseRow.role)
    for comment, question, role in session.execute(within(slug, seen, HarmReadingRow.comment)):
        there[comment] = question, role
    return [
        ToRead(key, question, role, tuple(sorted(found.get(key, ()), key=lambda one: KINDS.index(one.harm))))
        for key, (question, role) in there.items()
    ]


def copies(session: Session, slug: str, question: str) -> dict[bytes, int]:
    """Return for each comment of a campaign the campaign's number, which means nothing but "the same one"."""
    row = CampaignCopyRow
    found = session.execute(select(row.comment, row.campaign).where(_is_of(slug, question, row.comment)))
    return {comment: campaign for comment, campaign in found}  # noqa: C416 -- rows are not pairs to mypy


def copies_like(session: Session, slug: str, question: str, comment: bytes) -> int:
    """Return of how many copies a comment is one, itself counted, as they were screened; 0 where it is in no campaign.

    A true count. It is asked for each comment that somebody codes, so nothing is counted here.
    """
    campaign = session.scalar(select(CampaignCopyRow.campaign).where(CampaignCopyRow.comment == comment))
    row = None if campaign is None else session.get(ScreeningRow, (slug, question))
    sizes: dict[str, int] = json.loads(row.parameters).get(_SIZES, {}) if row else {}
    return sizes.get(str(campaign), 0)


def within(slug: str, query: Any, comment: Any) -> Any:
    """Join a query over few comments with what they are of, and narrow it down to a consultation.

    The consultation's index is not to be used, or SQLite would begin with all responses: a second, where there are many.
    """
    joined = query.join(CommentRow, CommentRow.key == comment).join(ResponseRow, ResponseRow.key == CommentRow.response)
    return joined.where(ResponseRow.consultation.concat("") == slug)


def without_copies(comments: Collection[bytes], campaigns: Mapping[bytes, int]) -> frozenset[bytes]:
    """Return these comments with each campaign once, by the smallest key of its copies among them.

    `campaigns` is what `copies` gives. The same comments always give the same ones, so a theme counted with and without
    copies can be counted over any part of the comments; a campaign that stands in two roles counts once in each.
    """
    first: dict[int, bytes] = {}
    for comment in sorted(comments):
        if comment in campaigns:
            first.setdefault(campaigns[comment], comment)
    return frozenset(one for one in comments if one not in campaigns or first[campaigns[one]] == one)


def _put(
    session: Session,
    row: ScreeningRow | None,
    slug: str,
    screening: Screening,
    *,
    input_hash: str,
    sizes: Mapping[int, int],
) -> None:
    if row is None:
        row = ScreeningRow(consultation=slug, question=screening.question)
        session.add(row)
    shown = {str(campaign): key.hex() for campaign, key in screening.shown.items()}
    counted = {str(campaign): size for campaign, size in sizes.items()}
    row.comments = len(screening.among)
    row.parameters = _json({**screening.parameters, _SHOWN: shown, _SIZES: counted})
    row.versions = _json(screening.versions)
    row.input_hash = input_hash
    row.made_on = screening.made_on
    session.flush()


def _remove(session: Session, slug: str, question: str, table: Any) -> None:
    """Take out what was found in a question before, by its keys: there may be very many comments, and few of these."""
    gone = session.scalars(select(table.comment).where(_is_of(slug, question, table.comment)).distinct()).all()
    for some in _some_at_once(gone):
        session.execute(delete(table).where(table.comment.in_(some)))


def _is_of(slug: str, question: str, comment: Any) -> Any:
    """Whether a comment is to this question; asked for each row, so that SQLite does not begin with all comments."""
    of_it = (CommentRow.key == comment, CommentRow.question == question, ResponseRow.consultation == slug)
    return select(CommentRow.key).join(ResponseRow, ResponseRow.key == CommentRow.response).where(*of_it).exists()


def _still_there(session: Session, comments: Collection[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for some in _some_at_once(sorted(comments)):
        found.update(session.scalars(select(CommentRow.key).where(CommentRow.key.in_(some))))
    return found


def _changed() -> str:
    """Return what stands in the place of an input hash where comments came or went since: another each time."""
    return f"{_CHANGED}{secrets.token_hex(8)}"


def _raised(screening: Screening, there: set[bytes]) -> list[dict[str, Any]]:
    return [
        {"comment": key, "harm": one.harm, "rule": one.rule, "start": one.passage.start, "stop": one.passage.stop}
        for key in sorted(there & screening.raised.keys())
        for one in screening.raised[key]
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _some_at_once(rows: Sequence[_One]) -> Iterator[Sequence[_One]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
