"""How far codings and counts hold: blind double coding, and what was measured."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, one_of

_DOUBLE_CODING, _COMMENT = "double_coding.key", "comment.key"


class DoubleCodingRow(Schema):
    """One random sample of a question's unread comments, which two people code without seeing each other."""

    __tablename__ = "double_coding"
    key: Mapped[str] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    question: Mapped[str]
    codebook_version: Mapped[int]
    among: Mapped[int]  # how many comments it was drawn from
    state: Mapped[str]
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    machine_run: Mapped[str | None]  # JSON: seed, versions and hash of what the machine coded the sample with
    __table_args__ = (
        one_of("state", "coding", "adjudicating", "done"),
        CheckConstraint("among >= 0 AND codebook_version >= 0", name="counts_are_not_negative"),
        Index(None, "consultation", "question"),
        NO_ROW_NUMBER,
    )


class CoderRow(Schema):
    """Who codes a sample: the first or the second."""

    __tablename__ = "coder"
    double_coding: Mapped[str] = mapped_column(ForeignKey(_DOUBLE_CODING, ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str]
    __table_args__ = (CheckConstraint("place IN (1, 2)", name="first_or_second"), NO_ROW_NUMBER)


class DrawnRow(Schema):
    """That a comment belongs to a sample."""

    __tablename__ = "drawn"
    double_coding: Mapped[str] = mapped_column(ForeignKey(_DOUBLE_CODING, ondelete="CASCADE"), primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey(_COMMENT, ondelete="CASCADE"), primary_key=True, index=True)
    __table_args__ = (NO_ROW_NUMBER,)


class BlindCodingRow(Schema):
    """What one coder found in a drawn comment, before anybody has seen the other's."""

    __tablename__ = "blind_coding"
    double_coding: Mapped[str] = mapped_column(ForeignKey(_DOUBLE_CODING, ondelete="CASCADE"), primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey(_COMMENT, ondelete="CASCADE"), primary_key=True, index=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    themes: Mapped[str]  # JSON
    __table_args__ = (one_of("outcome", "coded", "none", "undecided"), NO_ROW_NUMBER)


class MachineCodingRow(Schema):
    """What the machine found in a drawn comment, taught by no coding of the sample."""

    __tablename__ = "machine_coding"
    double_coding: Mapped[str] = mapped_column(ForeignKey(_DOUBLE_CODING, ondelete="CASCADE"), primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey(_COMMENT, ondelete="CASCADE"), primary_key=True, index=True)
    scores: Mapped[str]  # JSON: theme -> score
    themes: Mapped[str]  # JSON: those above their thresholds
    __table_args__ = (NO_ROW_NUMBER,)


class AdjudicationRow(Schema):
    """What was agreed on for a drawn comment that the two coders read differently."""

    __tablename__ = "adjudication"
    double_coding: Mapped[str] = mapped_column(ForeignKey(_DOUBLE_CODING, ondelete="CASCADE"), primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey(_COMMENT, ondelete="CASCADE"), primary_key=True, index=True)
    outcome: Mapped[str]
    themes: Mapped[str]  # JSON
    why: Mapped[str]
    decided_by: Mapped[str]
    __table_args__ = (one_of("outcome", "coded", "none", "undecided"), NO_ROW_NUMBER)


class MeasurementRow(Schema):
    """Something measured over a question's codings, with everything needed to repeat it."""

    __tablename__ = "measurement"
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    codebook_version: Mapped[int]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    parameters: Mapped[str]  # JSON
    versions: Mapped[str]  # JSON
    input_hash: Mapped[str]
    made_on: Mapped[date]
    body: Mapped[str]  # JSON; true counts, which no page shows before disclosure control has seen them
    __table_args__ = (one_of("kind", "agreement", "shares", "contrast", "learning"), NO_ROW_NUMBER)
