"""Outcomes: what people said and what the asker does about it, in the order in which staff want it read."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.orm import Session

from consultation.questionnaire.wording import Wording
from consultation.storage.tables import OutcomeRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that was said and what is done about it; `decided_by` is the account that last changed it."""

    key: str
    said: Wording
    doing: Wording
    published: bool
    decided_by: str
    decided_on: date


def all_(session: Session, slug: str, *, published: bool = False) -> list[Outcome]:
    """The outcomes of a consultation, oldest first.

    Only those that the public may read where `published` is asked for, and then without the account that decided: who
    asks for the public may not even read it.
    """
    order = (OutcomeRow.rank, OutcomeRow.key)
    if published:
        told = select(OutcomeRow.key, OutcomeRow.said, OutcomeRow.doing, OutcomeRow.published, OutcomeRow.decided_on)
        shown = session.execute(told.where(OutcomeRow.consultation == slug, OutcomeRow.published).order_by(*order))
        return [_outcome(row, by="") for row in shown]
    rows = session.scalars(select(OutcomeRow).where(OutcomeRow.consultation == slug).order_by(*order))
    return [_outcome(row, by=row.decided_by) for row in rows]


def any_published(session: Session | Connection, slug: str) -> bool:
    """Whether there is an outcome to read."""
    told = select(OutcomeRow.key).where(OutcomeRow.consultation == slug, OutcomeRow.published)
    return bool(session.scalar(select(told.exists())))  # by its key: the public may not read every column


def find(session: Session, slug: str, key: str) -> Outcome | None:
    """The outcome of this key, if the consultation has it."""
    row = _row(session, slug, key)
    return None if row is None else _outcome(row, by=row.decided_by)


def put(
    session: Session, slug: str, key: str | None, said: Mapping[str, str], doing: Mapping[str, str], *, published: bool,
    by: str, on: date,
) -> str | None:  # fmt: skip
    """Store an outcome under its key, or a new one as the last; answers the key, or None where the old one is gone."""
    row = OutcomeRow(key=secrets.token_hex(8), consultation=slug, rank=_next_rank(session, slug))
    if key is not None:
        known = _row(session, slug, key)
        if known is None:
            return None
        row = known
    row.said, row.doing, row.published = _json(said), _json(doing), published
    row.decided_by, row.decided_on = by, on
    session.add(row)
    session.flush()
    return row.key


def remove(session: Session, slug: str, key: str) -> None:
    """Delete an outcome; nothing happens where it is gone."""
    session.execute(delete(OutcomeRow).where(OutcomeRow.consultation == slug, OutcomeRow.key == key))


def _row(session: Session, slug: str, key: str) -> OutcomeRow | None:
    row = session.get(OutcomeRow, key)
    return row if row is not None and row.consultation == slug else None


def _next_rank(session: Session, slug: str) -> int:
    return (session.scalar(select(func.max(OutcomeRow.rank)).where(OutcomeRow.consultation == slug)) or 0) + 1


def _json(texts: Mapping[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False, sort_keys=True)


def _outcome(row: OutcomeRow | Row[*tuple[Any, ...]], *, by: str) -> Outcome:
    said, doing = Wording(json.loads(row.said)), Wording(json.loads(row.doing))
    return Outcome(row.key, said, doing, row.published, by, row.decided_on)
