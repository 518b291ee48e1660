"""check, open, close, list, empty-ballot-box: a consultation from file to closing."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.questionnaire.definition import Questionnaire
    from consultation.questionnaire.opening import Archive, Consultation

WEEKS_OPEN = 6
DAYS_KEPT = 365
DAY = click.DateTime(["%Y-%m-%d"])
UNDECIDED = """Decide what the archive gets before everything is erased, and say it with --archive:

  --archive report    the report is handed to the archive before the day of erasing
  --archive nothing   nothing is handed over

Most public bodies in Norway must archive (arkivlova), so ask whoever keeps your archive. Responses are never archived:
those who answer are told that every response is erased."""
ARCHIVED = {
    "report": "Hand its report to the archive before that day.",
    "nothing": "Nothing of it goes to the archive.",
}


@click.command("check")
@click.argument("file", metavar="FILE")
@json_option
def check_command(file: str, *, as_json: bool) -> None:
    """Tell every mistake in a questionnaire FILE at once, with what to do about it.

    FILE may also be the name of a questionnaire of the library.
    """
    questionnaire = _loaded(file, as_json=as_json)
    roles = [role.id for role in questionnaire.roles]
    facts = {
        "id": questionnaire.id,
        "roles": roles,
        "languages": list(questionnaire.languages),
        "questions": len(questionnaire.questions),
        "fingerprint": questionnaire.fingerprint(),
    }
    text = f"{questionnaire.title.in_('en')}: no mistakes.\n{facts['questions']} questions for {', '.join(roles)}."
    tell(facts, text, as_json=as_json)


@click.command("open")
@click.argument("file", metavar="FILE")
@click.option("--slug", help="The consultation's place in addresses; by default the questionnaire's id.")
@click.option("--closes", type=DAY, help=f"The last day for answers; by default in {WEEKS_OPEN} weeks.")
@click.option("--erases", type=DAY, help="When all is erased; by default a year after closing.")
@click.option(
    "--archive",
    type=click.Choice(["report", "nothing"]),
    help="What the archive gets before all is erased. Must be said; a new version keeps what was said.",
)
@click.option("--new-version", is_flag=True, help="Ask the questions of FILE from now on; old responses keep theirs.")
@json_option
@pass_instance
def open_command(
    instance: Instance,
    file: str,
    *,
    slug: str | None,
    closes: datetime | None,
    erases: datetime | None,
    archive: "Archive | None",
    new_version: bool,
    as_json: bool,
) -> None:
    """Open a consultation with the questionnaire FILE, or one of the library (waiting-times, pain-service).

    The questionnaire is frozen as it is now, and keys for the ballot box are made.
    """
    from consultation.clock import today

    now = today()
    questionnaire = _loaded(file, as_json=as_json)
    before = _before(instance, slug or questionnaire.id, questionnaire, new_version=new_version)
    closes_on = closes.date() if closes else (before and before.closes_on) or now + timedelta(weeks=WEEKS_OPEN)
    erase_on = erases.date() if erases else (before and before.erase_on) or closes_on + timedelta(days=DAYS_KEPT)
    if not now <= closes_on < erase_on:
        raise Refused("The dates do not follow each other: today, the last day for answers, the day of erasing.")
    decided = archive or (before.archive if before else None)
    if decided is None:
        raise Refused(UNDECIDED)
    opened = open_questionnaire(
        instance, questionnaire, slug=slug, closes_on=closes_on, erase_on=erase_on, archive=decided, today=now
    )
    text = (
        f"{opened.slug} is open until {opened.closes_on}, and is erased on {opened.erase_on}. "
        f"{ARCHIVED[decided]} "
        f"It asks version {opened.version} of its questions."
    )
    tell(_facts(opened), text, as_json=as_json)


def _before(
    instance: Instance, slug: str, questionnaire: "Questionnaire", *, new_version: bool
) -> "Consultation | None":
    """The consultation as it stands, where it is to be changed. Raises Refused where that is not what was meant."""
    from consultation.storage import consultations

    with instance.database.reading() as session:
        found = consultations.find(session, slug)
    if found is None and new_version:
        raise Refused(f"There is no consultation {slug!r} to give a new version. Leave out --new-version to open it.")
    if found is not None and not new_version:
        raise Refused(f"There is a consultation {slug!r} already. Choose another --slug, or add --new-version.")
    if found is not None and found.state != "open":
        raise Refused(f"{slug} is {found.state}: nobody would answer a new version.")
    if found is not None and found.fingerprint == questionnaire.fingerprint():
        raise Refused(f"{slug} asks exactly these questions already, as version {found.version}.")
    return found


def open_questionnaire(
    instance: Instance,
    questionnaire: "Questionnaire",
    *,
    slug: str | None,
    closes_on: date,
    erase_on: date,
    archive: "Archive",
    today: date,
) -> "Consultation":
    """Open it, or open it again with what it asks now, and give it back as it is stored. Raises Refused."""
    from consultation.storage.keys import KeyRing
    from consultation.usecases.open_consultation import NotReady, open_consultation

    with instance.database.transaction() as session:
        try:
            return open_consultation(
                session,
                questionnaire,
                slug=slug or questionnaire.id,
                closes_on=closes_on,
                erase_on=erase_on,
                today=today,
                keys=KeyRing.of(instance.settings),
                archive=archive,
            )
        except NotReady as reasons:
            raise Refused(str(reasons)) from None


CLOSED = """{slug} is closed and takes no more answers, but what waits in its ballot box is not mixed in. {why}
When that is put right: consultation empty-ballot-box {slug} (a running worker does it by itself)."""


@click.command("close")
@click.argument("slug")
@json_option
@pass_instance
def close_command(instance: Instance, slug: str, *, as_json: bool) -> None:
    """Close a consultation, and mix in what is left in its ballot box."""
    from consultation.clock import today
    from consultation.usecases.close_consultation import close_consultation

    if instance.consultation(slug).state != "open":
        raise Refused(f"{slug} is not open.")
    with instance.database.transaction() as session:
        close_consultation(session, slug, today=today())
    try:
        mixed = _mix(instance, slug, closing=True)
    except Refused as why:
        raise Refused(CLOSED.format(slug=slug, why=why.message)) from None
    tell({"slug": slug, "state": "closed", "mixed": mixed}, f"{slug} is closed.", as_json=as_json)


@click.command("list")
@json_option
@pass_instance
def list_command(instance: Instance, *, as_json: bool) -> None:
    """List the consultations and their dates, and which ballot boxes are in trouble or hold what could not be opened."""
    from consultation.clock import today
    from consultation.jobs.alarm import alarms
    from consultation.storage import ballot_box, consultations

    with instance.database.reading() as session:
        found = sorted(consultations.all_(session), key=lambda one: one.slug)
        aside = {one.slug: count for one in found if (count := ballot_box.aside(session, one.slug))}
    trouble = alarms(instance.settings, instance.database, today=today())
    lines = [_line(one, aside.get(one.slug, 0), trouble.get(one.slug, "")) for one in found]
    text = "\n".join(lines) or "There is no consultation yet. Open one: consultation open waiting-times"
    listed = [
        _facts(one)
        | ({"set_aside": aside[one.slug]} if one.slug in aside else {})
        | ({"alarm": trouble[one.slug]} if one.slug in trouble else {})
        for one in found
    ]
    tell({"consultations": listed}, text, as_json=as_json)


def _line(one: "Consultation", aside: int, alarm: str) -> str:
    line = f"{one.slug:24} {one.state:7} closes {one.closes_on}  erased {one.erase_on}  archive {one.archive or 'undecided'}"
    lines = [line]
    if aside:
        could_not = (
            "1 envelope could not be opened and is" if aside == 1 else f"{aside} envelopes could not be opened and are"
        )
        lines.append(f"{could_not} set aside. With the right key's file: consultation keys {one.slug} --found FILE")
    if alarm:
        lines.append(f"ALARM: {alarm}")
    return "\n    ".join(lines)


@click.command("empty-ballot-box")
@click.argument("slug")
@click.option("--bring-back", is_flag=True, help="First put back what was set aside because it could not be opened.")
@json_option
@pass_instance
def empty_ballot_box_command(instance: Instance, slug: str, *, bring_back: bool, as_json: bool) -> None:
    """Mix in what the ballot box holds, if it holds enough; of a closed consultation, whatever is left."""
    closing = instance.consultation(slug).state == "closed"
    back = _bring_back(instance, slug) if bring_back else None
    mixed = _mix(instance, slug, closing=closing)
    least = instance.settings.batch_minimum
    few = f"Nothing was mixed in. The ballot box gives out at least {least} responses at once, or all at closing."
    done = f"{mixed} responses were mixed in." if mixed else "The ballot box is empty." if closing else few
    if back is not None:
        done = f"{back} {'envelope was' if back == 1 else 'envelopes were'} brought back. {done}"
    brought = {} if back is None else {"brought_back": back}
    tell({"slug": slug, "mixed": mixed} | brought, done, as_json=as_json)


def _bring_back(instance: Instance, slug: str) -> int:
    from consultation.storage import ballot_box

    with instance.database.transaction() as session:
        return ballot_box.bring_back(session, slug)


def _mix(instance: Instance, slug: str, *, closing: bool) -> int:
    from consultation.jobs.mixing import mix
    from consultation.storage.keys import KeyMissing

    try:
        return mix(instance.settings, instance.database, slug, closing=closing)
    except KeyMissing as missing:
        raise Refused(f"The ballot box cannot be opened: {missing}") from None


def _loaded(file: str, *, as_json: bool) -> "Questionnaire":
    from consultation.questionnaire.loading import Mistakes, library, load

    path = library().get(file, Path(file))
    if not path.exists():
        raise Refused(f"There is no file {file}. The library has: {', '.join(sorted(library()))}.")
    try:
        return load(path)
    except Mistakes as found:
        if as_json:
            listed = [
                {"file": m.file, "line": m.line, "where": m.where, "message": m.message, "remedy": m.remedy}
                for m in found.mistakes
            ]
            tell({"mistakes": listed}, "", as_json=True)
        count = len(found.mistakes)
        raise Refused(f"{found}\n{count} {'mistake' if count == 1 else 'mistakes'}.") from None


def _facts(consultation: "Consultation") -> dict[str, object]:
    return {
        "slug": consultation.slug,
        "title": str(consultation.questionnaire.title.in_("nb")),
        "state": consultation.state,
        "opened_on": consultation.opened_on,
        "closes_on": consultation.closes_on,
        "erase_on": consultation.erase_on,
        "archive": consultation.archive,
        "version": consultation.version,
        "fingerprint": consultation.fingerprint,
        "roles": [role.id for role in consultation.questionnaire.roles],
    }
