"""Let the machine suggest themes for comments that nobody has read, from the codebook and from what people confirmed."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from consultation.storage import responses
from consultation.storage.reading import codebooks, codings, measurements, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook, Suggested, diff, touched
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.discover_themes import library_versions
from consultation.usecases.reading.follow_codebook import follow_codebook
from consultation.usecases.reading.judgements import Judgements
from consultation.usecases.reading.read_by_machine import MOST_SUGGESTIONS, ReadByMachine, held_out, read_by_machine
from consultation.usecases.reading.tell_what_was_learned import Seen, tell_what_was_learned

if TYPE_CHECKING:
    from consultation.themes.coding.assign import ThemeAssigner

PRECISION = 0.9
_READ, _LEARNT, _SUGGESTED, _WHOLE = 5, 30, 97, 100  # hundredths of the way
Progress = Callable[[int, int, str], None]
Lessons = Mapping[bytes, frozenset[str]]


class NoCodebook(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There is no theme to suggest yet, or all are retired: the team decides on themes first."""


class NoComments(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Nobody has written anything yet."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run that is not stored yet, with what it makes of each comment; their run is filled in when they are kept.

    ``made_with`` are all comments that were there, ``themes`` those to be suggested anew: None for all.
    """

    slug: str
    run: Run
    found: ReadByMachine = field(repr=False)
    made_with: frozenset[bytes] = field(repr=False)
    themes: frozenset[str] | None
    seen: Seen = field(repr=False)


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
    judgements, by_version = Judgements.of(session, slug, question), codings.number_by_version(session, slug, question)
    lessons = {
        one.key: judgements.found[one.key] & codebook.suggestible() for one in corpus if one.key in judgements.found
    }
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
        "read_by_version": {str(version): number for version, number in sorted(by_version.items())},
        "themes": None if anew is None else sorted(anew),
        **_parameters(assigner),
    }
    covered = sum(reading.outcome == "suggested" for _, reading in found.readings)
    run = Run(
        "",
        question,
        "assign",
        seed,
        parameters,
        library_versions(),
        input_hash(corpus, lessons, judgements.asked, codebook),
        made_on,
        comments=len(corpus),
        not_covered=len(found.readings) - covered,
    )
    seen = Seen(lessons, dict(held_out(assigner, list(lessons))), judgements.asked)
    progress(_SUGGESTED, _WHOLE, "storing")
    return Proposal(slug, run, found, frozenset(corpus.keys), anew, seen)


def keep(session: Session, proposal: Proposal) -> Run:
    """Do the short part: store the run, and what it says of comments that still wait, under the codebook as it is now.

    What was decided on the codebook while the machine worked is followed: suggestions of a merged theme are those of the
    theme it went into, those of a theme that was dropped, split or retired are gone.
    """
    slug, question = proposal.slug, proposal.run.question
    suggestions.alone(session, slug, question)
    since = _Since.of(session, slug, question, int(proposal.run.parameters["codebook_version"]))
    before = runs.latest(session, slug, question, "assign")
    stored = suggestions.by_comment(session, slug, question)
    earlier = {key: frozenset(stored.get(key, ())) for key in suggestions.looked_at(session, slug, question)}
    waiting = suggestions.waiting(session, slug, question)
    run = replace(proposal.run, key=runs.next_key(session, slug, question, "assign"))
    if before is not None and proposal.themes is not None:
        run = replace(run, parameters={**run.parameters, **_of_the_others(before, run, proposal.themes)})
    runs.add(session, slug, run)
    if not proposal.made_with <= codings.every(session, slug, question):
        runs.mark_stale(session, run.key)
    kept = _kept(proposal, run.key, waiting, since)
    anew = None if proposal.themes is None else proposal.themes | _gone(stored.values(), since.codebook)
    suggestions.suggest(session, slug, question, [(key, kept[key, theme]) for key, theme in sorted(kept)], themes=anew)
    later = {key: frozenset(_left(stored.get(key, ()), anew)) for key in waiting}
    for key, theme in kept:
        later[key] |= {theme}
    readings = [
        (key, replace(one, run=run.key, outcome=_outcome(one.outcome, later[key]), theme=since.theme(one.theme)))
        for key, one in sorted(proposal.found.readings, key=lambda pair: pair[0])
        if key in waiting
    ]
    suggestions.read_by_machine(session, slug, question, readings)
    if before is not None:
        later = {key: later[key] for key, _ in readings}
        same = _meaning_the_same(session, slug, before, since.codebook)
        told = tell_what_was_learned(before, run, earlier=earlier, later=later, seen=proposal.seen, themes=same)
        measurements.keep(session, slug, question, told)
    return run


@dataclass(frozen=True, slots=True)
class _Since:
    """The codebook as it is now, and what became of the themes since the machine read it."""

    codebook: Codebook
    went: Mapping[str, str | None]
    suggestible: frozenset[str]

    @classmethod
    def of(cls, session: Session, slug: str, question: str, version: int) -> "_Since":
        earlier = codebooks.of_version(session, slug, question, version) or Codebook()
        followed = follow_codebook(session, slug, question, earlier)
        return cls(followed.codebook, followed.went, followed.codebook.suggestible())

    def theme(self, theme: str | None) -> str | None:
        """What a theme is called by now; None where it may not be suggested any more."""
        now = self.went.get(theme) if theme else None
        return now if now in self.suggestible else None


def _kept(
    proposal: Proposal, run: str, waiting: Collection[bytes], since: _Since
) -> dict[tuple[bytes, str], Suggested]:
    """The suggestions that still hold; where two themes have become one, the stronger one."""
    kept: dict[tuple[bytes, str], Suggested] = {}
    for key, one in proposal.found.suggestions:
        theme = since.theme(one.theme)
        if theme is None or key not in waiting:
            continue
        if proposal.themes is not None and theme not in proposal.themes:
            continue  # it has rows of its own, which another run may replace
        there = kept.get((key, theme))
        if there is None or one.score > there.score:
            kept[key, theme] = replace(one, theme=theme, run=run)
    return kept


def _gone(stored: Iterable[Mapping[str, float]], codebook: Codebook) -> frozenset[str]:
    """Themes that there are suggestions of, and that may not be suggested any more."""
    return frozenset(theme for those in stored for theme in those) - codebook.suggestible()


def _left(themes: Iterable[str], anew: frozenset[str] | None) -> Iterable[str]:
    return () if anew is None else [theme for theme in themes if theme not in anew]


def _outcome(read: suggestions.Outcome, themes: Collection[str]) -> suggestions.Outcome:
    """What is said of a comment in view of what is suggested for it, also by earlier runs."""
    if themes:
        return "suggested"
    return "undecided" if read == "suggested" else read


def _meaning_the_same(session: Session, slug: str, before: Run, codebook: Codebook) -> frozenset[str]:
    """The themes that both runs knew, and that nobody has worded anew in between."""
    version = before.parameters.get("codebook_version")
    if version == codebook.version:
        return codebook.suggestible()
    history = codebooks.history(session, slug, before.question)
    old = next((one.codebook for one in history if one.codebook.version == version), Codebook())
    return (old.suggestible() & codebook.suggestible()) - touched(diff(old, codebook))


def _asked(session: Session, slug: str, question: str) -> tuple[Codebook, Corpus]:
    codebook = codebooks.current(session, slug, question)
    if not codebook.suggestible():
        raise NoCodebook(question)
    corpus = responses.corpus(session, slug, question)
    if not len(corpus):
        raise NoComments(question)
    return codebook, corpus


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


def _of_the_others(before: Run, run: Run, anew: frozenset[str]) -> dict[str, Any]:
    """What still holds of the suggestions that an earlier run made, where only some themes are suggested anew."""
    old, new = before.parameters, run.parameters["promises"]
    others = {theme: one for theme, one in old.get("promises", {}).items() if theme not in anew}
    return {
        "learnt_from": old.get("learnt_from", 0),
        "read_by_version": old.get("read_by_version"),
        "promise": old.get("promise"),
        "promises": others | {theme: one for theme, one in new.items() if theme in anew},
        "promise_not_for": sorted(anew | set(old.get("promise_not_for", ()))),
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
