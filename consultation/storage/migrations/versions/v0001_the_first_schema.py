"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates every table."""
    op.create_table(
        "ballot_box",
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(envelope) = 16", name=op.f("ck_ballot_box_envelope_is_16_bytes")),
        sa.PrimaryKeyConstraint("envelope", name=op.f("pk_ballot_box")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "definition",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_definition_fingerprint_is_64_characters")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_definition_version_counts_from_one")),
        sa.PrimaryKeyConstraint("fingerprint", "consultation", name=op.f("pk_definition")),
        sa.UniqueConstraint("consultation", "version", name=op.f("uq_definition_consultation_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=True),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("heartbeat", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'running') = (heartbeat IS NOT NULL)", name=op.f("ck_job_only_running_has_a_heartbeat")
        ),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_known_state")),
        sa.CheckConstraint("done >= 0 AND total >= 0 AND attempts >= 0", name=op.f("ck_job_counts_are_not_negative")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_staff_account_fs_uniquifier")),
    )
    op.create_table(
        "staff_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("permissions", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_role_name")),
    )
    op.create_table(
        "consultation",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("definition", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (opened_on IS NOT NULL AND closes_on IS NOT NULL AND erase_on IS NOT NULL)",
            name=op.f("ck_consultation_has_its_dates_before_opening"),
        ),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_consultation_known_state")),
        sa.CheckConstraint("erase_on > closes_on", name=op.f("ck_consultation_erased_after_closing")),
        sa.CheckConstraint("length(public_key) = 32", name=op.f("ck_consultation_public_key_is_32_bytes")),
        sa.ForeignKeyConstraint(
            ["definition", "slug"],
            ["definition.fingerprint", "definition.consultation"],
            name=op.f("fk_consultation_definition_slug"),
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_consultation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_account_role",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["staff_account.id"], name=op.f("fk_staff_account_role_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["role"], ["staff_role.id"], name=op.f("fk_staff_account_role_role"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "role", name=op.f("pk_staff_account_role")),
    )
    op.create_table(
        "batch",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("small", sa.Boolean(), nullable=False),
        sa.CheckConstraint("week LIKE '____-W__'", name=op.f("ck_batch_week_is_an_iso_week")),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_batch_key_is_16_bytes")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_batch_consultation")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_batch")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codebook_version",
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_codebook_version_version_is_not_negative")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_codebook_version_consultation")),
        sa.PrimaryKeyConstraint("consultation", "question", "version", name=op.f("pk_codebook_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "set_aside",
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(envelope) = 16", name=op.f("ck_set_aside_envelope_is_16_bytes")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_set_aside_consultation")),
        sa.PrimaryKeyConstraint("envelope", name=op.f("pk_set_aside")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "theme_run",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('discover', 'assign')", name=op.f("ck_theme_run_known_kind")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_theme_run_consultation")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_theme_run")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_theme_run_consultation_question", "theme_run", ["consultation", "question"])

    op.create_table(
        "response",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("definition", sa.String(length=64), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("batch", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'telephone', 'meeting', 'letter', 'imported')",
            name=op.f("ck_response_known_channel"),
        ),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_response_key_is_16_bytes")),
        sa.ForeignKeyConstraint(["batch"], ["batch.key"], name=op.f("fk_response_batch")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_response_consultation")),
        sa.ForeignKeyConstraint(
            ["definition", "consultation"],
            ["definition.fingerprint", "definition.consultation"],
            name=op.f("fk_response_definition_consultation"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_consultation_role", "response", ["consultation", "role"])

    op.create_table(
        "answer",
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["response"], ["response.key"], name=op.f("fk_answer_response"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("response", "question", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_comment_key_is_16_bytes")),
        sa.ForeignKeyConstraint(["response"], ["response.key"], name=op.f("fk_comment_response"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_comment")),
        sa.UniqueConstraint("response", "question", name=op.f("uq_comment_response_question")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "candidate_label",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("candidate", sa.Integer(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment"], ["comment.key"], name=op.f("fk_candidate_label_comment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run"], ["theme_run.key"], name=op.f("fk_candidate_label_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "comment", name=op.f("pk_candidate_label")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_candidate_label_comment", "candidate_label", ["comment"])

    op.create_table(
        "confirmation",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_confirmation_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", "theme", name=op.f("pk_confirmation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reading",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('coded', 'none', 'undecided')", name=op.f("ck_reading_known_outcome")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_reading_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", name=op.f("pk_reading")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suggestion",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "score BETWEEN 0 AND 1 AND 0 <= start AND start < stop",
            name=op.f("ck_suggestion_has_a_score_and_a_passage"),
        ),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_suggestion_comment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["theme_run.key"], name=op.f("fk_suggestion_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", "theme", name=op.f("pk_suggestion")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_suggestion_run", "suggestion", ["run"])
