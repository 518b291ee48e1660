"""The review screen: one comment at a time, what the machine suggests and why, and what the reviewer finds."""

from dataclasses import replace

from flask import Response, abort, redirect, request
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.coding import choosing, showing
from consultation.reviewing.coding.carried import Skipped, Undoable, Undoables, address, kept, note_names, read_desk
from consultation.reviewing.coding.desk import Desk, Seen
from consultation.reviewing.coding.forms import DeskForm
from consultation.reviewing.coding.showing import Wanted
from consultation.reviewing.pages import At
from consultation.reviewing.references import References, UnknownReference
from consultation.storage.reading.codings import Outcome
from consultation.usecases.reading.confirm_coding import (
    Beside,
    CodedTwice,
    DecidedMeanwhile,
    UnknownComment,
    UnknownTheme,
    confirm_coding,
    refuse_coded_twice,
)
from consultation.usecases.reading.note_comment import note_comment, take_back_note
from consultation.web.database import reading, transaction

QUESTION = f"{PREFIX}/consultations/<slug>/coding/<question>/"
OUTCOMES: dict[str, Outcome] = {"coded": "coded", "none": "none", "undecided": "undecided"}
MET = 409


@blueprint.get(QUESTION)
def coding(slug: str, question: str) -> Response:
    """Show the next comment that nobody has read, `but` not this one; or the one that is asked for."""
    at = where(slug, question)
    asked, but, decided = (request.args.get(name) for name in ("at", "but", "decided"))
    return shown(
        at,
        Wanted(
            comment=opened(finding.references(at), asked) if asked is not None else None,
            desk=read_desk(at, request.args.get("kept")) if asked is not None else None,
            skipped=_round(at),
            but=opened(finding.references(at), but) if but is not None else None,
            before=Undoables.read(at, request.args.get("after") or request.args.get("before")),
            after="after" in request.args,
            decided=opened(finding.references(at), decided) if decided is not None else None,
            undone="undone" in request.args,
        ),
    )


def _round(at: At) -> Skipped:
    """What was laid aside, and whether it is read again what was read before a theme was made."""
    carried = Skipped.read(at, request.args.get("skipped"))
    return replace(carried, again=True) if "again" in request.args else carried


@blueprint.post(QUESTION)
def decide(slug: str, question: str) -> AnyResponse:
    """Write down what was found and go on to the next comment; or do to the desk what a button asks for."""
    at, form = where(slug, question), DeskForm()
    comment = opened(finding.references(at), form.comment.data or "")
    before = Undoables.read(at, form.before.data)
    wanted = Wanted(comment, Desk.sent(form, request.form), Skipped.read(at, form.skipped.data), before=before)
    if not form.validate_on_submit():
        return shown(at, replace(wanted, mistakes=forms.mistakes(form)), status=422)
    if act := str(form.act.data or ""):
        return _act(at, wanted, act, str(form.into.data or ""))
    return _decide(at, wanted, form)


def where(slug: str, question: str) -> At:
    """Return where we are, or answer 404."""
    with reading() as session:
        return finding.at(session, slug, question, covered=False)


def opened(references: References, reference: str) -> bytes:
    """Return what a reference names, or answer 404."""
    try:
        return references.comment(reference)
    except UnknownReference:
        abort(404)


def shown(at: At, wanted: Wanted, *, status: int = 200) -> Response:
    """Answer with the desk."""
    with reading() as session:
        page = showing.page(session, at, wanted)
    if page is None:
        abort(404)
    return framing.show(page, status=status)


def _decide(at: At, wanted: Wanted, form: DeskForm) -> AnyResponse:
    comment, laid, outcome = wanted.comment or b"", wanted.desk or Desk(), OUTCOMES.get(str(form.outcome.data))
    themes = laid.themes if outcome == "coded" else ()
    if outcome is None or (outcome == "coded" and not themes):
        return shown(at, replace(wanted, mistakes={"themes": "nothing_ticked"}), status=422)
    if not choosing.known_facets(laid.facets, framing.language()):
        return shown(at, replace(wanted, mistakes={"facets": "changed"}), status=422)
    beside, seen = Beside(laid.passages, laid.facets, frozenset(form.shown.data or ())), Seen.read(str(form.seen.data))
    try:
        with transaction() as session:
            refuse_coded_twice(session, at.slug, at.question, comment)
            before, now = confirm_coding(
                session, at.slug, at.question, comment, themes=themes, outcome=outcome, by=current_user.email,
                beside=beside, seen=seen.digest, version=seen.version,
            )  # fmt: skip
            note_comment(session, at.slug, at.question, comment, laid.note, by=current_user.email)
    except UnknownComment:
        abort(404)
    except (UnknownTheme, ValueError) as refused:
        wrong = "changed" if isinstance(refused, UnknownTheme) else "passage"
        return shown(at, replace(wanted, mistakes={"themes": wrong}), status=422)
    except CodedTwice:
        return shown(at, wanted, status=MET)
    except DecidedMeanwhile as meanwhile:
        return shown(at, replace(wanted, met=meanwhile.decided, sent=outcome, mistakes={"met": "met"}), status=MET)
    after = wanted.before.and_also(Undoable(comment, before, now.digest())).sealed(at)
    told = {"after": after} if after else {"decided": finding.references(at).to(comment)}
    return redirect(address(at, wanted.skipped, **told), 303)


def _act(at: At, wanted: Wanted, act: str, into: str) -> AnyResponse:
    """Do what changes the desk and decides nothing; only notes are stored."""
    comment, laid = wanted.comment or b"", wanted.desk or Desk()
    name, _, about = act.partition(":")
    match name:
        case "attach" | "detach":
            enough = name == "detach" or bool(into and laid.sentences)
            wrong = {} if enough else {"sentences": "nothing_chosen"}
            changed = laid.without(about) if name == "detach" else laid.attached(into) if enough else laid
            return shown(
                at, replace(wanted, desk=changed, mistakes=wrong, opened="passages"), status=200 if enough else 422
            )
        case "others":
            return shown(at, replace(wanted, opened="others"))
        case "note":
            _note(at, comment, laid.note)
            return _back(at, replace(wanted, desk=replace(laid, note=""), opened="notes"))
        case "drop-note":
            with transaction() as session:
                take_back_note(session, comment, opened(note_names(at), about), by=current_user.email)
            return _back(at, replace(wanted, opened="notes"))
        case _:
            return shown(at, replace(wanted, mistakes={"act": "unreadable"}), status=422)


def _note(at: At, comment: bytes, text: str) -> None:
    try:
        with transaction() as session:
            note_comment(session, at.slug, at.question, comment, text, by=current_user.email)
    except UnknownComment:
        abort(404)


def _back(at: At, wanted: Wanted) -> AnyResponse:
    """Show the same comment again, with what stood on the desk."""
    comment, sealed = wanted.comment or b"", kept(at, wanted.desk or Desk())
    if not sealed:  # too much for an address; sent again, the same note still stands there once
        return shown(at, wanted)
    told = {"at": finding.references(at).to(comment), "kept": sealed, "before": wanted.before.sealed(at)}
    return redirect(address(at, wanted.skipped, **told), 303)
