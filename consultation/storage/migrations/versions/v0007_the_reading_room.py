"""The reading room: evidence in words, what may be harm, campaigns, notes, passages, blind double coding, what was measured."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"
branch_labels = None
depends_on = None

# What tells of a comment; see v0006 for why none of it may be sampled.
_UNSAMPLED = {
    "suggestion": ("words",),
    "machine_reading": ("comment",),
    "screening": ("parameters",),
    "campaign_copy": ("comment",),
    "raised": ("comment",),
    "note": ("key", "comment", "text"),
    "passage": ("comment",),
    "facet": ("comment",),
    "harm_reading": ("comment", "why"),
    "drawn": ("comment",),
    "blind_coding": ("comment", "themes"),
    "machine_coding": ("comment", "scores", "themes"),
    "adjudication": ("comment", "themes", "why"),
    "measurement": ("parameters", "body"),
}


def upgrade() -> None:
    """Creates the tables, and the columns for what is far from every candidate and for the words that weighed."""
    op.add_column("candidate_label", sa.Column("far", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("suggestion", sa.Column("words", sa.Text(), nullable=False, server_default="[]"))
    _what_the_machine_made()
    _what_people_decided()
    _double_coding()
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in _UNSAMPLED.items():
            op.execute(f"ALTER TABLE {table} {', '.join(f'ALTER COLUMN {one} SET STATISTICS 0' for one in columns)}")


def _what_the_machine_made() -> None:
    op.create_table(
        "machine_reading",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('suggested', 'none', 'undecided')", name=op.f("ck_machine_reading_known_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["comment"], ["comment.key"], name=op.f("fk_machine_reading_comment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run"], ["theme_run.key"], name=op.f("fk_machine_reading_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", name=op.f("pk_machine_reading")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_machine_reading_run"), "machine_reading", ["run"])
    op.create_table(
        "screening",
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_screening_consultation")),
        sa.PrimaryKeyConstraint("consultation", "question", name=op.f("pk_screening")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "campaign_copy",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment"], ["comment.key"], name=op.f("fk_campaign_copy_comment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment", name=op.f("pk_campaign_copy")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "raised",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.CheckConstraint("harm IN ('suicide', 'danger', 'violence', 'safety')", name=op.f("ck_raised_known_harm")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_raised_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", "harm", name=op.f("pk_raised")),
        sqlite_with_rowid=False,
    )


def _what_people_decided() -> None:
    op.create_table(
        "note",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_note_key_is_16_bytes")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_note_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_note_comment"), "note", ["comment"])
    op.create_table(
        "passage",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.CheckConstraint("0 <= start AND start < stop", name=op.f("ck_passage_is_a_passage")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_passage_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", "theme", "start", name=op.f("pk_passage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "facet",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_facet_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", "facet", name=op.f("pk_facet")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "harm_reading",
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('harm', 'no_harm')", name=op.f("ck_harm_reading_known_outcome")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_harm_reading_comment"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment", name=op.f("pk_harm_reading")),
        sqlite_with_rowid=False,
    )


def _double_coding() -> None:
    op.create_table(
        "double_coding",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("machine_run", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "among >= 0 AND codebook_version >= 0", name=op.f("ck_double_coding_counts_are_not_negative")
        ),
        sa.CheckConstraint("state IN ('coding', 'adjudicating', 'done')", name=op.f("ck_double_coding_known_state")),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_double_coding_consultation")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_double_coding")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_double_coding_consultation_question"), "double_coding", ["consultation", "question"])
    op.create_table(
        "coder",
        sa.Column("double_coding", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.CheckConstraint("place IN (1, 2)", name=op.f("ck_coder_first_or_second")),
        sa.ForeignKeyConstraint(
            ["double_coding"], ["double_coding.key"], name=op.f("fk_coder_double_coding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("double_coding", "place", name=op.f("pk_coder")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drawn",
        sa.Column("double_coding", sa.Text(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_drawn_comment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["double_coding"], ["double_coding.key"], name=op.f("fk_drawn_double_coding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("double_coding", "comment", name=op.f("pk_drawn")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drawn_comment"), "drawn", ["comment"])
    op.create_table(
        "blind_coding",
        sa.Column("double_coding", sa.Text(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('coded', 'none', 'undecided')", name=op.f("ck_blind_coding_known_outcome")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_blind_coding_comment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["double_coding"], ["double_coding.key"], name=op.f("fk_blind_coding_double_coding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("double_coding", "comment", "place", name=op.f("pk_blind_coding")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_blind_coding_comment"), "blind_coding", ["comment"])
    op.create_table(
        "machine_coding",
        sa.Column("double_coding", sa.Text(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["double_coding"], ["double_coding.key"], name=op.f("fk_machine_coding_double_coding"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment"], ["comment.key"], name=op.f("fk_machine_coding_comment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("double_coding", "comment", name=op.f("pk_machine_coding")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_machine_coding_comment"), "machine_coding", ["comment"])
    op.create_table(
        "adjudication",
        sa.Column("double_coding", sa.Text(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('coded', 'none', 'undecided')", name=op.f("ck_adjudication_known_outcome")),
        sa.ForeignKeyConstraint(["comment"], ["comment.key"], name=op.f("fk_adjudication_comment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["double_coding"], ["double_coding.key"], name=op.f("fk_adjudication_double_coding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("double_coding", "comment", name=op.f("pk_adjudication")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_adjudication_comment"), "adjudication", ["comment"])
    op.create_table(
        "measurement",
        sa.Column("consultation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('agreement', 'shares', 'contrast', 'learning')", name=op.f("ck_measurement_known_kind")
        ),
        sa.ForeignKeyConstraint(["consultation"], ["consultation.slug"], name=op.f("fk_measurement_consultation")),
        sa.PrimaryKeyConstraint("consultation", "question", "kind", name=op.f("pk_measurement")),
        sqlite_with_rowid=False,
    )
