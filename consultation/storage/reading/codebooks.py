"""The team's codebook for each question: every version, with who decided what and why."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation.storage.tables import CodebookVersionRow
from consultation.themes.book.codebook import Codebook, decision_as_json


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a codebook: its decision is in the codebook, the day beside it."""

    codebook: Codebook
    decided_by: str
    decided_on: date


class DecidedMeanwhile(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Somebody else made the next version first."""


def current(session: Session, slug: str, question: str) -> Codebook:
    """Return the newest version; a question without decisions has an empty codebook of version 0."""
    body = session.scalar(
        select(CodebookVersionRow.body)
        .where(CodebookVersionRow.consultation == slug, CodebookVersionRow.question == question)
        .order_by(CodebookVersionRow.version.desc())
        .limit(1)
    )
    return Codebook() if body is None else Codebook.from_json(json.loads(body))


def of_version(session: Session, slug: str, question: str, version: int) -> Codebook | None:
    """Return one version of a question's codebook, or None where there is none of that number."""
    row = session.get(CodebookVersionRow, (slug, question, version))
    return None if row is None else Codebook.from_json(json.loads(row.body))


def add(session: Session, slug: str, question: str, codebook: Codebook, *, on: date) -> None:
    """Store the version that a decision made.

    Raises:
        DecidedMeanwhile: where this version is there already, decided by someone else at the same time.
        ValueError: where the codebook was made by no decision.
    """
    decision = codebook.decision
    if decision is None:
        raise ValueError("A version of a codebook is made by a decision.")
    if session.get(CodebookVersionRow, (slug, question, codebook.version)) is not None:
        raise DecidedMeanwhile(question)
    session.add(
        CodebookVersionRow(
            consultation=slug,
            question=question,
            version=codebook.version,
            body=json.dumps(codebook.as_json(), ensure_ascii=False, sort_keys=True),
            decision=json.dumps(decision_as_json(decision), ensure_ascii=False, sort_keys=True),
            decided_by=decision.by,
            decided_on=on,
        )
    )
    first = True
    try:
        session.flush()
    except IntegrityError:  # on PostgreSQL the other's version may have come between looking and storing
        first = False
    if not first:
        raise DecidedMeanwhile(question)


def history(session: Session, slug: str, question: str) -> tuple[Version, ...]:
    """Return every version of a question's codebook, the newest first."""
    rows = session.scalars(
        select(CodebookVersionRow)
        .where(CodebookVersionRow.consultation == slug, CodebookVersionRow.question == question)
        .order_by(CodebookVersionRow.version.desc())
    )
    return tuple(Version(Codebook.from_json(json.loads(row.body)), row.decided_by, row.decided_on) for row in rows)
