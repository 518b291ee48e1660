"""You said - we do: staff write what was said and what is done about it, and decide when the public reads it."""

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.questionnaire.wording import LANGUAGES
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.pages import OutcomeShown, OutcomesPage
from consultation.storage import outcomes as stored
from consultation.usecases.tell_outcome import Gone, Incomplete, tell_outcome
from consultation.web.database import reading, transaction

PLACE = f"{PREFIX}/consultations/<slug>/outcome/"
PARTS = ("said", "doing")


@blueprint.get(PLACE)
def outcomes(slug: str) -> Response:
    """Show what is told and what is not published yet."""
    with reading() as session:
        return framing.show(_page(session, slug))


@blueprint.post(PLACE)
def tell(slug: str) -> AnyResponse:
    """Store a new outcome, or change one."""
    form = forms.OutcomeForm()
    key = form.key.data or None
    said, doing = form.texts("said"), form.texts("doing")
    try:
        with transaction() as session:
            finding.consultation(session, slug)
            told = tell_outcome(
                session, slug, said, doing, published=bool(form.published.data), key=key, by=current_user.email,
                today=clock.today(),
            )  # fmt: skip
    except Gone:
        return _refused(slug, _written(form, {}), gone=True)
    if isinstance(told, Incomplete):
        return _refused(slug, _written(form, told.mistakes))
    return redirect(url_for("reviewing.outcomes", slug=slug, stored=told.key, _anchor="stored"), 303)


@blueprint.post(f"{PLACE}remove")
def remove_outcome(slug: str) -> AnyResponse:
    """Take an outcome away."""
    form = forms.RemoveForm()
    with transaction() as session:
        finding.consultation(session, slug)
        stored.remove(session, slug, form.key.data or "")
    return redirect(url_for("reviewing.outcomes", slug=slug), 303)


def _refused(slug: str, written: OutcomeShown, *, gone: bool = False) -> Response:
    with reading() as session:
        return framing.show(_page(session, slug, written, gone=gone), status=422)


def _page(session: Session, slug: str, written: OutcomeShown | None = None, *, gone: bool = False) -> OutcomesPage:
    """The page; what was `written` and not stored stands in its own form, or in that for a new one where its own is gone."""
    found = finding.consultation(session, slug)
    shown = [_shown(one) for one in stored.all_(session, slug)]
    keys = {one.key for one in shown}
    new = OutcomeShown("", {}, published=False)
    if written is not None and written.key not in keys:
        new = OutcomeShown("", written.texts, written.published, mistakes=written.mistakes)
    language = framing.language()
    reads = language if language in found.questionnaire.languages else found.questionnaire.languages[0]
    told = request.args.get("stored")
    return OutcomesPage(
        frame=framing.frame(),
        slug=slug,
        title=found.questionnaire.title.in_(language),
        outcomes=[written if written is not None and written.key == one.key else one for one in shown],
        new=new,
        public_address=f"/{reads}/{slug}/outcome",
        stored=told if told in keys else None,
        gone=gone,
    )


def _shown(one: stored.Outcome) -> OutcomeShown:
    wordings = {"said": one.said.texts, "doing": one.doing.texts}
    texts = {f"{part}_{language}": text for part in PARTS for language, text in wordings[part].items()}
    return OutcomeShown(one.key, texts, one.published, one.decided_by, one.decided_on)


def _written(form: forms.OutcomeForm, mistakes: Mapping[tuple[str, str], str]) -> OutcomeShown:
    texts = {f"{part}_{language}": form.texts(part).get(language, "") for part in PARTS for language in LANGUAGES}
    named = {f"{part}_{language}": code for (part, language), code in mistakes.items()}
    return OutcomeShown(form.key.data or "", texts, bool(form.published.data), mistakes=named)
