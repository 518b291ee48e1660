"""screen: look through a consultation's comments for possible harm and for campaigns, here and now."""

from typing import Any

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import free_text_questions


@click.command("screen")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@json_option
@pass_instance
def screen_command(instance: Instance, slug: str, questions: tuple[str, ...], *, as_json: bool) -> None:
    """Look for possible harm and for campaigns in the comments to QUESTIONS; to all of them if none is named.

    A worker does it by itself as soon as comments are mixed in. Numbers are rounded down to fives, and none is under five.
    """
    known = free_text_questions(instance, slug)
    strangers = [question for question in questions if question not in known]
    if strangers:
        raise Refused(f"No free-text question {', '.join(strangers)}. There are: {', '.join(known)}.")
    found = [_screened(instance, slug, question) for question in questions or known]
    waiting = _waits(instance, slug)
    lines = [_line(one) for one in found]
    if waiting:
        lines.append("Comments that may tell of harm wait to be read: see “Read first” on the staff pages.")
    tell({"slug": slug, "questions": found, "to_read_first": waiting}, "\n".join(lines), as_json=as_json)


def _screened(instance: Instance, slug: str, question: str) -> dict[str, Any]:
    from consultation.jobs.screening import screen
    from consultation.privacy.disclosure import coarse
    from consultation.storage.reading import screenings

    whole = screen(instance.database, slug, question, lambda _done, _total, _word: None)
    with instance.database.reading() as session:
        standing = screenings.standing(session, slug, question)
        raised = sum(one.question == question and bool(one.found) for one in screenings.to_read(session, slug))
        copies = len(screenings.copies(session, slug, question))
    return {
        "question": question,
        "whole": whole,
        "comments": coarse(standing.comments if standing else 0),
        "any_raised": raised > 0,
        "raised": coarse(raised),
        "copies": coarse(copies),
    }


def _line(found: dict[str, Any]) -> str:
    raised = f"possible harm in {_number(found['raised'])} comments" if found["any_raised"] else "no rule raised any"
    again = "" if found["whole"] else "; comments came meanwhile, so a worker looks again"
    return f"{found['question']}: {_number(found['comments'])} comments, {raised}, {_number(found['copies'])} copies in campaigns{again}"


def _number(at_least: int | None) -> str:
    return "fewer than 5" if at_least is None else f"at least {at_least}"


def _waits(instance: Instance, slug: str) -> bool:
    from consultation.storage.reading import harm_readings

    with instance.database.reading() as session:
        return harm_readings.undecided(session, slug) > 0
