"""Sending: the response goes into the ballot box, and only then is somebody thanked."""

from flask import Response, request

from consultation import clock
from consultation.questionnaire.answering import Rejected
from consultation.responding.answered_pages import thanks_page
from consultation.responding.asking import checked_page, rejected
from consultation.responding.blueprint import PLACE_OF_FORM, blueprint
from consultation.responding.finding import journey, known, posted, refuse_to_lose, taking_answers, way
from consultation.responding.kept_pages import ANOTHER_PLACE, PLACE, kept, version
from consultation.responding.proving import asks_again
from consultation.responding.receipt_pages import RECEIPT, read_aloud
from consultation.responding.refusals import Closed
from consultation.storage import consultations
from consultation.usecases.submit_response import NotOpen, submit_response
from consultation.web import pages
from consultation.web.database import transaction
from consultation.web.security_headers import page_has_form


@blueprint.post(f"{PLACE_OF_FORM}thanks")
def thank(language: str, consultation: str, role: str) -> Response:
    """Put the response in the ballot box and give the receipt; the same form again gives the same receipt."""
    form = posted()
    if again := asks_again(consultation, role, form):
        on = journey(language, consultation, role)
        refuse_to_lose(on, form)
        return checked_page(on, form.answers(on.questionnaire), form, again=again)
    with transaction() as session:  # one, so that no answer slips in while the consultation closes
        on = way(taking_answers(consultations.find(session, consultation), language), language, role)
        refuse_to_lose(on, form, session)
        raw = form.answers(on.questionnaire)
        try:
            sent = submit_response(session, on.consultation, role, raw, form.nonce, today=clock.today())
        except NotOpen:  # it closed this very moment
            raise Closed(on.consultation) from None
    if isinstance(sent, Rejected):
        return rejected(on, raw, form, sent)
    key = ("thank", version(on.consultation), role, language)
    page_has_form()
    code, place = sent.receipt.code, f"{request.host_url}{language}/{consultation}/{RECEIPT}"
    aloud = pages.text_of(read_aloud(code, language, place))
    return pages.as_response(kept().get(key, lambda: pages.text_of(thanks_page(on, PLACE, ANOTHER_PLACE)), code, aloud))


@blueprint.get(f"{PLACE_OF_FORM}thanks")
def thanks_without_receipt(language: str, consultation: str, role: str) -> Response:
    """Thank, also after closing; a receipt is shown only to who just sent the answers."""
    return pages.render(thanks_page(way(known(consultation, language), language, role), ""))
