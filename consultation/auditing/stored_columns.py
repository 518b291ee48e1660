"""Compares the schema of the running database with the list of all that may be stored, and its server with what it may write."""

from collections.abc import Iterator, Mapping

from consultation.auditing.findings import Finding, broken, judged, kept, not_seen
from consultation.privacy.stored import COLUMNS
from consultation.storage.catalogue.live_schema import LiveSchema

# Tables with a row for each response, or part of one; and those that grow with visits otherwise.
OF_RESPONSES = frozenset({"response", "answer", "comment", "ballot_box", "set_aside", "withdrawn"})
OF_PROOFS = frozenset({"spent_proof"})
_TIMES = ("timestamp", "time", "interval", "datetime")
_COUNTERS = ("nextval", "identity", "serial")
_FILLED_IN = (*_COUNTERS, "now(", "current_", "clock_timestamp", "gen_random", "strftime", "datetime(", "uuid")
_STAFF = "staff_"
_HARMLESS_EXTENSIONS = frozenset({"plpgsql"})
# What people gave, a name of it or of who gave it: ANALYZE would keep samples of these, packed so that no search finds them.
GIVEN = frozenset({
    "ballot_box.envelope", "ballot_box.sealed", "set_aside.envelope", "set_aside.sealed", "spent_proof.mark",
    "spent_proof.purpose", "withdrawn.name", "batch.key", "response.key", "response.batch", "answer.response",
    "answer.value", "comment.key", "comment.response", "comment.text", "comment.folded", "codebook_version.body",
    "codebook_version.decision", "theme_run.parameters", "theme_run.body", "candidate_label.comment",
    "suggestion.comment", "confirmation.comment", "reading.comment", "outcome.said", "outcome.doing", "job.arguments",
    "job.message", "job.checkpoint",
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
    acting = [*(f"the trigger {name}" for name in live.triggers), *functions, *extensions, *large]
    fine = "No trigger, and no function but those that our migrations made, to the letter."
    yield judged("Nothing in the database acts by itself", (f"There is {one}." for one in acting), fine)
    if on_sqlite:
        return
    sent = [
        f"There is a {one}: a copy of every change leaves this server in the order it came." for one in live.leaving
    ]
    archive = _value(live.settings, "archive_mode")
    if archive not in {"off", ""}:
        sent.append(f"archive_mode is {archive}: the write-ahead log is kept, which holds when each response was put.")
    yield judged("Nothing of the database is sent or kept elsewhere", sent, "No replication, no archive of its log.")


def of_server(live: LiveSchema, *, on_sqlite: bool) -> Iterator[Finding]:
    """How the database is set: that it clears what it deletes, and writes down no statement, no row, no time."""
    if on_sqlite:
        wrong = (
            [] if _value(live.settings, "secure_delete") == "1" else ["secure_delete is off: what is deleted stays."]
        )
        wrong += [] if _value(live.settings, "temp_store") == "2" else ["temp_store is not memory."]
        yield judged("The database clears what it deletes", wrong, "secure_delete is on; nothing temporary is on disk.")
        return
    if "log_statement" not in live.settings:
        yield not_seen("The database server's log", "The server does not tell this account how it is set.", needed=True)
        return
    yield judged(
        "The database server writes no statement, row or time down", _talk(live.settings), f"As seen by {live.role}."
    )


def _talk(settings: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    everybody = {
        "log_statement": {"none", "ddl"}, "log_min_duration_statement": {"-1"}, "log_min_duration_sample": {"-1"},
        "log_transaction_sample_rate": {"0"}, "log_duration": {"off"}, "track_commit_timestamp": {"off"},
        "log_statement_stats": {"off"}, "debug_print_parse": {"off"}, "debug_print_plan": {"off"},
        "log_replication_commands": {"off"}, "log_parser_stats": {"off"},
    }  # fmt: skip
    for name, fine in everybody.items():
        value = settings.get(name, ("", ""))[1]
        if value and value not in fine:
            yield f"{name} is {value}; set it to {min(fine)}."
    ours = {"log_min_error_statement": {"panic", "fatal"}, "log_error_verbosity": {"terse"}}
    for name, fine in ours.items():
        value = settings.get(name, ("", ""))[0]
        if value and value not in fine:
            yield f"{name} is {value}: a failing statement is logged with the row. Set it to {max(fine)} for our role."
    for name in ("shared_preload_libraries", "session_preload_libraries", "local_preload_libraries"):
        for library in ("pg_stat_statements", "pgaudit", "auto_explain", "pg_stat_monitor"):
            if library in settings.get(name, ("", ""))[1]:
                yield f"{library} is loaded: it keeps statements."


def of_connections(live: LiveSchema) -> Iterator[Finding]:
    """Times of connections are the web processes', not the respondents': said, so that nobody need wonder."""
    if _value(live.settings, "log_connections") not in {"", "off"}:
        yield kept(
            "Connections in the server's log",
            "log_connections is on. Its times are those of web processes, which keep their connections: a line is not a visit.",
        )


def of_samples(live: LiveSchema, *, on_sqlite: bool) -> Iterator[Finding]:
    """ANALYZE copies values into the server's statistics, where they outlive what is erased; there it keeps none of ours."""
    if on_sqlite:
        return
    columns = {f"{table}.{name}" for table, own in live.columns.items() for name in own}
    sampled = sorted(live.sampled & GIVEN) + sorted(live.sampled - columns)
    troubles = [f"The server keeps samples of {', '.join(sampled)}. SET STATISTICS 0, then ANALYZE."] if sampled else []
    fine = f"None of the {len(GIVEN)} columns that hold what people gave, or a name of it, is sampled."
    yield judged("The server's statistics hold nothing that people gave", troubles, fine)


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


def _value(settings: Mapping[str, tuple[str, str]], name: str) -> str:
    return settings.get(name, ("", ""))[1]
