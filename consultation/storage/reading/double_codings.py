"""Samples that two people code without seeing each other: who drew them, what each found, and what was agreed on."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import Outcome
from consultation.storage.tables import (
    AdjudicationRow,
    BlindCodingRow,
    CodebookVersionRow,
    CoderRow,
    DoubleCodingRow,
    DrawnRow,
    MachineCodingRow,
)
from consultation.themes.book.codebook import Codebook

State = Literal["coding", "adjudicating", "done"]
FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: of which question, bound to which version of the codebook, how far it is, and its two coders in order.

    ``among`` is how many unread comments it was drawn from, a true count; ``machine_run`` says how the machine was set.
    """

    key: str
    question: str
    codebook_version: int
    among: int
    state: State
    asked_by: str
    asked_on: date
    coders: tuple[str, str]
    machine_run: Mapping[str, Any] | None = None

    def place(self, account: str) -> int | None:
        """Return whether an account is the first or the second coder, or None where it is neither."""
        return self.coders.index(account) + 1 if account in self.coders else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a coder found in a comment; the themes are empty unless the outcome is "coded"."""

    outcome: Outcome
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """What was agreed on where the coders differed, with who and why."""

    judged: Judged
    why: str
    by: str


class DecidedMeanwhile(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Somebody else was first."""


def next_key(session: Session, slug: str, question: str) -> str:
    """Return the key that the next sample takes: its number is in it, so that only one of two at once gets it."""
    return f"{slug}/{question}/double/{_number(session, slug, question) + 1}"


def add(session: Session, slug: str, sample: Sample, comments: Iterable[bytes]) -> None:
    """Store a sample with its comments. Raises DecidedMeanwhile where one with its key is there already."""
    row = DoubleCodingRow(
        key=sample.key,
        consultation=slug,
        question=sample.question,
        codebook_version=sample.codebook_version,
        among=sample.among,
        state=sample.state,
        asked_by=sample.asked_by,
        asked_on=sample.asked_on,
        machine_run=None,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise DecidedMeanwhile(sample.key) from None
    for place, account in enumerate(sample.coders, start=FIRST):
        session.add(CoderRow(double_coding=sample.key, place=place, account=account))
    session.flush()
    session.execute(insert(DrawnRow), [{"double_coding": sample.key, "comment": key} for key in sorted(comments)])


def newest(session: Session, slug: str, question: str, *, to_change: bool = False) -> Sample | None:
    """Return a question's newest sample, or None; with `to_change` nobody else changes it until the transaction ends."""
    number = _number(session, slug, question)
    query = select(DoubleCodingRow).where(DoubleCodingRow.key == f"{slug}/{question}/double/{number}")
    row = session.scalar(query.with_for_update() if to_change else query)
    return None if row is None else _sample(session, row)


def find(session: Session, sample: str) -> Sample | None:
    """Return the sample with this key, or None."""
    row = session.get(DoubleCodingRow, sample)
    return None if row is None else _sample(session, row)


def book(session: Session, slug: str, question: str, version: int) -> Codebook:
    """Return the codebook as it was in one version."""
    row = session.get(CodebookVersionRow, (slug, question, version))
    return Codebook() if row is None else Codebook.from_json(json.loads(row.body))


def drawn(session: Session, sample: str) -> frozenset[bytes]:
    """Return the comments of a sample; those withdrawn since are not among them."""
    return frozenset(session.scalars(select(DrawnRow.comment).where(DrawnRow.double_coding == sample)))


def reserved(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments of a sample that is being coded or adjudicated: nobody reads them anywhere else."""
    return frozenset(
        session.scalars(
            select(DrawnRow.comment)
            .join(DoubleCodingRow, DoubleCodingRow.key == DrawnRow.double_coding)
            .where(
                DoubleCodingRow.consultation == slug,
                DoubleCodingRow.question == question,
                DoubleCodingRow.state != "done",
            )
        )
    )


def enter(session: Session, sample: str, state: State) -> None:
    """Let a sample enter the next state."""
    session.execute(update(DoubleCodingRow).where(DoubleCodingRow.key == sample).values(state=state))


def give_place(session: Session, sample: str, place: int, account: str) -> None:
    """Give one place to another account; what was coded in that place before is put away."""
    here = (BlindCodingRow.double_coding == sample, BlindCodingRow.place == place)
    session.execute(delete(BlindCodingRow).where(*here))
    mine = update(CoderRow).where(CoderRow.double_coding == sample, CoderRow.place == place)
    session.execute(mine.values(account=account))


def remove(session: Session, sample: str) -> None:
    """Take a sample away with all that was coded in it; its comments are unread as before."""
    for table in (AdjudicationRow, BlindCodingRow, DrawnRow, CoderRow):
        session.execute(delete(table).where(table.double_coding == sample))
    session.execute(delete(DoubleCodingRow).where(DoubleCodingRow.key == sample))


def found_by(session: Session, sample: str, place: int) -> dict[bytes, Judged]:
    """Return what one coder found so far, by comment."""
    row = BlindCodingRow
    here = (row.double_coding == sample, row.place == place)
    rows = session.execute(select(row.comment, row.outcome, row.themes).where(*here))
    return {comment: judged(outcome, themes) for comment, outcome, themes in rows}


def write(session: Session, sample: str, place: int, comment: bytes, found: Judged) -> None:
    """Store what one coder found in a comment, in the place of what they found before."""
    row = BlindCodingRow
    here = (row.double_coding == sample, row.comment == comment, row.place == place)
    session.execute(delete(row).where(*here))
    session.add(row(double_coding=sample, comment=comment, place=place, outcome=found.outcome, themes=_themes(found)))
    session.flush()


def adjudications(session: Session, sample: str) -> dict[bytes, Adjudicated]:
    """Return what was agreed on so far, by comment."""
    row = AdjudicationRow
    columns = select(row.comment, row.outcome, row.themes, row.why, row.decided_by)
    rows = session.execute(columns.where(row.double_coding == sample))
    return {comment: Adjudicated(judged(outcome, of), why, by) for comment, outcome, of, why, by in rows}


def decide(session: Session, sample: str, comment: bytes, decided: Adjudicated) -> None:
    """Store what was agreed on for a comment, in the place of what was agreed on before."""
    row = AdjudicationRow
    session.execute(delete(row).where(row.double_coding == sample, row.comment == comment))
    found = decided.judged
    session.add(
        row(
            double_coding=sample,
            comment=comment,
            outcome=found.outcome,
            themes=_themes(found),
            why=decided.why,
            decided_by=decided.by,
        )
    )
    session.flush()


def keep_machines(
    session: Session,
    sample: str,
    run: Mapping[str, Any],
    found: Mapping[bytes, tuple[Mapping[str, float], frozenset[str]]],
) -> None:
    """Store what the machine found, scores and themes by comment, in the place of what it found before."""
    session.execute(delete(MachineCodingRow).where(MachineCodingRow.double_coding == sample))
    there = drawn(session, sample)
    rows = [
        {"double_coding": sample, "comment": key, "scores": _json(dict(scores)), "themes": _json(sorted(themes))}
        for key, (scores, themes) in sorted(found.items())
        if key in there
    ]
    if rows:
        session.execute(insert(MachineCodingRow), rows)
    session.execute(update(DoubleCodingRow).where(DoubleCodingRow.key == sample).values(machine_run=_json(dict(run))))


def found_by_machine(session: Session, sample: str) -> dict[bytes, frozenset[str]]:
    """Return the themes that the machine found, by comment."""
    row = MachineCodingRow
    rows = session.execute(select(row.comment, row.themes).where(row.double_coding == sample))
    return {comment: frozenset(json.loads(themes)) for comment, themes in rows}


def judged(outcome: str, themes: str) -> Judged:
    """Return an outcome and its themes (a JSON list) as they were stored."""
    match outcome:
        case "coded":
            return Judged("coded", frozenset(json.loads(themes)))
        case "none":
            return Judged("none")
    return Judged("undecided")


def _sample(session: Session, row: DoubleCodingRow) -> Sample:
    coders = select(CoderRow.account).where(CoderRow.double_coding == row.key).order_by(CoderRow.place)
    first, second = session.scalars(coders)
    return Sample(
        key=row.key,
        question=row.question,
        codebook_version=row.codebook_version,
        among=row.among,
        state="coding" if row.state == "coding" else "adjudicating" if row.state == "adjudicating" else "done",
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        coders=(first, second),
        machine_run=None if row.machine_run is None else json.loads(row.machine_run),
    )


def _themes(found: Judged) -> str:
    return _json(sorted(found.themes))


def _json(value: Mapping[str, Any] | Collection[str]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(session: Session, slug: str, question: str) -> int:
    here = (DoubleCodingRow.consultation == slug, DoubleCodingRow.question == question)
    return session.scalar(select(func.count()).select_from(DoubleCodingRow).where(*here)) or 0
