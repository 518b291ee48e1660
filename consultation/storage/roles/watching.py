"""What PostgreSQL's own catalogue tells everybody of the traffic in tables they may not read, and how a superuser closes it.

Counters of rows put, sizes of files, positions in the log, locks held and rows estimated are, read again and again, a live
count of who arrives. The statements concern one database alone; its owner, the mixer and pg_monitor keep what they had.
"""

from consultation.storage.roles.powers import Roles

# All of these everybody may call as PostgreSQL comes. `\_` and `%` as LIKE has them.
TELLING = (
    r"pg\_stat\_get\_%", r"pg\_%relation\_size", r"pg\_table\_size", r"pg\_indexes\_size", r"pg\_database\_size",
    r"pg\_tablespace\_size", r"pg\_relation\_filenode", r"pg\_relation\_filepath", r"pg\_filenode\_relation",
    r"pg\_lock\_status", r"pg\_blocking\_pids", r"pg\_safe\_snapshot\_blocking\_pids",
    r"pg\_isolation\_test\_session\_is\_blocked", r"pg\_current\_wal\_%", r"pg\_last\_wal\_%",
    r"pg\_last\_xact\_replay\_timestamp", r"pg\_walfile\_name%", r"pg\_notification\_queue\_usage",
    r"pg\_control\_%", r"pg\_prepared\_xact", r"pg\_get\_replication\_slots", r"pg\_cursor",
    r"pg\_xact\_commit\_timestamp%", r"pg\_last\_committed\_xact", r"pg\_get\_multixact\_members",
    r"pg\_current\_snapshot", r"txid\_current\_snapshot", r"pg\_current\_xact\_id%", r"txid\_current%",
    r"pg\_xact\_status", r"txid\_status",
    # How far a number is from the next transaction's, and where in the log it is written.
    "age", r"mxid\_age", r"pg\_logical\_emit\_message",
)  # fmt: skip
# Stores that no table's rights keep: large objects.
STORING = (r"lo\_%", "loread", "lowrite")
# What of pg_class counts rows or pages, and which file a table has since it was last emptied.
COUNTING = ("relpages", "reltuples", "relallvisible", "relallfrozen", "relfilenode", "relfrozenxid", "relminmxid")
# What a server writes down of a statement that fails or is slow holds the row; the role itself cannot set these back.
SAY_NOTHING = {
    "log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_statement": "none",
    "log_min_duration_statement": "-1", "log_min_duration_sample": "-1", "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0", "log_duration": "off", "log_lock_waits": "off",
}  # fmt: skip


def statements(roles: Roles, *, owner: str, database: str) -> list[str]:
    """What a superuser runs in the consultation's database; names as PostgreSQL quotes them. Running it twice changes nothing."""
    keep = ", ".join(dict.fromkeys((owner, roles.mixer, "pg_monitor")))
    return [
        *(
            f"ALTER ROLE {role} IN DATABASE {database} SET {name} = '{value}'"
            for role in roles.names
            for name, value in SAY_NOTHING.items()
        ),
        f"GRANT pg_checkpoint TO {owner}, {roles.mixer}",
        *(
            f"GRANT EXECUTE ON FUNCTION pg_catalog.{clearing}() TO {owner}, {roles.mixer}"
            for clearing in ("pg_switch_wal", "pg_ls_waldir")
        ),
        _functions(TELLING, keep),
        _functions(STORING, owner),
        _catalogue(keep),
    ]


def _functions(patterns: tuple[str, ...], keep: str) -> str:
    """The functions differ from version to version, so the catalogue is asked which there are."""
    those = ", ".join(f"'{pattern}'" for pattern in patterns)
    return f"""DO $$
DECLARE f regprocedure;
BEGIN
    FOR f IN SELECT oid FROM pg_catalog.pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proname LIKE ANY (ARRAY[{those}])
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, $keep${keep}$keep$);
    END LOOP;
END $$"""  # noqa: S608 -- names that the catalogue quoted  # nosec B608


def _catalogue(keep: str) -> str:
    """Everybody reads the catalogue as before, but for what counts, and what PostgreSQL hides in a row of any table.

    Any role may write a line about itself into some of these tables, as by ALTER ROLE, and would read there the number of
    its own transaction, which is one more than that of whoever wrote before.
    """
    counting = ", ".join(f"'{column}'" for column in COUNTING)
    return f"""DO $$
DECLARE t record;
BEGIN
    FOR t IN SELECT attrelid::regclass AS name, string_agg(quote_ident(attname), ', ') AS columns
        FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND relname <> 'pg_subscription'
            AND NOT attisdropped AND (attnum > 0 OR attname = 'tableoid')
            AND NOT (relname = 'pg_class' AND attname IN ({counting})) AND has_column_privilege('public', attrelid, attnum, 'SELECT')
        GROUP BY attrelid
    LOOP
        EXECUTE format('REVOKE SELECT ON %s FROM PUBLIC', t.name);
        EXECUTE format('GRANT SELECT (%s) ON %s TO PUBLIC', t.columns, t.name);
        EXECUTE format('GRANT SELECT ON %s TO %s', t.name, $keep${keep}$keep$);
    END LOOP;
END $$"""  # noqa: S608 -- names that the catalogue quoted  # nosec B608
