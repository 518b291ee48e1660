"""Tell how far the reading of a question has come, over all its comments and for each role, in numbers that give nobody away."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from consultation.reporting.summary import Coverage
from consultation.reporting.tables import STEP, Rounded
from consultation.storage.reading import tallies


def tell_coverage(session: Session, slug: str, question: str, roles: Sequence[str]) -> Coverage:
    """Comments, those that a person read, those with the machine's suggestions only, and those under no theme yet.

    All are rounded down to fives. Roles stand in the given order; one with fewer than five comments is left out, since
    four times "fewer than 5" tells nothing.
    """
    counted = tallies.coverage_by_role(session, slug, question)
    told = tuple(
        (role, _rounded(counted[role])) for role in roles if role in counted and counted[role].comments >= STEP
    )
    return replace(_rounded(tallies.coverage(session, slug, question)), by_role=told)


def _rounded(true: tallies.Coverage) -> Coverage:
    return Coverage(
        comments=Rounded.of(true.comments),
        read=Rounded.of(true.read),
        suggested_only=Rounded.of(true.suggested_only),
        uncoded=Rounded.of(true.uncoded),
    )
