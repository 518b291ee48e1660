"""Audits of this installation's anonymity, one for each day, as everybody may read them: signed, and with no finer time."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import AnonymityAuditRow

Verdict = Literal["kept", "broken", "not seen"]


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: what was looked at and what was seen there, as (subject, verdict, seen).

    body: canonical JSON of all of it, which is what was signed (Ed25519: 64 bytes, the public key 32).
    """

    made_on: date
    passed: bool
    findings: tuple[tuple[str, Verdict, str], ...]
    signature: bytes
    signed_by: bytes
    body: str = field(repr=False)


def of_body(body: str, signature: bytes, signed_by: bytes) -> Audit:
    """The audit that a body tells of. Raises ValueError where it is none; whether the signature fits is not looked at."""
    try:
        told = json.loads(body)
        findings = tuple(
            (str(one["subject"]), cast("Verdict", str(one["verdict"])), str(one["seen"])) for one in told["findings"]
        )
        made_on, passed = date.fromisoformat(told["made_on"]), told["verdict"] == "kept"
    except (KeyError, TypeError, AttributeError) as missing:
        raise ValueError(f"This is no audit: {missing}") from None
    return Audit(made_on, passed, findings, signature, signed_by, body)


def put(session: Session, audit: Audit) -> None:
    """Keeps an audit; one of the same day makes room for it."""
    session.execute(delete(AnonymityAuditRow).where(AnonymityAuditRow.made_on == audit.made_on))
    session.execute(
        insert(AnonymityAuditRow).values(
            key=secrets.token_bytes(16),
            made_on=audit.made_on,
            passed=audit.passed,
            body=audit.body,
            signature=audit.signature,
            signed_by=audit.signed_by,
        )
    )


def newest(session: Session | Connection) -> Audit | None:
    """The last audit that was made, if there is one."""
    columns = (AnonymityAuditRow.body, AnonymityAuditRow.signature, AnonymityAuditRow.signed_by)
    row = session.execute(select(*columns).order_by(AnonymityAuditRow.made_on.desc()).limit(1)).one_or_none()
    return None if row is None else of_body(row.body, bytes(row.signature), bytes(row.signed_by))
