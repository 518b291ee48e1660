"""Which role of PostgreSQL may do what: an allow-list of three; what is not named here is nobody's but the owner's."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Literal

Kind = Literal["public", "staff", "mixer"]

READ = frozenset({"SELECT"})
ADD = READ | {"INSERT"}
CHANGE = ADD | {"UPDATE", "DELETE"}
EMPTY = CHANGE | {"TRUNCATE"}

_EVERYBODY = dict.fromkeys(("alembic_version", "consultation", "definition", "anonymity_audit"), READ)
_RESPONSES = ("batch", "response", "answer", "comment")
_MADE_BY_MACHINE = (
    "theme_run",
    "candidate_label",
    "stale_run",
    "machine_reading",
    "screening",
    "campaign_copy",
    "raised",
    "machine_coding",
    "measurement",
)
_MADE_BY_PEOPLE = (
    "suggestion",
    "confirmation",
    "reading",
    "read_anew",
    "outcome",
    "note",
    "passage",
    "facet",
    "harm_reading",
    "double_coding",
    "coder",
    "drawn",
    "blind_coding",
    "adjudication",
)

TABLES: Mapping[Kind, Mapping[str, frozenset[str]]] = {
    # Puts, and reads nothing that anybody gave. What it may read of an outcome are columns (below).
    "public": {**_EVERYBODY, "ballot_box": frozenset({"INSERT"})},
    # Reads what is mixed in; neither the box nor anything that tells of it. Accounts are made by the owner alone.
    "staff": {
        **_EVERYBODY,
        **dict.fromkeys((*_RESPONSES, *_MADE_BY_MACHINE), READ),
        **dict.fromkeys(_MADE_BY_PEOPLE, CHANGE),
        "codebook_version": ADD,
        "job": ADD,
        **dict.fromkeys(("staff_account", "staff_role", "staff_account_role"), READ),
    },
    "mixer": {
        "alembic_version": READ,
        "anonymity_audit": ADD,  # nothing takes back one that failed
        **dict.fromkeys(("consultation", "definition", "set_aside", "job", "codebook_version"), CHANGE),
        **dict.fromkeys((*_RESPONSES, *_MADE_BY_MACHINE, *_MADE_BY_PEOPLE), CHANGE),
        **dict.fromkeys(("ballot_box", "withdrawn"), EMPTY),
        "spent_proof": frozenset({"SELECT", "DELETE"}),
    },
}
# An outcome tells the public what was decided, and not which account did; a sign-in changes its own account's secrets.
COLUMNS: Mapping[Kind, Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "public": {"outcome": {"SELECT": ("key", "consultation", "rank", "said", "doing", "published", "decided_on")}},
    "staff": {
        "staff_account": {
            "UPDATE": (
                "password",
                "active",
                "fs_uniquifier",
                "tf_primary_method",
                "tf_totp_secret",
                "mf_recovery_codes",
            )
        }
    },
    "mixer": {},
}
# What these may read of a table is each of its columns by name: a right to the whole table holds PostgreSQL's hidden ones too,
# which tell the transaction that wrote a row and its place in the file.
BY_COLUMN: frozenset[Kind] = frozenset({"public", "staff"})
SPEND, WHERE, ANEW = (
    "spend_proof(bytea, bytea, boolean)",
    "where_response_lies(text, bytea, bytea)",
    "write_anew(text)",
)
FUNCTIONS: Mapping[Kind, tuple[str, ...]] = {"public": (SPEND, WHERE), "staff": (), "mixer": (WHERE, ANEW)}
# Of the server's own: to let go of what its log holds of erased rows. Nobody else may be a member of anything.
MEMBER_OF: Mapping[Kind, frozenset[str]] = {
    "public": frozenset(),
    "staff": frozenset(),
    "mixer": frozenset({"pg_checkpoint"}),
}
# Which rows the public role sees of a table; the other two see all, and the owner is asked nothing.
ROWS: Mapping[str, str] = {
    "consultation": "state <> 'draft'",
    "definition": "EXISTS (SELECT FROM {schema}.consultation c WHERE c.slug = definition.consultation)",
    "outcome": "published AND EXISTS (SELECT FROM {schema}.consultation c WHERE c.slug = outcome.consultation)",
}
# Whoever runs on a role that may do this has more than its front needs.
TOO_MUCH: Mapping[str, str] = {"public": "response", "staff": "ballot_box"}


def read_by_column(kind: Kind) -> frozenset[str]:
    """The tables that this role may read column by column, and not whole."""
    if kind not in BY_COLUMN:
        return frozenset()
    return frozenset(COLUMNS[kind]) | {table for table, may in TABLES[kind].items() if may & READ}


def on_whole_tables(kind: Kind) -> Mapping[str, frozenset[str]]:
    """Table -> the privileges on all of it."""
    return {table: may - READ if kind in BY_COLUMN else may for table, may in TABLES[kind].items()}


def on_columns(kind: Kind, columns: Mapping[str, Sequence[str]]) -> Mapping[tuple[str, str], Sequence[str]]:
    """(Table, privilege) -> the columns that it is for. `columns`: those that each table has, without the hidden ones."""
    read = TABLES[kind] if kind in BY_COLUMN else ()
    return {(table, "SELECT"): columns.get(table, ()) for table in read if "SELECT" in TABLES[kind][table]} | {
        (table, privilege): some for table, of in COLUMNS[kind].items() for privilege, some in of.items()
    }


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the three roles, each another."""

    public: str = "consultation_public"
    staff: str = "consultation_staff"
    mixer: str = "consultation_mixer"

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order public, staff, mixer."""
        return astuple(self)

    def by_kind(self) -> dict[Kind, str]:
        """Kind -> name."""
        return {"public": self.public, "staff": self.staff, "mixer": self.mixer}
