"""The short address that stands on paper: it leads to the consultation in the reader's own language, and remembers nothing."""

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from consultation.questionnaire.wording import LANGUAGES
from consultation.responding.blueprint import blueprint
from consultation.storage import consultations
from consultation.web import languages
from consultation.web.database import looking_up

# What browsers say beside our own codes: both forms of Norwegian together, and neighbours who read bokmål.
_ALSO = {"no": "nb", "da": "nb", "sv": "nb"}


@blueprint.get("/<consultation>")
@blueprint.get("/<consultation>/")
def lead_on(consultation: str) -> Response:
    """Send whoever typed or scanned the short address to the page that invites; capital letters do no harm."""
    slug = consultation.lower()
    if slug in LANGUAGES:  # `/nb` was meant for the front page in bokmål
        return redirect(f"/{slug}/", 308)
    with looking_up() as connection:
        found = consultations.find(connection, slug)
    if found is None or found.state == "draft":
        raise NotFound
    return redirect(f"/{_best(found.questionnaire.languages)}/{slug}/", 303)


def _best(offered: tuple[str, ...]) -> str:
    """The offered language that the reader's browser asks for first; bokmål where it asks for none of them."""
    for wanted, _ in request.accept_languages:
        language = wanted.lower().replace("_", "-").partition("-")[0]
        known = _ALSO.get(language, language)
        if known in offered:
            return known
    return languages.FIRST if languages.FIRST in offered else offered[0]
