"""Who may sign in to the staff pages, kept without when or from where anyone did."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.storage.tables.staff import StaffAccountRow, StaffRoleRow


@dataclass(frozen=True, slots=True)
class Account:
    """One staff member's way in: password and TOTP secret are as the sign-in wrote them (hashed, encrypted)."""

    email: str
    password: str | None
    uniquifier: str
    roles: tuple[str, ...]
    active: bool = True
    second_step: str | None = None
    totp_secret: str | None = None


class AccountExists(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There is an account with this e-mail already."""


def add(session: Session, account: Account) -> None:
    """Store a new account, and those of its roles that are not known yet.

    Raises AccountExists when the e-mail is taken (compared without regard to case).
    """
    if find_by_email(session, account.email) is not None:
        raise AccountExists(account.email)
    session.add(
        StaffAccountRow(
            email=account.email.casefold(),
            password=account.password,
            active=account.active,
            fs_uniquifier=account.uniquifier,
            tf_primary_method=account.second_step,
            tf_totp_secret=account.totp_secret,
            mf_recovery_codes=None,
            roles=[_role(session, name) for name in account.roles],
        )
    )
    session.flush()


def save(session: Session, account: Account, *, uniquifier: str) -> None:
    """Write what may change of the account known by this uniquifier; roles and e-mail stay. Unknown accounts are left alone."""
    row = session.scalar(select(StaffAccountRow).where(StaffAccountRow.fs_uniquifier == uniquifier))
    if row is None:
        return
    row.password = account.password
    row.active = account.active
    row.fs_uniquifier = account.uniquifier
    row.tf_primary_method = account.second_step
    row.tf_totp_secret = account.totp_secret


def find_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this e-mail, without regard to case."""
    row = session.scalar(select(StaffAccountRow).where(StaffAccountRow.email == email.casefold()))
    return None if row is None else _account(row)


def find_by_uniquifier(session: Session, uniquifier: str) -> Account | None:
    """Return the account that a session cookie speaks of, or None when it was signed out everywhere since."""
    row = session.scalar(select(StaffAccountRow).where(StaffAccountRow.fs_uniquifier == uniquifier))
    return None if row is None else _account(row)


def all_(session: Session) -> tuple[Account, ...]:
    """Return every account, by e-mail."""
    return tuple(_account(row) for row in session.scalars(select(StaffAccountRow).order_by(StaffAccountRow.email)))


def _role(session: Session, name: str) -> StaffRoleRow:
    found = session.scalar(select(StaffRoleRow).where(StaffRoleRow.name == name))
    return found or StaffRoleRow(name=name, description=None, permissions=None)


def _account(row: StaffAccountRow) -> Account:
    return Account(
        email=row.email,
        password=row.password,
        uniquifier=row.fs_uniquifier,
        roles=tuple(sorted(role.name for role in row.roles)),
        active=row.active,
        second_step=row.tf_primary_method,
        totp_secret=row.tf_totp_secret,
    )
