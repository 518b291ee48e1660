"""Responses can be withdrawn, runs that used them are marked, and outcomes are told."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the three tables."""
    op.create_table(
        "withdrawn",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) = 16", name=op.f("ck_withdrawn_name_is_16_bytes")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_withdrawn_consultation")),
        sa.PrimaryKeyConstraint("name", "consultation", name=op.f("pk_withdrawn")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcome",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_outcome_consultation")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outcome")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outcome_consultation", "outcome", ["consultation"])
    op.create_table(
        "stale_run",
        sa.Column("run", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["theme_run.key"], name=op.f("fk_stale_run_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_stale_run")),
        sqlite_with_rowid=False,
    )
