"""What every command needs of the instance it works on, and how it tells facts or refuses."""

import json
import os
import pwd
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from consultation.questionnaire.opening import Consultation
    from consultation.settings import Settings
    from consultation.storage.database import Database, StorageFailed

NOT_ALLOWED = (
    "The database's role may not do this ({}). Staff accounts and the schema are its owner's, most other commands the mixer's: "
    "give CONSULTATION_DATABASE_URL the right role. See consultation grant --help."
)
NO_DATABASE = "The database does not answer ({}). Is it running, does it let this account in, may it be written, is the disk full?"
OTHERS = (
    "The instance {} belongs to the account {}, and what was written into it by another could not be read by its programs. "
    "Run this as that account, such as by runuser -u {} -- consultation ..., with the same settings as its programs."
)
F = TypeVar("F", bound=Callable[..., Any])


class Refused(click.ClickException):
    """The command cannot do what was asked; the message says why and what to do. Exit code 1."""

    def show(self, file: Any = None) -> None:
        """Print the message as it is, where errors belong."""
        click.echo(self.message, err=True, file=file)


@dataclass
class Instance:
    """One instance directory; settings and database are read when first needed."""

    directory: Path
    overrides: dict[str, str] = field(default_factory=dict)
    """Settings that the command itself decides, such as that this is a demo."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which another program works on the same instance."""
        return {**os.environ, "CONSULTATION_INSTANCE": str(self.directory.absolute()), **self.overrides}

    @cached_property
    def settings(self) -> "Settings":
        """The instance's settings. Raises Refused when one of them cannot be taken."""
        from consultation.settings import BadSetting, Settings

        os.umask(0o077)  # nothing that is written here is for others on the machine
        _refuse_others_instance(self.directory)
        try:
            return Settings.read(self.environment)
        except BadSetting as bad:
            raise Refused(str(bad)) from None
        except OSError as refused:
            raise Refused(f"The instance {self.directory} cannot be written: {refused.strerror}.") from None

    @cached_property
    def database(self) -> "Database":
        """The instance's database at its newest schema. Raises Refused when it does not answer."""
        from consultation.storage.database import Database, StorageFailed

        database = Database(self.settings.database_url)
        try:
            database.upgrade()
        except StorageFailed as failed:
            database.close()
            raise _told(failed) from None
        return database

    def bring_up(self) -> None:
        """Bring the database to its newest schema, or say that it does not answer yet; for a front, which can wait until it does.

        Raises Refused where a front alone has more power than it needs, or the schema is another and not ours to change.
        """
        from consultation.settings import BadSetting
        from consultation.storage.database import Database, StorageFailed, Unavailable
        from consultation.web import separated

        database = Database(self.settings.database_url)
        try:
            separated.refuse_keys(self.settings)
            separated.bring_up(self.settings, database)
        except BadSetting as bad:
            raise Refused(str(bad)) from None
        except Unavailable as down:
            click.echo(NO_DATABASE.format(down) + " Until it does, the pages say so.", err=True)
        except StorageFailed as failed:
            raise _told(failed) from None
        finally:
            database.close()

    def consultation(self, slug: str) -> "Consultation":
        """The consultation with this slug. Raises Refused, naming those that there are."""
        from consultation.storage import consultations

        with self.database.reading() as session:
            found = consultations.find(session, slug)
            if found is None:
                there = ", ".join(sorted(c.slug for c in consultations.all_(session))) or "none yet"
                raise Refused(f"There is no consultation {slug!r}. There are: {there}.")
            return found


def _refuse_others_instance(directory: Path) -> None:
    """A superuser who forgot to become the instance's account would leave files there that its programs cannot read."""
    try:
        owner = (directory / "secret.key").stat().st_uid
    except OSError:
        return  # nothing is there yet, or we may not look: then nothing is written either
    if owner != os.geteuid():
        try:
            account = pwd.getpwuid(owner).pw_name
        except KeyError:
            account = f"#{owner}"
        raise Refused(OTHERS.format(directory, account, account))


def refusal(failed: Exception) -> Refused | None:
    """What to tell when database or disk fail in the middle of a command; None for everything else."""
    from consultation.storage.database import StorageFailed

    if isinstance(failed, StorageFailed):
        return _told(failed, " What was not finished can be done again.")
    if isinstance(failed, OSError) and failed.filename and failed.strerror:
        return Refused(f"{failed.filename}: {failed.strerror}.")
    return None


def _told(failed: "StorageFailed", more: str = "") -> Refused:
    from consultation.storage.database import Forbidden, WrongSchema

    if isinstance(failed, WrongSchema):
        return Refused(failed.kind)
    if isinstance(failed, Forbidden):
        return Refused(NOT_ALLOWED.format(failed))
    return Refused(NO_DATABASE.format(failed) + more)


pass_instance = click.make_pass_decorator(Instance)


def json_option(command: F) -> F:
    """Give a command the switch for facts that a program can read."""
    return click.option("--json", "as_json", is_flag=True, help="Print facts as JSON.")(command)


def tell(facts: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Print what happened, for people or for programs."""
    click.echo(json.dumps(facts, ensure_ascii=False, default=str) if as_json else text)
