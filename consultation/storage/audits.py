"""Audits of this installation's anonymity as everybody may read them: signed, with no finer time than a day, and none ever replaced."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import AnonymityAuditRow

Verdict = Literal["kept", "broken", "not seen"]


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: what was looked at and what was seen there, as (subject, verdict, seen).

    body: canonical JSON of all of it, which is what was signed (Ed25519: 64 bytes, the public key 32). of_the_day: the
    how-manieth of its day it is, from 1.
    """

    made_on: date
    passed: bool
    findings: tuple[tuple[str, Verdict, str], ...]
    signature: bytes
    signed_by: bytes
    body: str = field(repr=False)
    of_the_day: int = 1

    @property
    def found_broken(self) -> tuple[str, ...]:
        """The promises that were seen not to be kept."""
        return tuple(subject for subject, verdict, _ in self.findings if verdict == "broken")


def of_body(body: str, signature: bytes, signed_by: bytes) -> Audit:
    """The audit that a body tells of. Raises ValueError where it is none; whether the signature fits is not looked at."""
    try:
        told = json.loads(body)
        findings = tuple(
            (str(one["subject"]), cast("Verdict", str(one["verdict"])), str(one["seen"])) for one in told["findings"]
        )
        made_on, passed = date.fromisoformat(told["made_on"]), told["verdict"] == "kept"
        of_the_day = int(told.get("of_the_day", 1))
    except (KeyError, TypeError, AttributeError) as missing:
        raise ValueError(f"This is no audit: {missing}") from None
    return Audit(made_on, passed, findings, signature, signed_by, body, of_the_day)


def put(session: Session, audit: Audit) -> None:
    """Keeps an audit beside all that were made before it: one that failed stays for everybody to see."""
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


def made_on(session: Session, day: date) -> int:
    """How many audits were made on a day."""
    return session.scalar(select(func.count()).where(AnonymityAuditRow.made_on == day)) or 0


def newest(session: Session | Connection) -> Audit | None:
    """The last audit that was made, if there is one. Raises ValueError where somebody has spoilt one of its day."""
    last = session.execute(select(func.max(AnonymityAuditRow.made_on))).scalar_one()
    return max(_those(session, AnonymityAuditRow.made_on == last), key=_when, default=None)


def last_broken(session: Session | Connection, *, since: date) -> Audit | None:
    """The last audit from this day on that saw a promise broken, however many were made after it. Raises ValueError."""
    those = _those(session, AnonymityAuditRow.made_on >= since, ~AnonymityAuditRow.passed)
    return max((audit for audit in those if audit.found_broken), key=_when, default=None)


def _those(session: Session | Connection, *which: ColumnElement[bool]) -> list[Audit]:
    columns = (AnonymityAuditRow.body, AnonymityAuditRow.signature, AnonymityAuditRow.signed_by)
    found = session.execute(select(*columns).where(*which))
    return [of_body(row.body, bytes(row.signature), bytes(row.signed_by)) for row in found]


def _when(audit: Audit) -> tuple[date, int]:
    return audit.made_on, audit.of_the_day
