"""The whole schema on one page: what is stored of a consultation, and by its absence what is not.

No table that holds an answer has a time, a counter or a row number: a row lies where its random key puts it. The ballot box
has no foreign key on purpose: on PostgreSQL its check would lock the consultation's row for each respondent, which costs
time and leaves a trace of the order in the lock's own records.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NO_ROW_NUMBER = {"sqlite_with_rowid": False}


class Schema(DeclarativeBase):
    """All tables; constraints have names, so that a migration can speak of them."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {str: sa.Text, bytes: sa.LargeBinary, date: sa.Date}  # noqa: RUF012 -- SQLAlchemy's own contract


def _one_of(column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN {values}", name=f"known_{column}")


def _key_of_16_bytes(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = 16", name=f"{column}_is_16_bytes")


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
    __table_args__ = (
        ForeignKeyConstraint(["definition", "slug"], ["definition.fingerprint", "definition.consultation"]),
        _one_of("state", "draft", "open", "closed"),
        CheckConstraint(
            "state = 'draft' OR (opened_on IS NOT NULL AND closes_on IS NOT NULL AND erase_on IS NOT NULL)",
            name="has_its_dates_before_opening",
        ),
        CheckConstraint("erase_on > closes_on", name="erased_after_closing"),
        CheckConstraint("length(public_key) = 32", name="public_key_is_32_bytes"),
        NO_ROW_NUMBER,
    )


class BallotBoxRow(Schema):
    """One sealed response that is not yet mixed in."""

    __tablename__ = "ballot_box"
    envelope: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str]
    sealed: Mapped[bytes]
    __table_args__ = (_key_of_16_bytes("envelope"), NO_ROW_NUMBER)


class SetAsideRow(Schema):
    """An envelope that could not be opened: kept for the operator, in the way of nobody."""

    __tablename__ = "set_aside"
    envelope: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    sealed: Mapped[bytes]
    __table_args__ = (_key_of_16_bytes("envelope"), NO_ROW_NUMBER)


class SpentProofRow(Schema):
    """A proof of work that was spent, so that it is not spent twice; half a day at most, and nothing leads from it to a response."""

    __tablename__ = "spent_proof"
    mark: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[bytes]
    odd: Mapped[bool]  # which rows are purged next; a time would be more than anybody needs
    __table_args__ = (_key_of_16_bytes("mark"), _key_of_16_bytes("purpose"), NO_ROW_NUMBER)


class BatchRow(Schema):
    """One emptying of the ballot box; the ISO week is the finest time known of any response."""

    __tablename__ = "batch"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"))
    week: Mapped[str] = mapped_column(String(8))
    small: Mapped[bool]  # fewer than the minimum: only when the consultation closed
    __table_args__ = (
        _key_of_16_bytes("key"),
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
        _key_of_16_bytes("key"),
        _one_of("channel", "web", "paper", "telephone", "meeting", "letter", "imported"),
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
    __table_args__ = (UniqueConstraint("response", "question"), _key_of_16_bytes("key"), NO_ROW_NUMBER)


class WithdrawnRow(Schema):
    """The slow name of a response that was withdrawn, so that it cannot come back; nothing of what it said, and no time."""

    __tablename__ = "withdrawn"
    name: Mapped[bytes] = mapped_column(primary_key=True)
    consultation: Mapped[str] = mapped_column(ForeignKey("consultation.slug"), primary_key=True)
    cleared: Mapped[bool]  # the files were written anew since
    __table_args__ = (_key_of_16_bytes("name"), NO_ROW_NUMBER)


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
    __table_args__ = (_one_of("kind", "discover", "assign"), Index(None, "consultation", "question"), NO_ROW_NUMBER)


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
    __table_args__ = (_one_of("outcome", "coded", "none", "undecided"), NO_ROW_NUMBER)


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
        _one_of("state", "waiting", "running", "done", "failed"),
        CheckConstraint("(state = 'running') = (heartbeat IS NOT NULL)", name="only_running_has_a_heartbeat"),
        CheckConstraint("done >= 0 AND total >= 0 AND attempts >= 0", name="counts_are_not_negative"),
        NO_ROW_NUMBER,
    )
