"""You said - we do: what became of the answers, for everybody to read, also after closing."""

from flask import Response

from consultation.responding.blueprint import PLACE_OF_CONSULTATION, blueprint
from consultation.responding.finding import known
from consultation.responding.receipt_pages import OUTCOME, ReceiptPages
from consultation.storage import outcomes
from consultation.web import pages
from consultation.web.database import reading


@blueprint.get(f"{PLACE_OF_CONSULTATION}{OUTCOME}")
def outcome(language: str, consultation: str) -> Response:
    """Tell what was said and what is done about it."""
    found = known(consultation, language)
    with reading() as session:
        told = outcomes.all_(session, consultation, published=True)
    return pages.render(ReceiptPages(found, language).outcome(told))
