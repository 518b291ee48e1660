"""shares: how common each theme is, with its interval, and where groups differ."""

from typing import Any

import click

from consultation.cli.covering import covered, covered_lines, old
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import free_text_questions


@click.command("shares")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@click.option("--measure", is_flag=True, help="Measure anew before telling; else the last measurement is told.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same shares.")
@json_option
@pass_instance
def shares_command(
    instance: Instance, slug: str, questions: tuple[str, ...], seed: int, *, measure: bool, as_json: bool
) -> None:
    """Tell how common each theme is in the answers to the free-text QUESTIONS, or to all of them.

    Each share has a 95 % interval that rests on the comments which chance chose and people read; the machine narrows it
    where it can. What could point at somebody is withheld.
    """
    known = free_text_questions(instance, slug)
    if strangers := [question for question in questions if question not in known]:
        raise Refused(f"No free-text question {', '.join(strangers)}. There are: {', '.join(known)}.")
    told = [_told(instance, slug, question, seed, measure=measure) for question in questions or known]
    tell({"slug": slug, "questions": told}, "\n\n".join(map(_lines, told)), as_json=as_json)
    if questions and any("refused" in one for one in told):
        raise Refused("Not every question could be measured.")


def _told(instance: Instance, slug: str, question: str, seed: int, *, measure: bool) -> dict[str, Any]:
    from consultation.reporting.shares import Shares
    from consultation.reporting.shares_within import as_reported
    from consultation.usecases.compose_report import confirmed_counts
    from consultation.usecases.reading.tell_staleness import newest_shares

    if measure and (refused := _measured(instance, slug, question, seed)):
        return {"question": question, "refused": refused}
    with instance.database.reading() as session:
        measured, stale = newest_shares(session, slug, question)
        counts = confirmed_counts(session, slug, question)
    coverage = covered(instance, slug, question)
    if measured is None:
        nothing = "Nothing has been measured yet: give --measure."
        return {"question": question, "refused": nothing, "coverage": coverage}
    return {
        "question": question,
        "coverage": coverage,
        "made_on": measured.made_on.isoformat(),
        "seed": measured.seed,
        "codebook_version": measured.codebook_version,
        "versions": dict(measured.versions),
        "input_hash": measured.input_hash,
        "out_of_date": list(stale),
        "themes": _theme_names(instance, slug, question),
        **as_reported(Shares.from_json(measured.body), counts, stale=stale).as_json(),
    }


def _measured(instance: Instance, slug: str, question: str, seed: int) -> str:
    """Why it could not be measured; empty where it was."""
    from consultation.clock import today
    from consultation.jobs.kinds import NOTHING_READ
    from consultation.usecases.reading.measure_shares import NothingRead, keep, propose

    def quietly(_done: int, _total: int, _word: str) -> None:
        """Nobody watches."""

    try:
        with instance.database.reading() as session:
            found = propose(session, slug, question, seed=seed, progress=quietly, made_on=today())
    except NothingRead:
        return NOTHING_READ
    with instance.database.transaction() as session:
        keep(session, slug, question, found)
    return ""


def _theme_names(instance: Instance, slug: str, question: str) -> dict[str, str]:
    from consultation.storage.reading import codebooks

    with instance.database.reading() as session:
        return {theme.id: theme.name for theme in codebooks.current(session, slug, question).themes}


def _lines(told: dict[str, Any]) -> str:
    if "refused" in told:
        coverage = covered_lines(told["coverage"]) if "coverage" in told else []
        return "\n".join([f"{told['question']}: {told['refused']}", *coverage])
    from consultation.reporting.catalogue import Catalogue
    from consultation.reporting.shares import ALL, EVERYBODY, Share, Shares
    from consultation.reporting.shares_told import group_told, points_told, share_told

    shares, names, words = Shares.from_json(told), told["themes"], Catalogue("en")
    everybody = shares.by(EVERYBODY)
    lines = [f"{told['question']}: measured on {told['made_on']}, seed {told['seed']}.{old(told['out_of_date'])}"]
    lines += covered_lines(told["coverage"])
    for theme, by_group in everybody.shares.items() if everybody else ():
        cell = share_told(by_group.get(ALL, Share("unsaid")), words)
        interval = f" {cell.share.text}" if cell.share else ""
        lines.append(f"  {names.get(theme, theme)}: {cell.text.text}{interval}")
    for grouped in shares.grouped:
        for one in (difference for difference in grouped.differences if difference.stands):
            pair = f"{one.one} against {group_told(one.other, {}, words)}"
            points, low, high = points_told((one.points, one.low, one.high), words, signed=True)
            interval = f"{points} points, 95 % {low} to {high}"
            lines.append(f"  {names.get(one.theme, one.theme)}, {grouped.grouping}: {pair}: {interval}")
    return "\n".join(lines)
