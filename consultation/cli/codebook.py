"""codebook: a question's codebook shown, decided on, compared, and taken out and in as a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from consultation.cli.codebook_words import change_in_words, facets_in_words, shown
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import free_text_questions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consultation.themes.book.codebook import Codebook, Decision, Theme

ENDINGS = (".csv", ".qdc")
_OUTPUT = click.Path(dir_okay=False, path_type=Path)
_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("codebook")
@click.argument("slug")
@click.argument("question")
@click.option("--versions", is_flag=True, help="Every version, with what was decided, by whom and why.")
@click.option("--diff", nargs=2, type=click.IntRange(0), metavar="OLD NEW", help="What differs between two versions.")
@click.option("--facets", is_flag=True, help="What people noted beside the themes: how many comments of each.")
@click.option("--export", type=_OUTPUT, help="Write it to this file: .csv for a spreadsheet, .qdc for REFI-QDA.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option("--import", "import_", type=_INPUT, help="Take in the themes of a CSV or .qdc file, all or none.")
@click.option("--ready", metavar="NAME", help="Take in a codebook that comes with the software: patient_experience.")
@click.option("--language", type=click.Choice(("nb", "nn", "en")), default="nb", show_default=True, help="Of --ready.")
@click.option("--only-new", is_flag=True, help="With --import and --ready: leave out names that are there already.")
@click.option("--decide", metavar="JSON", help='Any decision, such as \'{"kind": "retire", "theme": "food"}\'.')
@click.option("--by", default="", metavar="EMAIL", help="Who decides.")
@click.option("--why", default="", help="The reason, as it is to stand in the history.")
@json_option
@pass_instance
def codebook_command(instance: Instance, /, slug: str, question: str, **asked: Any) -> None:
    """Show the codebook of a QUESTION, compare its versions, decide on it, or take it out and in as a file.

    Decisions: rename, describe, merge, split, move, retire, revive, drop, adopt, sign_off, and of a candidate, by its
    number in the newest run, accept, merge_candidate, drop_candidate, take_up_candidate.
    """
    known = free_text_questions(instance, slug)
    if question not in known:
        raise Refused(f"No free-text question {question}. There are: {', '.join(known)}.")
    wanted = [name for name in ("versions", "diff", "facets", "export", "import_", "ready", "decide") if asked[name]]
    if len(wanted) > 1:
        raise Refused("Ask for one thing at a time.")
    shows = {"versions": _versions, "diff": _diff, "facets": _facets, "export": _export}
    does = shows.get(wanted[0] if wanted else "show", _show)
    if wanted and wanted[0] in {"import_", "ready", "decide"}:
        does = _decide
    facts, text = does(instance, slug, question, asked)
    tell({"slug": slug, "question": question, **facts}, text, as_json=asked["as_json"])


Told = tuple[dict[str, Any], str]


def _show(instance: Instance, slug: str, question: str, _asked: Mapping[str, Any]) -> Told:
    from consultation.storage.reading import codebooks
    from consultation.themes.book.quoted import in_words
    from consultation.themes.book.theme import theme_as_json
    from consultation.usecases.reading.quote_examples import quote_examples

    with instance.database.reading() as session:
        current = codebooks.current(session, slug, question)
        signed = _signed_off(session, slug, question)
        themes = in_words(current.themes, quote_examples(session, slug, question, current.themes))
    facts = {"version": current.version, "signed_off": signed, "themes": [theme_as_json(theme) for theme in themes]}
    text = shown(current.version, themes)
    if signed:
        text += f"\nVersion {signed['version']} was signed off by {signed['by']} on {signed['on']}: {signed['why']}."
        text += f" It has changed since: see --diff {signed['version']} {current.version}." if signed["changed"] else ""
    return facts, text


def _signed_off(session: "Session", slug: str, question: str) -> dict[str, Any] | None:
    """Who signed off which version last, why, and whether the themes have changed since."""
    from consultation.storage.reading import codebooks
    from consultation.themes.book.codebook import SignOff

    versions = codebooks.history(session, slug, question)
    for one in versions:
        if isinstance(decision := one.codebook.decision, SignOff):
            changed = one.codebook.themes != versions[0].codebook.themes
            who = {"version": one.codebook.version, "by": one.decided_by, "on": one.decided_on.isoformat()}
            return {**who, "why": decision.why, "changed": changed}
    return None


def _versions(instance: Instance, slug: str, question: str, _asked: Mapping[str, Any]) -> Told:
    from consultation.storage.reading import codebooks

    with instance.database.reading() as session:
        versions = codebooks.history(session, slug, question)
    told = []
    for one in versions:
        decision = one.codebook.as_json()["decision"]
        kind = decision["kind"] if isinstance(decision, dict) else ""
        why = decision["why"] if isinstance(decision, dict) else ""
        on = one.decided_on.isoformat()
        told.append({"version": one.codebook.version, "kind": kind, "by": one.decided_by, "why": why, "on": on})
    lines = [f"{one['version']:>4}  {one['on']}  {one['kind']:<18} {one['by']}: {one['why']}" for one in told]
    return {"versions": told}, "\n".join(lines) or "No decision has been taken yet."


def _diff(instance: Instance, slug: str, question: str, asked: Mapping[str, Any]) -> Told:
    from consultation.themes.book.codebook import Codebook, diff, touched
    from consultation.themes.book.quoted import in_words
    from consultation.usecases.reading.quote_examples import quote_examples

    old, new = asked["diff"]
    with instance.database.reading() as session:
        stored = [_version(session, slug, question, one) for one in (old, new)]
        quotes = quote_examples(session, slug, question, (theme for one in stored for theme in one.themes))
        before, after = (Codebook(themes=in_words(one.themes, quotes)) for one in stored)
    names = {theme.id: theme.name for theme in (*before.themes, *after.themes)}
    words = [change_in_words(change, names) for change in diff(before, after)]
    facts = {"old": old, "new": new, "changes": words, "touched": sorted(touched(diff(*stored)))}
    return facts, "\n".join(words) or "The themes are the same in both."


def _facets(instance: Instance, slug: str, question: str, _asked: Mapping[str, Any]) -> Told:
    from consultation.storage.reading import codebooks
    from consultation.themes.book.library import ready_facets
    from consultation.themes.book.theme import in_order
    from consultation.usecases.compose_report import confirmed_counts
    from consultation.usecases.reading.tell_facets import tell_facets

    with instance.database.reading() as session:
        told = tell_facets(session, slug, question, confirmed_counts(session, slug, question))
        themes = in_order(codebooks.current(session, slug, question).themes)
    rows = [("all comments", told.all), *((theme.name, told.themes.get(theme.id, {})) for theme, _ in themes)]
    noted = [
        {"facet": facet.id, "value": value.id, "of": name, "at_least": known.get((facet.id, value.id))}
        for facet in ready_facets("en")
        for name, known in rows
        for value in facet.values
    ]
    return {"noted": noted}, facets_in_words(rows)


def _export(instance: Instance, slug: str, question: str, asked: Mapping[str, Any]) -> Told:
    from consultation.usecases.reading.exchange_codebook import exchange_codebook

    out: Path = asked["export"]
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise Refused(f"{out}: the file's name must end in {' or '.join(ENDINGS)}.")
    if out.exists() and not asked["force"]:
        raise Refused(f"{out} is there already. Choose another name, or give --force.")
    with instance.database.reading() as session:
        try:
            body = exchange_codebook(session, slug, question, "qdc" if ending == ".qdc" else "csv")
        except ValueError as empty:
            raise Refused(f"The codebook is empty. {empty}") from None
    try:
        out.write_bytes(body)
    except OSError as refused:
        raise Refused(f"{out} cannot be written: {refused.strerror}.") from None
    return {"file": str(out), "bytes": len(body)}, f"The codebook is in {out}."


def _decide(instance: Instance, slug: str, question: str, asked: Mapping[str, Any]) -> Told:
    from consultation.clock import today
    from consultation.storage.reading import codebooks
    from consultation.storage.reading.codebooks import DecidedMeanwhile
    from consultation.themes.book.codebook import CannotDecide, diff, touched
    from consultation.usecases.reading.review_themes import review_themes

    if "@" not in asked["by"] or not asked["why"].strip():
        raise Refused("Every decision says who and why: give --by with an e-mail address, and --why.")
    try:
        with instance.database.transaction() as session:
            before = codebooks.current(session, slug, question)
            decision = _decision(session, slug, question, before, asked)
            after = review_themes(session, slug, question, decision, decided_on=today())
    except CannotDecide as cannot:
        more = " --only-new leaves out names that are there already." if cannot.code == "name_is_taken" else ""
        more = "" if asked["decide"] else more
        raise Refused(f"Nothing was decided: {cannot.code.replace('_', ' ')}: {cannot.what!r}.{more}") from None
    except DecidedMeanwhile:
        raise Refused(
            "Nothing was decided: somebody else decided at the same moment. Look, and decide again."
        ) from None
    again = sorted(touched(diff(before, after)))
    text = f"The codebook is now in version {after.version}, with {len(after.themes)} themes."
    text += f" To be suggested anew: {', '.join(again)}." if again else ""
    return {"version": after.version, "themes": len(after.themes), "touched": again}, text


def _decision(
    session: "Session", slug: str, question: str, current: "Codebook", asked: Mapping[str, Any]
) -> "Decision":
    from consultation.themes.book.choosing import adopted, there_already
    from consultation.themes.book.codebook import Adopt, decision_from_json

    if asked["decide"]:
        try:
            body = _with_candidate(session, slug, question, json.loads(asked["decide"]))
            return decision_from_json({**body, "by": asked["by"], "why": asked["why"]})
        except ValueError as wrong:
            raise Refused(f"This is no decision: {wrong}") from None
    themes, source = _ready(asked) if asked["ready"] else _from_file(asked["import_"])
    left_out = there_already(themes, current.themes) if asked["only_new"] else frozenset()
    return Adopt(adopted(themes, {one.id for one in themes} - left_out), source, asked["by"], asked["why"])


def _with_candidate(session: "Session", slug: str, question: str, body: object) -> dict[str, Any]:
    """The decision with the candidate itself, where it names the candidate by its number in the newest run."""
    from consultation.storage.reading import runs

    if not isinstance(body, dict):
        raise Refused('This is no decision: one is written as {"kind": ...}.')
    if not isinstance(body.get("candidate"), int):
        return body
    run = runs.latest(session, slug, question, "discover")
    if run is None:
        raise ValueError("there is no candidate yet")
    if not 0 <= body["candidate"] < len(run.candidates):
        raise ValueError(f"the newest run has candidates 0 to {len(run.candidates) - 1}.")
    return {"definition": "", **body, "candidate": run.candidates[body["candidate"]].as_json()}


def _ready(asked: Mapping[str, Any]) -> "tuple[tuple[Theme, ...], str]":
    from consultation.themes.book.library import ready_codebook, ready_codebooks

    if asked["ready"] not in ready_codebooks():
        raise Refused(f"No ready codebook {asked['ready']}. There are: {', '.join(ready_codebooks())}.")
    book = ready_codebook(asked["ready"], asked["language"])
    return book.themes, book.title


def _from_file(file: Path) -> "tuple[tuple[Theme, ...], str]":
    from consultation.themes.book.files import themes_from_file
    from consultation.themes.book.mistakes import Mistakes

    try:
        return themes_from_file(file.read_bytes()), file.name
    except Mistakes as wrong:
        lines = "\n".join(f"  {str(one).replace('_', ' ')}" for one in wrong.mistakes[:50])
        raise Refused(f"{file} was not taken in:\n{lines}") from None


def _version(session: "Session", slug: str, question: str, wanted: int) -> "Codebook":
    from consultation.storage.reading import codebooks
    from consultation.themes.book.codebook import Codebook

    found = Codebook() if wanted == 0 else codebooks.of_version(session, slug, question, wanted)
    if found is None:
        newest = codebooks.current(session, slug, question).version
        raise Refused(f"There is no version {wanted}. The newest is {newest}.")
    return found
