"""How far the reading of a question has come, and why what was made of it is out of date, for every command that tells of one."""

from typing import Any

from consultation.cli.instance import Instance


def covered(instance: Instance, slug: str, question: str) -> dict[str, Any]:
    """Coverage as facts: numbers are the least they can be, in fives; null where that is under `below`."""
    from consultation.reporting.summary import Coverage
    from consultation.usecases.reading.tell_coverage import tell_coverage

    def told(of: Coverage, below: int) -> dict[str, Any]:
        return {
            "comments_at_least": of.comments.at_least,
            "read_at_least": of.read.at_least,
            "put_under_a_theme_at_least": of.gathered.at_least,
            "suggested_only_at_least": of.suggested_only.at_least,
            "under_no_theme_at_least": of.uncoded.at_least,
            "below": below,
        }

    roles = [role.id for role in instance.consultation(slug).questionnaire.roles]
    with instance.database.reading() as session:
        coverage = tell_coverage(session, slug, question, roles)
    by_role = {role: told(of_role, of_role.below) for role, of_role in coverage.by_role}
    return {**told(coverage, coverage.below), "by_role": by_role}


def covered_lines(told: dict[str, Any], indent: str = "  ") -> list[str]:
    """The same as lines that a person reads: one over all, and one for each role of five comments or more."""
    if told["comments_at_least"] is None:
        return [f"{indent}Fewer than 5 comments from each role: too few to tell how far the reading has come."]
    roles = [f"{indent}  {role}: {_line(of_role)}" for role, of_role in told["by_role"].items()]
    return [f"{indent}{_line(told)}", *roles]


def _line(told: dict[str, Any]) -> str:
    def number(name: str) -> str:
        return f"<{told['below']}" if told[name] is None else f"{told[name]}+"

    gathered = told["put_under_a_theme_at_least"]
    laid = "" if gathered is None else f", {gathered}+ put under a theme but not read yet"
    return (
        f"{number('comments_at_least')} comments: {number('read_at_least')} read by a person{laid}, "
        f"{number('suggested_only_at_least')} only suggested by a machine, "
        f"{number('under_no_theme_at_least')} under no theme yet"
    )


WHY = {
    "arrived": "more comments have come in since",
    "withdrawn": "a response that was used has been withdrawn since",
    "answers": "comments have come in or been withdrawn since",
    "codebook": "the themes have been changed since",
    "read": "more has been read since",
}


def old(reasons: list[str]) -> str:
    """A sentence that tells it; empty where nothing is out of date."""
    return f" Out of date: {', '.join(WHY[reason] for reason in reasons)}." if reasons else ""
