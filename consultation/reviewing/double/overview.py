"""Where the double coding of a question stands: drawing a sample, who codes it, and the steps from one state to the next."""

from collections.abc import Callable

from flask import Response, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.clock import today
from consultation.jobs.delivery import deliver
from consultation.privacy.disclosure import coarse
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.asking import SEED, jobs_of
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.double.forms import DrawForm, PlaceForm, SureForm
from consultation.reviewing.double.pages import AsideShown, CoderShown, DoublePage, DrawShown, SampleShown
from consultation.reviewing.double.sample import QUESTION
from consultation.reviewing.pages import At, JobShown
from consultation.reviewing.working import UNFINISHED, shown
from consultation.storage import jobs
from consultation.storage.reading import codebooks, double_codings, measurements
from consultation.storage.reading.double_codings import DecidedMeanwhile, Sample
from consultation.usecases.reading.adjudicate import NotYet, compare_codings, differing, finish
from consultation.usecases.reading.code_blind import standing
from consultation.usecases.reading.draw_double_coding import (
    USUAL,
    CannotDraw,
    cancel_double_coding,
    draw_double_coding,
    drawable,
    give_back,
    is_a_size,
    replace_coder,
    reviewers,
)
from consultation.web.database import reading, transaction

MEASURE = "measure-agreement"
TOLD = frozenset({"closed", "meanwhile", "not_yet", "not_sure", "still_there", "same_coder", "no_reviewer", "required"})
# Which field of the form for a new sample a refusal is about.
FIELDS = {"size": "size", "too_few_unread": "size", "same_coder": "second", "no_reviewer": "second"}


@blueprint.get(QUESTION)
def double(slug: str, question: str) -> Response:
    """Show how the double coding stands."""
    told = request.args.get("told")
    with reading() as session:
        at = finding.at(session, slug, question)
        return framing.show(_page(session, at, told=told if told in TOLD else None))


@blueprint.post(f"{QUESTION}draw")
def draw_sample(slug: str, question: str) -> AnyResponse:
    """Draw a sample."""
    form = DrawForm()
    with reading() as session:
        at = finding.at(session, slug, question)
    wrong = {} if form.validate_on_submit() else forms.mistakes(form)
    size = forms.number(str(form.size.data or "").strip())
    if size is None or not is_a_size(size):
        wrong["size"] = "size"
    elif not wrong:
        coders = (str(form.first.data), str(form.second.data))
        try:
            with transaction() as session:
                draw_double_coding(session, slug, question, size=size, coders=coders, by=current_user.email, on=today())
        except CannotDraw as refused:
            if refused.code in {"one_is_open", "no_codebook"}:
                return _back(at, "meanwhile" if refused.code == "one_is_open" else None)
            is_first = refused.code == "no_reviewer" and refused.about == coders[0].strip().casefold()
            wrong = {"first" if is_first else FIELDS[refused.code]: refused.code}
        except DecidedMeanwhile:
            return _back(at, "meanwhile")
        else:
            return _back(at)
    with reading() as session:
        return framing.show(_page(session, at, form=form, wrong=wrong), status=422)


@blueprint.post(f"{QUESTION}replace")
def replace_one_coder(slug: str, question: str) -> AnyResponse:
    """Give the place of a coder who left to another."""
    form = PlaceForm()
    valid = form.validate_on_submit() and form.place.data in {"1", "2"}

    def replace(session: Session) -> None:
        if not valid:
            raise CannotDraw("required")
        place, account = int(str(form.place.data)), str(form.account.data)
        replace_coder(session, slug, question, place=place, account=account)

    return _step(slug, question, replace)


@blueprint.post(f"{QUESTION}cancel")
def cancel_sample(slug: str, question: str) -> AnyResponse:
    """Take the sample away, once somebody has said that they are sure; its comments are kept for the next one."""
    sure = SureForm().validate_on_submit()

    def cancel(session: Session) -> None:
        if not sure:
            raise CannotDraw("not_sure")
        cancel_double_coding(session, slug, question)

    return _step(slug, question, cancel)


@blueprint.post(f"{QUESTION}give-back")
def give_comments_back(slug: str, question: str) -> AnyResponse:
    """Let what a sample that was taken away left behind be read like all others, once somebody is sure."""
    sure = SureForm().validate_on_submit()

    def give(session: Session) -> None:
        if not sure:
            raise CannotDraw("not_sure")
        give_back(session, slug, question)

    return _step(slug, question, give)


@blueprint.post(f"{QUESTION}compare")
def compare_sample(slug: str, question: str) -> AnyResponse:
    """Close the blind coding; the machine reads the same sample while people settle what differs."""
    return _step(slug, question, lambda session: compare_codings(session, slug, question), measure=True)


@blueprint.post(f"{QUESTION}finish")
def finish_sample(slug: str, question: str) -> AnyResponse:
    """Make what was settled the team's codings, and measure anew."""
    return _step(slug, question, lambda session: finish(session, slug, question), measure=True)


@blueprint.post(f"{QUESTION}measure")
def measure_sample(slug: str, question: str) -> AnyResponse:
    """Measure the newest sample anew."""

    def measurable(session: Session) -> None:
        sample = double_codings.newest(session, slug, question)
        if sample is None or sample.state == "coding":
            raise NotYet

    return _step(slug, question, measurable, measure=True)


def job_shown(session: Session, at: At) -> JobShown | None:
    """Return the job that measures this question, or that stopped before anything was measured; None where there is none."""
    measured = measurements.latest(session, at.slug, at.question, "agreement") is not None
    telling = UNFINISHED if measured else UNFINISHED | {"failed"}
    found = [job for job in jobs_of(session, at.slug, at.question) if job.kind == MEASURE and job.state in telling]
    return shown(found[0], {}) if found else None


def _step(slug: str, question: str, act: Callable[[Session], object], *, measure: bool = False) -> AnyResponse:
    """Do one step, ask for the measurement that follows from it, and show how things stand."""
    key = None
    try:
        with transaction() as session:
            at = finding.at(session, slug, question, covered=False)
            act(session)
            if measure:
                key = _ask(session, at)
    except CannotDraw as refused:
        return _refused(slug, question, refused.code, 422)
    except NotYet:
        return _refused(slug, question, "not_yet", 409)
    except DecidedMeanwhile:
        return _refused(slug, question, "meanwhile", 409)
    if key is not None:
        deliver(finding.settings(), key)
    return _back(at)


def _ask(session: Session, at: At) -> str | None:
    """Note the job; one that waits already will see what has been done here, one that runs may not."""
    waiting = [job for job in jobs_of(session, at.slug, at.question) if job.kind == MEASURE and job.state == "waiting"]
    if waiting:
        return None
    return jobs.request(session, MEASURE, at.slug, {"question": at.question, "seed": SEED}, current_user.email)


def _back(at: At, told: str | None = None) -> AnyResponse:
    return redirect(url_for("reviewing.double", slug=at.slug, question=at.question, told=told), 303)


def _refused(slug: str, question: str, told: str, status: int) -> Response:
    with reading() as session:
        at = finding.at(session, slug, question)
        return framing.show(_page(session, at, told=told), status=status)


def _page(
    session: Session,
    at: At,
    *,
    told: str | None = None,
    form: DrawForm | None = None,
    wrong: dict[str, str] | None = None,
) -> DoublePage:
    sample = double_codings.newest(session, at.slug, at.question)
    unfinished = sample is not None and sample.state != "done"
    there = reviewers(session)
    unread = coarse(len(drawable(session, at.slug, at.question)))
    codebook = codebooks.current(session, at.slug, at.question)
    aside = double_codings.aside(session, at.slug, at.question)
    written = form or DrawForm(formdata=None)
    draw = DrawShown(
        reviewers=there,
        unread=unread,
        size=str(written.size.data or min(USUAL, unread or USUAL)),
        first=str(written.first.data or current_user.email),
        second=str(written.second.data or ""),
        mistakes=wrong or {},
    )
    return DoublePage(
        frame=framing.frame(),
        at=at,
        sample=_sample(session, sample, there, codebook.version) if sample else None,
        draw=None if unfinished else draw,
        aside=None if unfinished or not aside else AsideShown(coarse(len(aside))),
        mine=sample.place(current_user.email) if sample else None,
        themes=len(codebook.suggestible()),
        measured=measurements.latest(session, at.slug, at.question, "agreement") is not None,
        job=job_shown(session, at),
        told=told,
    )


def _sample(session: Session, sample: Sample, there: tuple[str, ...], version: int) -> SampleShown:
    comments = double_codings.drawn(session, sample.key)
    done = standing(session, sample)
    mine = sample.place(current_user.email)
    blind = sample.state == "coding" and mine is not None and done[mine - 1] != "finished"
    open_ = sample.state == "adjudicating"
    differ = differing(session, sample) if sample.state != "coding" else {}
    settled = double_codings.adjudications(session, sample.key) if open_ else {}
    return SampleShown(
        state=sample.state,
        drawn_on=sample.asked_on,
        asked_by=sample.asked_by,
        version=sample.codebook_version,
        changed=sample.codebook_version != version,
        among=coarse(sample.among),
        comments=coarse(len(comments)),
        coders=[
            CoderShown(
                place,
                account,
                None if blind and place != mine else done[place - 1],
                place == mine,
                account in there,
            )
            for place, account in enumerate(sample.coders, start=1)
        ],
        others=[account for account in there if account not in sample.coders],
        comparable=sample.state == "coding" and set(done) == {"finished"} and len(comments) >= finding.SMALLEST_GROUP,
        differing=coarse(len(differ)),
        unsettled=open_ and bool(differ.keys() - settled.keys()),
    )
