"""Finds the consultation and the role of an address, and refuses what is not there, not open, or not asked any more."""

from contextlib import nullcontext

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from consultation import clock
from consultation.questionnaire.definition import UnknownRole
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import language_of
from consultation.responding import binding, signposts
from consultation.responding.binding import Posted
from consultation.responding.journey import Journey
from consultation.responding.refusals import Changed, Closed
from consultation.storage import consultations
from consultation.web.cross_origin import refuse_foreign_post
from consultation.web.database import looking_up


def posted() -> Posted:
    """The form of this request; raises ForeignOrigin and what binding.read raises."""
    found = binding.read(request)  # before it is refused: also then nobody loses what they wrote
    refuse_foreign_post(request)
    return found


def known(slug: str, language: str) -> Consultation:
    """The consultation at this address, open or closed; raises NotFound."""
    with looking_up() as connection:
        found = consultations.find(connection, slug)
    return _published(found, language)


def open_now(slug: str, language: str) -> Consultation:
    """The consultation at this address; raises NotFound, or Closed when it takes no answers today."""
    return taking_answers(known(slug, language), language)


def taking_answers(found: Consultation | None, language: str) -> Consultation:
    """The consultation, if it is one and takes answers today. Raises as open_now() does."""
    consultation = _published(found, language)
    if not consultation.takes_answers(clock.today()):
        raise Closed(consultation)
    return consultation


def journey(language: str, slug: str, role: str) -> Journey:
    """The way of one role through an open consultation. Raises as open_now() does, and NotFound for an unknown role."""
    return way(open_now(slug, language), language, role)


def way(consultation: Consultation, language: str, role: str) -> Journey:
    """The way of one role through this consultation; raises NotFound when it asks no such role."""
    try:
        return Journey(consultation, consultation.questionnaire.for_role(role), language)
    except UnknownRole:
        raise NotFound from None


def refuse_to_lose(on: Journey, form: Posted, session: Session | None = None) -> None:
    """Raise Changed where words to an earlier version's question would be dropped unseen; a stranger's field is dropped."""
    unasked = form.unasked(on.questionnaire)
    if not unasked:
        return
    with nullcontext(session) if session else looking_up() as stored:
        lost = unasked & consultations.ever_asked(stored, on.consultation.slug)
    if lost:
        raise Changed(on, form, lost)


def _published(found: Consultation | None, language: str) -> Consultation:
    if found is None or found.state == "draft" or language_of(language) not in found.questionnaire.languages:
        raise NotFound
    signposts.remember(found)
    return found
