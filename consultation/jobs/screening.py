"""Comments are screened for possible harm by themselves, as soon as they are mixed in; nothing tells when that was."""

import logging
from collections.abc import Callable

from consultation.clock import today
from consultation.questionnaire.opening import Consultation
from consultation.storage import consultations
from consultation.storage.database import Database, StorageFailed
from consultation.storage.reading.screenings import Screening
from consultation.usecases.reading.screen_comments import Proposal, is_due, keep, propose

log = logging.getLogger("consultation.jobs")
Progress = Callable[[int, int, str], None]


Screened = dict[tuple[str, str], Screening]
"""What a worker remembers of each question of each consultation: keys and places, no text."""


def screen_all(database: Database, progress: Progress, before: Screened | None = None) -> int:
    """Screen every question whose comments changed, or that other rules screened last; return how many there were.

    It leaves no job row, as emptying the box leaves none. What fails with one question leaves the others alone, and is
    tried again at the next look. `progress` may raise, to stop. Who remembers what was found `before` looks for harm in
    new comments alone.
    """
    before = {} if before is None else before
    with database.reading() as session:
        asked = [(one.slug, question) for one in consultations.all_(session) for question in questions_of(one)]
        due = [(slug, question) for slug, question in asked if is_due(session, slug, question)]
    for gone in before.keys() - set(asked):
        del before[gone]
    for slug, question in due:
        try:
            proposal = _proposed(database, slug, question, progress, before.get((slug, question)))
            with database.transaction() as session:
                keep(session, proposal)
            before[slug, question] = proposal.screening
        except StorageFailed as failed:
            log.warning("comments of %s were not screened, as the database failed (%s)", slug, failed)
    return len(due)


def screen(database: Database, slug: str, question: str, progress: Progress) -> bool:
    """Screen one question, however it stands; whether what was found holds for all comments that are there by now."""
    proposal = _proposed(database, slug, question, progress)
    with database.transaction() as session:
        return keep(session, proposal)


def propose_all(database: Database, slug: str, progress: Progress) -> list[Proposal]:
    """Screen every question of a consultation and write nothing; progress is told in hundredths of a question."""
    with database.reading() as session:
        found = consultations.find(session, slug)
    questions = questions_of(found) if found else []

    def told_of(number: int) -> Progress:
        return lambda done, total, word: progress(
            100 * number + (100 * done // total if total else 100), 100 * len(questions), word
        )

    return [_proposed(database, slug, question, told_of(number)) for number, question in enumerate(questions)]


def questions_of(consultation: Consultation) -> list[str]:
    """Return what is answered in own words, each once; a draft has no answers."""
    if consultation.state == "draft":
        return []
    return list(dict.fromkeys(question.id for question in consultation.questionnaire.free_texts))


def _proposed(
    database: Database, slug: str, question: str, progress: Progress, before: Screening | None = None
) -> Proposal:
    with database.reading() as session:

        def told(done: int, total: int, word: str) -> None:
            session.rollback()  # a long look at one state would keep SQLite from clearing its write-ahead log
            progress(done, total, word)

        return propose(session, slug, question, progress=told, made_on=today(), before=before)
