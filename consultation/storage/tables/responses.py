"""Everything that a respondent gave, from the sealed envelope to the comment."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, key_of_16_bytes, one_of


class BallotBoxRow(Schema):
    """One sealed response that is not yet mixed in."""

    __tablename__ = "ballot_box"
    envelope: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str]
    sealed: Mapped[bytes]
    __table_args__ = (key_of_16_bytes("envelope"), NO_ROW_NUMBER)


class SetAsideRow(Schema):
    """An envelope that could not be opened: kept for the operator, in the way of nobody."""

    __tablename__ = "set_aside"
    envelope: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    sealed: Mapped[bytes]
    __table_args__ = (key_of_16_bytes("envelope"), NO_ROW_NUMBER)


class SpentProofRow(Schema):
    """A proof of work that was spent, so that it is not spent twice; half a day at most, and nothing leads from it to a response."""

    __tablename__ = "spent_proof"
    mark: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[bytes]
    odd: Mapped[bool]  # which rows are purged next; a time would be more than anybody needs
    __table_args__ = (key_of_16_bytes("mark"), key_of_16_bytes("purpose"), NO_ROW_NUMBER)


class BatchRow(Schema):
    """One emptying of the ballot box; the ISO week is the finest time known of any response."""

    __tablename__ = "batch"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    week: Mapped[str] = mapped_column(String(8))
    small: Mapped[bool]  # fewer than the minimum: only when the consultation closed
    __table_args__ = (
        key_of_16_bytes("key"),
        CheckConstraint("week LIKE '____-W__'", name="week_is_an_iso_week"),
        NO_ROW_NUMBER,
    )


class ResponseRow(Schema):
    """One respondent's response, with no finer time than its batch."""

    __tablename__ = "response"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    definition: Mapped[str] = mapped_column(String(64))
    role: Mapped[str]
    channel: Mapped[str]
    batch: Mapped[bytes] = mapped_column(ForeignKey("batch.key"))
    __table_args__ = (
        ForeignKeyConstraint(["definition", "consultation"], ["definition.fingerprint", "definition.consultation"]),
        key_of_16_bytes("key"),
        one_of("channel", "web", "paper", "telephone", "meeting", "letter", "imported"),
        Index(None, "consultation", "role"),
        NO_ROW_NUMBER,
    )


class AnswerRow(Schema):
    """One answer to a closed question."""

    __tablename__ = "answer"
    response: Mapped[bytes] = mapped_column(ForeignKey("response.key", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]  # JSON
    __table_args__ = (NO_ROW_NUMBER,)


class CommentRow(Schema):
    """One free-text answer, scrubbed before it was sealed."""

    __tablename__ = "comment"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    response: Mapped[bytes] = mapped_column(ForeignKey("response.key", ondelete="CASCADE"))
    question: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]  # casefolded, for search
    __table_args__ = (UniqueConstraint("response", "question"), key_of_16_bytes("key"), NO_ROW_NUMBER)


class WithdrawnRow(Schema):
    """The slow name of a response that was withdrawn, so that it cannot come back; nothing of what it said, and no time."""

    __tablename__ = "withdrawn"
    name: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), primary_key=True)
    cleared: Mapped[bool]  # the files were written anew since
    __table_args__ = (key_of_16_bytes("name"), NO_ROW_NUMBER)
