"""candidates: what the machine found, how stable it is, and what it does not cover; and sub-themes of one of them."""

from typing import Any

import click

from consultation.cli.covering import covered, covered_lines, old
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import free_text_questions

SMALLEST_NAMED = 10


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
    told = [one for question in questions or known if (one := found(instance, slug, question)) is not None]
    lines = "\n\n".join(in_lines(one) for one in told) or "The machine has found nothing yet. Ask it: discover."
    tell({"slug": slug, "questions": told}, lines, as_json=as_json)


def found(instance: Instance, slug: str, question: str) -> dict[str, Any] | None:
    """What the newest run over a question found, as facts that give nobody away; None where there is no run."""
    from consultation.privacy.disclosure import coarse
    from consultation.storage.reading import runs
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
        "candidates": [
            {
                **_told(number, one),
                "within": [_told(at, sub.candidate) for at, sub in enumerate(run.within.get(number, ()))],
            }
            for number, one in enumerate(run.candidates)
        ],
    }


def in_lines(told: dict[str, Any]) -> str:
    """The same as lines that a person reads."""
    head = f"{told['question']}: {_at_least(told['comments_at_least'])} comments, {_at_least(told['not_covered_at_least'])} of them fit nowhere."
    head += old(told["out_of_date"])
    return "\n".join(
        [head, *covered_lines(told["coverage"]), *(line for one in told["candidates"] for line in _lines(one, "  "))]
    )


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
    return [own, *(line for sub in one.get("within", ()) for line in _lines(sub, indent + "    "))]


def _at_least(number: int | None) -> str:
    return "fewer than 5" if number is None else f"at least {number}"
