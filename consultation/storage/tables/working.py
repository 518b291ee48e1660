"""Long work, and the audits that anybody may read."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.storage.tables.schema import NO_ROW_NUMBER, Schema, key_of_16_bytes, one_of


class JobRow(Schema):
    """Long work and how far it has come; the heartbeat, in seconds since 1970, is gone when the job has ended."""

    __tablename__ = "job"
    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    consultation: Mapped[str | None]
    arguments: Mapped[str]  # JSON
    state: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    message: Mapped[str]
    heartbeat: Mapped[float | None]
    attempts: Mapped[int]
    checkpoint: Mapped[str | None]  # JSON
    requested_by: Mapped[str]
    __table_args__ = (
        one_of("state", "waiting", "running", "done", "failed"),
        CheckConstraint("(state = 'running') = (heartbeat IS NOT NULL)", name="only_running_has_a_heartbeat"),
        CheckConstraint("done >= 0 AND total >= 0 AND attempts >= 0", name="counts_are_not_negative"),
        NO_ROW_NUMBER,
    )


class AnonymityAuditRow(Schema):
    """One audit of this installation's anonymity, as everybody may read it; signed, and with no finer time than its day."""

    __tablename__ = "anonymity_audit"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    passed: Mapped[bool]
    body: Mapped[str]  # canonical JSON: what was looked at, and what was found
    signature: Mapped[bytes]
    signed_by: Mapped[bytes]  # the public half of the key that signs audits
    __table_args__ = (
        key_of_16_bytes("key"),
        CheckConstraint("length(signature) = 64", name="signature_is_64_bytes"),
        CheckConstraint("length(signed_by) = 32", name="signed_by_is_32_bytes"),
        NO_ROW_NUMBER,
    )
