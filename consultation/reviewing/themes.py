"""The candidates of one question: what the machine proposes, beside the codebook, and what the team makes of it."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.jobs.delivery import deliver
from consultation.reviewing import deciding, finding, forms, framing
from consultation.reviewing.asking import ask, jobs_of
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.book.told import versions_shown
from consultation.reviewing.found.pages import ThemesPage
from consultation.reviewing.pages import Refused
from consultation.reviewing.proposals import Proposals, run_shown, themes_shown
from consultation.reviewing.standing import Standing
from consultation.reviewing.working import UNFINISHED, shown
from consultation.storage.reading import codebooks, double_codings, runs
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.storage.reading.matching import sizes_by_role
from consultation.themes.book.codebook import CannotDecide, Codebook, Decision
from consultation.usecases.reading.discover_themes import FEWEST_COMMENTS
from consultation.usecases.reading.review_themes import review_themes
from consultation.web.database import reading, transaction

QUESTION = f"{PREFIX}/consultations/<slug>/themes/<question>/"
# Which field of a form a refusal is about, where it is not the name.
FIELDS = {
    "unknown_theme": "into",
    "candidate_is_decided": "why",
    "candidate_is_gone": "why",
}


@blueprint.get(QUESTION)
def themes(slug: str, question: str) -> Response:
    """Show candidates and codebook."""
    with reading() as session:
        return framing.show(_page(session, slug, question, decided=request.args.get("decided")))


@blueprint.post(f"{QUESTION}discover")
def discover(slug: str, question: str) -> AnyResponse:
    """Ask the machine to propose themes."""
    with transaction() as session:
        finding.at(session, slug, question, covered=False)
        key, new = ask(session, slug, question, "discover", {})
    if new:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.themes", slug=slug, question=question, job=key), 303)


@blueprint.post(f"{QUESTION}accept")
def accept(slug: str, question: str) -> AnyResponse:
    """Make a theme of a candidate."""
    return _decide(slug, question, "accept", forms.AcceptForm, deciding.accept)


@blueprint.post(f"{QUESTION}merge-candidate")
def merge_candidate(slug: str, question: str) -> AnyResponse:
    """Put a candidate into a theme that is there already."""
    return _decide(slug, question, "merge_candidate", forms.MergeCandidateForm, deciding.merge_candidate)


@blueprint.post(f"{QUESTION}drop-candidate")
def drop_candidate(slug: str, question: str) -> AnyResponse:
    """Decide that a candidate is no theme."""
    return _decide(slug, question, "drop_candidate", forms.CandidateForm, deciding.drop_candidate)


@blueprint.post(f"{QUESTION}take-up-candidate")
def take_up_candidate(slug: str, question: str) -> AnyResponse:
    """Take a dropped candidate up again."""
    return _decide(slug, question, "take_up_candidate", forms.CandidateForm, deciding.take_up_candidate)


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
                finding.at(session, slug, question, covered=False)
                decision = make(session, slug, question, form, current_user.email)
                made = review_themes(session, slug, question, decision, decided_on=clock.today())
        except CannotDecide as refused:
            mistakes = {FIELDS.get(refused.code, "name"): refused.code}
        except DecidedMeanwhile:
            mistakes = {"name": "decided_meanwhile"}
        else:
            shown = url_for(
                "reviewing.themes", slug=slug, question=question, decided=made.version, _anchor="candidates"
            )
            return redirect(shown, 303)
    about = request.form.get("candidate") or ""
    written = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    with reading() as session:
        return framing.show(_page(session, slug, question, Refused(kind, about, written, mistakes)), status=422)


def _page(
    session: Session, slug: str, question: str, refused: Refused | None = None, *, decided: str | None = None
) -> ThemesPage:
    at = finding.at(session, slug, question)
    versions = codebooks.history(session, slug, question)
    codebook = versions[0].codebook if versions else Codebook()
    run = runs.latest(session, slug, question, "discover")
    asked = jobs_of(session, slug, question)
    blind = double_codings.reserved(session, slug, question)
    proposals = Proposals(session, run, codebook, Standing.of(versions), but=blind) if run else None
    candidates = proposals.candidates(finding.role_names(session, slug)) if proposals else []
    return ThemesPage(
        frame=framing.frame(),
        at=at,
        version=codebook.version,
        candidates=[one for one in candidates if one.theme is None and one.dropped is None],
        taken=[one for one in candidates if one.theme is not None],
        dropped=[one for one in candidates if one.dropped is not None],
        between=proposals.between() if proposals else [],
        themes=themes_shown(session, slug, question, codebook),
        run=run_shown(session, slug, run) if run else None,
        jobs=[shown(job, {}) for job in asked if job.state in UNFINISHED or job.key == request.args.get("job")],
        unfinished=any(job.state in UNFINISHED for job in asked),
        enough=sum(sizes_by_role(session, slug, question).values()) >= FEWEST_COMMENTS,
        decided=versions_shown(versions)[0] if versions and decided == str(codebook.version) else None,
        refused=refused,
    )
