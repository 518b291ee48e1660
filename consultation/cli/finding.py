"""candidates: what the machine found, how stable it is, and what it does not cover; and sub-themes of one of them."""

from typing import Any

import click

from consultation.cli.covering import covered, covered_lines, old
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import free_text_questions

SMALLEST_NAMED = 10
MORE_THAN_ONE = 2


@click.command("candidates")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@click.option("--within", type=int, help="First look for the sub-themes of the candidate of this number.")
@json_option
@pass_instance
def candidates_command(
    instance: Instance, slug: str, questions: tuple[str, ...], *, within: int | None, as_json: bool
) -> None:
    """Tell what the machine found in the free-text QUESTIONS: candidates, how stable each is, and what none covers.

    Numbers are rounded down to fives. A candidate of fewer than ten comments has no name here, and no comment is shown.
    """
    known = free_text_questions(instance, slug)
    if strangers := [question for question in questions if question not in known]:
        raise Refused(f"No free-text question {', '.join(strangers)}. There are: {', '.join(known)}.")
    if within is not None:
        if len(questions) != 1:
            raise Refused("Name the one question whose candidate is to be divided.")
        _divide(instance, slug, questions[0], within)
    asked = {question: found(instance, slug, question) for question in questions or known}
    told = [one for one in asked.values() if one is not None]
    lines = [in_lines(one) for one in told]
    if questions or not told:
        lines += [_nothing(instance, slug, question) for question, one in asked.items() if one is None]
    tell({"slug": slug, "questions": told}, "\n\n".join(lines), as_json=as_json)


def found(instance: Instance, slug: str, question: str) -> dict[str, Any] | None:
    """What the newest run over a question found, as facts that give nobody away; None where there is no run."""
    from consultation.privacy.disclosure import coarse
    from consultation.storage.reading import runs
    from consultation.themes.finding.candidates import are_wordless
    from consultation.usecases.reading.tell_staleness import tell_staleness

    with instance.database.reading() as session:
        run = runs.latest(session, slug, question, "discover")
        reasons = tell_staleness(session, slug, question, run) if run else ()
    if run is None:
        return None
    return {
        "question": question,
        "coverage": covered(instance, slug, question),
        "run": run.key,
        "seed": run.seed,
        "parameters": dict(run.parameters),
        "versions": dict(run.versions),
        "input_hash": run.input_hash,
        "out_of_date": list(reasons),
        "comments_at_least": coarse(run.comments),
        "not_covered_at_least": coarse(run.not_covered),
        "wordless": are_wordless(run.candidates),
        "candidates": [
            {
                **_told(number, one),
                "divided": number in run.within,
                "within": [_told(at, sub.candidate) for at, sub in enumerate(run.within.get(number, ()))],
            }
            for number, one in enumerate(run.candidates)
        ],
    }


def in_lines(told: dict[str, Any]) -> str:
    """The same as lines that a person reads."""
    head = f"{told['question']}: {_at_least(told['comments_at_least'])} comments, {_at_least(told['not_covered_at_least'])} of them fit nowhere."
    head += old(told["out_of_date"])
    candidates = [line for one in told["candidates"] for line in _lines(one, "  ")]
    return "\n".join([head, *covered_lines(told["coverage"]), *_notes(told), *candidates])


def _notes(told: dict[str, Any]) -> list[str]:
    """Why there are no candidates to speak of, where that is so."""
    if told["wordless"]:
        return ["  No comment holds a word that tells what it is about: there are only signs or small words."]
    if len(told["candidates"]) == 1:
        return [
            "  The machine found nothing that parts the comments: they are all of a kind, so there is one candidate."
        ]
    return []


def _nothing(instance: Instance, slug: str, question: str) -> str:
    """What a person can do about a question over which there is no run."""
    from consultation.storage.reading.matching import sizes_by_role
    from consultation.usecases.reading.discover_themes import FEWEST_COMMENTS

    with instance.database.reading() as session:
        comments = sum(sizes_by_role(session, slug, question).values())
    if comments < FEWEST_COMMENTS:
        return f"{question}: there are fewer than ten comments. The machine begins when there are more."
    return f"{question}: the machine has found nothing yet. Ask it: discover {slug} {question}."


def _divide(instance: Instance, slug: str, question: str, number: int) -> None:
    from consultation.usecases.reading.find_subthemes import CandidateIsGone, keep, propose

    try:
        with instance.database.reading() as session:
            proposal = propose(session, slug, question, number, progress=lambda *_: None)
        with instance.database.transaction() as session:
            keep(session, proposal)
    except CandidateIsGone:
        raise Refused(f"There is no candidate {number}. Look at them: candidates {slug} {question}.") from None


def _told(number: int, candidate: Any) -> dict[str, Any]:
    from consultation.privacy.disclosure import coarse

    return {
        "number": number,
        "name": candidate.name if candidate.size >= SMALLEST_NAMED else None,
        "at_least": coarse(candidate.size),
        "stability": None if candidate.stability is None else round(candidate.stability, 2),
    }


def _lines(one: dict[str, Any], indent: str) -> list[str]:
    stable = "" if one["stability"] is None else f", stability {one['stability']:.2f}"
    name = one["name"] or "(fewer than ten comments)"
    own = f"{indent}{one['number']:>2}  {name}: {_at_least(one['at_least'])} comments{stable}"
    within = one.get("within", ())
    if one.get("divided") and len(within) < MORE_THAN_ONE:
        return [own, f"{indent}    The machine found nothing that parts these comments."]
    return [own, *(line for sub in within for line in _lines(sub, indent + "    "))]


def _at_least(number: int | None) -> str:
    return "fewer than 5" if number is None else f"at least {number}"
