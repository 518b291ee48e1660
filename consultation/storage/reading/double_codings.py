"""Samples that two people code without seeing each other: who drew them, what each found, and what was agreed on."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Select, delete, insert, select, update
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
_AT_ONCE = 500
_WITH_CODERS = select(CoderRow.double_coding)  # a sample without coders was taken away


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: of which question, bound to which version of the codebook, how far it is, and its two coders in order.

    ``among`` is how many comments it could be drawn from, a true count; ``machine_run`` says how the machine was set.
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
    """Store a sample with its comments, which are set aside no longer.

    Raises DecidedMeanwhile where one with its key is there already.
    """
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
    keys = sorted(comments)
    theirs = DrawnRow.double_coding.in_(_taken_away(slug, sample.question, "coding"))
    for start in range(0, len(keys), _AT_ONCE):
        session.execute(delete(DrawnRow).where(theirs, DrawnRow.comment.in_(keys[start : start + _AT_ONCE])))
    session.execute(insert(DrawnRow), [{"double_coding": sample.key, "comment": key} for key in keys])


def newest(session: Session, slug: str, question: str, *, to_change: bool = False) -> Sample | None:
    """Return a question's newest sample that was not taken away; `to_change` it, nobody else does before the end."""
    keys = session.scalars(_samples(slug, question).where(DoubleCodingRow.key.in_(_WITH_CODERS)))
    query = select(DoubleCodingRow).where(DoubleCodingRow.key == max(keys, key=_number_in, default=""))
    row = session.scalar(query.with_for_update() if to_change else query)
    return None if row is None else _sample(session, row)


def find(session: Session, sample: str) -> Sample | None:
    """Return the sample with this key, or None where there is none or it was taken away."""
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
    """Return the comments that are being coded or adjudicated, or are set aside: nobody reads them anywhere else."""
    theirs = DrawnRow.double_coding.in_(_samples(slug, question).where(DoubleCodingRow.state != "done"))
    return frozenset(session.scalars(select(DrawnRow.comment).where(theirs)))


def enter(session: Session, sample: str, state: State) -> None:
    """Let a sample enter the next state."""
    session.execute(update(DoubleCodingRow).where(DoubleCodingRow.key == sample).values(state=state))


def give_place(session: Session, sample: str, place: int, account: str) -> None:
    """Give one place to another account; what was coded in that place before is put away."""
    here = (BlindCodingRow.double_coding == sample, BlindCodingRow.place == place)
    session.execute(delete(BlindCodingRow).where(*here))
    mine = update(CoderRow).where(CoderRow.double_coding == sample, CoderRow.place == place)
    session.execute(mine.values(account=account))


def set_aside(session: Session, sample: str) -> None:
    """Take a sample away with all that was coded in it; its comments are unread, and stay reserved without any coder."""
    for table in (AdjudicationRow, BlindCodingRow, CoderRow):
        session.execute(delete(table).where(table.double_coding == sample))


def aside(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments of samples that were taken away, which nobody has been shown a suggestion for since."""
    return _taken_from(session, slug, question, "coding")


def given_back(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments of samples that were taken away and then given back to be read like all others."""
    return _taken_from(session, slug, question, "done")


def give_back(session: Session, slug: str, question: str) -> None:
    """Let what was set aside be read like all others."""
    theirs = _taken_away(slug, question, "coding")
    session.execute(update(DoubleCodingRow).where(DoubleCodingRow.key.in_(theirs)).values(state="done"))


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


def judged(outcome: str, themes: str) -> Judged:
    """Return an outcome and its themes (a JSON list) as they were stored."""
    match outcome:
        case "coded":
            return Judged("coded", frozenset(json.loads(themes)))
        case "none":
            return Judged("none")
    return Judged("undecided")


def _sample(session: Session, row: DoubleCodingRow) -> Sample | None:
    coders = select(CoderRow.account).where(CoderRow.double_coding == row.key).order_by(CoderRow.place)
    both = session.scalars(coders).all()
    if not both:
        return None
    first, second = both
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
    return len(session.scalars(_samples(slug, question)).all())


def _number_in(key: str) -> int:
    return int(key.rpartition("/")[2])


def _samples(slug: str, question: str) -> Select[str]:
    here = (DoubleCodingRow.consultation == slug, DoubleCodingRow.question == question)
    return select(DoubleCodingRow.key).where(*here)


def _taken_away(slug: str, question: str, state: State) -> Select[str]:
    return _samples(slug, question).where(DoubleCodingRow.state == state, DoubleCodingRow.key.not_in(_WITH_CODERS))


def _taken_from(session: Session, slug: str, question: str, state: State) -> frozenset[bytes]:
    theirs = DrawnRow.double_coding.in_(_taken_away(slug, question, state))
    return frozenset(session.scalars(select(DrawnRow.comment).where(theirs)))
