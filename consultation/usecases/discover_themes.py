"""Let the machine propose themes for one question, and keep the run so that anyone can see how it came to them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy.orm import Session

from consultation.storage import responses, runs
from consultation.storage.runs import Run, Shown
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.corpus import Corpus

FEWEST_COMMENTS = 10
Progress = Callable[[int, int, str], None]


class TooFewComments(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There are not enough comments to look for what they have in common without pointing at one of them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run that is not stored yet, with the nearest candidate of each comment and the distance to it."""

    slug: str
    run: Run
    labels: tuple[tuple[bytes, int, float], ...]


def discover_themes(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Run:
    """Fit a ThemeDiscoverer to a question's comments and store its candidates, labels and provenance.

    `progress` is called with (done, total, word). Raises TooFewComments under ten comments. A worker rather calls
    `propose` and `keep` in two sessions, so that nobody's answer waits for the machine.
    """
    return keep(session, propose(session, slug, question, seed=seed, progress=progress, made_on=made_on))


def propose(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Proposal:
    """Do the long part: read and fit, and write nothing. Raises TooFewComments."""
    corpus = responses.corpus(session, slug, question)
    if len(corpus) < FEWEST_COMMENTS:
        raise TooFewComments(question)
    progress(1, 4, "read")
    from consultation.themes.finding.discover import ThemeDiscoverer  # the worker's library, never the respondent's

    fitted = ThemeDiscoverer(random_state=seed).fit(corpus.texts, roles=[comment.role for comment in corpus])
    progress(3, 4, "discovered")
    nearest, distances = [int(at) for at in fitted.labels_], [float(distance) for distance in fitted.distances_]
    run = Run(
        key="",
        question=question,
        kind="discover",
        seed=seed,
        parameters={name: str(value) for name, value in sorted(fitted.get_params().items())},  # type: ignore[no-untyped-call]
        versions=library_versions(),
        input_hash=input_hash(corpus),
        made_on=made_on,
        comments=len(corpus),
        not_covered=far_away(nearest, distances),
        candidates=tuple(fitted.candidates_),
        examples=tuple(_shown(candidate, corpus) for candidate in fitted.candidates_),
    )
    return Proposal(slug, run, tuple(zip(corpus.keys, nearest, distances, strict=True)))


def keep(session: Session, proposal: Proposal) -> Run:
    """Do the short part: store what was proposed, under the next number."""
    run = replace(proposal.run, key=runs.next_key(session, proposal.slug, proposal.run.question, "discover"))
    runs.add(session, proposal.slug, run)
    runs.label(session, run.key, proposal.labels)
    return run


def input_hash(corpus: Corpus) -> str:
    """Return the SHA-256 of all texts in the order of their digests: equal for equal comments, whatever their keys."""
    digests = sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in corpus.texts)
    return hashlib.sha256(b"".join(digests)).hexdigest()


def library_versions() -> dict[str, str]:
    """Return the versions of what a run's outcome depends on."""
    return {name: _version(name) for name in ("consultation", "numpy", "scikit-learn", "scipy", "simplemma")}


def far_away(nearest: Sequence[int], distances: Sequence[float]) -> int:
    """Count the comments that lie unusually far from their nearest candidate: beyond Tukey's fence of its own comments."""
    own: dict[int, list[float]] = {}
    for candidate, distance in zip(nearest, distances, strict=True):
        own.setdefault(candidate, []).append(distance)
    fences = {candidate: _fence(sorted(those)) for candidate, those in own.items()}
    return sum(distance > fences[candidate] for candidate, distance in zip(nearest, distances, strict=True))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a checkout that is not installed
        return "unreleased"


def _shown(candidate: CandidateTheme, corpus: Corpus) -> tuple[Shown, ...]:
    return tuple(Shown(corpus.comments[one.comment].key, one.passage) for one in candidate.examples)


def _fence(distances: list[float]) -> float:
    low, high = distances[len(distances) // 4], distances[(3 * len(distances)) // 4]
    return high + 1.5 * (high - low)
