"""A front that runs alone has no more power than it needs: else it does not start, and says what it has too much."""

from consultation.settings import BadSetting, Settings
from consultation.storage import key_files
from consultation.storage.database import Database, WrongSchema
from consultation.storage.roles.powers import TOO_MUCH, Kind, read_by_column


def refuse_keys(settings: Settings) -> None:
    """Raise BadSetting where a front alone may read private keys: whoever takes it over must not find them there."""
    if settings.front == "both":
        return
    if key_files.any_readable(settings.keys):
        raise BadSetting(
            f"The {settings.front} front runs alone, and may read the private keys in {settings.keys}. Give it an instance "
            "directory of its own (CONSULTATION_INSTANCE), and let another user of the machine than the worker's run it."
        )


def bring_up(settings: Settings, stored: Database) -> None:
    """Bring the schema up to date where it is ours to do, and look at what our role of the database may do.

    Raises BadSetting where the schema is another and only its owner may change it, and where a front alone runs on a role
    that may read what it should not, or whole tables (see BY_COLUMN); and as Database.upgrade does.
    """
    try:
        stored.upgrade()
    except WrongSchema as wrong:
        raise BadSetting(wrong.kind) from None
    table = TOO_MUCH.get(settings.front)
    if table and stored.may_read(table):
        raise BadSetting(
            f"The {settings.front} front runs alone, on a role of the database that may read {table}. Give it a role of its "
            "own: consultation grant --help."
        )
    if settings.front != "both":
        _refuse_whole_tables(settings.front, stored)


def _refuse_whole_tables(front: Kind, stored: Database) -> None:
    """Until 2026 the fronts were granted whole tables, and with them what PostgreSQL keeps of each row: which transaction wrote it."""
    whole = stored.reads_whole(read_by_column(front))
    if whole:
        raise BadSetting(
            f"The {front} front runs on a role of the database that was granted whole tables ({', '.join(whole)}), and with them "
            "hidden columns that tell of an order. Let the owner of the tables run `consultation grant` again."
        )
