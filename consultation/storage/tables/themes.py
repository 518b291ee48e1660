"""What the machine made of the comments; none of it is a decision."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, false
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
    far: Mapped[bool] = mapped_column(server_default=false())  # no candidate covers it: a person reads it
    __table_args__ = (NO_ROW_NUMBER,)


class StaleRunRow(Schema):
    """That a response which a run was made with has been withdrawn since."""

    __tablename__ = "stale_run"
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (NO_ROW_NUMBER,)


class SuggestionRow(Schema):
    """The machine's proposal that a comment speaks of a theme; never a decision."""

    __tablename__ = "suggestion"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    start: Mapped[int]
    stop: Mapped[int]
    words: Mapped[str] = mapped_column(server_default="[]")  # JSON: [start, stop] of each word that weighed
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1 AND 0 <= start AND start < stop", name="has_a_score_and_a_passage"),
        NO_ROW_NUMBER,
    )


class MachineReadingRow(Schema):
    """What a run made of a comment as a whole, and its turn among those that a person should read."""

    __tablename__ = "machine_reading"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    run: Mapped[str] = mapped_column(ForeignKey("theme_run.key", ondelete="CASCADE"), index=True)
    outcome: Mapped[str]
    turn: Mapped[int | None]
    reason: Mapped[str | None]
    theme: Mapped[str | None]  # the theme that it is asked for
    __table_args__ = (one_of("outcome", "suggested", "none", "undecided"), NO_ROW_NUMBER)


class ScreeningRow(Schema):
    """The last time that a question's comments were screened for possible harm and for campaigns."""

    __tablename__ = "screening"
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    comments: Mapped[int]
    parameters: Mapped[str]  # JSON
    versions: Mapped[str]  # JSON
    input_hash: Mapped[str]
    made_on: Mapped[date]
    __table_args__ = (NO_ROW_NUMBER,)


class CampaignCopyRow(Schema):
    """That a comment is one of many nearly equal ones, and of which campaign."""

    __tablename__ = "campaign_copy"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    campaign: Mapped[int]
    __table_args__ = (NO_ROW_NUMBER,)


class RaisedRow(Schema):
    """That a rule raised a comment to the top, since it may tell of harm; a person decides whether it does."""

    __tablename__ = "raised"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    harm: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    start: Mapped[int]
    stop: Mapped[int]
    __table_args__ = (one_of("harm", "suicide", "danger", "violence", "safety"), NO_ROW_NUMBER)
