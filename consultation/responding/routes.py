"""Every public address on one page: from the front page to the thanks, without a cookie and without a trace."""

from collections.abc import Collection
from contextlib import nullcontext

from flask import Blueprint, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.privacy import receipts
from consultation.questionnaire.answering import RawAnswers, Rejected, check
from consultation.questionnaire.definition import UnknownRole
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.questions import FreeText
from consultation.questionnaire.wording import LANGUAGES
from consultation.responding import binding, journey, signposts
from consultation.responding.binding import Posted
from consultation.responding.journey import NOTHING, Journey
from consultation.responding.kept_pages import PLACE, KeptPages
from consultation.storage import consultations
from consultation.usecases.check_answers import check_answers
from consultation.usecases.submit_response import submit_response
from consultation.web import errors, languages, pages
from consultation.web.cross_origin import refuse_foreign_post
from consultation.web.database import looking_up, transaction
from consultation.web.security_headers import page_has_form

blueprint = Blueprint("responding", __name__)
_kept = KeptPages()
blueprint.add_app_template_global(signposts.for_reader, "signposts_for")

LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"
PLACE_OF_FORM = f"/{LANGUAGE}/<consultation>/<role>/"


class Closed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The consultation takes no answers today."""

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(consultation.slug)
        self.consultation = consultation


class Changed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """An earlier version of the questions asked for something that this one does not."""

    def __init__(self, way: Journey, posted: Posted, lost: Collection[str]) -> None:
        super().__init__(way.consultation.slug)
        self.way, self.posted, self.lost = way, posted, lost


@blueprint.get("/")
@blueprint.get(f"/{LANGUAGE}/")
def home(language: str = languages.FIRST) -> Response:
    """Show the open consultations and the languages of the site."""
    today = clock.today()
    with looking_up() as connection:
        known = [found for found in consultations.all_(connection) if found.takes_answers(today)]
    text = _kept.get(
        ("home", tuple(map(_version, known)), language),
        lambda: pages.text_of(journey.welcome(known, language)),
    )
    return pages.as_response(text)


@blueprint.get(f"/{LANGUAGE}/<consultation>/")
def introduce(language: str, consultation: str) -> Response:
    """Say who asks, why, until when and what is stored, and offer the roles."""
    found = _open(consultation, language)
    text = _kept.get(
        ("introduce", _version(found), language), lambda: pages.text_of(journey.introduce(found, language))
    )
    return pages.as_response(text)


@blueprint.get(PLACE_OF_FORM)
def ask(language: str, consultation: str, role: str) -> Response:
    """Show the empty form; the same for everybody but for its nonce."""
    way = _journey(language, consultation, role)
    page_has_form()
    key = ("ask", _version(way.consultation), role, language)
    text = _kept.get(key, lambda: pages.text_of(way.ask(NOTHING, PLACE)), receipts.new_nonce())
    return pages.as_response(text)


@blueprint.post(PLACE_OF_FORM)
def ask_again(language: str, consultation: str, role: str) -> Response:
    """Show the form with what was written: in another language, a step back, or to change one answer."""
    posted = _posted()
    way = _journey(language, consultation, role)
    _refuse_to_lose(way, posted)
    raw = posted.answers(way.questionnaire)
    verb, question = posted.step
    section = {
        "back": lambda: way.beside(raw, posted.section, -1),
        "change": lambda: way.section_of(question),
    }.get(verb, lambda: posted.section)()
    return _asked(way, raw, posted, section=section)


@blueprint.post(f"{PLACE_OF_FORM}check")
def check_before_sending(language: str, consultation: str, role: str) -> Response:
    """Show what will be kept; or the next section, newly opened questions, or what must be put right first."""
    posted = _posted()
    way = _journey(language, consultation, role)
    _refuse_to_lose(way, posted)
    raw = posted.answers(way.questionnaire)
    if way.by_section and posted.section and posted.step[0] == "next":
        return _next_section(way, raw, posted)
    checked = check_answers(way.consultation, role, raw)
    if isinstance(checked, Rejected):
        return _rejected(way, raw, posted, checked)
    opened = way.newly_shown(raw, posted)
    if opened:
        return _asked(way, raw, posted, section=way.section_of(opened[0].id), revealed=opened)
    page_has_form()
    key = ("check", _version(way.consultation), role, language)
    answers = pages.text_of(way.checked(checked, posted))
    return pages.as_response(_kept.get(key, lambda: pages.text_of(way.check(PLACE)), answers))


@blueprint.post(f"{PLACE_OF_FORM}thanks")
def thank(language: str, consultation: str, role: str) -> Response:
    """Put the response in the ballot box and give the receipt; the same form again gives the same receipt."""
    posted = _posted()
    with transaction() as session:  # one, so that no answer slips in while the consultation closes
        way = _way(_taking_answers(consultations.find(session, consultation), language), language, role)
        _refuse_to_lose(way, posted, session)
        raw = posted.answers(way.questionnaire)
        outcome = submit_response(session, way.consultation, role, raw, posted.nonce, today=clock.today())
    if isinstance(outcome, Rejected):
        return _rejected(way, raw, posted, outcome)
    key = ("thank", _version(way.consultation), role, language)
    return pages.as_response(_kept.get(key, lambda: pages.text_of(way.thank(PLACE)), outcome.receipt.code))


@blueprint.get(f"{PLACE_OF_FORM}check")
def back_to_the_form(language: str, consultation: str, role: str) -> AnyResponse:
    """Lead who comes without answers to the form."""
    return redirect(f"/{language}/{consultation}/{role}/", 303)


@blueprint.get(f"{PLACE_OF_FORM}thanks")
def thanks_without_receipt(language: str, consultation: str, role: str) -> Response:
    """Thank, also after closing; a receipt is shown only to who just sent the answers."""
    found = _known(consultation, language)
    return pages.render(_way(found, language, role).thank(""))


@blueprint.errorhandler(Closed)
def closed(error: Closed) -> Response:
    """Say kindly that it is too late; what somebody wrote meanwhile stays on the page, to be copied."""
    questionnaire = error.consultation.questionnaire
    errors.keep_texts([question.id for question in questionnaire.questions if isinstance(question, FreeText)])
    title = questionnaire.title.in_(languages.current())
    return errors.page("closed", 410, title=title.text, title_language=title.language)


@blueprint.errorhandler(Changed)
def changed(error: Changed) -> Response:
    """Say that the questions were changed meanwhile; give back what is not asked any more, and go on with the rest."""
    pairs = error.posted.pairs
    known = [(name, value) for name, value in pairs if name not in error.lost]
    errors.keep(errors.Kept(error.way.here, known, [value for name, value in pairs if name in error.lost]))
    return errors.page("changed", 409)


def _refuse_to_lose(way: Journey, posted: Posted, session: Session | None = None) -> None:
    """Raise Changed where words to an earlier version's question would be dropped unseen; a stranger's field is dropped."""
    unasked = posted.unasked(way.questionnaire)
    if not unasked:
        return
    with nullcontext(session) if session else looking_up() as stored:
        lost = unasked & consultations.ever_asked(stored, way.consultation.slug)
    if lost:
        raise Changed(way, posted, lost)


def _posted() -> Posted:
    posted = binding.read(request)  # before it is refused: also then nobody loses what they wrote
    refuse_foreign_post(request)
    return posted


def _known(slug: str, language: str) -> Consultation:
    with looking_up() as connection:
        found = consultations.find(connection, slug)
    return _published(found, language)


def _published(found: Consultation | None, language: str) -> Consultation:
    if found is None or found.state == "draft" or language not in found.questionnaire.languages:
        raise NotFound
    return found


def _taking_answers(found: Consultation | None, language: str) -> Consultation:
    consultation = _published(found, language)
    if not consultation.takes_answers(clock.today()):
        raise Closed(consultation)
    return consultation


def _open(slug: str, language: str) -> Consultation:
    return _taking_answers(_known(slug, language), language)


def _journey(language: str, slug: str, role: str) -> Journey:
    return _way(_open(slug, language), language, role)


def _way(consultation: Consultation, language: str, role: str) -> Journey:
    try:
        return Journey(consultation, consultation.questionnaire.for_role(role), language)
    except UnknownRole:
        raise NotFound from None


def _asked(way: Journey, raw: RawAnswers, posted: Posted, *, status: int = 200, **more: object) -> Response:
    page_has_form()
    page = way.ask(raw, posted.nonce, asked=posted.asked, **more)  # type: ignore[arg-type]
    return pages.render(page, status=status)


def _next_section(way: Journey, raw: RawAnswers, posted: Posted) -> Response:
    checked = check(way.questionnaire, raw, sections={posted.section})
    if isinstance(checked, Rejected):
        return _rejected(way, raw, posted, checked)
    opened = [question for question in way.newly_shown(raw, posted) if way.section_of(question.id) == posted.section]
    section = posted.section if opened else way.beside(raw, posted.section, 1)
    return _asked(way, raw, posted, section=section, revealed=opened)


def _rejected(way: Journey, raw: RawAnswers, posted: Posted, rejected: Rejected) -> Response:
    section = way.section_of(rejected.problems[0].question)
    return _asked(way, raw, posted, status=422, section=section, problems=rejected.problems)


def _version(consultation: Consultation) -> tuple[object, ...]:
    return (
        consultation.slug,
        consultation.fingerprint,
        consultation.version,
        consultation.closes_on,
        consultation.erase_on,
    )
