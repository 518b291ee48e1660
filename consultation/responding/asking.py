"""The questions and the page that checks the answers: every step of the form before it is sent, without keeping anything."""

from collections.abc import Collection

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from consultation.privacy import receipts
from consultation.questionnaire.answering import Problem, RawAnswers, Rejected, check
from consultation.questionnaire.questions import Question
from consultation.responding.answered_pages import check_page, checked_answers
from consultation.responding.binding import Posted
from consultation.responding.blueprint import PLACE_OF_FORM, blueprint
from consultation.responding.changing_role import brought_along
from consultation.responding.finding import journey, posted, refuse_to_lose
from consultation.responding.form_page import NOTHING, form_page
from consultation.responding.journey import Journey
from consultation.responding.kept_pages import ANOTHER_PLACE, PLACE, kept, version
from consultation.responding.proving import Again, made, mark
from consultation.usecases.check_answers import check_answers
from consultation.web import pages
from consultation.web.security_headers import page_has_form


@blueprint.get(PLACE_OF_FORM)
def ask(language: str, consultation: str, role: str) -> Response:
    """Show the empty form; the same for everybody but for its nonce."""
    on = journey(language, consultation, role)
    page_has_form()
    text = kept().get(
        ("ask", version(on.consultation), role, language),
        lambda: pages.text_of(form_page(on, NOTHING, PLACE, made=ANOTHER_PLACE)),
        receipts.new_nonce(),
        mark(consultation),
    )
    return pages.as_response(text)


@blueprint.post(PLACE_OF_FORM)
def ask_again(language: str, consultation: str, role: str) -> Response:
    """Show the form with what was written: in another language or role, a step back, or to change one answer."""
    form = posted()
    on = journey(language, consultation, role)
    form = brought_along(form, on.questionnaire)
    refuse_to_lose(on, form)
    raw = form.answers(on.questionnaire)
    return asked(on, raw, form, section=_wanted_section(on, raw, form))


@blueprint.post(f"{PLACE_OF_FORM}check")
def check_before_sending(language: str, consultation: str, role: str) -> Response:
    """Show what will be kept; or the next section, newly opened questions, or what must be put right first."""
    form = posted()
    on = journey(language, consultation, role)
    refuse_to_lose(on, form)
    raw = form.answers(on.questionnaire)
    if on.by_section and form.section and form.step[0] == "next":
        return _next_section(on, raw, form)
    return checked_page(on, raw, form)


@blueprint.get(f"{PLACE_OF_FORM}check")
def back_to_the_form(language: str, consultation: str, role: str) -> AnyResponse:
    """Lead who comes without answers to the form."""
    return redirect(f"/{language}/{consultation}/{role}/", 303)


def checked_page(on: Journey, raw: RawAnswers, form: Posted, *, again: Again | None = None) -> Response:
    """The page for what will be kept; or what must be answered or put right first. With `again`, why it was not taken."""
    checked = check_answers(on.consultation, on.questionnaire.role.id, raw)
    if isinstance(checked, Rejected):
        return rejected(on, raw, form, checked)
    opened = on.newly_shown(raw, form)
    if opened:
        return asked(on, raw, form, section=on.section_of(opened[0].id), revealed=opened)
    page_has_form()
    key = ("check", version(on.consultation), on.questionnaire.role.id, on.language, again)
    answers = pages.text_of(checked_answers(on, raw, checked, form, made=made(on, form)))
    page = kept().get(key, lambda: pages.text_of(check_page(on, PLACE, again=again or "")), answers)
    return pages.as_response(page, status=409 if again else 200)


def asked(
    on: Journey,
    raw: RawAnswers,
    form: Posted,
    *,
    status: int = 200,
    section: str = "",
    problems: tuple[Problem, ...] = (),
    revealed: Collection[Question] = (),
) -> Response:
    """The form with what was written in it."""
    page_has_form()
    page = form_page(
        on,
        raw,
        form.nonce,
        made=made(on, form),
        section=section,
        problems=problems,
        asked=form.asked,
        revealed=revealed,
        aside=form,
    )
    return pages.render(page, status=status)


def rejected(on: Journey, raw: RawAnswers, form: Posted, refused: Rejected) -> Response:
    """The form with what must be put right, at the first section where something must."""
    section = on.section_of(refused.problems[0].question)
    return asked(on, raw, form, status=422, section=section, problems=refused.problems)


def _wanted_section(on: Journey, raw: RawAnswers, form: Posted) -> str:
    match form.step:
        case ("back", _):
            return on.beside(raw, form.section, -1)
        case ("change", question):
            return on.section_of(question)
    return form.section


def _next_section(on: Journey, raw: RawAnswers, form: Posted) -> Response:
    checked = check(on.questionnaire, raw, sections={form.section})
    if isinstance(checked, Rejected):
        return rejected(on, raw, form, checked)
    opened = [question for question in on.newly_shown(raw, form) if on.section_of(question.id) == form.section]
    section = form.section if opened else on.beside(raw, form.section, 1)
    return asked(on, raw, form, section=section, revealed=opened)
