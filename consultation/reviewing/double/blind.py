"""One comment at a time, coded alone: without suggestions, without the other coder, without anybody's notes."""

from collections.abc import Sequence

from flask import Response, abort, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.privacy.disclosure import coarse
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.double.forms import BlindForm
from consultation.reviewing.double.pages import BlindPage, Found, OwnCoding, OwnCodingsPage
from consultation.reviewing.double.sample import (
    OUTCOMES,
    QUESTION,
    Bound,
    asked,
    bound,
    first_left,
    in_own_order,
    opened,
    percent,
    role_shown,
)
from consultation.storage.reading import double_codings, runs
from consultation.storage.reading.double_codings import Judged
from consultation.usecases.reading.code_blind import CodingIsClosed, NotYours, code_blind
from consultation.usecases.reading.confirm_coding import UnknownComment, UnknownTheme
from consultation.web.database import reading, transaction


@blueprint.get(f"{QUESTION}blind/")
def blind(slug: str, question: str) -> AnyResponse:
    """Show the next comment that this account has not coded, or the one that is asked for."""
    with reading() as session:
        here = _mine(session, slug, question)
        if here.sample.state != "coding":
            return redirect(url_for("reviewing.double", slug=slug, question=question), 303)
        return framing.show(_page(session, here, asked(here.at, "at"), {}))


@blueprint.post(f"{QUESTION}blind/")
def code_alone(slug: str, question: str) -> AnyResponse:
    """Write down what this account found, and go on to the next comment."""
    form = BlindForm()
    with reading() as session:
        here = _mine(session, slug, question)
    comment = opened(here.at, str(form.comment.data or ""))
    outcome = OUTCOMES.get(str(form.outcome.data))
    wrong = {} if form.validate_on_submit() else forms.mistakes(form)
    chosen = list(form.themes.data or []) if outcome == "coded" else []
    if outcome is None or (outcome == "coded" and not chosen):
        wrong = {"themes": "required"}
    if not wrong and outcome is not None:
        try:
            with transaction() as session:
                code_blind(session, slug, question, comment, themes=chosen, outcome=outcome, by=current_user.email)
        except CodingIsClosed:
            return redirect(url_for("reviewing.double", slug=slug, question=question, told="closed"), 303)
        except NotYours:
            abort(403)
        except UnknownComment:
            return redirect(url_for("reviewing.blind", slug=slug, question=question, gone=1), 303)
        except UnknownTheme:
            wrong = {"themes": "changed"}
        else:
            previous = finding.references(here.at).to(comment)
            return redirect(url_for("reviewing.blind", slug=slug, question=question, previous=previous), 303)
    with reading() as session:
        return framing.show(_page(session, here, comment, wrong, chosen), status=422)


@blueprint.get(f"{QUESTION}blind/own/")
def own_codings(slug: str, question: str) -> Response:
    """Show all that this account coded, each with a way to change it."""
    with reading() as session:
        here = _mine(session, slug, question)
        found = double_codings.found_by(session, here.sample.key, _place(here))
        few = len(found) < finding.SMALLEST_GROUP
        texts = {} if few else runs.texts(session, found)
    seal = finding.references(here.at)
    ordered = [key for key in in_own_order(frozenset(found), here.sample) if key in texts]
    shown = [OwnCoding(texts[key], here.names(found[key]), seal.to(key)) for key in ordered]
    return framing.show(OwnCodingsPage(framing.frame(), here.at, shown, few))


def _mine(session: Session, slug: str, question: str) -> Bound:
    """The sample, where this account codes it; else 403, or 404 where there is none."""
    here = bound(session, slug, question, covered=False)
    if here is None:
        abort(404)
    if here.sample.place(current_user.email) is None:
        abort(403)
    return here


def _place(here: Bound) -> int:
    return here.sample.place(current_user.email) or 0


def _page(
    session: Session, here: Bound, wanted: bytes | None, wrong: dict[str, str], chosen: Sequence[str] | None = None
) -> BlindPage:
    """Everything here comes from the sample, its codebook, the comment, and this account's own codings."""
    comments = double_codings.drawn(session, here.sample.key)
    mine = {
        key: one
        for key, one in double_codings.found_by(session, here.sample.key, _place(here)).items()
        if key in comments
    }
    few = len(comments) < finding.SMALLEST_GROUP
    gone = bool(request.args.get("gone")) or (wanted is not None and wanted not in comments)
    comment = None if few else wanted if wanted in comments else first_left(comments, mine, here.sample)
    known = mine.get(comment) if comment else None
    state = "few" if few else "finished" if comment is None else "gone" if gone else "coding"
    return BlindPage(
        frame=framing.frame(),
        at=here.at,
        state=state,
        version=here.book.version,
        text=runs.texts(session, [comment])[comment] if comment else "",
        role=role_shown(session, here.at, comment) if comment else None,
        reference=finding.references(here.at).to(comment) if comment else None,
        outcome=known.outcome if known else None,
        choices=here.choices((known.themes if known else ()) if chosen is None else chosen),
        saved=_saved(here, mine),
        percent=percent(len(mine), len(comments)),
        left=coarse(len(comments) - len(mine)),
        mistakes=wrong,
    )


def _saved(here: Bound, mine: dict[bytes, Judged]) -> tuple[str, Found] | None:
    """What this account found in the comment before, and the reference by which to change it."""
    previous = asked(here.at, "previous") if request.method == "GET" else None
    if previous is None or previous not in mine:
        return None
    return finding.references(here.at).to(previous), here.names(mine[previous])
