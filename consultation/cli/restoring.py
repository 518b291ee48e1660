"""restore: a backup becomes an instance again, without what was promised to be gone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from consultation.cli.backing_up import FILE, examined, identities_in
from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

if TYPE_CHECKING:
    from consultation.privacy.backups import About, Contents
    from consultation.storage.backing_up import Loading
    from consultation.usecases.restore_backup import Newer, Restored

NEXT = """Then: consultation staff add EMAIL, for everybody who works with it{grant}."""
NEW_KEYS = "New keys of the ballot boxes were made: {}. What lay in the box when the old keys were lost cannot be read by anybody."


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, required=True, help="The file with the private key (AGE-SECRET-KEY-1...).")
@click.option(
    "--newer",
    type=FILE,
    multiple=True,
    help="A newer backup, or one made with --only-gone: what it knows as withdrawn or erased stays gone.",
)
@json_option
@pass_instance
def restore_command(instance: Instance, file: Path, *, identity: Path, newer: Sequence[Path], as_json: bool) -> None:
    """Restore a backup into an instance whose database is empty, SQLite or PostgreSQL, and bring its schema up to date.

    Whatever is to be erased by today is erased before anybody sees it. Responses that were withdrawn after the backup
    was made come back, unless --newer knows them. Put the old keys/ in the instance first, where you have them.
    """
    keys = identities_in(identity)
    about, contents = examined(file, keys)  # the whole of it, before anything is written
    if "response" not in about.columns:
        raise Refused(f"{file} is a list of what must stay gone, and no backup. Give it with --newer, beside a backup.")
    known = [_newer(one, keys, about) for one in newer]
    restored = _restore(instance, file, keys, about, known)
    left = {table: count for table, count in _counted(instance).items() if table in contents.counts}
    facts = {
        "rows": left,
        "in_backup": contents.counts,
        **{name: getattr(restored, name) for name in restored.__slots__},
    }
    tell(facts, _told(restored, left, contents, instance), as_json=as_json)


def _restore(instance: Instance, file: Path, keys: list[Any], about: "About", known: "Sequence[Newer]") -> "Restored":
    from consultation.clock import today
    from consultation.jobs.erasing import clear
    from consultation.storage.backing_up import NotEmpty, UnknownSchema
    from consultation.storage.database import Database, StorageFailed, Unavailable
    from consultation.storage.keys import KeyMissing, KeyRing
    from consultation.usecases.restore_backup import restore_backup

    def load(loading: "Loading") -> None:
        examined(file, keys, lambda about, table, rows: loading.add(table, about.columns[table], rows))

    database = Database(instance.settings.database_url)  # its schema is not brought up to date before
    try:
        with database.transaction() as session:
            restored = restore_backup(
                session, about.revision, load, newer=known, today=today(), keys=KeyRing.of(instance.settings)
            )
    except NotEmpty as holds:
        raise Refused(f"The database is not empty: there is something in {holds}. Restore into a new one.") from None
    except (UnknownSchema, KeyMissing) as refused:
        raise Refused(f"Nothing was restored. {refused}") from None
    except StorageFailed as failed:
        if isinstance(failed, Unavailable):
            raise
        raise Refused(f"Nothing was restored: the database does not take what is in {file} ({failed}).") from None
    if (restored.erased or restored.withdrawn) and not clear(database):
        click.echo("The database's files are not cleared of what was erased yet: consultation erase-expired", err=True)
    database.close()
    return restored


def _newer(file: Path, keys: list[Any], than: "About") -> "Newer":
    """What a newer backup knows. Raises Refused where it is older."""
    from consultation.usecases.restore_backup import Known, Newer

    consultations: list[Known] = []
    withdrawn: dict[str, set[bytes]] = {}

    def take(about: "About", table: str, rows: list[list[Any]]) -> None:
        for row in rows:
            value = dict(zip(about.columns[table], row, strict=True))
            if table == "consultation":
                consultations.append(Known(value["slug"], value["opened_on"], value["erase_on"]))
            elif table == "withdrawn":
                withdrawn.setdefault(value["consultation"], set()).add(value["name"])

    about, _ = examined(file, keys, take)
    if about.made_on < than.made_on:
        raise Refused(f"{file} was made on {about.made_on}, before the backup, which is from {than.made_on}.")
    return Newer(about.made_on, consultations, withdrawn)


def _counted(instance: Instance) -> Mapping[str, int]:
    from consultation.storage.backing_up import counts

    return counts(instance.database)


def _told(restored: "Restored", left: Mapping[str, int], contents: "Contents", instance: Instance) -> str:
    lines = [f"{'':18} {'in backup':>9} {'now':>9}"]
    lines += [f"{table:18} {count:9} {left.get(table, 0):9}" for table, count in contents.counts.items()]
    if restored.erased:
        lines.append(f"Erased again, because their day has come: {', '.join(restored.erased)}.")
    if restored.withdrawn:
        lines.append(f"Withdrawn again: {restored.withdrawn}.")
    if restored.new_keys:
        lines.append(NEW_KEYS.format(", ".join(restored.new_keys)))
    grant = "" if instance.database.on_sqlite else ", and consultation grant, where roles are separated"
    return "\n".join([*lines, NEXT.format(grant=grant)])
