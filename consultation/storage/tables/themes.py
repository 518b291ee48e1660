"""What machine and team made of the comments."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, one_of


class ThemeRunRow(Schema):
    """One run of the machine over a question, with everything needed to repeat it."""

    __tablename__ = "theme_run"
    key: Mapped[str] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    question: Mapped[str]
    kind: Mapped[str]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    parameters: Mapped[str]  # JSON
    versions: Mapped[str]  # JSON
    input_hash: Mapped[str]
    made_on: Mapped[date]
    body: Mapped[str]  # JSON
    __table_args__ = (one_of("kind", "discover", "assign"), Index(None, "consultation", "question"), NO_ROW_NUMBER)


class CandidateLabelRow(Schema):
    """Which candidate theme of a run lies nearest to a comment."""

    __tablename__ = "candidate_label"
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True, index=True)
    candidate: Mapped[int]
    distance: Mapped[float]
    __table_args__ = (NO_ROW_NUMBER,)


class StaleRunRow(Schema):
    """That a response which a run was made with has been withdrawn since."""

    __tablename__ = "stale_run"
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (NO_ROW_NUMBER,)


class CodebookVersionRow(Schema):
    """A question's codebook after one decision of the team."""

    __tablename__ = "codebook_version"
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]  # JSON
    decision: Mapped[str | None]  # JSON
    decided_by: Mapped[str]
    decided_on: Mapped[date]
    __table_args__ = (CheckConstraint("version >= 0", name="version_is_not_negative"), NO_ROW_NUMBER)


class SuggestionRow(Schema):
    """The machine's proposal that a comment speaks of a theme; never a decision."""

    __tablename__ = "suggestion"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    start: Mapped[int]
    stop: Mapped[int]
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1 AND 0 <= start AND start < stop", name="has_a_score_and_a_passage"),
        NO_ROW_NUMBER,
    )


class ConfirmationRow(Schema):
    """A reviewer's decision that a comment does or does not speak of a theme."""

    __tablename__ = "confirmation"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    decided_by: Mapped[str]
    agreed: Mapped[bool]
    __table_args__ = (NO_ROW_NUMBER,)


class ReadingRow(Schema):
    """That a reviewer has read a comment, and with what outcome."""

    __tablename__ = "reading"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    decided_by: Mapped[str]
    outcome: Mapped[str]
    __table_args__ = (one_of("outcome", "coded", "none", "undecided"), NO_ROW_NUMBER)
