"""Consultations as they stand, each with the definition that is in force and those that were."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from consultation.questionnaire.building import from_json
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.opening import Consultation
from consultation.storage.tables import ConsultationRow, DefinitionRow

_STANDING: Select[Any] = select(*ConsultationRow.__table__.columns, DefinitionRow.version).join(
    DefinitionRow,
    (DefinitionRow.fingerprint == ConsultationRow.definition) & (DefinitionRow.consultation == ConsultationRow.slug),
)
# Built once, because every page of a respondent asks one of them.
_FIND = _STANDING.where(ConsultationRow.slug == bindparam("slug"))
_ALL = _STANDING.order_by(ConsultationRow.slug)
# A definition never changes once it is frozen, so what was read once serves every request after it.
_parsed: dict[str, Questionnaire] = {}
_MOST_PARSED = 100


class UnknownDefinition(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """No questionnaire was ever frozen under this fingerprint."""


def find(session: Session | Connection, slug: str) -> Consultation | None:
    """The consultation with this slug, if there is one.

    One look-up by key; the questionnaire is parsed the first time its fingerprint is met in this program, and is the
    same object afterwards.
    """
    row = _connection(session).execute(_FIND, {"slug": slug}).one_or_none()
    return None if row is None else _consultation(session, row)


def all_(session: Session | Connection) -> list[Consultation]:
    """Every consultation, by slug."""
    return [_consultation(session, row) for row in _connection(session).execute(_ALL).all()]


def definition(session: Session | Connection, fingerprint: str) -> Questionnaire:
    """The questionnaire that was frozen under this fingerprint, whether it is still in force or not.

    Raises UnknownDefinition.
    """
    if fingerprint not in _parsed:
        body = session.scalar(select(DefinitionRow.body).where(DefinitionRow.fingerprint == fingerprint).limit(1))
        if body is None:
            raise UnknownDefinition(fingerprint)
        if len(_parsed) >= _MOST_PARSED:
            _parsed.clear()
        _parsed[fingerprint] = from_json(body)
    return _parsed[fingerprint]


def fingerprints(session: Session | Connection, slug: str) -> frozenset[str]:
    """The fingerprints of all definitions that a consultation has had."""
    return frozenset(session.scalars(select(DefinitionRow.fingerprint).where(DefinitionRow.consultation == slug)))


def ever_asked(session: Session | Connection, slug: str) -> frozenset[str]:
    """The names of all fields that any version of a consultation's questions has had."""
    versions = (definition(session, fingerprint) for fingerprint in fingerprints(session, slug))
    return frozenset(name for asked in versions for question in asked.questions for name in question.fields())


def freeze(session: Session, slug: str, questionnaire: Questionnaire) -> int:
    """Keeps a questionnaire for good as a version of a consultation's definition, and answers which (from 1)."""
    fingerprint = questionnaire.fingerprint()
    mine = DefinitionRow.consultation == slug
    kept = session.scalar(select(DefinitionRow.version).where(mine, DefinitionRow.fingerprint == fingerprint))
    if kept is not None:
        return kept
    version = (session.scalar(select(func.max(DefinitionRow.version)).where(mine)) or 0) + 1
    body = questionnaire.as_json()
    values = {"fingerprint": fingerprint, "consultation": slug, "version": version, "body": body}
    session.execute(insert(DefinitionRow).values(**values))
    return version


def add(session: Session, consultation: Consultation) -> None:
    """Stores a new consultation; its definition was frozen before."""
    session.execute(insert(ConsultationRow).values(slug=consultation.slug, **_values(consultation)))


def replace(session: Session, consultation: Consultation) -> None:
    """Writes what changed of a consultation; its definition was frozen before."""
    row = update(ConsultationRow).where(ConsultationRow.slug == consultation.slug)
    session.execute(row.values(**_values(consultation)))


def close(session: Session, slug: str, *, on: date) -> bool:
    """Closes an open consultation as of a day; False when there is none open."""
    row = update(ConsultationRow).where(ConsultationRow.slug == slug, ConsultationRow.state == "open")
    closed = session.execute(row.values(state="closed", closes_on=on).returning(ConsultationRow.slug))
    return closed.one_or_none() is not None


def give_key(session: Session, slug: str, public_key: bytes) -> None:
    """From the transaction's end on, what is put into a consultation's ballot box is sealed for another key."""
    session.execute(update(ConsultationRow).where(ConsultationRow.slug == slug).values(public_key=public_key))


def _connection(session: Session | Connection) -> Connection:
    return session if isinstance(session, Connection) else session.connection()


def _consultation(session: Session | Connection, row: Any) -> Consultation:
    return Consultation(
        slug=row.slug,
        questionnaire=definition(session, row.definition),
        fingerprint=row.definition,
        version=row.version,
        state=row.state,
        opened_on=row.opened_on,
        closes_on=row.closes_on,
        erase_on=row.erase_on,
        public_key=row.public_key,
        archive=row.archive,
    )


def _values(consultation: Consultation) -> dict[str, Any]:
    return {
        "state": consultation.state,
        "opened_on": consultation.opened_on,
        "closes_on": consultation.closes_on,
        "erase_on": consultation.erase_on,
        "public_key": consultation.public_key,
        "definition": consultation.fingerprint,
        "archive": consultation.archive,
    }
