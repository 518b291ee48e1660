"""Let the machine look for sub-themes within one of its candidates, and keep them with the run as further proposals."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import runs
from consultation.storage.reading.runs import SubTheme
from consultation.usecases.reading.discover_themes import shown

Progress = Callable[[int, int, str], None]


class CandidateIsGone(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """The machine has made new proposals meanwhile, or there is no candidate of this number."""


@dataclass(frozen=True, slots=True)
class SubThemes:
    """Sub-themes that are not stored yet, and the candidate of which run they divide."""

    run: str
    candidate: int
    found: tuple[SubTheme, ...]


def find_subthemes(
    session: Session, slug: str, question: str, candidate: int, *, run: str | None = None, progress: Progress
) -> tuple[SubTheme, ...]:
    """Divide a candidate of the newest run, with that run's seed, and keep what comes out with the run.

    The same comments give the same sub-themes. One only comes out where there is nothing to divide. `run` is the key of
    the run that somebody saw. Raises CandidateIsGone. A worker rather calls `propose` and `keep` in two sessions.
    """
    return keep(session, propose(session, slug, question, candidate, run=run, progress=progress))


def propose(
    session: Session, slug: str, question: str, candidate: int, *, run: str | None = None, progress: Progress
) -> SubThemes:
    """Do the long part: read and divide, and write nothing. Raises CandidateIsGone."""
    newest = runs.latest(session, slug, question, "discover")
    if newest is None or (run is not None and run != newest.key) or not 0 <= candidate < len(newest.candidates):
        raise CandidateIsGone(question)
    nearest = runs.nearest_to(session, newest.key, candidate)
    corpus = responses.corpus(session, slug, question)
    positions = [at for at, key in enumerate(corpus.keys) if key in nearest]
    if not positions:
        raise CandidateIsGone(question)  # all that it held has been withdrawn
    progress(1, 3, "read")
    from consultation.themes.finding.subthemes import subthemes  # the worker's library

    divided = subthemes(corpus.texts, positions, random_state=newest.seed)
    progress(2, 3, "divided")
    found = tuple(SubTheme(replace(one, by_role=()), shown(one.examples, corpus)) for one in divided.candidates)
    return SubThemes(newest.key, candidate, found)


def keep(session: Session, proposal: SubThemes) -> tuple[SubTheme, ...]:
    """Do the short part: store them beside the candidate that they divide. Raises CandidateIsGone."""
    if not runs.divide(session, proposal.run, proposal.candidate, proposal.found):
        raise CandidateIsGone(proposal.run)
    return proposal.found
