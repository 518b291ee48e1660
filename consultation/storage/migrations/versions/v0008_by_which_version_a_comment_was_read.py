"""By which version of the codebook a comment was read, and which comments have to be read anew."""

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the column and the table.

    By which themes a comment was read before this, nobody knows: such a reading counts for no theme until somebody reads
    it again, rather than as "does not speak of it" for themes that came later.
    """
    op.add_column("reading", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "read_anew",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_read_anew_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", name=op.f("pk_read_anew")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE read_anew ALTER COLUMN comment SET STATISTICS 0")  # see v0006
