"""backup: what people gave outlives a broken disk, and not the day on which it was to be erased."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.privacy.retention import LONGEST_BACKUP, backup_until, due

if TYPE_CHECKING:
    from consultation.privacy.backups import About, Contents, Take

NAME = "{kind}-{made}-until-{until}.age"
NAMED = re.compile(r"(?:consultation|gone)-(?P<made>\d{4}-\d\d-\d\d)-until-(?P<until>\d{4}-\d\d-\d\d)\.age")
DRAFT = re.compile(rf"\.{NAMED.pattern}\.[0-9a-f]{{16}}")
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
PRIVATE = "That is a private key. It opens every backup, and does not belong here. Give the public one: age1..."
DUE = "{} should be erased by today. Erase first, so that no backup brings it back: consultation erase-expired"
WITHOUT_BOX = "What lay in the ballot box, not yet mixed in, is not in it."
WITH_BOX = "It holds the ballot box, sealed. Nobody can open that without the keys in keys/, which are replaced at each emptying."


@click.command("backup")
@click.option("--to", type=click.Path(path_type=Path), help="A new file, or a directory that keeps one for each day.")
@click.option(
    "--recipient", "recipients", multiple=True, help="Public key (age1...), or a file of them, one in a line."
)
@click.option(
    "--keep-days",
    type=click.IntRange(1, LONGEST_BACKUP),
    default=LONGEST_BACKUP,
    show_default=True,
    help="How long a directory keeps a backup; never past the erasing of what is in it.",
)
@click.option("--with-ballot-box", is_flag=True, help="Also the sealed responses that are not mixed in yet; see below.")
@click.option("--only-gone", is_flag=True, help="Only what must stay gone: names of withdrawn responses, erasing days.")
@click.option("--check", type=FILE, metavar="FILE", help="Read a backup to its end and count, writing nothing.")
@click.option("--identity", type=FILE, help="The file with the private key (AGE-SECRET-KEY-1...), for --check.")
@click.option(
    "--new-identity", type=click.Path(path_type=Path), help="Make a private key in a new FILE, tell its public key."
)
@json_option
@pass_instance
def backup_command(
    instance: Instance,
    *,
    to: Path | None,
    recipients: Sequence[str],
    keep_days: int,
    with_ballot_box: bool,
    only_gone: bool,
    check: Path | None,
    identity: Path | None,
    new_identity: Path | None,
    as_json: bool,
) -> None:
    """Write an encrypted backup (age) of all that is stored, while the site serves.

    It holds no private key, no secret and no staff account. Make the private key on another machine, with age-keygen or
    --new-identity, and keep it there: whoever has it and a backup can read every response.

    The ballot box is left out: backups of two days would tell which responses came in between, and its envelopes open
    for nobody once the box was emptied. What is lost with it if a disk dies are the fewer than ten responses of each
    channel that wait for others. With --with-ballot-box they can be saved, if you also copy keys/ to another place, and
    then a thief of both reads them in their order.

    Withdrawals: run `backup --only-gone` often (it is small), and give the newest one to restore.
    """
    if new_identity is not None:
        return _make_identity(new_identity, as_json=as_json)
    if check is not None:
        about, contents = examined(check, identities_in(identity))
        told = f"{check} is whole. It was made on {about.made_on}.\n{table_of(contents.counts)}"
        return tell({"made_on": about.made_on, "rows": contents.counts}, told, as_json=as_json)
    if to is None or not recipients:
        raise Refused(
            "Say --to FILE or DIRECTORY, and --recipient age1... (make one: consultation backup --new-identity FILE)."
        )
    return _back_up(
        instance, to, _recipients(recipients), keep_days, box=with_ballot_box, only_gone=only_gone, as_json=as_json
    )


def _back_up(
    instance: Instance, to: Path, recipients: list[Any], keep_days: int, *, box: bool, only_gone: bool, as_json: bool
) -> None:
    from consultation.clock import today
    from consultation.questionnaire.opening import is_an_audit
    from consultation.storage import consultations

    now = today()
    directory = to if to.is_dir() else None
    if to.exists() and directory is None:
        raise Refused(f"{to} exists already. Choose another name, or a directory that keeps one for each day.")
    if not to.absolute().parent.is_dir():
        raise Refused(f"There is no directory {to.parent} to write {to.name} into.")
    removed: list[str] = []
    try:
        with instance.database.reading() as session:
            kept = [one for one in consultations.all_(session) if not is_an_audit(one.slug)]
        if overdue := due(kept, today=now):
            raise Refused(DUE.format(", ".join(one.slug for one in overdue)))
        until = backup_until(now, kept, days=keep_days)
        name = NAME.format(kind="gone" if only_gone else "consultation", made=now, until=until)
        path = directory / name if directory else to
        contents = _written(instance, path, recipients, now, box=box, only_gone=only_gone)
    finally:  # a promised day does not wait for a new backup
        if directory:
            removed = _remove_old(directory, now, keep_days)
    facts = {"file": str(path), "until": until, "rows": contents.counts, "removed": removed}
    what = "" if only_gone else f"{WITH_BOX if box else WITHOUT_BOX}\n"
    gone = "".join(f"Removed, because its time was over: {name}\n" for name in removed)
    told = f"{table_of(contents.counts)}\n{what}{gone}{path} is written. It must be gone on {until}."
    tell(facts, told, as_json=as_json)


def _written(
    instance: Instance, path: Path, recipients: list[Any], made_on: date, *, box: bool, only_gone: bool
) -> "Contents":
    from consultation.privacy.backups import About, pack
    from consultation.settings.whole_files import whole
    from consultation.storage import backing_up

    wanted = backing_up.columns(box=box, only_gone=only_gone)
    about = About(backing_up.revision(instance.database), made_on, wanted)
    midnight = datetime.combine(made_on, time(), UTC).timestamp()
    with whole(path, time=midnight) as out, backing_up.one_state(instance.database, wanted) as tables:
        return pack(out, about, tables, recipients)


def _remove_old(directory: Path, now: date, keep_days: int) -> list[str]:
    """Removes what must be gone by today, by the days in the names: a copied file has another time."""
    removed = []
    for path in sorted(directory.iterdir()):
        draft = DRAFT.fullmatch(path.name)  # left by somebody who was killed, unless they are still writing
        if draft and date.fromisoformat(draft["made"]) < now - timedelta(days=1):
            path.unlink()
        named = NAMED.fullmatch(path.name)
        if named is None:
            continue
        made, until = (date.fromisoformat(named[part]) for part in ("made", "until"))
        if min(until, made + timedelta(days=keep_days)) <= now:
            path.unlink()
            removed.append(path.name)
    return removed


def examined(file: Path, keys: list[Any], take: "Take | None" = None) -> "tuple[About, Contents]":
    """What a backup says of itself when it was read to its end; every piece goes to `take` on the way. Raises Refused."""
    from consultation.privacy.backups import NotReadable, unpack

    if not file.is_file():  # a device would be read without end
        raise Refused(f"{file} cannot be restored. It is no ordinary file.")
    with file.open("rb") as source:
        try:
            return unpack(source, keys, take)
        except NotReadable as why:
            raise Refused(f"{file} cannot be restored. {why}") from None


def identities_in(file: Path | None) -> list[Any]:
    """The private keys in a file. Raises Refused."""
    from consultation.privacy.backups import NoKey, identities

    if file is None:
        raise Refused("Say --identity FILE: the private key that opens the backup (AGE-SECRET-KEY-1...).")
    try:
        return identities(file.read_text("ascii", "replace"))
    except NoKey as why:
        raise Refused(f"{file}: {why}") from None


def _recipients(given: Sequence[str]) -> list[Any]:
    from consultation.privacy.backups import NoKey, recipient

    found = []
    for one in given:
        if one.upper().startswith("AGE-SECRET-KEY"):
            raise Refused(f"{PRIVATE} It now stands in this shell's history.")
        lines = [one] if one.startswith("age1") else Path(one).read_text("ascii", "replace").splitlines()
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        try:
            found += [recipient(key) for key in keys]
        except NoKey as why:
            private = any(line.startswith("AGE-SECRET-KEY") for line in keys)
            raise Refused(f"{one}: {PRIVATE if private else why}") from None
    if not found:
        raise Refused("There is no public key in what --recipient names.")
    return found


def _make_identity(path: Path, *, as_json: bool) -> None:
    from consultation.privacy.backups import new_identity

    private, public = new_identity()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{path} exists already; a private key is never replaced.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{private}\n")
    told = f"{public}\nThe private key is in {path}. Keep it away from the machine that makes backups, in two places."
    tell({"recipient": public, "identity": str(path)}, told, as_json=as_json)


def table_of(counts: Mapping[str, int]) -> str:
    """How many rows of each table, one in a line."""
    return "\n".join(f"{table:18} {count:9}" for table, count in counts.items())
