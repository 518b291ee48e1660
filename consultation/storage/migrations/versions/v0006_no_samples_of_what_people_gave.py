"""On PostgreSQL: no statistics of columns that hold what people gave, or a name of it.

ANALYZE keeps up to a hundred values of each column in pg_statistic, in clear; on a table that is empty by then it leaves
the old ones where they are (src/backend/commands/analyze.c), so they would outlive the erasing. The planner needs
none of these: keys are known to be unique, and no query compares a text.
"""

from alembic import op

revision = "v0006"
down_revision = "v0005"
branch_labels = None
depends_on = None

_UNSAMPLED = {
    "ballot_box": ("envelope", "sealed"),
    "set_aside": ("envelope", "sealed"),
    "spent_proof": ("mark", "purpose"),
    "withdrawn": ("name",),
    "batch": ("key",),
    "response": ("key", "batch"),
    "answer": ("response", "value"),
    "comment": ("key", "response", "text", "folded"),
    "codebook_version": ("body", "decision"),
    "theme_run": ("parameters", "body"),
    "candidate_label": ("comment",),
    "suggestion": ("comment",),
    "confirmation": ("comment",),
    "reading": ("comment",),
    "outcome": ("said", "doing"),
    "job": ("arguments", "message", "checkpoint"),
}


def upgrade() -> None:
    """Lets ANALYZE pass over these columns; SQLite keeps no values."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _UNSAMPLED.items():
        op.execute(f"ALTER TABLE {table} {', '.join(f'ALTER COLUMN {one} SET STATISTICS 0' for one in columns)}")
