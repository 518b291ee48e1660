"""Finds what an address names, or answers that there is no such page; and what may be said of its groups."""

from collections.abc import Mapping

from flask import abort, current_app
from flask_security import current_user
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.questions import FreeText
from consultation.questionnaire.wording import Worded
from consultation.reviewing import framing
from consultation.reviewing.covering import coverage_of
from consultation.reviewing.pages import At
from consultation.reviewing.references import References
from consultation.settings import Settings
from consultation.storage import consultations
from consultation.usecases.reading.tell_staleness import stale_runs

SMALLEST_GROUP = 10


def consultation(session: Session, slug: str) -> Consultation:
    """Return the consultation of this name, or answer 404."""
    found = consultations.find(session, slug)
    if found is None:
        abort(404)
    return found


def at(session: Session, slug: str, question: str, *, covered: bool = True) -> At:
    """Return where we are: a free-text question of a consultation; or answer 404.

    How far its reading has come and what is out of date is `covered` but where a page must be there at once: that takes a
    look at all comments.
    """
    found = consultation(session, slug)
    language = framing.language()
    asked = next((one for one in free_text(found) if one.id == question), None)
    if asked is None:
        abort(404)
    coverage = coverage_of(session, found, question, language) if covered else None
    stale = stale_runs(session, slug, question) if covered else {}
    return At(slug, found.questionnaire.title.in_(language), question, asked.text.in_(language), coverage, stale)


def free_text(found: Consultation) -> list[FreeText]:
    """Return what people answer in their own words: the free-text questions, and what is written beside choices."""
    return list(found.questionnaire.free_texts)


def role_names(session: Session, slug: str) -> dict[str, Worded]:
    """Return the name of each audience role, in the questionnaire's order."""
    asked = consultation(session, slug).questionnaire
    return {role.id: role.name.in_(framing.language()) for role in asked.roles}


def roles_to_name(sizes: Mapping[str, int], *, smallest: int = SMALLEST_GROUP) -> frozenset[str]:
    """Return the roles that may stand beside a single comment to a question that so many of each role have answered.

    All of them, or none where any has one to nine comments: whoever knows the roles of the others finds that one's
    comments in a list of a theme, less the numbers that a report tells of the large roles.
    """
    there = {role: count for role, count in sizes.items() if count > 0}
    return frozenset(there) if all(count >= smallest for count in there.values()) else frozenset()


def read_percent(comments: int, read: int) -> int | None:
    """Return how much of a question is read, in steps of five per cent; None where the comments are too few to tell."""
    all_of_them = coarse(comments)
    if all_of_them is None or comments < SMALLEST_GROUP:
        return None
    return min(100, round((coarse(read) or 0) / all_of_them * 20) * 5)


def settings() -> Settings:
    """Return the instance's settings."""
    found: Settings = current_app.extensions["consultation.settings"]
    return found


def references(at: At) -> References:
    """Return what seals the references of this account's pages about this question."""
    return References(settings().secret("references"), current_user.email, at.slug, at.question)
