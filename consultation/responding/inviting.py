"""The pages before the questions: what is open now, who asks and why, and the choice of role."""

from flask import Response

from consultation import clock
from consultation.questionnaire.opening import is_an_audit
from consultation.responding import invitations
from consultation.responding.blueprint import LANGUAGE, PLACE_OF_CONSULTATION, blueprint
from consultation.responding.finding import open_now
from consultation.responding.kept_pages import kept, version
from consultation.responding.told import is_told
from consultation.storage import consultations
from consultation.web import languages, pages
from consultation.web.database import looking_up


@blueprint.get("/")
@blueprint.get(f"/{LANGUAGE}/")
def home(language: str = languages.FIRST) -> Response:
    """Show the open consultations and the languages of the site."""
    today = clock.today()
    with looking_up() as connection:
        stored = consultations.all_(connection)
    known = [found for found in stored if found.takes_answers(today) and not is_an_audit(found.slug)]
    text = kept().get(
        ("home", tuple(map(version, known)), language),
        lambda: pages.text_of(invitations.welcome(known, language)),
    )
    return pages.as_response(text)


@blueprint.get(PLACE_OF_CONSULTATION)
def introduce(language: str, consultation: str) -> Response:
    """Say who asks, why, until when and what is stored, and offer the roles."""
    found = open_now(consultation, language)
    told = is_told(found.slug)
    text = kept().get(
        ("introduce", version(found), language, told),
        lambda: pages.text_of(invitations.introduce(found, language, told=told)),
    )
    return pages.as_response(text)
