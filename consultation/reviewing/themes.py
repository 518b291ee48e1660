"""The themes of one question: the machine's candidates, the team's codebook, and the decisions that lead from one to the other."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.jobs.delivery import deliver
from consultation.reviewing import deciding, finding, forms, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.pages import HistoryPage, Refused, ThemesPage, VersionShown
from consultation.reviewing.proposals import candidates_shown, run_shown, themes_shown
from consultation.storage import codebooks, jobs, responses, runs
from consultation.storage.codebooks import DecidedMeanwhile
from consultation.themes.codebook import Accept, CannotDecide, Decision, Drop, Merge, Rename, Split
from consultation.usecases.discover_themes import FEWEST_COMMENTS
from consultation.usecases.review_themes import review_themes
from consultation.web import clock
from consultation.web.database import reading, transaction

QUESTION = f"{PREFIX}/consultations/<slug>/themes/<question>/"
SEED = 2018


@blueprint.get(QUESTION)
def themes(slug: str, question: str) -> Response:
    """Show candidates and codebook."""
    with reading() as session:
        return framing.show(_page(session, slug, question, None))


@blueprint.get(f"{QUESTION}history")
def history(slug: str, question: str) -> Response:
    """Show every decision, the newest first."""
    with reading() as session:
        at = finding.at(session, slug, question)
        versions = [_version(one) for one in codebooks.history(session, slug, question)]
    return framing.show(HistoryPage(framing.frame(), at, versions))


@blueprint.post(f"{QUESTION}discover")
def discover(slug: str, question: str) -> AnyResponse:
    """Ask the machine to propose themes."""
    return _ask(slug, question, "discover")


@blueprint.post(f"{QUESTION}suggest")
def suggest(slug: str, question: str) -> AnyResponse:
    """Ask the machine to suggest the codebook's themes for what nobody has read."""
    return _ask(slug, question, "assign")


@blueprint.post(f"{QUESTION}accept")
def accept(slug: str, question: str) -> AnyResponse:
    """Make a theme of a candidate."""
    return _decide(slug, question, "accept", forms.AcceptForm, deciding.accept)


@blueprint.post(f"{QUESTION}rename")
def rename(slug: str, question: str) -> AnyResponse:
    """Give a theme another name."""
    return _decide(slug, question, "rename", forms.RenameForm, deciding.rename)


@blueprint.post(f"{QUESTION}merge")
def merge(slug: str, question: str) -> AnyResponse:
    """Put other themes into one."""
    return _decide(slug, question, "merge", forms.MergeForm, deciding.merge)


@blueprint.post(f"{QUESTION}split")
def split(slug: str, question: str) -> AnyResponse:
    """Make two themes of one."""
    return _decide(slug, question, "split", forms.SplitForm, deciding.split)


@blueprint.post(f"{QUESTION}drop")
def drop(slug: str, question: str) -> AnyResponse:
    """Take a theme out."""
    return _decide(slug, question, "drop", forms.DropForm, deciding.drop)


def _ask(slug: str, question: str, kind: str) -> AnyResponse:
    arguments = {"question": question, "seed": SEED}
    with transaction() as session:
        finding.at(session, slug, question)
        if kind == "assign" and not codebooks.current(session, slug, question).themes:
            abort(404)
        key = _under_way(session, slug, kind, question)
        new = key is None
        if key is None:
            key = jobs.request(session, kind, slug, arguments, current_user.email)
    if new:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.jobs"), 303)


def _under_way(session: Session, slug: str, kind: str, question: str) -> str | None:
    """Return the job that does just this already: asking twice is asking once."""
    for job in jobs.all_(session, slug):
        if job.kind == kind and job.state in {"waiting", "running"} and job.arguments.get("question") == question:
            return job.key
    return None


def _decide(
    slug: str,
    question: str,
    kind: str,
    form_class: type[forms.WhyForm],
    make: Callable[[Session, str, str, Any, str], Decision],
) -> AnyResponse:
    form = form_class()
    mistakes = {} if form.validate_on_submit() else forms.mistakes(form)
    if not mistakes:
        try:
            with transaction() as session:
                finding.at(session, slug, question)
                decision = make(session, slug, question, form, current_user.email)
                review_themes(session, slug, question, decision, decided_on=clock.today())
        except CannotDecide as refused:
            mistakes = {"name": refused.code}
        except DecidedMeanwhile:
            mistakes = {"name": "decided_meanwhile"}
        else:
            return redirect(url_for("reviewing.themes", slug=slug, question=question) + "#codebook", 303)
    about = request.form.get("theme") or request.form.get("candidate") or ""
    written = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    with reading() as session:
        return framing.show(_page(session, slug, question, Refused(kind, about, written, mistakes)), status=422)


def _page(session: Session, slug: str, question: str, refused: Refused | None) -> ThemesPage:
    at = finding.at(session, slug, question)
    codebook = codebooks.current(session, slug, question)
    run = runs.latest(session, slug, question, "discover")
    mixed = len(responses.comments(session, slug, question, limit=FEWEST_COMMENTS))
    return ThemesPage(
        frame=framing.frame(),
        at=at,
        version=codebook.version,
        candidates=candidates_shown(session, slug, question, run) if run else [],
        themes=themes_shown(session, slug, question, codebook),
        run=run_shown(run) if run else None,
        working=any(_under_way(session, slug, kind, question) for kind in ("discover", "assign")),
        enough=mixed >= FEWEST_COMMENTS,
        refused=refused,
    )


def _version(stored: codebooks.Version) -> VersionShown:
    decision = stored.codebook.decision
    return VersionShown(
        version=stored.codebook.version,
        kind=type(decision).__name__.casefold(),
        names=_named(decision) if decision else (),
        why=decision.why if decision else "",
        by=stored.decided_by,
        on=stored.decided_on,
        themes=[theme.name for theme in stored.codebook.themes],
    )


def _named(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Accept():
            return (decision.name or decision.candidate.name,)
        case Rename():
            return (decision.theme, decision.name)
        case Merge():
            return (decision.into, *decision.others)
        case Split():
            return (decision.theme, *(part.name for part in decision.parts))
        case Drop():
            return (decision.theme,)
