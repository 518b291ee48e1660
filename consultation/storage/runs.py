"""What the machine did to a question's comments, kept so that each run can be explained and repeated."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import CandidateLabelRow, CommentRow, StaleRunRow, ThemeRunRow
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage

Kind = Literal["discover", "assign"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A verbatim example by the comment's own key, which stays right when more comments arrive."""

    comment: bytes
    passage: Passage


@dataclass(frozen=True, slots=True)
class Run:
    """One run over one question: what it was given, with which seed and versions, and what came out."""

    key: str
    question: str
    kind: Kind
    seed: int
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    input_hash: str
    made_on: date
    comments: int
    not_covered: int
    candidates: tuple[CandidateTheme, ...] = ()
    examples: tuple[tuple[Shown, ...], ...] = field(default=())
    stale: bool = False
    """Whether a response that was there when it was made has been withdrawn since."""


def next_key(session: Session, slug: str, question: str, kind: Kind) -> str:
    """Return the key that the next run over this question takes: its number is in it."""
    return f"{slug}/{question}/{kind}/{_number_of_runs(session, slug, question, kind) + 1}"


def add(session: Session, slug: str, run: Run) -> None:
    """Store a run under its key."""
    session.add(
        ThemeRunRow(
            key=run.key,
            consultation=slug,
            question=run.question,
            kind=run.kind,
            seed=run.seed,
            parameters=_json(run.parameters),
            versions=_json(run.versions),
            input_hash=run.input_hash,
            made_on=run.made_on,
            body=_json(_body(run)),
        )
    )
    session.flush()


def label(session: Session, run: str, labels: Iterable[tuple[bytes, int, float]]) -> None:
    """Store for each comment of a run its nearest candidate and the distance to it."""
    rows = [{"run": run, "comment": key, "candidate": at, "distance": distance} for key, at, distance in labels]
    if rows:
        session.execute(insert(CandidateLabelRow), rows)


def mark_stale(session: Session, run: str) -> None:
    """Remember that a response which a run was made with has been withdrawn."""
    if session.get(StaleRunRow, run) is None:
        session.add(StaleRunRow(run=run))
        session.flush()


def latest(session: Session, slug: str, question: str, kind: Kind) -> Run | None:
    """Return the newest run of a kind over a question, or None."""
    number = _number_of_runs(session, slug, question, kind)
    row = session.get(ThemeRunRow, f"{slug}/{question}/{kind}/{number}") if number else None
    return None if row is None else _run(row, stale=session.get(StaleRunRow, row.key) is not None)


def find(session: Session, key: str) -> Run | None:
    """Return the run with this key, or None."""
    row = session.get(ThemeRunRow, key)
    return None if row is None else _run(row, stale=session.get(StaleRunRow, key) is not None)


def history(session: Session, slug: str, question: str) -> tuple[Run, ...]:
    """Return every run over a question, the newest of each kind first."""
    here = (ThemeRunRow.consultation == slug, ThemeRunRow.question == question)
    outdated = set(session.scalars(select(StaleRunRow.run).join(ThemeRunRow).where(*here)))
    rows = session.scalars(select(ThemeRunRow).where(*here)).all()
    newest_first = sorted(rows, key=lambda row: (row.kind, -int(row.key.rpartition("/")[2])))
    return tuple(_run(row, stale=row.key in outdated) for row in newest_first)


def any_stale(session: Session, slug: str, question: str) -> bool:
    """Whether a response was withdrawn that the newest run of some kind over a question was made with."""
    kinds: tuple[Kind, ...] = ("discover", "assign")
    return any(run.stale for kind in kinds if (run := latest(session, slug, question, kind)))


def nearest_to(session: Session, run: str, candidate: int) -> frozenset[bytes]:
    """Return the keys of the comments that lie nearest to one candidate."""
    found = session.scalars(
        select(CandidateLabelRow.comment).where(CandidateLabelRow.run == run, CandidateLabelRow.candidate == candidate)
    )
    return frozenset(found)


def texts(session: Session, keys: Iterable[bytes]) -> dict[bytes, str]:
    """Return the texts of these comments; a comment that has been erased since is left out."""
    wanted = list(keys)
    found = session.execute(select(CommentRow.key, CommentRow.text).where(CommentRow.key.in_(wanted)))
    return {row[0]: row[1] for row in found}


def _number_of_runs(session: Session, slug: str, question: str, kind: Kind) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(ThemeRunRow)
            .where(ThemeRunRow.consultation == slug, ThemeRunRow.question == question, ThemeRunRow.kind == kind)
        )
        or 0
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _body(run: Run) -> dict[str, Any]:
    return {
        "comments": run.comments,
        "not_covered": run.not_covered,
        "candidates": [candidate.as_json() for candidate in run.candidates],
        "examples": [[[one.comment.hex(), one.passage.start, one.passage.stop] for one in of] for of in run.examples],
    }


def _run(row: ThemeRunRow, *, stale: bool) -> Run:
    body = json.loads(row.body)
    return Run(
        key=row.key,
        question=row.question,
        kind="discover" if row.kind == "discover" else "assign",
        seed=row.seed,
        parameters=json.loads(row.parameters),
        versions=json.loads(row.versions),
        input_hash=row.input_hash,
        made_on=row.made_on,
        comments=body["comments"],
        not_covered=body["not_covered"],
        stale=stale,
        candidates=tuple(CandidateTheme.from_json(one) for one in body["candidates"]),
        examples=tuple(
            tuple(Shown(bytes.fromhex(key), Passage(start, stop)) for key, start, stop in of) for of in body["examples"]
        ),
    )
