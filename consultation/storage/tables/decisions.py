"""What the team decided: themes, and what people found in the comments."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, key_of_16_bytes, one_of


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


class ConfirmationRow(Schema):
    """A reviewer's decision that a comment does or does not speak of a theme."""

    __tablename__ = "confirmation"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    decided_by: Mapped[str]
    agreed: Mapped[bool]
    __table_args__ = (NO_ROW_NUMBER,)


class ReadingRow(Schema):
    """That a reviewer has read a comment, and with what outcome; other themes than those of that version nobody asked for."""

    __tablename__ = "reading"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    decided_by: Mapped[str]
    outcome: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="0")  # of the codebook; 0: nobody knows any more
    __table_args__ = (one_of("outcome", "coded", "none", "undecided"), NO_ROW_NUMBER)


class ReadAnewRow(Schema):
    """That a comment was read, and has to be read anew: a theme that was found in it has been divided or is gone."""

    __tablename__ = "read_anew"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]  # of the codebook by which it was read
    __table_args__ = (NO_ROW_NUMBER,)


class NoteRow(Schema):
    """What a reviewer noted on a comment, for the team alone."""

    __tablename__ = "note"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    written_by: Mapped[str]
    __table_args__ = (key_of_16_bytes("key"), NO_ROW_NUMBER)


class PassageRow(Schema):
    """Which part of a comment a reviewer found to speak of a confirmed theme."""

    __tablename__ = "passage"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stop: Mapped[int]
    decided_by: Mapped[str]
    __table_args__ = (CheckConstraint("0 <= start AND start < stop", name="is_a_passage"), NO_ROW_NUMBER)


class FacetRow(Schema):
    """What a reviewer found a comment to say beside its themes: where on the way through care, or in which tone."""

    __tablename__ = "facet"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    decided_by: Mapped[str]
    __table_args__ = (NO_ROW_NUMBER,)


class HarmReadingRow(Schema):
    """What a person decided on a comment that a rule raised."""

    __tablename__ = "harm_reading"
    comment: Mapped[bytes] = mapped_column(ForeignKey("comment.key", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str]
    why: Mapped[str]
    decided_by: Mapped[str]
    __table_args__ = (one_of("outcome", "harm", "no_harm"), NO_ROW_NUMBER)
