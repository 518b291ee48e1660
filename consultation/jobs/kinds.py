"""What a worker can do: each kind of job, and the use case it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consultation.clock import today
from consultation.jobs.heartbeat import Heartbeat
from consultation.jobs.mixing import mix
from consultation.jobs.screening import propose_all
from consultation.settings import Settings
from consultation.storage import consultations
from consultation.storage.database import Database
from consultation.storage.jobs import Job
from consultation.usecases.reading.screen_comments import keep as keep_screening

GIVEN_UP = "The job was given up, because its worker stopped several times. Tell the operator."
TOO_FEW_COMMENTS = "There are fewer than ten comments: too few to see what they have in common."
NOTHING_READ = "No comment that chance chose has been read, or there is no theme. Read and code some first."
CANDIDATE_IS_GONE = "The machine has made new proposals meanwhile. Look at them."
NO_CODEBOOK = "There is no theme yet. Decide on themes first, then let the machine suggest where they are."
NO_COMMENTS = "There is no comment yet. When answers have been mixed in, ask again."
NOTHING_TO_COMPARE = (
    "No sample has been coded by two people yet, or nothing of it is left: there is nothing to compare."
)

Proposal = TypeVar("Proposal")


class NotDone(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The job cannot be done as things stand; the message is a whole sentence for the staff."""


@dataclass(frozen=True, slots=True)
class Work:
    """One job in a worker's hands."""

    settings: Settings
    database: Database
    job: Job
    heartbeat: Heartbeat

    @property
    def slug(self) -> str:
        """The consultation that the job is for."""
        if self.job.consultation is None:
            raise ValueError("This kind of job is for one consultation, and none is named.")
        return self.job.consultation

    def progress_of(self, session: Session) -> Callable[[int, int, str], None]:
        """Tell how far the work has come, and let go of what was read.

        A long look at one state of the database would keep SQLite from clearing its write-ahead log.
        """

        def progress(done: int, total: int, word: str) -> None:
            session.rollback()
            self.heartbeat.progress(done, total, word)

        return progress


Ending = Callable[[Session], str]
"""Stores what a job has found, in the very transaction that ends the job, and answers its message: the run it made, or nothing."""


def _discover(work: Work) -> Ending:
    from consultation.usecases.reading.discover_themes import TooFewComments, keep, propose

    try:
        proposal = _proposed(work, propose)
    except TooFewComments:
        raise NotDone(TOO_FEW_COMMENTS) from None
    return lambda session: keep(session, proposal).key


def _divide(work: Work) -> Ending:
    from consultation.usecases.reading.find_subthemes import CandidateIsGone, keep, propose

    question, candidate = str(work.job.arguments["question"]), int(work.job.arguments["candidate"])
    with work.database.reading() as session:
        progress = work.progress_of(session)
        try:
            proposal = propose(
                session, work.slug, question, candidate, run=work.job.arguments.get("run"), progress=progress
            )
        except CandidateIsGone:
            raise NotDone(CANDIDATE_IS_GONE) from None
    return lambda session: _told(keep(session, proposal))


def _assign(work: Work) -> Ending:
    from consultation.usecases.reading.code_comments import NoCodebook, NoComments, keep, propose

    try:
        proposal = _proposed(work, propose, themes=work.job.arguments.get("themes"))
    except NoCodebook:
        raise NotDone(NO_CODEBOOK) from None
    except NoComments:
        raise NotDone(NO_COMMENTS) from None
    return lambda session: keep(session, proposal).key


def _proposed(work: Work, propose: Callable[..., Proposal], **more: Any) -> Proposal:
    question, seed = str(work.job.arguments["question"]), int(work.job.arguments.get("seed", 0))
    with work.database.reading() as session:
        progress = work.progress_of(session)
        return propose(session, work.slug, question, seed=seed, progress=progress, made_on=today(), **more)


def _empty_ballot_box(work: Work) -> Ending:
    with work.database.reading() as session:
        consultation = consultations.find(session, work.slug)
    if consultation is not None:
        mix(work.settings, work.database, work.slug, closing=consultation.state == "closed")
    return _told


def _screen(work: Work) -> Ending:
    """All questions of a consultation at once: none is stored before the last is done."""
    proposals = propose_all(work.database, work.slug, work.heartbeat.progress)

    def end(session: Session) -> str:
        for proposal in proposals:
            keep_screening(session, proposal)
        return ""

    return end


def _measure(work: Work) -> Ending:
    from consultation.usecases.reading.measure_shares import NothingRead, keep, propose

    question = str(work.job.arguments["question"])
    try:
        measured = _proposed(work, propose)
    except NothingRead:
        raise NotDone(NOTHING_READ) from None
    return lambda session: _told(keep(session, work.slug, question, measured))


def _measure_agreement(work: Work) -> Ending:
    from consultation.usecases.reading.measure_agreement import NothingToCompare, keep, propose

    question = str(work.job.arguments["question"])
    try:
        measured = _proposed(work, propose)
    except NothingToCompare:
        raise NotDone(NOTHING_TO_COMPARE) from None
    return lambda session: _told(keep(session, work.slug, question, measured))


def _told(_stored: object) -> str:
    """Nothing to add: the list of jobs says that it is done."""
    return ""


Kinds = Mapping[str, Callable[[Work], Ending]]
KINDS: Kinds = {
    "discover": _discover,
    "divide": _divide,
    "assign": _assign,
    "screen": _screen,
    "measure": _measure,
    "measure-agreement": _measure_agreement,
    "empty_ballot_box": _empty_ballot_box,
}
"""Kind -> the long part of it, which writes nothing but checkpoints and answers how to end it."""
