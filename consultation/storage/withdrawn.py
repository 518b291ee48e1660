"""The slow names of withdrawn responses: none of them is stored again, and nothing tells when or in which order they went."""

import secrets
from collections.abc import Collection

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from consultation.storage.tables import WithdrawnRow

_shuffle = secrets.SystemRandom().shuffle


def add(session: Session, slug: str, names: Collection[bytes]) -> None:
    """Remembers that the responses of these names were withdrawn; their traces in the files are not cleared yet."""
    _write_anew(session, _all(session) | {(name, slug): False for name in names})


def among(session: Session, slug: str, names: Collection[bytes]) -> set[bytes]:
    """Those of the names whose responses were withdrawn from this consultation."""
    return set(session.scalars(select(WithdrawnRow.name).where(WithdrawnRow.consultation == slug))) & set(names)


def uncleared(session: Session) -> frozenset[tuple[bytes, str]]:
    """Name and consultation of what was withdrawn since the files were last written anew."""
    rows = session.execute(select(WithdrawnRow.name, WithdrawnRow.consultation).where(~WithdrawnRow.cleared))
    return frozenset((row.name, row.consultation) for row in rows)


def note_cleared(session: Session, those: Collection[tuple[bytes, str]]) -> None:
    """Remembers that the files were written anew after these were withdrawn; call it with the mixers kept away."""
    _write_anew(session, {key: cleared or key in those for key, cleared in _all(session).items()})


def _all(session: Session) -> dict[tuple[bytes, str], bool]:
    rows = session.execute(select(WithdrawnRow.name, WithdrawnRow.consultation, WithdrawnRow.cleared))
    return {(row.name, row.consultation): row.cleared for row in rows}


def _write_anew(session: Session, rows: dict[tuple[bytes, str], bool]) -> None:
    """One row after another would lie in a page, on PostgreSQL in the heap, as they came: all are written at once, shuffled."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("TRUNCATE withdrawn"))
    else:
        session.execute(delete(WithdrawnRow))
    shuffled = [{"name": name, "consultation": slug, "cleared": cleared} for (name, slug), cleared in rows.items()]
    _shuffle(shuffled)
    if shuffled:
        session.connection().execute(insert(WithdrawnRow.__table__), shuffled)  # type: ignore[arg-type]
