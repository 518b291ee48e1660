"""Takes the team's decisions on themes: told who was first where two decide at once, and nothing that was written is lost."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.jobs.delivery import deliver
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.asking import ask
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.acts import ACTS, field_of, told
from consultation.reviewing.book.again import changed_since_suggested
from consultation.reviewing.book.codebook import QUESTION, THEME, codebook_page, theme_page
from consultation.reviewing.book.forms import OnThemeForm, SuggestForm
from consultation.reviewing.pages import Refused
from consultation.storage.reading import codebooks
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import CannotDecide, Codebook, Decision, SignOff
from consultation.usecases.reading.review_themes import review_themes
from consultation.web.database import reading, transaction

Make = Callable[[Session, Codebook, Any, str], Decision]
"""What a form stands for, given the codebook as it is and who decides. Raises CannotDecide."""


@blueprint.post(f"{THEME}<any({', '.join(ACTS)}):act>")
def decide_on_theme(slug: str, question: str, theme: str, act: str) -> AnyResponse:
    """Decide on one theme."""
    form = ACTS[act].form()
    made = taken(slug, question, form, lambda _, current, sent, by: ACTS[act].make(current, theme, sent, by))
    if isinstance(made, Codebook):
        return redirect(_afterwards(slug, question, theme, made), 303)
    with reading() as session:
        return framing.show(theme_page(session, slug, question, theme, refused(act, theme, form, made)), status=422)


@blueprint.post(f"{QUESTION}sign-off")
def sign_off(slug: str, question: str) -> AnyResponse:
    """Say that the codebook is as the team wants it."""
    form = OnThemeForm()
    made = taken(
        slug, question, form, lambda _session, _current, sent, by: SignOff(by, sent.why.data or ""), meanwhile="changed"
    )
    if isinstance(made, Codebook):
        return redirect(url_for("reviewing.codebook", slug=slug, question=question, decided=made.version), 303)
    with reading() as session:
        page = codebook_page(session, slug, question, refused("sign_off", "", form, made))
        return framing.show(page, status=422)


@blueprint.post(f"{QUESTION}suggest")
def suggest(slug: str, question: str) -> AnyResponse:
    """Ask the machine to suggest the codebook's themes for what nobody has read: all, or those that have changed."""
    changed = SuggestForm().only.data == "changed"
    with transaction() as session:
        at = finding.at(session, slug, question, covered=False)
        versions = codebooks.history(session, slug, question)
        if not versions or not versions[0].codebook.themes:
            abort(404)
        again = changed_since_suggested(session, at, versions[0].codebook) if changed else {}
        whole = not again or versions[0].codebook.suggestible() <= set(again)
        key, new = ask(session, slug, question, "assign", {} if whole else {"themes": list(again)})
    if new:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.codebook", slug=slug, question=question, job=key), 303)


def taken(
    slug: str, question: str, form: OnThemeForm, make: Make, *, meanwhile: str = "theme_changed_meanwhile"
) -> Codebook | dict[str, str]:
    """Take the decision that a form stands for; return the new version, or what is wrong by field.

    `meanwhile` is the code of what whoever was second is told.
    """
    if not form.validate_on_submit():
        return forms.mistakes(form)
    try:
        with transaction() as session:
            finding.at(session, slug, question, covered=False)
            current = codebooks.current(session, slug, question)
            decision = make(session, current, form, current_user.email)
            seen = forms.number(form.version.data)
            return review_themes(session, slug, question, decision, decided_on=clock.today(), seen=seen)
    except CannotDecide as cannot:
        return {field_of(cannot, form): told(cannot, form)}
    except DecidedMeanwhile:
        return {"why": meanwhile}


def refused(kind: str, about: str, form: OnThemeForm, wrong: dict[str, str]) -> Refused:
    """Return what the page shows of a decision that was not taken: all that was written, and what is wrong with it."""
    kept = {name: field.data for name, field in form._fields.items() if name not in {"csrf_token", "version"}}
    return Refused(kind, about, kept, wrong)


def _afterwards(slug: str, question: str, theme: str, made: Codebook) -> str:
    """Return the page of the theme, or where it is there no longer that of the codebook."""
    if theme in {one.id for one in made.themes}:
        return url_for("reviewing.theme", slug=slug, question=question, theme=theme, decided=made.version)
    return url_for("reviewing.codebook", slug=slug, question=question, decided=made.version)
