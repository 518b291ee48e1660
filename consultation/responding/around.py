"""The pages around the consultations: how far everybody can use this site, and who reads the answers."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Response, current_app

from consultation.questionnaire.wording import LANGUAGES
from consultation.responding import signposts
from consultation.responding.blueprint import LANGUAGE, blueprint
from consultation.responding.kept_pages import kept
from consultation.responding.pages import LanguageChoice
from consultation.responding.signposts import Signposts
from consultation.settings import Settings
from consultation.web import languages, pages

ACCESSIBILITY, WHO_READS = "accessibility", "who-reads"
WRITTEN_ON = date(2026, 11, 21)
"""When the statement was last gone through; whoever changes it, or what it tells of, changes this."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """What we follow, what is not good enough yet, and where to write; `contact` is empty where the operator named none."""

    template: ClassVar[str] = "responding/accessibility.html"
    language: str
    languages: tuple[LanguageChoice, ...]
    contact: str
    written_on: date
    signposts: Signposts


@dataclass(frozen=True, slots=True)
class WhoReadsPage:
    """Who reads the answers and when, and what they do where one tells of danger."""

    template: ClassVar[str] = "responding/who_reads.html"
    language: str
    languages: tuple[LanguageChoice, ...]
    signposts: Signposts


@blueprint.get(f"/{LANGUAGE}/{ACCESSIBILITY}")
def accessibility(language: str) -> Response:
    """Say how far everybody can use this site (the statement of forskrift om universell utforming av IKT-løsninger)."""
    settings: Settings = current_app.extensions["consultation.settings"]
    page = AccessibilityPage(
        language, _choices(ACCESSIBILITY), settings.contact, WRITTEN_ON, signposts.for_reader(language)
    )
    return pages.as_response(kept().get((ACCESSIBILITY, language, settings.contact), lambda: pages.text_of(page)))


@blueprint.get(f"/{LANGUAGE}/{WHO_READS}")
def who_reads(language: str) -> Response:
    """Say who reads the answers, in which rhythm, and what they do where one tells of danger."""
    page = WhoReadsPage(language, _choices(WHO_READS), signposts.for_reader(language))
    return pages.as_response(kept().get((WHO_READS, language), lambda: pages.text_of(page)))


def _choices(place: str) -> tuple[LanguageChoice, ...]:
    return tuple(LanguageChoice(code, languages.NAMES[code], f"/{code}/{place}") for code in LANGUAGES)
