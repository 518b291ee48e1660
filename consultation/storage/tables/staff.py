"""The tables of those who work with a consultation, apart from everything that respondents gave."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.storage.tables.schema import Schema

staff_account_role = sa.Table(
    "staff_account_role",
    Schema.metadata,
    sa.Column("account", ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", ForeignKey("staff_role.id", ondelete="CASCADE"), primary_key=True),
)


class StaffRoleRow(Schema):
    """What a member of staff may do."""

    __tablename__ = "staff_role"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None]
    permissions: Mapped[str | None]  # JSON


class StaffAccountRow(Schema):
    """Who may sign in; when and from where anyone did is not kept."""

    __tablename__ = "staff_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None]
    active: Mapped[bool]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    mf_recovery_codes: Mapped[str | None]  # JSON
    roles: Mapped[list[StaffRoleRow]] = relationship(secondary=staff_account_role, lazy="selectin")
