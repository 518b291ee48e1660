"""Look through all comments to a question for possible harm and for campaigns, from the first comment on."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import screenings
from consultation.storage.reading.screenings import Found, Screening
from consultation.themes.finding import harm
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.discover_themes import input_hash, library_versions

_AT_ONCE = 1000
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A screening that is not stored yet."""

    slug: str
    screening: Screening


def screen_comments(session: Session, slug: str, question: str, *, progress: Progress, made_on: date) -> Screening:
    """Find possible harm and campaigns among a question's comments, and store them in the place of what was found before.

    However few comments there are, harm is looked for: it must not wait. The same comments give the same rows.
    `progress` is called with (done, total, word), in comments. A worker rather calls `propose` and `keep` in two
    sessions, so that nobody's answer waits for the machine.
    """
    proposal = propose(session, slug, question, progress=progress, made_on=made_on)
    keep(session, proposal)
    return proposal.screening


def propose(
    session: Session,
    slug: str,
    question: str,
    *,
    progress: Progress,
    made_on: date,
    before: Screening | None = None,
) -> Proposal:
    """Do the long part: read and look, and write nothing.

    What the screening `before` found in a comment by the same rules is not looked for again: a comment never changes.

    Of the day only its week is kept, as its Monday: the worker screens as soon as a ballot box was emptied, and when that
    was is known of no response more finely than by the ISO week.
    """
    standing = screenings.standing(session, slug, question)
    corpus = responses.corpus(session, slug, question)
    known = before if before is not None and dict(before.parameters) == parameters() else None
    raised = _raised(corpus, progress, known)
    copies, shown = _campaigns(corpus)
    progress(len(corpus), len(corpus), "screened")
    screening = Screening(
        question=question,
        among=frozenset(corpus.keys),
        parameters=parameters(),
        versions=library_versions(),
        input_hash=input_hash(corpus),
        made_on=made_on - timedelta(days=made_on.weekday()),
        raised=raised,
        copies=copies,
        shown=shown,
        instead_of=standing.input_hash if standing else None,
    )
    return Proposal(slug, screening)


def keep(session: Session, proposal: Proposal) -> bool:
    """Do the short part: store what was found; whether it holds for all comments that are there by now."""
    return screenings.keep(session, proposal.slug, proposal.screening)


def is_due(session: Session, slug: str, question: str) -> bool:
    """Whether comments came or went since a question was screened, or it was screened with other rules, or never."""
    standing = screenings.standing(session, slug, question)
    return standing is None or not standing.whole or dict(standing.parameters) != parameters()


def parameters() -> dict[str, Any]:
    """Return what a screening depends on beside the comments and the versions: the rules, by their SHA-256."""
    digest = hashlib.sha256()
    for path in sorted(harm.RULES.glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return {"rules": digest.hexdigest()}


def _raised(corpus: Corpus, progress: Progress, known: Screening | None) -> dict[bytes, Sequence[Found]]:
    """Return for each comment that a rule raises the first find of each kind; the same words are read once."""
    found: dict[bytes, Sequence[Found]] = {}
    read: dict[str, Sequence[Found]] = {}
    for at, comment in enumerate(corpus):
        if at % _AT_ONCE == 0:
            progress(at, len(corpus), "read")
        if known is not None and comment.key in known.among:
            if comment.key in known.raised:
                found[comment.key] = known.raised[comment.key]
            continue
        if comment.text not in read:
            read[comment.text] = _first_of_each_kind(comment.text)
        if read[comment.text]:
            found[comment.key] = read[comment.text]
    return found


def _first_of_each_kind(text: str) -> Sequence[Found]:
    kinds: dict[harm.Kind, Found] = {}
    for one in harm.harms(text):
        kinds.setdefault(one.kind, Found(one.kind, one.rule, one.passage))
    return list(kinds.values())


def _campaigns(corpus: Corpus) -> tuple[dict[bytes, int], dict[int, bytes]]:
    from consultation.themes.finding.campaigns import (
        find_campaigns,  # numpy: the worker's library, never a respondent's
    )

    groups = find_campaigns(corpus.texts).campaigns
    copies = {corpus.keys[member]: number for number, group in enumerate(groups) for member in group.members}
    return copies, {number: corpus.keys[group.shown] for number, group in enumerate(groups)}
