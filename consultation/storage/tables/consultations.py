"""What is asked, of whom and until when, and what came of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, one_of


class DefinitionRow(Schema):
    """A questionnaire as it was frozen when its consultation opened; never changed, only followed by another version."""

    __tablename__ = "definition"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    consultation: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[str]  # canonical JSON
    __table_args__ = (
        UniqueConstraint("consultation", "version"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_64_characters"),
        NO_ROW_NUMBER,
    )


class ConsultationRow(Schema):
    """An invitation to give input: its dates, its ballot box's public key, the definition in force."""

    __tablename__ = "consultation"
    slug: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    opened_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    erase_on: Mapped[date | None]
    public_key: Mapped[bytes]
    definition: Mapped[str] = mapped_column(String(64))
    archive: Mapped[str | None]  # what goes to the archive before all is erased, decided before opening
    __table_args__ = (
        ForeignKeyConstraint(["definition", "slug"], ["definition.fingerprint", "definition.consultation"]),
        one_of("state", "draft", "open", "closed"),
        CheckConstraint(
            "state = 'draft' OR (opened_on IS NOT NULL AND closes_on IS NOT NULL AND erase_on IS NOT NULL)",
            name="has_its_dates_before_opening",
        ),
        CheckConstraint("erase_on > closes_on", name="erased_after_closing"),
        CheckConstraint("length(public_key) = 32", name="public_key_is_32_bytes"),
        NO_ROW_NUMBER,
    )


class OutcomeRow(Schema):
    """What people said and what the asker does about it, as staff tell the public."""

    __tablename__ = "outcome"
    key: Mapped[str] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), index=True)
    rank: Mapped[int]
    said: Mapped[str]  # JSON, language -> text
    doing: Mapped[str]  # JSON, language -> text
    published: Mapped[bool]
    decided_by: Mapped[str]
    decided_on: Mapped[date]
    __table_args__ = (NO_ROW_NUMBER,)
