"""Whether the database and its server are set to write nothing down beside our tables: for all, for one role, and after a restart."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from consultation.auditing.findings import Finding, judged, kept, not_seen
from consultation.storage.catalogue.live_schema import LiveSchema
from consultation.storage.catalogue.server_settings import SetFor

Settings = Mapping[str, tuple[str, str]]
_OFF = frozenset({"off", "false", "no", "0"})
_FOR_EVERYBODY = {
    "log_statement": {"none", "ddl"}, "log_min_duration_statement": {"-1"}, "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"}, "log_parameter_max_length_on_error": {"0"},
    **dict.fromkeys(("log_duration", "track_commit_timestamp", "log_statement_stats", "log_parser_stats", "log_planner_stats",
        "log_executor_stats", "debug_print_parse", "debug_print_rewritten", "debug_print_plan", "log_replication_commands"),
        _OFF),
}  # fmt: skip
_FOR_OURS = {"log_min_error_statement": {"panic", "fatal"}, "log_error_verbosity": {"terse"}}
# What only a role or a database is told; as a whole server comes, it does no harm beside the others.
_FOR_SOME = {"log_parameter_max_length": {"0"}, **_FOR_OURS}
_PRELOADED = ("shared_preload_libraries", "session_preload_libraries", "local_preload_libraries")
_KEEPING = ("pg_stat_statements", "pgaudit", "auto_explain", "pg_stat_monitor", "pg_store_plans", "pg_qualstats")
_TALK = "The database server writes no statement, row or time down"
_SOME = "No role, no database and no restart changes that"


def of_server(live: LiveSchema, *, on_sqlite: bool) -> Iterator[Finding]:
    """How the database is set: that it clears what it deletes, and writes down no statement, no row, no time."""
    if on_sqlite:
        wrong = [] if value(live, "secure_delete") == "1" else ["secure_delete is off: what is deleted stays."]
        wrong += [] if value(live, "temp_store") == "2" else ["temp_store is not memory."]
        yield judged("The database clears what it deletes", wrong, "secure_delete is on; nothing temporary is on disk.")
        return
    if "log_statement" not in live.settings:
        yield not_seen("The database server's log", "The server does not tell this account how it is set.", needed=True)
        return
    yield judged(_TALK, _talk(live.settings), f"As seen by {live.role}.")
    lines = [*live.set_for, *(live.in_files or ())]
    yield judged(_SOME, _of_some(lines), f"{len(lines)} such settings were read.")
    if live.in_files is None:
        why = "Only a superuser of the server may read its files of settings, so what a restart would change is not known."
        yield not_seen("Settings that wait for a restart", why)


def of_connections(live: LiveSchema) -> Iterator[Finding]:
    """Times of connections are the web processes', not the respondents': said, so that nobody need wonder."""
    if value(live, "log_connections") not in {"", "off"}:
        yield kept(
            "Connections in the server's log",
            "log_connections is on. Its times are those of web processes, which keep their connections: a line is not a visit.",
        )


def value(live: LiveSchema, name: str) -> str:
    """What a setting is for everybody; empty where the server does not tell."""
    return live.settings.get(name, ("", ""))[1]


def _talk(settings: Settings) -> Iterator[str]:
    for name, fine in _FOR_EVERYBODY.items():
        said = settings.get(name, ("", ""))[1]
        if said and said not in fine:
            yield f"{name} is {said}; set it to {_remedy(fine)}."
    for name, fine in _FOR_OURS.items():
        said = settings.get(name, ("", ""))[0]
        if said and said not in fine:
            yield f"{name} is {said}: a failing statement is logged with the row. Set it to {max(fine)} for our role."
    for name in _PRELOADED:
        yield from _keeping(settings.get(name, ("", ""))[1])


def _of_some(lines: list[SetFor]) -> Iterator[str]:
    for one in lines:
        in_files = one.whom == "the server's files"
        allowed = _FOR_EVERYBODY if in_files else {**_FOR_EVERYBODY, **_FOR_SOME}
        fine = allowed.get(one.name.lower())
        if fine is not None and one.value.lower() not in fine:
            yield f"{one.name} is {one.value} for {one.whom}; set it to {_remedy(fine)}, or RESET it."
        if one.name.lower() in _PRELOADED:
            yield from _keeping(one.value)
        if one.name.split(".")[0] in _KEEPING:
            yield f"{one.name} is set for {one.whom}: what it belongs to keeps statements."


def _keeping(libraries: str) -> Iterator[str]:
    for library in _KEEPING:
        if library in libraries:
            yield f"{library} is loaded: it keeps statements."


def _remedy(fine: AbstractSet[str]) -> str:
    return next((best for best in ("off", "none", "panic") if best in fine), min(fine))
