"""Let the machine propose themes for one question, and keep the run so that anyone can see how it came to them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import runs
from consultation.storage.reading.matching import matching
from consultation.storage.reading.runs import Between, Run, Shown
from consultation.themes.finding.candidates import Example
from consultation.themes.reading.corpus import Corpus

if TYPE_CHECKING:
    from consultation.themes.finding.discover import ThemeDiscoverer

FEWEST_COMMENTS = 10
Progress = Callable[[int, int, str], None]
STEPS = 5


class TooFewComments(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There are not enough comments to look for what they have in common without pointing at one of them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run that is not stored yet, with the nearest candidate of each comment, the distance to it, and the far ones."""

    slug: str
    run: Run
    labels: tuple[tuple[bytes, int, float], ...]
    far: frozenset[bytes]


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
    progress(1, STEPS, "read")
    # The worker's libraries, never the respondent's.
    from consultation.themes.finding.discover import ThemeDiscoverer
    from consultation.themes.finding.unplaced import unplaced

    fitted = ThemeDiscoverer(random_state=seed).fit(corpus.texts, roles=[comment.role for comment in corpus])
    progress(3, STEPS, "discovered")
    far = [at for at, is_far in enumerate(fitted.far_) if is_far]
    voices = unplaced(corpus.texts, far)
    progress(4, STEPS, "far ones read")
    run = replace(
        _found(fitted, corpus),
        question=question,
        seed=seed,
        made_on=made_on,
        not_covered=len(far),
        voices=tuple(tuple(corpus.keys[at] for at in one.comments) for one in voices),
    )
    nearest, distances = (values.tolist() for values in (fitted.labels_, fitted.distances_))
    labels = tuple(zip(corpus.keys, nearest, distances, strict=True))
    return Proposal(slug, run, labels, frozenset(corpus.keys[at] for at in far))


def keep(session: Session, proposal: Proposal) -> Run:
    """Do the short part: store what was proposed, under the next number.

    A comment that was withdrawn while the machine was at it gets no label, and the run is out of date at once.
    """
    run = replace(proposal.run, key=runs.next_key(session, proposal.slug, proposal.run.question, "discover"))
    there = matching(session, proposal.slug, run.question)
    runs.add(session, proposal.slug, run)
    runs.label(session, run.key, (one for one in proposal.labels if one[0] in there), far=proposal.far)
    if any(key not in there for key, _, _ in proposal.labels):
        runs.mark_stale(session, run.key)
        run = replace(run, stale=True)
    return run


def input_hash(corpus: Corpus) -> str:
    """Return the SHA-256 of all texts in the order of their digests: equal for equal comments, whatever their keys."""
    digests = sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in corpus.texts)
    return hashlib.sha256(b"".join(digests)).hexdigest()


def library_versions() -> dict[str, str]:
    """Return the versions of what a run's outcome depends on."""
    return {name: _version(name) for name in ("consultation", "numpy", "scikit-learn", "scipy", "simplemma")}


def shown(examples: Sequence[Example], corpus: Corpus) -> tuple[Shown, ...]:
    """Return examples by the keys of their comments."""
    return tuple(Shown(corpus.comments[one.comment].key, one.passage) for one in examples)


def _found(fitted: "ThemeDiscoverer", corpus: Corpus) -> Run:
    """What came out, and with what; counts by role stand beside the candidates, so that no decision carries them away."""
    return Run(
        key="",
        question="",
        kind="discover",
        seed=0,
        parameters={name: str(value) for name, value in sorted(fitted.get_params().items())},  # type: ignore[no-untyped-call]
        versions=library_versions(),
        input_hash=input_hash(corpus),
        made_on=date.min,
        comments=len(corpus),
        not_covered=0,
        candidates=tuple(replace(one, by_role=()) for one in fitted.candidates_),
        examples=tuple(shown(one.examples, corpus) for one in fitted.candidates_),
        by_role=tuple(dict(one.by_role) for one in fitted.candidates_),
        between=tuple(
            Between(one.first, one.second, one.size, one.share, shown(one.examples, corpus)) for one in fitted.between_
        ),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a checkout that is not installed
        return "unreleased"
