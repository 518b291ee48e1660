"""Compares the schema of the running database with the list of all that may be stored, and its server with what it may write."""

from collections.abc import Iterator, Mapping

from consultation.auditing.findings import Finding, broken, judged, kept
from consultation.auditing.server import value
from consultation.privacy.stored import COLUMNS
from consultation.storage.catalogue import signals
from consultation.storage.catalogue.live_schema import LiveSchema
from consultation.storage.database import Database

# Tables with a row for each response, or part of one; and those that grow with visits otherwise.
OF_RESPONSES = frozenset({"response", "answer", "comment", "ballot_box", "set_aside", "withdrawn"})
OF_PROOFS = frozenset({"spent_proof"})
_TIMES = ("timestamp", "time", "interval", "datetime")
_COUNTERS = ("nextval", "identity", "serial")
_FILLED_IN = (*_COUNTERS, "now(", "current_", "clock_timestamp", "gen_random", "strftime", "datetime(", "uuid")
_STAFF = "staff_"
_SAMPLES = "The server's statistics hold nothing that people gave"
_HARMLESS_EXTENSIONS = frozenset({"plpgsql"})
# What people gave, a name of it or of who gave it: ANALYZE would keep samples of these, packed so that no search finds them.
GIVEN = frozenset({
    "ballot_box.envelope", "ballot_box.sealed", "set_aside.envelope", "set_aside.sealed", "spent_proof.mark",
    "spent_proof.purpose", "withdrawn.name", "batch.key", "response.key", "response.batch", "answer.response",
    "answer.value", "comment.key", "comment.response", "comment.text", "comment.folded", "codebook_version.body",
    "codebook_version.decision", "theme_run.parameters", "theme_run.body", "candidate_label.comment",
    "suggestion.comment", "confirmation.comment", "reading.comment", "outcome.said", "outcome.doing", "job.arguments",
    "job.message", "job.checkpoint", "suggestion.words", "machine_reading.comment", "screening.parameters",
    "campaign_copy.comment", "raised.comment", "note.key", "note.comment", "note.text", "passage.comment",
    "facet.comment", "harm_reading.comment", "harm_reading.why", "drawn.comment", "blind_coding.comment",
    "blind_coding.themes", "machine_coding.comment", "machine_coding.scores", "machine_coding.themes",
    "adjudication.comment", "adjudication.themes", "adjudication.why", "measurement.parameters", "measurement.body",
    "read_anew.comment",
})  # fmt: skip


def of_columns(live: LiveSchema) -> Iterator[Finding]:
    """Every table and column that stands there is one that the page on what we store tells of."""
    strange = [f"The table {table} is on no list." for table in live.columns if table not in COLUMNS]
    for table, columns in live.columns.items():
        more = sorted(columns.keys() - COLUMNS.get(table, columns).keys())
        strange += [f"The column {table}.{column} is on no list." for column in more]
    fine = f"{sum(map(len, live.columns.values()))} columns in {len(live.columns)} tables, all on the list."
    yield judged("Only columns that are on the list", strange, fine)
    yield judged("No column holds a time or a counter, or fills itself in", _filled(live), "None does.")


def _filled(live: LiveSchema) -> Iterator[str]:
    for table, columns in live.columns.items():
        for name, column in columns.items():
            if table.startswith(_STAFF):
                continue  # an account has a number; nothing of a respondent is in these tables
            if any(kind in column.type.lower().split("(")[0] for kind in _TIMES):
                yield f"{table}.{name} holds a time ({column.type})."
            if any(word in column.makes.lower() for word in _FILLED_IN):
                yield f"{table}.{name} fills itself in ({column.makes})."
    for name in live.sequences:
        if not name.startswith(_STAFF):
            yield f"{name} counts."


def of_machinery(live: LiveSchema, *, on_sqlite: bool) -> Iterator[Finding]:
    """Nothing in the database acts by itself, and nothing of it is sent elsewhere."""
    functions = [f"the function {name}" for name in live.functions]
    extensions = [f"the extension {name}" for name in live.extensions if name not in _HARMLESS_EXTENSIONS]
    large = [f"something in {live.large_objects} large objects, beside all tables"] if live.large_objects else []
    acting = [*(f"the trigger {name}" for name in live.triggers), *live.acting, *functions, *extensions, *large]
    fine = (
        "No trigger, no rule, and no function but those that our migrations made, to the letter. No check, default, index or "
        "policy asks for anything but plain functions of the database's own."
    )
    yield judged("Nothing in the database acts by itself", (f"There is {one}." for one in acting), fine)
    if on_sqlite:
        return
    sent = [
        f"There is a {one}: a copy of every change leaves this server in the order it came." for one in live.leaving
    ]
    archive = value(live, "archive_mode")
    if archive not in {"off", ""}:
        sent.append(f"archive_mode is {archive}: the write-ahead log is kept, which holds when each response was put.")
    yield judged("Nothing of the database is sent or kept elsewhere", sent, "No replication, no archive of its log.")


def of_samples(live: LiveSchema, *, on_sqlite: bool) -> Iterator[Finding]:
    """ANALYZE copies values into the server's statistics, where they outlive what is erased; there it keeps none of ours."""
    if on_sqlite:
        if live.sampled:
            yield broken(_SAMPLES, f"ANALYZE has kept samples in {', '.join(sorted(live.sampled))}. Drop it.")
        return
    columns = {f"{table}.{name}" for table, own in live.columns.items() for name in own}
    sampled = sorted(live.sampled & GIVEN) + sorted(live.sampled - columns)
    troubles = [f"The server keeps samples of {', '.join(sampled)}. SET STATISTICS 0, then ANALYZE."] if sampled else []
    fine = f"None of the {len(GIVEN)} columns that hold what people gave, or a name of it, is sampled."
    yield judged(_SAMPLES, troubles, fine)


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has now."""
    with database.reading() as session:
        return signals.counts(session.connection())


def of_growth(before: Mapping[str, int], after: Mapping[str, int], sent: int) -> Iterator[Finding]:
    """No table but those of responses and proofs grows with visits."""
    allowed = OF_RESPONSES | OF_PROOFS
    grown = {t: n - before.get(t, 0) for t, n in after.items() if t not in allowed and n - before.get(t, 0) >= sent / 2}
    subject = "No other table grows with each visit"
    if grown:
        yield broken(subject, " ".join(f"{table} grew by {rows} rows." for table, rows in sorted(grown.items())))
    else:
        yield kept(
            subject, f"After {sent} responses none of {len(after)} tables had grown so, but for the allowed ones."
        )
