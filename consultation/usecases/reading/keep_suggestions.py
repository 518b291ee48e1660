"""Store what the machine suggests, as far as it still holds under the codebook as it is by then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, codings, measurements, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook, Suggested, diff, touched
from consultation.usecases.reading.follow_codebook import follow_codebook
from consultation.usecases.reading.read_by_machine import ReadByMachine
from consultation.usecases.reading.tell_what_was_learned import Seen, tell_what_was_learned


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


def keep_suggestions(session: Session, proposal: Proposal) -> Run:
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
