"""double-coding: a blind sample from the command line, how far it is, and how far two people and the machine agree."""

from typing import Any

import click

from consultation.cli.covering import covered, covered_lines
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import chosen

AN_OPERATOR = "operator"
REFUSALS = {
    "size": "Draw from 20 to 1000 comments, in fives.",
    "too_few_unread": "There are not that many unread comments. At least {about} are unread: draw that many at most.",
    "no_codebook": "There is no theme to code with yet. Decide on themes first.",
    "one_is_open": "A sample of this question is not finished yet. Finish it, or take it away on the staff pages, first.",
    "same_coder": "The two coders must be two different people.",
    "no_reviewer": "{about} cannot code: that takes an active account with the reviewer's role.",
}
NOBODY = "Name two coders: --coders one@example.org,other@example.org."
NOTHING_MEASURED = "Nothing has been measured yet. Give --measure when two people have coded a sample."
STALE = {
    "new_sample": "a new sample has been coded since",
    "settled_since": "the differences have been settled since",
    "codebook": "the codebook has been changed since",
    "withdrawn": "a comment of the sample has been withdrawn since",
}
KEPT = "of a sample that was taken away are kept, unseen, for the next one."
UNMEASURED = {
    "gone": "no longer in the codebook",
    "retired": "out of use",
    "unasked": "not asked for, as they are now, when the sample was coded",
}
MEANS = """
Alpha tells how far two agree beyond chance: 1 is full agreement, 0 what chance alone gives; at 0.70 they disagree 30 %
as much as they would by ticking as often, but at random. 0.80 is what most fields ask for; from 0.667 tentative
conclusions (Krippendorff). F1 tells how many of the ticks that one set the other set, too: at 0.70, 70 of 100. In
brackets stands the 95 % interval: what it could well have been, had chance drawn other comments."""
DONE = {"finished": "has coded everything", "under_way": "is under way", "not_begun": "has not begun"}


@click.command("double-coding")
@click.argument("slug")
@click.argument("question")
@click.option("--draw", type=int, metavar="N", help="Draw a sample of N comments that nobody has read; 100 is usual.")
@click.option("--coders", metavar="A,B", help="The e-mails of the two who code it.")
@click.option("--measure", is_flag=True, help="Measure how far they agree, here and now.")
@click.option("--result", is_flag=True, help="Tell what was measured last.")
@click.option("--seed", default=2018, show_default=True, help="The same seed gives the same numbers.")
@json_option
@pass_instance
def double_coding_command(
    instance: Instance,
    slug: str,
    question: str,
    draw: int | None,
    coders: str | None,
    *,
    seed: int,
    measure: bool,
    result: bool,
    as_json: bool,
) -> None:
    """Draw a random sample of QUESTION's unread comments for two people to code blindly, and tell how far it is.

    What N buys, roughly: the overall alpha within 0.12 up and down with 50 comments, 0.09 with 100, 0.06 with 200 and 0.04
    with 400; the alpha of a theme in one of ten comments within 0.4, 0.3, 0.2 and 0.1.
    """
    chosen(instance, slug, [question])
    if draw is not None:
        _draw(instance, slug, question, draw, coders)
    if measure:
        _measure(instance, slug, question, seed)
    if result or measure:
        facts = _result(instance, slug, question)
        return tell(facts, _result_lines(facts), as_json=as_json)
    facts = _status(instance, slug, question)
    return tell(facts, _status_lines(facts), as_json=as_json)


def _draw(instance: Instance, slug: str, question: str, size: int, coders: str | None) -> None:
    from consultation.clock import today
    from consultation.storage.reading.double_codings import DecidedMeanwhile
    from consultation.usecases.reading.draw_double_coding import CannotDraw, draw_double_coding

    first, comma, second = (coders or "").partition(",")
    if not (first.strip() and comma and second.strip()):
        raise Refused(NOBODY)
    try:
        with instance.database.transaction() as session:
            draw_double_coding(session, slug, question, size=size, coders=(first, second), by=AN_OPERATOR, on=today())
    except CannotDraw as refused:
        raise Refused(REFUSALS[refused.code].format(about=refused.about or "fewer than 5")) from None
    except DecidedMeanwhile:
        raise Refused(REFUSALS["one_is_open"]) from None


def _measure(instance: Instance, slug: str, question: str, seed: int) -> None:
    from consultation.clock import today
    from consultation.jobs.kinds import NOTHING_TO_COMPARE
    from consultation.usecases.reading.measure_agreement import NothingToCompare, keep, propose

    def quietly(_done: int, _total: int, _word: str) -> None:
        """Nobody watches."""

    try:
        with instance.database.reading() as session:
            measured = propose(session, slug, question, seed=seed, progress=quietly, made_on=today())
    except NothingToCompare:
        raise Refused(NOTHING_TO_COMPARE) from None
    with instance.database.transaction() as session:
        keep(session, slug, question, measured)


def _status(instance: Instance, slug: str, question: str) -> dict[str, Any]:
    """How far the newest sample is; every count is rounded down to fives, and null under five."""
    from consultation.privacy.disclosure import coarse
    from consultation.storage.reading import codebooks, double_codings
    from consultation.usecases.reading.code_blind import standing

    with instance.database.reading() as session:
        sample = double_codings.newest(session, slug, question)
        aside = double_codings.aside(session, slug, question)
        kept = {"comments": coarse(len(aside))} if aside else None
        if sample is None:
            return {"slug": slug, "question": question, "kept_for_the_next": kept, "sample": None}
        done = standing(session, sample)
        comments = coarse(len(double_codings.drawn(session, sample.key)))
        now = codebooks.current(session, slug, question).version
    return {
        "slug": slug,
        "question": question,
        "kept_for_the_next": kept,
        "sample": {
            "key": sample.key,
            "state": sample.state,
            "drawn_on": sample.asked_on.isoformat(),
            "asked_by": sample.asked_by,
            "drawn_from_unread": coarse(sample.among),
            "comments": comments,
            "codebook_version": sample.codebook_version,
            "codebook_version_now": now,
            "coders": [{"account": account, "done": how} for account, how in zip(sample.coders, done, strict=True)],
        },
    }


def _status_lines(facts: dict[str, Any]) -> str:
    sample, kept = facts["sample"], facts["kept_for_the_next"]
    kept_lines = [f"  {_at_least(kept['comments'])} comments {KEPT}"] if kept else []
    if sample is None:
        nothing = f"{facts['question']}: no sample has been drawn. Draw one with --draw 100 --coders A,B."
        return "\n".join([nothing, *kept_lines])
    drawn = (
        f"{_at_least(sample['comments'])} of {_at_least(sample['drawn_from_unread'])} comments that nobody had read."
    )
    lines = [
        f"{facts['question']}: {sample['state']}. Drawn {sample['drawn_on']} by {sample['asked_by']}: {drawn}",
        *(f"  {one['account']} {DONE[one['done']]}" for one in sample["coders"]),
    ]
    if sample["codebook_version"] != sample["codebook_version_now"]:
        old, new = sample["codebook_version"], sample["codebook_version_now"]
        lines.append(f"  It is bound to version {old} of the codebook, which is at version {new} now.")
    return "\n".join(lines)


def _result(instance: Instance, slug: str, question: str) -> dict[str, Any]:
    from consultation.storage.reading import codebooks, double_codings, measurements
    from consultation.usecases.reading.measure_agreement import outdated

    with instance.database.reading() as session:
        found = measurements.latest(session, slug, question, "agreement")
        if found is None:
            raise Refused(NOTHING_MEASURED)
        stale = outdated(session, slug, question, found)
        sample = double_codings.find(session, found.parameters["sample"])
        drawn_with = double_codings.book(session, slug, question, int(found.parameters["drawn_with_version"]))
        books = (drawn_with, codebooks.current(session, slug, question))
        names = {theme.id: theme.name for codebook in books for theme in codebook.themes}
    return {
        "slug": slug,
        "question": question,
        "made_on": found.made_on.isoformat(),
        "codebook_version": found.codebook_version,
        "seed": found.seed,
        "versions": dict(found.versions),
        "input_hash": found.input_hash,
        "out_of_date": stale,
        "coverage": covered(instance, slug, question),
        "coders": list(sample.coders) if sample is not None else None,
        "themes": names,
        **found.body,
    }


def _result_lines(facts: dict[str, Any]) -> str:
    lines = [
        f"{facts['question']}: measured {facts['made_on']} with version {facts['codebook_version']} of the codebook."
    ]
    if facts["out_of_date"]:
        lines.append(f"Out of date: {STALE[facts['out_of_date']]}.")
    lines += covered_lines(facts["coverage"])
    lines += [f"first and second: {' and '.join(facts['coders'])}"] if facts["coders"] else []
    for group in facts["groups"]:
        name = "" if group["kind"] == "everybody" else f"{group['kind']} {group['which']} "
        lines += ["", f"{name}({_at_least(group['comments'])} comments)"]
        for between in group["between"]:
            lines += _between_lines(between, facts["themes"])
    small = ", ".join(f"{kind} {which}" for kind, which in facts["too_small"])
    lines += ["", f"Too few to be told of: {small}."] if small else []
    for which, why in UNMEASURED.items():
        lines += [f"Not measured, {why}: {_names(facts[which], facts['themes'])}."] if facts.get(which) else []
    return "\n".join(lines) + f"\n{MEANS}"


def _between_lines(between: dict[str, Any], names: dict[str, str]) -> list[str]:
    """How far two agree: over all themes, then each theme that there is a number for, then those that there is none for."""
    rests = f" on {_at_least(between['comments'])} comments" if between.get("comments") else ""
    over_all = f"F1 {_figure(between['micro'])}, mean F1 of the themes {_figure(between['macro'])}"
    lines = [f"  {' and '.join(between['coders'])}{rests}: alpha {_figure(between['alpha'])}, {over_all}"]
    without: dict[str, list[str]] = {}
    for one in between["themes"]:
        kinds = {one["alpha"]["kind"], one["f1"]["kind"]}
        if "measured" in kinds:
            found = f", found in {_at_least(one['found'])}" if one.get("found") else ""
            name = _names([one["theme"]], names)
            lines.append(f"    {name}{found}: alpha {_figure(one['alpha'])}, F1 {_figure(one['f1'])}")
        else:
            why = "in too few comments to be told of" if "withheld" in kinds else "by nobody"
            without.setdefault(why, []).append(one["theme"])
    return lines + [f"    found {why}: {_names(themes, names)}" for why, themes in without.items()]


def _names(themes: list[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(theme, theme) for theme in themes)


def _figure(one: dict[str, Any]) -> str:
    from consultation.themes.trust.unsaid import Why

    if one["kind"] == "measured":
        return f"{one['value']:.2f} ({one['low']:.2f} to {one['high']:.2f})"
    return "withheld" if one["kind"] == "withheld" else f"none: {Why[one['why']].value}"


def _at_least(count: int | None) -> str:
    return "fewer than 5" if count is None else f"at least {count}"
