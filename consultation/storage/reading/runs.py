"""What the machine did to a question's comments, kept so that each run can be explained and repeated."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consultation.storage.reading.run_bodies import (
    Between,
    Kind,
    Run,
    Shown,
    SubTheme,
    as_json,
    from_json,
    subthemes_as_json,
)
from consultation.storage.reading.run_bodies import written as _json
from consultation.storage.tables import CandidateLabelRow, CommentRow, ResponseRow, StaleRunRow, ThemeRunRow

__all__ = ["Between", "Kind", "Run", "Shown", "SubTheme"]
_AT_ONCE = 500


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
            body=_json(as_json(run)),
        )
    )
    session.flush()


def label(
    session: Session, run: str, labels: Iterable[tuple[bytes, int, float]], *, far: Collection[bytes] = frozenset()
) -> None:
    """Store for each comment of a run its nearest candidate, the distance to it, and whether it is far from all."""
    rows = [
        {"run": run, "comment": key, "candidate": at, "distance": distance, "far": key in far}
        for key, at, distance in labels
    ]
    if rows:
        session.execute(insert(CandidateLabelRow), rows)


def mark_stale(session: Session, run: str) -> None:
    """Remember that a response which a run was made with has been withdrawn."""
    if session.get(StaleRunRow, run) is None:
        session.add(StaleRunRow(run=run))
        session.flush()


def divide(session: Session, run: str, candidate: int, found: Sequence[SubTheme]) -> bool:
    """Keep the sub-themes of one of a run's candidates, in the place of earlier ones; whether the run is there."""
    row = session.get(ThemeRunRow, run, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    body: dict[str, Any] = json.loads(row.body)
    body["within"] = {**body.get("within", {}), str(candidate): subthemes_as_json(found)}
    row.body = _json(body)
    session.flush()
    return True


def latest(session: Session, slug: str, question: str, kind: Kind) -> Run | None:
    """Return the newest run of a kind over a question, or None."""
    number = _number_of_runs(session, slug, question, kind)
    row = session.get(ThemeRunRow, f"{slug}/{question}/{kind}/{number}") if number else None
    return None if row is None else _run(row, stale=session.get(StaleRunRow, row.key) is not None)


def find(session: Session, key: str) -> Run | None:
    """Return the run with this key, or None."""
    row = session.get(ThemeRunRow, key)
    return None if row is None else _run(row, stale=session.get(StaleRunRow, key) is not None)


def standing(session: Session, run: Run) -> Iterator[Run]:
    """Yield a run, and before one that suggested some themes only, those whose suggestions for the others stand."""
    yield run
    while run.parameters.get("themes") is not None:
        kind, _, number = run.key.rpartition("/")
        before = find(session, f"{kind}/{int(number) - 1}")
        if before is None:
            return
        yield before
        run = before


def history(session: Session, slug: str, question: str) -> tuple[Run, ...]:
    """Return every run over a question, the newest of each kind first."""
    here = (ThemeRunRow.consultation == slug, ThemeRunRow.question == question)
    outdated = set(session.scalars(select(StaleRunRow.run).join(ThemeRunRow).where(*here)))
    rows = session.scalars(select(ThemeRunRow).where(*here)).all()
    newest_first = sorted(rows, key=lambda row: (row.kind, -int(row.key.rpartition("/")[2])))
    return tuple(_run(row, stale=row.key in outdated) for row in newest_first)


def nearest_to(session: Session, run: str, candidate: int) -> frozenset[bytes]:
    """Return the keys of the comments that lie nearest to one candidate."""
    found = session.scalars(
        select(CandidateLabelRow.comment).where(CandidateLabelRow.run == run, CandidateLabelRow.candidate == candidate)
    )
    return frozenset(found)


def far_from_all(session: Session, run: str) -> frozenset[bytes]:
    """Return the keys of the comments that none of a run's candidates covers."""
    found = session.scalars(
        select(CandidateLabelRow.comment).where(CandidateLabelRow.run == run, CandidateLabelRow.far)
    )
    return frozenset(found)


def any_unlabelled(session: Session, slug: str, question: str, run: str) -> bool:
    """Whether there are comments to a question that a run has not seen: they came after it."""
    known = select(CandidateLabelRow.comment).where(CandidateLabelRow.run == run)
    query = (
        select(CommentRow.key)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question, CommentRow.key.not_in(known))
    )
    return session.scalar(query.limit(1)) is not None


def texts(session: Session, keys: Iterable[bytes]) -> dict[bytes, str]:
    """Return the texts of these comments; a comment that has been erased since is left out."""
    wanted, found = list(keys), dict[bytes, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = session.execute(select(CommentRow.key, CommentRow.text).where(CommentRow.key.in_(some)))
        found.update({row[0]: row[1] for row in rows})
    return found


def _number_of_runs(session: Session, slug: str, question: str, kind: Kind) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(ThemeRunRow)
            .where(ThemeRunRow.consultation == slug, ThemeRunRow.question == question, ThemeRunRow.kind == kind)
        )
        or 0
    )


def _run(row: ThemeRunRow, *, stale: bool) -> Run:
    return from_json(
        json.loads(row.body),
        key=row.key,
        question=row.question,
        kind="discover" if row.kind == "discover" else "assign",
        seed=row.seed,
        parameters=json.loads(row.parameters),
        versions=json.loads(row.versions),
        input_hash=row.input_hash,
        made_on=row.made_on,
        stale=stale,
    )
