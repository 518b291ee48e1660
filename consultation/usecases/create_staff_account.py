"""Give a person a way in to the staff pages, with a password that is shown once."""

import secrets
from collections.abc import Collection
from uuid import uuid4

from nacl.pwhash import argon2id
from sqlalchemy.orm import Session

from consultation.storage import staff

STAFF_ROLES = ("reviewer", "reader")
# Argon2id as OWASP's password storage sheet asks; the sign-in checks with the same.
PASSES, MEMORY = 3, argon2id.MEMLIMIT_INTERACTIVE  # bytes: 64 MiB
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class NotAnEmail(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The text cannot be an e-mail address."""


class UnknownStaffRole(Exception):  # noqa: N818 -- a refusal, named as what happened
    """There is no such staff role."""


def create_staff_account(
    session: Session, email: str, *, roles: Collection[str] = ("reviewer",), password: str | None = None
) -> str:
    """Store an account and return its password: a new one of 20 readable characters (99 bits) unless one is given.

    A reviewer reads and decides, a reader only reads. Raises NotAnEmail, UnknownStaffRole, storage.staff.AccountExists.
    """
    name, at, domain = email.strip().rpartition("@")
    if not (name and at and "." in domain.strip(".")) or any(letter.isspace() for letter in email.strip()):
        raise NotAnEmail(email)
    if unknown := sorted(set(roles) - set(STAFF_ROLES)):
        raise UnknownStaffRole(", ".join(unknown))
    chosen = password or _readable_password()
    staff.add(
        session,
        staff.Account(
            email=email.strip().casefold(),
            password=_hashed(chosen),
            uniquifier=uuid4().hex,
            roles=tuple(sorted(roles)),
        ),
    )
    return chosen


def _hashed(password: str) -> str:
    """The password as it is stored, in the form that the sign-in verifies."""
    return argon2id.str(password.encode(), opslimit=PASSES, memlimit=MEMORY).decode("ascii")


def _readable_password() -> str:
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
