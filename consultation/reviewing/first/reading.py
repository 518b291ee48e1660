"""Read first: what may tell of harm, on one page for a whole consultation; a person decides on each, with a reason."""

from collections.abc import Mapping, Sequence

from flask import abort, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.jobs.delivery import deliver
from consultation.questionnaire.opening import Consultation
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.first.forms import HarmForm
from consultation.reviewing.first.pages import FirstPage, NotTaken, RaisedShown
from consultation.reviewing.first.showing import by_kind, screened, shown, shown_alone
from consultation.reviewing.first.sorting import Sheaf, to_read
from consultation.reviewing.forms import mistakes, number
from consultation.reviewing.pages import At
from consultation.reviewing.references import UnknownReference
from consultation.reviewing.working import UNFINISHED
from consultation.reviewing.working import shown as job_shown
from consultation.storage import jobs
from consultation.storage.reading.harm_readings import DecidedMeanwhile, HarmReading, Outcome
from consultation.storage.reading.matching import sizes_by_role
from consultation.usecases.reading.confirm_coding import UnknownComment
from consultation.usecases.reading.decide_harm import decide_harm
from consultation.web.database import reading, transaction

PLACE = f"{PREFIX}/consultations/<slug>/read-first/"
OUTCOMES: dict[str, Outcome] = {"harm": "harm", "no_harm": "no_harm"}
PER_PAGE = 25
MOST_DECIDED = 100


@blueprint.route(PLACE, methods=["GET", "POST"])
def first(slug: str) -> AnyResponse:
    """Show what is to be read first, and take the decision on one comment."""
    if request.method == "POST":
        return _decide(slug)
    with reading() as session:
        return framing.show(_page(session, slug))


@blueprint.post(f"{PLACE}screen")
def screen(slug: str) -> AnyResponse:
    """Ask the machine to look through all comments again; asking twice is asking once."""
    with transaction() as session:
        finding.consultation(session, slug)
        asked = next((job.key for job in _jobs(session, slug) if job.state in UNFINISHED), None)
        key = asked or jobs.request(session, "screen", slug, {}, current_user.email)
    if asked is None:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.first", slug=slug, job=key), 303)


def _decide(slug: str) -> AnyResponse:
    form = HarmForm()
    wrong = {} if form.validate_on_submit() else mistakes(form)
    outcome = OUTCOMES.get(str(form.outcome.data))
    if outcome is None:
        wrong = {**wrong, "outcome": "required"}
    question, why = str(form.question.data or ""), str(form.why.data or "")
    with reading() as session:
        at = finding.at(session, slug, question)
    comment = _opened(at, str(form.comment.data or ""))
    if not wrong and outcome is not None:
        try:
            with transaction() as session:
                decision = HarmReading(outcome, why.strip(), current_user.email)
                decide_harm(session, slug, question, comment, decision, seen=str(form.seen.data or ""))
        except DecidedMeanwhile:
            wrong = {"why": "harm_decided_meanwhile"}
        except UnknownComment:
            wrong = {"why": "comment_is_gone"}
        else:
            return redirect(url_for("reviewing.first", slug=slug, saved=outcome), 303)
    with reading() as session:
        not_taken = _not_taken(session, at, comment, why, wrong)
        return framing.show(_page(session, slug, not_taken, about=comment), status=422)


def _opened(at: At, reference: str) -> bytes:
    try:
        return finding.references(at).comment(reference)
    except UnknownReference:
        abort(404)


def _not_taken(session: Session, at: At, comment: bytes, why: str, wrong: Mapping[str, str]) -> NotTaken:
    return NotTaken(shown_alone(session, at, comment), why, dict(wrong))


def _came_upon(session: Session, ats: Mapping[str, At]) -> RaisedShown | None:
    """Return the comment that somebody comes with from another page, since they saw harm in it and no rule did."""
    at = ats.get(request.args.get("question", ""))
    if at is None or sum(sizes_by_role(session, at.slug, at.question).values()) < finding.SMALLEST_GROUP:
        return None
    return shown_alone(session, at, _opened(at, request.args.get("at", "")))


def _page(session: Session, slug: str, not_taken: NotTaken | None = None, *, about: bytes | None = None) -> FirstPage:
    """Return the page; the comment that a decision was not taken `about` stands apart from the others."""
    found = finding.consultation(session, slug)
    ats = _ats(found)
    sorted_ = to_read(session, slug)
    here_is = number(request.args.get("page")) or 0
    here = _without(about, sorted_.waiting[here_is * PER_PAGE : (here_is + 1) * PER_PAGE])
    decided = _without(about, sorted_.decided)
    asked = [job for job in _jobs(session, slug) if job.state in UNFINISHED or job.key == request.args.get("job")]
    return FirstPage(
        frame=framing.frame(),
        slug=slug,
        title=found.questionnaire.title.in_(framing.language()),
        waiting=by_kind(shown(session, ats, here)),
        decided=shown(session, ats, decided[:MOST_DECIDED], first=PER_PAGE + 1),
        more_decided=len(decided) > MOST_DECIDED,
        page=here_is,
        more=len(sorted_.waiting) > (here_is + 1) * PER_PAGE,
        screened=screened(session, slug, list(ats)),
        jobs=[job_shown(job, {}) for job in asked],
        unfinished=any(job.state in UNFINISHED for job in asked),
        saved=OUTCOMES.get(request.args.get("saved", "")) if not_taken is None else None,
        not_taken=not_taken,
        came_upon=_came_upon(session, ats) if not_taken is None else None,
    )


def _without(about: bytes | None, some: Sequence[Sheaf]) -> list[Sheaf]:
    return [one for one in some if one.first.comment != about]


def _jobs(session: Session, slug: str) -> list[jobs.Job]:
    return [job for job in jobs.all_(session, slug) if job.kind == "screen"]


def _ats(found: Consultation) -> dict[str, At]:
    language = framing.language()
    title = found.questionnaire.title.in_(language)
    return {one.id: At(found.slug, title, one.id, one.text.in_(language)) for one in finding.free_text(found)}
