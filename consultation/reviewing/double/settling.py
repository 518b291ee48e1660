"""What the two coded differently, side by side and by name, and what the team decides."""

from collections.abc import Mapping

from flask import abort, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.double.forms import SettleForm
from consultation.reviewing.double.pages import Found, Settled, SettlePage
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
from consultation.storage.reading.double_codings import Adjudicated, DecidedMeanwhile, Judged
from consultation.usecases.reading.adjudicate import adjudicate, differing, mark
from consultation.usecases.reading.confirm_coding import UnknownComment, UnknownTheme
from consultation.web.database import reading, transaction


@blueprint.get(f"{QUESTION}settle/")
def settle(slug: str, question: str) -> AnyResponse:
    """Show the next comment that is not settled, or the one that is asked for."""
    with reading() as session:
        here = _bound(session, slug, question)
        if here.sample.state != "adjudicating":
            return redirect(url_for("reviewing.double", slug=slug, question=question), 303)
        return framing.show(_page(session, here, asked(here.at, "at")))


@blueprint.post(f"{QUESTION}settle/")
def settle_one(slug: str, question: str) -> AnyResponse:
    """Write down what was decided, and go on; whoever comes second is told what the first decided."""
    form = SettleForm()
    with reading() as session:
        here = _bound(session, slug, question)
    comment = opened(here.at, str(form.comment.data or ""))
    outcome = OUTCOMES.get(str(form.outcome.data))
    wrong = {} if form.validate_on_submit() else forms.mistakes(form)
    if not str(form.why.data or "").strip():
        wrong["why"] = "required"
    chosen = list(form.themes.data or []) if outcome == "coded" else []
    if outcome is None or (outcome == "coded" and not chosen):
        wrong["themes"] = "required"
    wrong.pop("outcome", None)
    status = 422
    if not wrong and outcome is not None:
        why, seen, by = str(form.why.data), str(form.seen.data or ""), current_user.email
        try:
            with transaction() as session:
                adjudicate(session, slug, question, comment, themes=chosen, outcome=outcome, why=why, by=by, seen=seen)
        except UnknownComment:
            return redirect(url_for("reviewing.settle", slug=slug, question=question, gone=1), 303)
        except UnknownTheme:
            wrong = {"themes": "changed"}
        except DecidedMeanwhile:
            status = 409
        else:
            return redirect(url_for("reviewing.settle", slug=slug, question=question), 303)
    with reading() as session:
        here = _bound(session, slug, question)
        if here.sample.state != "adjudicating":
            return redirect(url_for("reviewing.double", slug=slug, question=question, told="meanwhile"), 303)
        return framing.show(_page(session, here, comment, form, wrong), status=status)


def _bound(session: Session, slug: str, question: str) -> Bound:
    here = bound(session, slug, question)
    if here is None:
        abort(404)
    return here


def _page(
    session: Session,
    here: Bound,
    wanted: bytes | None,
    form: SettleForm | None = None,
    wrong: dict[str, str] | None = None,
) -> SettlePage:
    differ = differing(session, here.sample)
    decided = {key: one for key, one in double_codings.adjudications(session, here.sample.key).items() if key in differ}
    comment = wanted if wanted in differ else first_left(differ, decided, here.sample)
    before = decided.get(comment) if comment else None
    first, second = differ[comment] if comment else (None, None)
    ticked = before.judged.themes if before else first.themes & second.themes if first and second else frozenset()
    written = form if form is not None and comment == wanted else None
    return SettlePage(
        frame=framing.frame(),
        at=here.at,
        state="open" if comment else "all_settled",
        version=here.book.version,
        text=runs.texts(session, [comment])[comment] if comment else "",
        role=role_shown(session, here.at, comment) if comment else None,
        reference=finding.references(here.at).to(comment) if comment else None,
        seen=mark(before),
        coders=here.sample.coders,
        first=here.names(first) if first else None,
        second=here.names(second) if second else None,
        choices=here.choices(ticked if written is None else list(written.themes.data or []), (first, second)),
        mine=_chosen(here, written) if written is not None and not wrong else None,
        why=str(written.why.data or "") if written else before.why if before else "",
        before=_settled(here, comment, before) if comment and before else None,
        meanwhile=written is not None and not wrong,
        gone=bool(request.args.get("gone")) or (wanted is not None and wanted not in differ),
        percent=percent(len(decided), len(differ)),
        settled=_all_settled(here, decided),
        mistakes=wrong or {},
    )


def _chosen(here: Bound, form: SettleForm) -> Found | None:
    """What a form says, in the names of the themes."""
    outcome = OUTCOMES.get(str(form.outcome.data))
    themes = frozenset(form.themes.data or []) if outcome == "coded" else frozenset()
    return here.names(Judged(outcome, themes)) if outcome else None


def _all_settled(here: Bound, decided: Mapping[bytes, Adjudicated]) -> list[Settled]:
    return [_settled(here, key, decided[key]) for key in in_own_order(frozenset(decided), here.sample)]


def _settled(here: Bound, comment: bytes, one: Adjudicated) -> Settled:
    return Settled(here.names(one.judged), one.why, one.by, finding.references(here.at).to(comment))
