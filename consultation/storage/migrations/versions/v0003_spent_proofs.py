"""A proof of work is spent once."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the list of spent proofs."""
    op.create_table(
        "spent_proof",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("odd", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(mark) = 16", name=op.f("ck_spent_proof_mark_is_16_bytes")),
        sa.CheckConstraint("length(purpose) = 16", name=op.f("ck_spent_proof_purpose_is_16_bytes")),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_spent_proof")),
        sqlite_with_rowid=False,
    )
