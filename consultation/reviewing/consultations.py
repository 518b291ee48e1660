"""The list of consultations, and one consultation's state in numbers that give nobody away."""

from collections.abc import Mapping

from flask import Response, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.privacy.disclosure import coarse
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.questions import FreeText
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.covering import coverage_of
from consultation.reviewing.first.showing import waiting_first
from consultation.reviewing.learned import learned
from consultation.reviewing.pages import Asked, ConsultationPage, ConsultationsPage, Listed, RoleCount
from consultation.reviewing.session_cookie import STAFF_PATH
from consultation.storage import consultations as stored
from consultation.storage import responses
from consultation.storage.reading import codebooks, runs
from consultation.usecases.reading.tell_staleness import stale_runs
from consultation.web.database import reading


@blueprint.get(f"{STAFF_PATH}/")
def start() -> AnyResponse:
    """Send whoever comes to /staff/ to the pages in bokmål."""
    return redirect(url_for("reviewing.consultations", language="nb"))


@blueprint.get(f"{PREFIX}/")
def consultations() -> Response:
    """Show every consultation."""
    language = framing.language()
    with reading() as session:
        listed = [
            Listed(one.slug, one.questionnaire.title.in_(language), one.state, one.closes_on)
            for one in stored.all_(session)
        ]
    return framing.show(ConsultationsPage(framing.frame(), listed))


@blueprint.get(f"{PREFIX}/consultations/<slug>/")
def consultation(slug: str) -> Response:
    """Show one consultation: who has answered, roughly, and how far the reading has come."""
    language = framing.language()
    with reading() as session:
        found = finding.consultation(session, slug)
        page = ConsultationPage(
            frame=framing.frame(),
            slug=slug,
            title=found.questionnaire.title.in_(language),
            state=found.state,
            opened_on=found.opened_on,
            closes_on=found.closes_on,
            erase_on=found.erase_on,
            archive=found.archive,
            version=found.version,
            roles=_roles(found, responses.counts_by_role(session, slug), language),
            first=waiting_first(session, slug),
            questions=[_asked(session, found, question, language) for question in finding.free_text(found)],
        )
    return framing.show(page)


def _roles(found: Consultation, counts: Mapping[str, int], language: str) -> list[RoleCount]:
    return [RoleCount(role.name.in_(language), coarse(counts.get(role.id, 0))) for role in found.questionnaire.roles]


def _asked(session: Session, found: Consultation, question: FreeText, language: str) -> Asked:
    return Asked(
        id=question.id,
        text=question.text.in_(language),
        roles=[role.name.in_(language) for role in found.questionnaire.roles if question.asks(role.id)],
        themes=len(codebooks.current(session, found.slug, question.id).themes),
        coverage=coverage_of(session, found, question.id, language),
        has_candidates=runs.latest(session, found.slug, question.id, "discover") is not None,
        stale=stale_runs(session, found.slug, question.id),
        learned=learned(session, found.slug, question.id),
    )
