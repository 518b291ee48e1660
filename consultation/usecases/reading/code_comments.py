"""Let the machine suggest themes for comments that nobody has read, from the codebook and from what people confirmed."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import codebooks, codings, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.discover_themes import library_versions
from consultation.usecases.reading.keep_suggestions import Proposal
from consultation.usecases.reading.keep_suggestions import keep_suggestions as keep
from consultation.usecases.reading.read_by_machine import MOST_SUGGESTIONS, held_out, read_by_machine
from consultation.usecases.reading.read_judgements import Judgements, read_judgements
from consultation.usecases.reading.tell_what_was_learned import Seen

if TYPE_CHECKING:
    from consultation.themes.coding.assign import ThemeAssigner

__all__ = ["NoCodebook", "NoComments", "Proposal", "code_comments", "keep", "propose"]

PRECISION = 0.9
_READ, _LEARNT, _SUGGESTED, _WHOLE = 5, 30, 97, 100  # hundredths of the way
Progress = Callable[[int, int, str], None]
Lessons = Mapping[bytes, frozenset[str]]


class NoCodebook(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There is no theme to suggest yet, or all are retired: the team decides on themes first."""


class NoComments(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Nobody has written anything yet."""


def code_comments(
    session: Session,
    slug: str,
    question: str,
    *,
    seed: int,
    progress: Progress,
    made_on: date,
    themes: Collection[str] | None = None,
) -> Run:
    """Fit a ThemeAssigner and store what it makes of every comment without a reader.

    For each up to five suggestions with score, evidence and the words that weighed; whether it has none of the themes, or
    the machine cannot tell; and its turn to be read. It learns from comments that people read to an end, and from the
    codebook's own descriptions; comments that are being coded twice teach nothing and get nothing. With `themes` only
    these are suggested anew, and all other suggestions stay with the run that made them; a first run takes all. `progress` is called with
    (done, total, word). Raises NoCodebook, NoComments. A worker rather calls `propose` and `keep` in two sessions, so
    that nobody's answer waits for the machine.
    """
    return keep(session, propose(session, slug, question, seed=seed, progress=progress, made_on=made_on, themes=themes))


def propose(
    session: Session,
    slug: str,
    question: str,
    *,
    seed: int,
    progress: Progress,
    made_on: date,
    themes: Collection[str] | None = None,
) -> Proposal:
    """Do the long part: read, learn and suggest, and write nothing. Raises NoCodebook, NoComments."""
    progress(0, _WHOLE, "reading")
    codebook, corpus = _asked(session, slug, question)
    last = runs.latest(session, slug, question, "assign")
    anew = None if themes is None or last is None else frozenset(themes)
    waiting = suggestions.waiting(session, slug, question)
    judgements, by_version = (
        read_judgements(session, slug, question),
        codings.number_by_version(session, slug, question),
    )
    lessons = _lessons(corpus, judgements, codebook)
    progress(_READ, _WHOLE, "learning")
    assigner = _learnt(corpus, lessons, judgements.asked, codebook, seed)
    progress(_LEARNT, _WHOLE, "suggesting")
    found = read_by_machine(
        assigner,
        [one for one in corpus if one.key in waiting],
        wanted=codebook.suggestible() if anew is None else codebook.suggestible() & anew,
        codings=Counter(theme for those in lessons.values() for theme in those),
        progress=lambda done, of: progress(_LEARNT + (_SUGGESTED - _LEARNT) * done // of, _WHOLE, "suggesting"),
    )
    parameters = {
        "codebook_version": codebook.version,
        "taught_by": len(lessons.keys() - judgements.anew),
        "read_by_version": dict(sorted(by_version.items())),
        "themes": None if anew is None else sorted(anew),
        **_parameters(assigner),
    }
    hashed = input_hash(corpus, lessons, judgements.asked, codebook)
    left = sum(reading.outcome != "suggested" for _, reading in found.readings)
    run = Run("", question, "assign", seed, parameters, library_versions(), hashed, made_on, len(corpus), left)
    seen = Seen(lessons, dict(held_out(assigner, list(lessons))), judgements.asked)
    progress(_SUGGESTED, _WHOLE, "storing")
    return Proposal(slug, run, found, frozenset(corpus.keys), anew, seen)


def _asked(session: Session, slug: str, question: str) -> tuple[Codebook, Corpus]:
    codebook = codebooks.current(session, slug, question)
    if not codebook.suggestible():
        raise NoCodebook(question)
    corpus = responses.corpus(session, slug, question)
    if not len(corpus):
        raise NoComments(question)
    return codebook, corpus


def _lessons(corpus: Corpus, judgements: Judgements, codebook: Codebook) -> dict[bytes, frozenset[str]]:
    there = codebook.suggestible()
    return {one.key: judgements.found[one.key] & there for one in corpus if one.key in judgements.found}


def _learnt(corpus: Corpus, lessons: Lessons, asked: Lessons, codebook: Codebook, seed: int) -> "ThemeAssigner":
    from consultation.themes.coding.assign import ThemeAssigner  # the worker's library, never the respondent's

    read = [one for one in corpus if one.key in lessons]
    themes = [lessons[one.key] for one in read]
    unread = [one.text for one in corpus if one.key not in lessons]
    known = [asked[one.key] for one in read]
    texts = [one.text for one in read]
    return ThemeAssigner(random_state=seed).fit(texts, themes, codebook.descriptions(), unread, known)


def _parameters(assigner: "ThemeAssigner") -> dict[str, Any]:
    """What the machine was set to, and from which score suggestions were right in nine of ten codings that were held out.

    The latter of all themes, and of each that bears it: what is said of one holds for it alone, not for all at once.
    ``learnt_from`` is how many codings this rests on.
    """
    from consultation.themes.coding.promises import Promise

    whole = assigner.promise(PRECISION)
    return {
        "most_suggestions": MOST_SUGGESTIONS,
        "assigner": {name: str(value) for name, value in sorted(assigner.get_params().items())},  # type: ignore[no-untyped-call]
        "learnt_from": len(assigner.out_of_fold_proba_),
        "promise": asdict(whole) if isinstance(whole, Promise) else None,
        "promises": {theme: asdict(one) for theme, one in assigner.promises(PRECISION).items()},
        "promise_not_for": [],
    }


def input_hash(corpus: Corpus, lessons: Lessons, asked: Lessons, codebook: Codebook) -> str:
    """Return the SHA-256 of all that a run's outcome depends on beside seed and versions: texts, what they taught, descriptions.

    Equal for equal comments, codings and words, whatever keys the comments carry.
    """
    there = codebook.suggestible()
    known = {key: [sorted(themes), sorted(asked[key] & there)] for key, themes in lessons.items()}
    digests = sorted(hashlib.sha256(json.dumps([one.text, known.get(one.key)]).encode()).digest() for one in corpus)
    described = json.dumps(codebook.descriptions(), sort_keys=True).encode()
    return hashlib.sha256(hashlib.sha256(described).digest() + b"".join(digests)).hexdigest()
