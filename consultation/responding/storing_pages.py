"""What the page on everything that is stored says, and what the same facts are for a machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from consultation.privacy.stored_columns import Stored
from consultation.questionnaire.wording import Worded
from consultation.responding.pages import LanguageChoice
from consultation.responding.signposts import Signposts


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table that exists, in words, with those of its columns that are explained; all are msgids but the names."""

    name: str
    title: str
    about: str
    columns: Mapping[str, Stored]

    @property
    def kept(self) -> str:
        """For how long all of it is kept; empty where its columns differ."""
        lengths = {one.kept for one in self.columns.values()}
        return lengths.pop() if len(lengths) == 1 else ""


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """Tables that belong together for whoever reads about them."""

    title: str
    about: str
    tables: tuple[StoredTable, ...]

    @property
    def size(self) -> int:
        """How many columns there are in it."""
        return sum(len(table.columns) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long one consultation is kept, and what goes to the archive: "report", "nothing", or None where it is undecided."""

    slug: str
    title: Worded
    is_open: bool
    closes_on: date | None
    erase_on: date | None
    archive: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Running:
    """How this website runs, as its settings, its database and its files say at this moment.

    `together`: one program serves respondents and staff. `reads_answers`, `reads_keys`: what this very program may read.
    `proxies` stand in front of it. `copies_log`, `notes_times`: what PostgreSQL does beside (see storage.catalogue.ground).
    """

    on_sqlite: bool
    together: bool
    reads_answers: bool
    reads_keys: bool
    locked_keys: bool
    copies_log: bool
    notes_times: bool
    batch_minimum: int
    backup_days: int
    proxies: int
    demo: bool
    contact: str


@dataclass(frozen=True, slots=True)
class ToldAudit:
    """The last audit: its findings are (subject, verdict, seen); `fits` says whether the signature is of its very text."""

    made_on: date
    passed: bool
    fits: bool
    findings: tuple[tuple[str, str, str], ...]
    signature: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class WhatWeStorePage:
    """Everything that is stored, why and how long; what is not; what cannot be promised; and how anybody can check it.

    `unexplained` are columns that exist though nobody has said why, as table.column. `spoilt`: the last audit cannot be read.
    `broken`: the last one of this year that saw a promise broken, if that is not `audit`.
    """

    template: ClassVar[str] = "responding/what_we_store.html"
    language: str
    languages: tuple[LanguageChoice, ...]
    groups: tuple[StoredGroup, ...]
    unexplained: tuple[str, ...]
    files: Mapping[str, Stored]
    never: tuple[str, ...]
    lifetimes: tuple[Lifetime, ...]
    running: Running
    audit: ToldAudit | None
    broken: ToldAudit | None
    spoilt: bool
    tests: tuple[tuple[str, str], ...]
    facts_address: str
    signposts: Signposts

    def for_machines(self, say: Callable[[str], str]) -> dict[str, Any]:
        """The same facts as plain values, in the page's language; `say` translates a msgid."""
        told = self.running

        def explained(columns: Mapping[str, Stored]) -> dict[str, dict[str, str]]:
            return {name: {"why": say(one.why), "kept": say(one.kept)} for name, one in columns.items()}

        return {
            "language": self.language,
            "tables": {table.name: explained(table.columns) for group in self.groups for table in group.tables},
            "files": explained(self.files),
            "never": [say(one) for one in self.never],
            "unexplained": list(self.unexplained),
            "consultations": {one.slug: _dates(one) for one in self.lifetimes},
            "running": {
                "database": "sqlite" if told.on_sqlite else "postgresql",
                "one_program_for_respondents_and_staff": told.together,
                "this_program_may_read_answers": told.reads_answers,
                "this_program_may_read_private_keys": told.reads_keys,
                "the_databases_log_is_copied_elsewhere": told.copies_log,
                "the_database_notes_times": told.notes_times,
                "smallest_batch": told.batch_minimum,
                "longest_backup_in_days": told.backup_days,
                "programs_in_front": told.proxies,
                "demonstration": told.demo,
            },
        }


def _dates(one: Lifetime) -> dict[str, Any]:
    return {
        "open": one.is_open,
        "closes_on": one.closes_on and one.closes_on.isoformat(),
        "erase_on": one.erase_on and one.erase_on.isoformat(),
        "archive": one.archive,
    }
