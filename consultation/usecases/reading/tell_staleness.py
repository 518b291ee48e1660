"""Tell why what was made of a question's comments is out of date: comments, themes or readings have changed since."""

from typing import Literal, get_args

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import codebooks, measurements, runs, tallies
from consultation.storage.reading.matching import sizes_by_role
from consultation.storage.reading.measurements import Measurement
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook, diff, touched
from consultation.usecases.reading.ask_to_learn_again import due
from consultation.usecases.reading.discover_themes import input_hash
from consultation.usecases.reading.find_changed_themes import find_changed_themes

Reason = Literal["arrived", "withdrawn", "answers", "codebook", "read"]
"""``answers`` is said where a checksum tells that comments came or went, and not which of the two."""
REASONS: tuple[Reason, ...] = get_args(Reason)


def tell_staleness(session: Session, slug: str, question: str, made: Run | Measurement) -> tuple[Reason, ...]:
    """Why a run or a measurement is out of date, in the order of REASONS; empty where it is not.

    Suggestions are so by what was read since only when that is so much that it pays to learn again, and the machine has not
    begun to. For a measurement all comments of the question are read.
    """
    found = (
        _of_run(session, slug, question, made)
        if isinstance(made, Run)
        else _of_measurement(session, slug, question, made)
    )
    return tuple(reason for reason in REASONS if reason in found)


def newest_shares(session: Session, slug: str, question: str) -> tuple[Measurement | None, tuple[Reason, ...]]:
    """The newest measurement of shares, and why it is out of date."""
    measured = measurements.latest(session, slug, question, "shares")
    return measured, tell_staleness(session, slug, question, measured) if measured else ()


def stale_runs(session: Session, slug: str, question: str) -> dict[str, tuple[Reason, ...]]:
    """Why the newest run of each kind over a question is out of date; only those that are."""
    kinds: tuple[runs.Kind, ...] = ("discover", "assign")
    newest = {kind: runs.latest(session, slug, question, kind) for kind in kinds}
    why = {kind: tell_staleness(session, slug, question, run) for kind, run in newest.items() if run}
    return {kind: reasons for kind, reasons in why.items() if reasons}


def stale_at_the_desk(
    session: Session, slug: str, question: str, run: Run, *, comments: int, version: int
) -> tuple[Reason, ...]:
    """The same for suggestions, fast, and without what was read since; of so many comments, and this version of the codebook."""
    found = _came_or_went(session, run, comments)
    if run.parameters.get("codebook_version") != version and find_changed_themes(session, slug, question):
        found.add("codebook")
    return tuple(reason for reason in REASONS if reason in found)


def _of_run(session: Session, slug: str, question: str, run: Run) -> set[Reason]:
    found = _came_or_went(session, run, sum(sizes_by_role(session, slug, question).values()))
    if run.kind != "assign":
        return found
    if find_changed_themes(session, slug, question):
        found.add("codebook")
    learning = due(session, slug, question)
    if learning is not None and learning.themes is None:
        found.add("read")
    return found


def _came_or_went(session: Session, run: Run, comments: int) -> set[Reason]:
    standing = [*runs.standing(session, run)]
    found: set[Reason] = {"withdrawn"} if any(one.stale for one in standing) else set()
    if any(comments > one.comments for one in standing):
        found.add("arrived")
    return found


def _of_measurement(session: Session, slug: str, question: str, measured: Measurement) -> set[Reason]:
    found: set[Reason] = set()
    if input_hash(responses.corpus(session, slug, question)) != measured.input_hash:
        found.add("answers")
    if _changed_since(session, slug, question, measured.codebook_version):
        found.add("codebook")
    if measured.parameters.get("codings") != tallies.codings_digest(session, slug, question):
        found.add("read")
    return found


def _changed_since(session: Session, slug: str, question: str, version: int) -> bool:
    """Whether the themes differ from those of a version in a way that makes suggestions and counts stale."""
    now = codebooks.current(session, slug, question)
    if now.version == version:
        return False
    versions = codebooks.history(session, slug, question)
    then = next((one.codebook for one in versions if one.codebook.version == version), Codebook())
    return bool(touched(diff(then, now)))
