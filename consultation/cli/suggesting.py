"""runs: what was given to the machine and what came out, so that anybody can repeat it; and what a run suggested."""

from typing import TYPE_CHECKING, Any

import click

from consultation.cli.covering import covered, covered_lines, old
from consultation.cli.instance import Instance, json_option, pass_instance, tell
from consultation.cli.questions import chosen

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consultation.storage.reading.runs import Run


@click.command("runs")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@json_option
@pass_instance
def runs_command(instance: Instance, slug: str, questions: tuple[str, ...], *, as_json: bool) -> None:
    """List the machine's runs over the free-text QUESTIONS, the newest of each kind first.

    Seed, parameters, library versions and the hash of the input: the same of all four gives the same result anywhere.
    Numbers of comments are rounded down to fives.
    """
    from consultation.storage.reading import runs

    told: list[dict[str, Any]] = []
    coverage = {}
    for question in chosen(instance, slug, questions):
        coverage[question] = covered(instance, slug, question)
        with instance.database.reading() as session:
            told += [_facts(session, slug, run) for run in runs.history(session, slug, question)]
    lines = [line for one in told for line in _lines(one)] or ["The machine has made no run yet."]
    lines += [line for question, one in coverage.items() for line in (f"{question}:", *covered_lines(one))]
    tell({"slug": slug, "runs": told, "coverage": coverage}, "\n".join(lines), as_json=as_json)


def suggested(instance: Instance, slug: str, question: str) -> dict[str, Any] | None:
    """What the newest suggestions are, how many of each, and what is promised of them; None where there are none.

    No number is exact or under five.
    """
    from consultation.privacy.disclosure import coarse
    from consultation.storage.reading import codebooks, runs, suggestions
    from consultation.usecases.reading.tell_promise import tell_promise

    with instance.database.reading() as session:
        run = runs.latest(session, slug, question, "assign")
        if run is None:
            return None
        themes = codebooks.current(session, slug, question).themes
        found = suggestions.by_comment(session, slug, question)
        readings = suggestions.machine_readings(session, suggestions.looked_at(session, slug, question))
        facts = _facts(session, slug, run)
    promise = tell_promise(run, {theme.id: theme.name for theme in themes})
    lines = dict(promise.themes)
    outcomes = [one.outcome for one in readings.values()]
    return {
        **facts,
        "coverage": covered(instance, slug, question),
        "taught_by_at_least": coarse(int(run.parameters["taught_by"])),
        "outcomes_at_least": {one: coarse(outcomes.count(one)) for one in ("suggested", "none", "undecided")},
        "right_9_times_in_10_from_percent": promise.whole,
        "which_was_not_tried_for": list(promise.not_for),
        "themes": [
            {
                "theme": theme.id,
                "name": theme.name,
                "suggested_at_least": coarse(sum(theme.id in those for those in found.values())),
                "right_9_times_in_10_from_percent": lines.get(theme.name),
            }
            for theme in themes
            if not theme.retired
        ],
    }


def in_lines(told: dict[str, Any]) -> list[str]:
    """The same as lines that a person reads."""
    outcomes = {one: _at_least(number) for one, number in told["outcomes_at_least"].items()}
    return [
        *covered_lines(told["coverage"]),
        f"  run {told['run']}, seed {told['seed']}, taught by {_at_least(told['taught_by_at_least'])} codings."
        + old(told["out_of_date"]),
        f"  something suggested for {outcomes['suggested']} comments",
        f"  none of the themes for {outcomes['none']}, cannot tell for {outcomes['undecided']}",
        f"  all themes: {_promise(told['right_9_times_in_10_from_percent'])}",
        *(
            f"    {one['name']}: {_at_least(one['suggested_at_least'])}; {_promise(one['right_9_times_in_10_from_percent'])}"
            for one in told["themes"]
        ),
    ]


def _facts(session: "Session", slug: str, run: "Run") -> dict[str, Any]:
    """What it takes to repeat a run, and why it is out of date; what was counted in it is rounded down."""
    from consultation.privacy.disclosure import coarse
    from consultation.usecases.reading.tell_staleness import tell_staleness

    counted = {"taught_by", "learnt_from", "read_by_version", "promise", "promises", "promise_not_for"}
    return {
        "run": run.key,
        "question": run.question,
        "kind": run.kind,
        "seed": run.seed,
        "made_on": run.made_on.isoformat(),
        "out_of_date": list(tell_staleness(session, slug, run.question, run)),
        "comments_at_least": coarse(run.comments),
        "parameters": {name: value for name, value in run.parameters.items() if name not in counted},
        "versions": dict(run.versions),
        "input_hash": run.input_hash,
    }


def _lines(told: dict[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(told["versions"].items()))
    parameters = ", ".join(f"{name}={value}" for name, value in sorted(told["parameters"].items()) if value is not None)
    return [
        f"{told['run']}: {told['made_on']}, seed {told['seed']}, {_at_least(told['comments_at_least'])} comments."
        + old(told["out_of_date"]),
        f"  input {told['input_hash']}",
        f"  {parameters}",
        f"  {versions}",
    ]


def _promise(percent: int | None) -> str:
    return "no line can be promised yet" if percent is None else f"right 9 times in 10 from {percent} % up"


def _at_least(number: int | None) -> str:
    return "fewer than 5" if number is None else f"at least {number}"
