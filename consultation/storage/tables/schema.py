"""The ground that all tables stand on: names of constraints, types, and the two checks that several of them make."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import DeclarativeBase

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


def one_of(column: str, *values: str) -> CheckConstraint:
    """A column holds one of these values."""
    return CheckConstraint(f"{column} IN {values}", name=f"known_{column}")


def key_of_16_bytes(column: str) -> CheckConstraint:
    """A column holds 16 bytes."""
    return CheckConstraint(f"length({column}) = 16", name=f"{column}_is_16_bytes")
