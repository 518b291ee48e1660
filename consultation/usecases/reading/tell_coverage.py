"""Tell how far the reading of a question has come, over all its comments and for each role, in numbers that give nobody away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from consultation.reporting.summary import Coverage
from consultation.reporting.tables import STEP, Rounded
from consultation.storage.reading import tallies

# A role's comments are all that are read, suggested only, and uncoded; each of these lies up to four above what is told of it.
# By so much may they be more than the parts, and each part can still be any of five numbers. Gathered ones are often known
# to be none, and so hide nothing.
_ROOM = 2 * (STEP - 1)


def tell_coverage(session: Session, slug: str, question: str, roles: Sequence[str]) -> Coverage:
    """How many comments people have read, laid under a theme, or only the machine has; and how many stand under none.

    Roles stand in the given order. What may be told of them says `told_of`.
    """
    return told_of(tallies.coverage_by_role(session, slug, question), roles)


def told_of(counted: Mapping[str, tallies.Coverage], roles: Sequence[str]) -> Coverage:
    """Return true counts of roles as they may be told, in the given order, and what they add up to.

    A role with fewer than five comments is counted nowhere, so nothing tells it from one that nobody is in: it is no
    remainder of the sums either. Each number of a role is rounded down to fives, and those of all roles are the sums of
    what is told. So they tell no more than the roles do, and whichever of them is subtracted from whichever, each number,
    also one under five, may still be any of the five that are rounded to it. A role's comments would give that away where
    they are ten or more above what is told of their parts: then they are told as five or ten fewer. Who has a large role's
    exact comments from a report can reckon closer, but only how far the team is: not what anybody said.
    """
    large = [role for role in counted if counted[role].comments >= STEP]
    ordered = [*(role for role in roles if role in large), *sorted(set(large) - set(roles))]
    told = tuple((role, _rounded(counted[role])) for role in ordered)
    sums = [sum(_least(one)[at] for _, one in told) for at in range(5)]
    return replace(_coverage(*sums), by_role=told)


def _rounded(true: tallies.Coverage) -> Coverage:
    parts = [number - number % STEP for number in (true.read, true.suggested_only, true.uncoded, true.gathered)]
    comments = true.comments - true.comments % STEP
    while comments - sum(parts) > _ROOM:
        comments -= STEP
    return _coverage(comments, *parts)


def _least(told: Coverage) -> tuple[int, ...]:
    return tuple(one.at_least or 0 for one in (*told.numbers, told.gathered))


def _coverage(comments: int, read: int, suggested_only: int, uncoded: int, gathered: int) -> Coverage:
    return Coverage(
        comments=Rounded(comments or None),
        read=Rounded(read or None),
        suggested_only=Rounded(suggested_only or None),
        uncoded=Rounded(uncoded or None),
        gathered=Rounded(gathered or None),
    )
