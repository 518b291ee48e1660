"""Takes the team's decisions on themes: told who was first where two decide at once, and nothing that was written is lost."""

from flask import abort, redirect, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.jobs.delivery import deliver
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.asking import ask
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.acts import ACTS, field_of
from consultation.reviewing.book.codebook import QUESTION, THEME, theme_page
from consultation.reviewing.book.forms import OnThemeForm, SuggestForm
from consultation.reviewing.book.showing import touched_since
from consultation.reviewing.pages import Refused
from consultation.storage import codebooks
from consultation.storage.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import CannotDecide, Codebook
from consultation.usecases.review_themes import review_themes
from consultation.web.database import reading, transaction


@blueprint.post(f"{THEME}<any({', '.join(ACTS)}):act>")
def decide_on_theme(slug: str, question: str, theme: str, act: str) -> AnyResponse:
    """Decide on one theme."""
    form = ACTS[act].form()
    wrong = {} if form.validate_on_submit() else forms.mistakes(form)
    if not wrong:
        try:
            made = _taken(slug, question, theme, act, form)
        except CannotDecide as refused:
            wrong = {field_of(refused, form): refused.code}
        except DecidedMeanwhile:
            wrong = {"why": "theme_changed_meanwhile"}
        else:
            return redirect(_afterwards(slug, question, theme, made), 303)
    written = {name: field.data for name, field in form._fields.items() if name not in {"csrf_token", "version"}}
    with reading() as session:
        page = theme_page(session, slug, question, theme, Refused(act, theme, written, wrong))
    return framing.show(page, status=422)


def _taken(slug: str, question: str, theme: str, act: str, form: OnThemeForm) -> Codebook:
    with transaction() as session:
        finding.at(session, slug, question)
        current = codebooks.current(session, slug, question)
        decision = ACTS[act].make(current, theme, form, current_user.email)
        seen = forms.number(form.version.data)
        return review_themes(session, slug, question, decision, decided_on=clock.today(), seen=seen)


def _afterwards(slug: str, question: str, theme: str, made: Codebook) -> str:
    """Return the page of the theme, or where it is there no longer that of the codebook."""
    if theme in {one.id for one in made.themes}:
        return url_for("reviewing.theme", slug=slug, question=question, theme=theme, decided=made.version)
    return url_for("reviewing.codebook", slug=slug, question=question, decided=made.version)


@blueprint.post(f"{QUESTION}suggest")
def suggest(slug: str, question: str) -> AnyResponse:
    """Ask the machine to suggest the codebook's themes for what nobody has read: all, or what a decision touched."""
    since = forms.number(SuggestForm().since.data)
    with transaction() as session:
        finding.at(session, slug, question)
        versions = codebooks.history(session, slug, question)
        if not versions or not versions[0].codebook.themes:
            abort(404)
        again = list(touched_since(versions, since)) if since else []
        key, new = ask(session, slug, question, "assign", {"themes": again} if again else {})
    if new:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.codebook", slug=slug, question=question, job=key), 303)
