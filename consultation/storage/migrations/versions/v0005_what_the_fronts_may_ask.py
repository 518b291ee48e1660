"""On PostgreSQL: the questions that a role may ask which may not read the tables, and the one way to write a table anew.

Each function runs with the powers of the schema's owner, looks for nothing outside the system's and its own schema
(PostgreSQL's manual, "Writing SECURITY DEFINER Functions Safely"), and is closed to everybody until `consultation grant`
opens it. Parameters have no names, so that none can be taken for a column.
"""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None

SAFELY = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
_SPEND = """
CREATE FUNCTION {schema}.spend_proof(bytea, bytea, boolean) RETURNS boolean {safely} AS $$
DECLARE
    known bytea;
BEGIN
    INSERT INTO {schema}.spent_proof (mark, purpose, odd) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN true;
    END IF;
    SELECT purpose INTO known FROM {schema}.spent_proof WHERE mark = $1;
    RETURN coalesce(known = $2, false);
END $$
"""
# All four are looked for in any case, so that the time it takes does not tell one from another.
_WHERE = """
CREATE FUNCTION {schema}.where_response_lies(text, bytea, bytea) RETURNS text {safely} AS $$
DECLARE
    gone boolean;
    stored boolean;
    waiting boolean;
    aside boolean;
BEGIN
    SELECT
        EXISTS (SELECT FROM {schema}.withdrawn WHERE consultation = $1 AND name = $2),
        EXISTS (SELECT FROM {schema}.response WHERE consultation = $1 AND key = $2),
        EXISTS (SELECT FROM {schema}.ballot_box WHERE consultation = $1 AND envelope = $3),
        EXISTS (SELECT FROM {schema}.set_aside WHERE consultation = $1 AND envelope = $3)
    INTO gone, stored, waiting, aside;
    RETURN CASE WHEN gone THEN NULL WHEN stored THEN 'stored' WHEN waiting THEN 'waiting' WHEN aside THEN 'set_aside' END;
END $$
"""
# VACUUM FULL is for a table's owner alone, runs in no function, and passes over everybody else's wish in silence.
_ANEW = """
CREATE FUNCTION {schema}.write_anew(text) RETURNS void {safely} AS $$
DECLARE
    command text;
BEGIN
    SELECT format('CLUSTER %s USING %I', i.indrelid::regclass, x.relname) INTO STRICT command
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_class x ON x.oid = i.indexrelid
    WHERE i.indisprimary AND t.relkind = 'r' AND t.relname = $1 AND t.relnamespace = {quoted}::regnamespace;
    EXECUTE command;
END $$
"""
FUNCTIONS = (_SPEND, _WHERE, _ANEW)
_CLOSED = (
    "spend_proof(bytea, bytea, boolean)",
    "where_response_lies(text, bytea, bytea)",
    "write_anew(text)",
)


def upgrade() -> None:
    """Makes the functions in the schema where the tables are; SQLite has neither roles nor functions."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    schema = connection.scalar(sa.text("SELECT quote_ident(current_schema())"))
    quoted = connection.scalar(sa.text("SELECT quote_literal(quote_ident(current_schema()))"))
    for function in FUNCTIONS:
        connection.exec_driver_sql(function.format(schema=schema, quoted=quoted, safely=SAFELY).replace("%", "%%"))
    for closed in _CLOSED:
        op.execute(f"REVOKE ALL ON FUNCTION {schema}.{closed} FROM PUBLIC")
