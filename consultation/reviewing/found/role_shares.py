"""What part of each role's comments lies nearest to each candidate, as far as disclosure control lets it be told."""

from collections.abc import Mapping

from consultation.privacy.disclosure import CountTable, coarse, suppress
from consultation.questionnaire.wording import Worded
from consultation.reviewing.found.pages import RoleShare
from consultation.storage.reading.runs import Run


def role_shares(run: Run, roles: Mapping[str, Worded]) -> list[list[RoleShare]]:
    """Return for each candidate of a run the per cent of each role, in the order of `roles`; none where nobody counted.

    The table of all candidates goes through disclosure control as a whole: a comment lies nearest to one candidate only,
    so a small share could otherwise be worked out from the others of its role. Per cent are of the sizes that may be
    told; a share that may not be is None. A role of a few is left out, as one that nobody is in.
    """
    there = [role for role in roles if coarse(sum(counts.get(role, 0) for counts in run.by_role))]
    if not there or len(run.by_role) != len(run.candidates):
        return [[] for _ in run.candidates]
    counts = [[counted.get(role, 0) for role in there] for counted in run.by_role]
    rows = [str(number) for number in range(len(counts))]
    safe = suppress(CountTable(rows, there, counts, [sum(column) for column in zip(*counts, strict=True)]))
    return [[RoleShare(roles[role], _percent(safe.share(row, role))) for role in there] for row in rows]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
