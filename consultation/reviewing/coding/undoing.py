"""Takes back the decision that a reviewer has just taken."""

from flask import abort, redirect
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.coding.carried import Skipped, Undoables, address
from consultation.reviewing.coding.forms import UndoForm
from consultation.reviewing.coding.screen import MET, QUESTION, shown, where
from consultation.reviewing.coding.showing import Wanted
from consultation.usecases.reading.confirm_coding import CodedTwice, DecidedMeanwhile, UnknownComment, UnknownTheme
from consultation.usecases.reading.undo_coding import undo_coding
from consultation.web.database import transaction


@blueprint.post(f"{QUESTION}undo")
def undo(slug: str, question: str) -> AnyResponse:
    """Put back what was there before, and show the comment again; where somebody decided anew since, say who, and change nothing."""
    at, form = where(slug, question), UndoForm()
    taken = Undoables.read(at, form.undo.data) if form.validate_on_submit() else Undoables()
    back = taken.last
    if back is None:
        abort(404)
    wanted = Wanted(back.comment, skipped=Skipped.read(at, form.skipped.data))
    try:
        with transaction() as session:
            undo_coding(session, slug, question, back.comment, before=back.before, digest=back.digest)
    except UnknownComment:
        abort(404)
    except UnknownTheme:
        return shown(at, Wanted(back.comment, skipped=wanted.skipped, mistakes={"undo": "undo_changed"}), status=MET)
    except CodedTwice:
        return shown(at, wanted, status=MET)
    except DecidedMeanwhile as meanwhile:
        met = Wanted(back.comment, skipped=wanted.skipped, met=meanwhile.decided, mistakes={"met": "undo_met"})
        return shown(at, met, status=MET)
    told = {"at": finding.references(at).to(back.comment), "undone": "1", "before": taken.earlier.sealed(at)}
    return redirect(address(at, wanted.skipped, **told), 303)
