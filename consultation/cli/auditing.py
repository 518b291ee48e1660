"""audit-anonymity: whether this installation keeps its promise, tried with marked visits through its own front door."""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.auditing.audit import Plan
    from consultation.auditing.findings import Finding
    from consultation.storage.audits import Audit

FEWEST, DEFAULT = 40, 200
PATIENCE = 180
EXIT = {"kept": 0, "broken": 1, "not seen": 3}
LAST, HOW = "last", "how"
_HOW = "Anybody verifies the last audit of a site so; KEY is the one that its operator has published elsewhere than on the site:\n"
_NOT_MADE = "Nothing was signed. What it had opened for itself is erased, or will be at the next audit and at the next clearing up."
VERDICTS = {
    "kept": "KEPT: everything that was looked at keeps the promise.",
    "broken": "BROKEN: the promise is not kept. What to do stands beside each.",
    "not seen": "NOT SEEN: nothing that was seen breaks the promise, but too little was seen to say that it is kept.",
}
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True)


class NotHere(Refused):
    """Nothing was looked at; the message says why and what to do. Exit code 2: 1 is for a broken promise alone."""

    exit_code = 2


class BrokeOff(Refused):
    """The audit broke off, so nothing is said and nothing signed. Exit code 3."""

    exit_code = 3


@click.command("audit-anonymity")
@click.option(
    "--address", help="Where respondents come in; by default CONSULTATION_PUBLIC_ADDRESS, or this machine's PORT."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True, help="Of `serve`."
)
@click.option(
    "--responses", type=click.IntRange(FEWEST, 5000), default=DEFAULT, show_default=True, help="Marked responses."
)
@click.option(
    "--without-script", type=click.IntRange(0, 9), default=2, show_default=True, help="Of these; it takes 25 seconds."
)
@click.option("--mix", is_flag=True, help="Empty the ballot box ourselves: no worker runs here.")
@click.option(
    "--patience", type=click.IntRange(1, 86400), default=PATIENCE, show_default=True, help="Seconds for the worker."
)
@click.option("--logs", type=_FOLDER, multiple=True, help="A log, or a directory of logs, to be searched too.")
@click.option("--backups", type=_FOLDER, multiple=True, help="A directory of backups to be searched too.")
@click.option(
    "--temporary",
    type=_FOLDER,
    multiple=True,
    help="Where our programs write beside; by default /tmp, /var, /run, their own.",
)
@click.option("--nginx", type=_FOLDER, help="The reverse proxy's configuration, if it is not nginx's own here.")
@click.option("--certificates", type=_FILE, help="A file (PEM) of certificates to be believed, such as one you made.")
@click.option(
    "--verify", metavar="FILE", help="Only verify an audit: a file of --json, `last`; `how` tells others how."
)
@click.option(
    "--key", "expected", metavar="HEX", help="With --verify: who must have signed it; by default we ourselves."
)
@json_option
@pass_instance
def audit_anonymity_command(
    instance: Instance,
    *,
    address: str | None,
    port: int,
    responses: int,
    without_script: int,
    mix: bool,
    patience: int,
    logs: tuple[Path, ...],
    backups: tuple[Path, ...],
    temporary: tuple[Path, ...],
    nginx: Path | None,
    certificates: Path | None,
    verify: str | None,
    expected: str | None,
    as_json: bool,
) -> None:
    """Try whether this installation keeps its promise of anonymity, while it runs.

    Marked responses go through the real front door into a consultation that nobody else sees. Then every byte in reach is
    searched for the marks, every sign of an order is compared with the order in which they came, schema and settings are
    checked, and everything is erased again. The table that is printed is signed, dated, and shown on the public pages.

    Exit codes: 0 the promise is kept, 1 it is broken, 3 too little could be seen to say, also where the audit broke off;
    2 nothing was looked at, since nobody of this installation answers at the address or something else stood in the way.
    """
    from consultation.auditing import doors
    from consultation.auditing.audit import Plan
    from consultation.auditing.reach import Given
    from consultation.auditing.signing import VERIFY

    if verify == HOW:
        return tell({"python": VERIFY}, f"{_HOW}\n{VERIFY}", as_json=as_json)
    if verify is not None:
        return _verify(instance, verify, expected, as_json=as_json)
    given = Given(logs=logs, backups=backups, temporary=temporary, nginx=nginx)
    with _told_apart():
        if certificates:
            doors.trust(certificates)
        door = doors.door(address or instance.settings.public_address or f"http://127.0.0.1:{port}")
        plan = Plan(door, responses, without_script, 0 if mix else patience, given)
        with _alone(instance.settings.instance):
            findings = _found(instance, plan, aloud=not as_json)
            audit, verdict = _kept(instance, findings, plan)
        _show(audit, findings, verdict, as_json=as_json)
    raise SystemExit(EXIT[verdict])


def _found(instance: Instance, plan: "Plan", *, aloud: bool) -> "list[Finding]":
    from consultation.auditing.audit import Audit
    from consultation.clock import today

    def progress(sentence: str) -> None:
        click.echo(sentence, err=True)

    run = Audit(instance.settings, instance.database, plan, today(), progress if aloud else lambda _: None)
    return list(run.findings())


def _kept(instance: Instance, findings: "list[Finding]", plan: "Plan") -> "tuple[Audit, str]":
    """Sign the audit and store it."""
    from consultation.auditing import shown, signing
    from consultation.auditing.findings import verdict
    from consultation.clock import today
    from consultation.storage import audits
    from consultation.storage.catalogue import signals

    said = verdict(findings)
    places = {"the instance": instance.settings.instance, "the database": signals.directory(instance.database)}
    with instance.database.reading() as session:
        before = audits.made_on(session, today())
    told = {
        "what": "audit of anonymity",
        "made_on": str(today()),
        "of_the_day": before + 1,
        "verdict": said,
        "responses": plan.responses,
        "database": "SQLite" if instance.database.on_sqlite else "PostgreSQL",
        "findings": [
            {"subject": one.subject, "verdict": one.verdict, "seen": one.seen}
            for one in shown.for_everybody(findings, places)
        ],
    }
    audit = signing.signed(told, signing.signing_key(instance.settings.instance))
    with instance.database.transaction() as session:
        audits.put(session, audit)
    return audit, said


def _show(audit: "Audit", findings: "list[Finding]", verdict: str, *, as_json: bool) -> None:
    """Print it, to the operator with every path; what is signed and public has those inside the instance only."""
    from consultation.auditing import signing
    from consultation.auditing.findings import table

    width = shutil.get_terminal_size((100, 24)).columns
    head = f"Audit of anonymity, {audit.made_on}\n\n"
    foot = (
        f"\n\n{VERDICTS[verdict]}\n\nSigned with the key {audit.signed_by.hex()}\nSignature {audit.signature.hex()}\n"
        "Publish the key somewhere else than on this site: who has it can verify every audit (--verify how).\n"
        "What is signed and shown to everybody names no place of this machine outside the instance."
    )
    here = [(one.subject, one.verdict, one.seen) for one in findings]
    facts = {**signing.as_json(audit), signing.SHOWN: here}
    tell(facts, head + table(here, width) + foot, as_json=as_json)


def _verify(instance: Instance, which: str, expected: str | None, *, as_json: bool) -> None:
    """Whether a stored audit, or one in a file, is as it was signed by whom we expect. Raises Refused where it is not."""
    from consultation.auditing import signing

    audit = _named(instance, which)
    if not signing.fits(audit):
        raise Refused("The signature does not fit: the audit was changed after it was signed.")
    own, signed_by = signing.own_public_key(instance.settings.instance), audit.signed_by.hex()
    if expected and "".join(expected.split()).lower() != signed_by:  # pages show it in groups
        raise Refused(f"The signature fits, but it is of the key {signed_by}, not of the one you expect.")
    if not expected and own != audit.signed_by:
        raise Refused(
            f"The signature fits, but it is of the key {signed_by}, which is not this installation's: anybody could have "
            "made it. If you know whose key that is, name it with --key."
        )
    whose = "this installation's own" if own == audit.signed_by else "the expected"
    facts = {"made_on": audit.made_on, "passed": audit.passed, "signed_by": signed_by, "key": whose}
    tell(facts, f"The audit of {audit.made_on} is as it was signed, with {whose} key {signed_by}.", as_json=as_json)


def _named(instance: Instance, which: str) -> "Audit":
    """The last audit, or the one in a file. Raises Refused where there is none."""
    from consultation.auditing import signing
    from consultation.storage import audits

    try:
        if which != LAST:
            return signing.from_json(Path(which).read_text("utf-8"))
        with instance.database.reading() as session:
            audit = audits.newest(session)
    except (OSError, ValueError) as wrong:
        raise Refused(f"{which} cannot be verified: {wrong}") from None
    if audit is None:
        raise Refused("No audit has been made yet.")
    return audit


@contextmanager
def _told_apart() -> Iterator[None]:
    """Whatever stops an audit is told in plain words, and never with the exit code of a broken promise."""
    from consultation.auditing import doors
    from consultation.auditing.going_on import plainly

    try:
        yield
    except (Refused, doors.NoDoor) as refused:
        raise NotHere(str(refused)) from None
    except Exception as stopped:
        raise BrokeOff(f"The audit broke off: {plainly(stopped)} {_NOT_MADE}") from stopped
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


@contextmanager
def _alone(instance: Path) -> Iterator[None]:
    """Nobody else audits meanwhile, and a signal ends us by the way that clears up."""
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    directory = os.open(instance, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused("Another audit is running. Wait until it has ended.") from None
    finally:
        os.close(directory)
