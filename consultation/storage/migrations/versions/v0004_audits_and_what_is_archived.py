"""Audits of anonymity that everybody may read, and what is archived of a consultation before it is erased."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates the list of audits, and the column for what the archive gets; nobody has decided that yet."""
    op.create_table(
        "anonymity_audit",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("signed_by", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_anonymity_audit_key_is_16_bytes")),
        sa.CheckConstraint("length(signature) = 64", name=op.f("ck_anonymity_audit_signature_is_64_bytes")),
        sa.CheckConstraint("length(signed_by) = 32", name=op.f("ck_anonymity_audit_signed_by_is_32_bytes")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_anonymity_audit")),
        sqlite_with_rowid=False,
    )
    op.add_column("consultation", sa.Column("archive", sa.Text(), nullable=True))
