"""Ask for new suggestions where that pays: enough was read since the machine learnt, or the codebook says something else."""

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.storage import jobs
from consultation.storage.reading import codebooks, codings, runs
from consultation.storage.reading.runs import Run
from consultation.themes.coding.relearning import worth_learning_again
from consultation.usecases.reading.find_changed_themes import find_changed_themes

THE_MACHINE = "machine"  # who asks, where no person did
_UNFINISHED = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class Due:
    """What should be suggested anew (None: everything), after which run, and with which version of the codebook."""

    after: str
    seed: int
    version: int
    themes: tuple[str, ...] | None

    @property
    def key(self) -> str:
        """The job's key: one and the same for everybody who finds the same due, so that only one can ask for it."""
        return hashlib.sha256(f"{self.after} {self.version}".encode()).hexdigest()[:32]


def ask_to_learn_again(session: Session, slug: str, question: str) -> str | None:
    """Note a job that suggests anew, and return its key; None where it would not pay, or where such a job is under way.

    The first suggestions are asked for by a person, and so is what stopped: a job that failed is not asked for again by
    itself before the codebook changes. Comments that come in ask for nothing, or the list of jobs would tell when they came.
    """
    found = due(session, slug, question)
    if found is None:
        return None
    arguments: dict[str, object] = {"question": question, "seed": found.seed}
    if found.themes is not None:
        arguments["themes"] = list(found.themes)
    return jobs.request(session, "assign", slug, arguments, THE_MACHINE, key=found.key)


def due(session: Session, slug: str, question: str) -> Due | None:
    """Return what should be suggested anew, from a few counts; None where nothing should, or where it is asked for already."""
    last = runs.latest(session, slug, question, "assign")
    if last is None:
        return None
    codebook = codebooks.current(session, slug, question)
    if not codebook.suggestible():
        return None
    learnt_from, new = learnt_and_read_since(session, slug, question, last)
    changed = find_changed_themes(session, slug, question)
    if not worth_learning_again(learnt_from, new, changed):
        return None
    whole = worth_learning_again(learnt_from, new, ())
    found = Due(last.key, last.seed, codebook.version, None if whole else tuple(sorted(changed)))
    under_way = any(
        job.key == found.key
        or (job.state in _UNFINISHED and job.kind == "assign" and job.arguments.get("question") == question)
        for job in jobs.all_(session, slug)
    )
    return None if under_way else found


def learnt_and_read_since(session: Session, slug: str, question: str, last: Run) -> tuple[int, int]:
    """Return how many comments a run has learnt from, and how many were read since.

    Among these are those that were read again by a later version of the codebook: for themes that were not there before.
    """
    learnt_from = int(last.parameters.get("learnt_from", last.parameters.get("taught_by", 0)))
    now, then = codings.number_by_version(session, slug, question), last.parameters.get("read_by_version")
    if then is None:  # a run of an earlier version of this program
        return learnt_from, max(0, sum(now.values()) - learnt_from)
    return learnt_from, sum(max(0, number - then.get(str(version), 0)) for version, number in now.items())
