"""Let the machine suggest themes for comments that nobody has read, from the codebook and from what people confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.storage import codebooks, codings, responses, runs, suggestions
from consultation.storage.runs import Run
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.corpus import Comment
from consultation.usecases.discover_themes import input_hash, library_versions

if TYPE_CHECKING:
    from consultation.themes.coding.assign import ThemeAssigner

MOST_SUGGESTIONS = 5
_AT_ONCE = 500
Progress = Callable[[int, int, str], None]


class NoCodebook(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There is no theme to suggest yet: the team decides on themes first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run that is not stored yet, with the suggestions it makes; their `run` is filled in when they are kept."""

    slug: str
    run: Run
    suggestions: tuple[tuple[bytes, Suggested], ...]


def code_comments(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Run:
    """Fit a ThemeAssigner and store, for comments without a reader, up to five suggestions with score and evidence.

    It learns from comments that people read to an end, and from the codebook's own descriptions. All older suggestions
    for the question are replaced. `progress` is called with (done, total, word). Raises NoCodebook. A worker rather
    calls `propose` and `keep` in two sessions, so that nobody's answer waits for the machine.
    """
    return keep(session, propose(session, slug, question, seed=seed, progress=progress, made_on=made_on))


def propose(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Proposal:
    """Do the long part: read, learn and suggest, and write nothing. Raises NoCodebook."""
    codebook = codebooks.current(session, slug, question)
    if not codebook.themes:
        raise NoCodebook(question)
    corpus = responses.corpus(session, slug, question)
    taught = codings.taught(session, slug, question)
    waiting = codings.unread(session, slug, question)
    progress(0, len(waiting) + 1, "read")
    from consultation.themes.coding.assign import ThemeAssigner  # the worker's library, never the respondent's

    lessons = [comment for comment in corpus if comment.key in taught]
    known = {theme.id for theme in codebook.themes}
    assigner = ThemeAssigner(random_state=seed).fit(
        [comment.text for comment in lessons],
        [taught[comment.key] & known for comment in lessons],
        codebook.descriptions(),
    )
    unread = [comment for comment in corpus if comment.key in waiting]
    run = Run(
        key="",
        question=question,
        kind="assign",
        seed=seed,
        parameters={"codebook_version": codebook.version, "taught_by": len(lessons)},
        versions=library_versions(),
        input_hash=input_hash(corpus),
        made_on=made_on,
        comments=len(corpus),
        not_covered=0,
    )
    suggestions = tuple(_suggestions(assigner, unread, progress))
    covered = {key for key, _ in suggestions}
    return Proposal(slug, replace(run, not_covered=len(unread) - len(covered)), suggestions)


def keep(session: Session, proposal: Proposal) -> Run:
    """Do the short part: store the run, and its suggestions for what is still unread and still in the codebook."""
    slug, question = proposal.slug, proposal.run.question
    run = replace(proposal.run, key=runs.next_key(session, slug, question, "assign"))
    runs.add(session, slug, run)
    unread = codings.unread(session, slug, question)
    known = {theme.id for theme in codebooks.current(session, slug, question).themes}
    kept = [
        (key, replace(one, run=run.key)) for key, one in proposal.suggestions if key in unread and one.theme in known
    ]
    suggestions.suggest(session, slug, question, kept)
    return run


def _suggestions(
    assigner: ThemeAssigner, unread: Sequence[Comment], progress: Progress
) -> Iterator[tuple[bytes, Suggested]]:
    for start in range(0, len(unread), _AT_ONCE):
        some = unread[start : start + _AT_ONCE]
        found = _above_thresholds(assigner, some)
        passages = assigner.evidences([comment.text for comment, _, _ in found], [theme for _, theme, _ in found])
        for (comment, theme, score), passage in zip(found, passages, strict=True):
            if passage.start < passage.stop:
                yield comment.key, Suggested(theme, score, "", passage)
        progress(start + len(some), len(unread) + 1, "suggested")


def _above_thresholds(assigner: ThemeAssigner, some: Sequence[Comment]) -> list[tuple[Comment, str, float]]:
    """Return the likeliest themes of each comment, of those that reach the threshold learned for the theme."""
    thresholds = [float(threshold) for threshold in assigner.calibration_.thresholds]
    found = []
    for comment, scores in zip(some, assigner.predict_proba([one.text for one in some]).tolist(), strict=True):
        named = zip(assigner.classes_, scores, thresholds, strict=True)
        ranked = sorted((-min(score, 1.0), theme) for theme, score, threshold in named if score >= threshold)
        found += [(comment, theme, -score) for score, theme in ranked[:MOST_SUGGESTIONS]]
    return found
