"""Lays a comment on the desk: what may be shown of it and around it, and what stands ticked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from flask import current_app
from flask_security import current_user
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reviewing import finding, framing
from consultation.reviewing.coding import choosing, desk
from consultation.reviewing.coding.carried import Skipped, Undoables, note_names
from consultation.reviewing.coding.desk import Desk, Seen
from consultation.reviewing.coding.marking import pieces
from consultation.reviewing.coding.neighbours import others_of
from consultation.reviewing.coding.pages import Choice, CodingPage, NoteShown, Part, Read, Saved, Shown
from consultation.reviewing.coding.turns import Next, next_again, next_to_read
from consultation.reviewing.covering import coverage_counted
from consultation.reviewing.pages import At
from consultation.storage.reading import (
    codebooks,
    codings,
    double_codings,
    notes,
    readings,
    runs,
    screenings,
    suggestions,
    surroundings,
)
from consultation.storage.reading.matching import role_of
from consultation.storage.reading.reading_queue import ReadingQueue, Standing
from consultation.storage.reading.readings import Decided
from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.passages import Passage, passages
from consultation.usecases.reading.tell_staleness import stale_at_the_desk


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to lie on the desk: a comment that is asked for or the next one, with what was ticked on it, and messages.

    `but` is a comment that lies on the desk already; `before` the decisions that may be taken back; of the last of them,
    `after` tells that it was just taken, or `decided` on which comment where taking it back is too long for an address.
    `met` is what somebody else decided while `sent` was on its way; `opened` says which fold is to stand open.
    """

    comment: bytes | None = None
    desk: Desk | None = None
    skipped: Skipped = field(default_factory=Skipped)
    but: bytes | None = None
    before: Undoables = field(default_factory=Undoables)
    after: bool = False
    decided: bytes | None = None
    undone: bool = False
    mistakes: Mapping[str, str] = field(default_factory=dict)
    met: Decided | None = None
    opened: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True)
class _Around:
    """The comment that lies on the desk, its writer's role, and the question that it belongs to."""

    at: At
    codebook: Codebook
    standing: Standing
    following: Next
    role: str


def page(session: Session, at: At, wanted: Wanted) -> CodingPage | None:
    """Return the desk; None where the comment that is asked for is no comment to this question."""
    standing = queue().standing(session, at.slug, at.question)
    codebook = codebooks.current(session, at.slug, at.question)
    state, following = _state(session, at, wanted, standing)
    comment = following.comment if following else None
    role = role_of(session, at.slug, at.question, comment) if comment else None
    if comment is not None and role is None:
        return None
    around = _Around(at, codebook, standing, following, role or "") if following else None
    return CodingPage(
        frame=framing.frame(),
        at=at,
        state=state,
        shown=_shown(session, around, wanted) if around else None,
        saved=_saved(session, at, wanted, codebook),
        undo=_undo(session, at, wanted.before),
        undone=wanted.undone,
        skipped=wanted.skipped.sealed(at),
        next_skipped=wanted.skipped.and_also(comment).sealed(at) if comment else "",
        stale=_stale(session, at, standing, codebook),
        coverage=coverage_counted(finding.consultation(session, at.slug), standing.coverage, framing.language()),
        met=told(wanted.met, codebook) if wanted.met else None,
        mistakes=wanted.mistakes,
        opened=wanted.opened,
        sent=wanted.sent,
    )


def _stale(session: Session, at: At, standing: Standing, codebook: Codebook) -> tuple[str, ...]:
    """Why the suggestions are out of date; what takes a look at every version of the codebook is kept for the next comment."""
    run = runs.latest(session, at.slug, at.question, "assign")
    if run is None:
        return ()
    kept: dict[tuple[str, str], tuple[object, tuple[str, ...]]]
    kept = current_app.extensions.setdefault("consultation.stale", {})
    asked = (at.slug, at.question)
    made_of = (run.key, run.stale, standing.comments, codebook.version)
    known = kept.get(asked)  # taken and put whole: another thread may answer the same at this moment
    if known is None or known[0] != made_of:
        why = stale_at_the_desk(session, *asked, run, comments=standing.comments, version=codebook.version)
        known = kept[asked] = (made_of, why)
    return known[1]


def queue() -> ReadingQueue:
    """Return what this application knows of the comments that wait."""
    kept: ReadingQueue = current_app.extensions.setdefault("consultation.reading_queue", ReadingQueue())
    return kept


def told(decided: Decided, codebook: Codebook) -> Read | None:
    """Return what was decided in the names of themes, or None where nobody has read the comment."""
    if decided.outcome is None:
        return None
    names = [theme.name for theme in codebook.themes if theme.id in decided.confirmed]
    return Read(decided.outcome, names, decided.by, decided.by == current_user.email)


def _state(session: Session, at: At, wanted: Wanted, standing: Standing) -> tuple[str, Next | None]:
    if standing.comments < finding.SMALLEST_GROUP:
        return "few", None
    if wanted.comment is not None:
        apart = wanted.comment in double_codings.reserved(session, at.slug, at.question)
        return ("coded_twice", None) if apart else ("reading", Next(wanted.comment, ""))
    reader = blake2b(current_user.email.encode(), key=finding.settings().secret("disorder"), digest_size=32).digest()
    aside = _laid_aside(wanted)
    if wanted.skipped.again:
        once_more = next_again(session, queue(), at.slug, at.question, reader=reader, skipped=aside)
        return ("reading", once_more) if once_more else ("nothing_left_again", None)
    following = next_to_read(
        session, queue(), at.slug, at.question, decisions=standing.decisions, reader=reader, skipped=aside
    )
    if following is None:
        return ("rest_is_blind" if double_codings.reserved(session, at.slug, at.question) else "nothing_left"), None
    return "reading", following


def _laid_aside(wanted: Wanted) -> Skipped:
    return wanted.skipped.and_also(wanted.but) if wanted.but is not None else wanted.skipped


def _shown(session: Session, around: _Around, wanted: Wanted) -> Shown:
    at, following, codebook = around.at, around.following, around.codebook
    comment = following.comment
    text, decided = runs.texts(session, [comment])[comment], readings.of(session, comment)
    there = codebook.suggestible()
    suggested = [one for one in codings.of(session, [comment])[comment].suggested if one.theme in there]
    laid = wanted.desk or Desk.of(decided)
    late = queue().wanted(session, at.slug, at.question).missed(decided.version) if decided.outcome else frozenset()
    offered = choosing.choices(codebook, suggested, laid.themes, late)
    signs = choosing.signs(offered)
    named = around.role in finding.roles_to_name(around.standing.by_role)
    machine = suggestions.machine_readings(session, [comment]).get(comment)
    return Shown(
        reference=finding.references(at).to(comment),
        seen=Seen(decided.digest(), codebook.version).written(),
        pieces=pieces(text, suggested, decided.passages, signs),
        role=finding.role_names(session, at.slug).get(around.role) if named else None,
        at_least_copies=coarse(screenings.copies_like(session, at.slug, at.question, comment)),
        raised=surroundings.is_raised(session, comment),
        reason=following.reason or None,
        asked_for=next((theme.name for theme in codebook.themes if theme.id == following.theme), None),
        read=told(decided, codebook),
        machine="suggested" if suggested else machine.outcome if machine else None,
        choices=offered,
        facets=[(facet, laid.facets.get(facet.id, "")) for facet in choosing.facets(framing.language())],
        sentences=_sentences(text, laid),
        passages=_passages(text, laid, decided, offered),
        notes=_notes(session, at, comment),
        note=laid.note,
        others=others_of(session, at, comment, around.role) if named and wanted.opened == "others" else None,
        may_ask_for_others=named,
    )


def _sentences(text: str, laid: Desk) -> list[Part]:
    return [Part(desk.value(part), part.of(text), chosen=part in laid.sentences) for part in passages(text)]


def _passages(text: str, laid: Desk, decided: Decided, offered: list[Choice]) -> list[Part]:
    signs = choosing.signs(offered)
    by = {(one.theme, Passage(one.start, one.stop)): one.by for one in decided.passages}
    return [
        Part(desk.value(part, theme), part.of(text), *signs[theme], by.get((theme, part), ""))
        for theme, part in sorted(laid.passages, key=lambda one: one[1])
        if theme in signs and part.start < part.stop <= len(text)
    ]


def _notes(session: Session, at: At, comment: bytes) -> list[NoteShown]:
    names, me = note_names(at), current_user.email
    return [
        NoteShown(note.text, note.by, names.to(note.key) if note.by == me else None)
        for note in notes.of(session, comment)
    ]


def _saved(session: Session, at: At, wanted: Wanted, codebook: Codebook) -> Saved | None:
    """Return what was just decided on the comment before this one."""
    last = wanted.before.last if wanted.after else None
    comment = last.comment if last else wanted.decided
    if comment is None:
        return None
    read = told(readings.of(session, comment), codebook)
    return Saved(finding.references(at).to(comment), read) if read else None


def _undo(session: Session, at: At, taken: Undoables) -> str:
    """What takes the last decisions back, from the first one that is still there: of others nothing is left to undo."""
    while taken.last is not None and readings.of(session, taken.last.comment).digest() != taken.last.digest:
        taken = taken.earlier
    return taken.sealed(at)
