"""How far the reading of a question has come, as every staff page about it says: a line, and the same by role."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consultation.questionnaire.opening import Consultation
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.measured import coverage_by_role, coverage_line, coverage_note, short_number
from consultation.reporting.summary import Coverage
from consultation.reviewing.pages import CoverageShown
from consultation.storage.reading import tallies
from consultation.usecases.reading.tell_coverage import tell_coverage, told_of


def coverage_of(session: Session, found: Consultation, question: str, language: str) -> CoverageShown:
    """Return how far the reading of a question has come; it takes a look at all comments."""
    coverage = tell_coverage(session, found.slug, question, [role.id for role in found.questionnaire.roles])
    return coverage_shown(coverage, _names(found, language), language)


def coverage_counted(found: Consultation, counted: Mapping[str, tallies.Coverage], language: str) -> CoverageShown:
    """Return the same of true counts that are at hand."""
    return coverage_shown(told_of(counted, list(_names(found, language))), _names(found, language), language)


def coverage_shown(coverage: Coverage, names: Mapping[str, Said], language: str) -> CoverageShown:
    """Return what is told as a page shows it, with the names of roles."""
    words = Catalogue(language)
    return CoverageShown(
        coverage_line(coverage, words),
        coverage_by_role(coverage, names, words, say=short_number),
        [(names[role], coverage_line(of_role, words)) for role, of_role in coverage.by_role if role in names],
        coverage_note(words),
        coverage.percent_read,
    )


def _names(found: Consultation, language: str) -> dict[str, Said]:
    worded = {role.id: role.name.in_(language) for role in found.questionnaire.roles}
    return {role: Said(name.text, name.language) for role, name in worded.items()}
