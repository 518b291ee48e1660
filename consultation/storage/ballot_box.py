"""The ballot box: sealed responses wait here until a whole batch is mixed in; then nothing of them remains."""

import secrets
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from zlib import crc32

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from consultation.privacy.sealing import SealedResponse
from consultation.storage.database import Database
from consultation.storage.tables import BallotBoxRow, BatchRow, SetAsideRow

_shuffle = secrets.SystemRandom().shuffle
_MIXER_LOCK = 2_604_713_995
_PUTTING = 1_905_224_871  # beside the lock's second half, which a slug gives
_PATIENCE_MS = 1000
# As text, because every respondent waits for it: the same words serve both databases and need no building.
_PUT = text(
    "INSERT INTO ballot_box (envelope, consultation, sealed) VALUES (:envelope, :consultation, :sealed) "
    "ON CONFLICT DO NOTHING"
)
# A box whose key has changed, or which has closed, since the consultation was read takes nothing.
_PUT_WHILE = text(
    "INSERT INTO ballot_box (envelope, consultation, sealed) "
    "SELECT :envelope, slug, :sealed FROM consultation "
    "WHERE slug = :consultation AND public_key = :key AND (state = 'open' OR :also_closed AND state = 'closed') "
    "ON CONFLICT DO NOTHING"
)
_KEY = text(
    "SELECT public_key FROM consultation "
    "WHERE slug = :consultation AND (state = 'open' OR :also_closed AND state = 'closed')"
)
_KEEP_KEY = text(f"SELECT pg_advisory_xact_lock_shared({_PUTTING}, :slug)")
_KEEP_AWAY = text(f"SELECT pg_advisory_xact_lock({_PUTTING}, :slug)")
_RESEAL = text("UPDATE ballot_box SET sealed = :sealed WHERE envelope = :envelope")
_NOTHING: Mapping[bytes, bytes] = MappingProxyType({})
_REMOVE = text("DELETE FROM ballot_box WHERE envelope = :envelope")


class Shut(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The box takes nothing more: its consultation has closed, or is gone."""


def put_while_open(
    session: Session,
    slug: str,
    key: bytes,
    seal_for: Callable[[bytes], SealedResponse],
    *,
    also_closed: bool = False,
) -> bool:
    """Seals for the box's key and puts in, and says whether that is new there; on disk when the transaction ends.

    `key`: the box's public key as it was when the consultation was read; where it has changed since, what is given to the
    box is sealed for the new one. Until the transaction ends, nobody changes the key or closes the consultation: so what
    is put is always opened. `also_closed`: a closed box takes it too. Raises Shut.
    """
    sealed = seal_for(key)  # before anybody has to wait for us
    keep_key(session, slug)
    values = {"envelope": sealed.envelope, "consultation": slug, "sealed": sealed.sealed}
    connection = session.connection()
    if connection.execute(_PUT_WHILE, {**values, "key": key, "also_closed": also_closed}).rowcount == 1:
        return True
    standing = connection.execute(_KEY, {"consultation": slug, "also_closed": also_closed}).scalar_one_or_none()
    if standing is None:
        raise Shut(slug)
    return bytes(standing) != key and put(session, slug, seal_for(bytes(standing)))


def put(session: Session, slug: str, sealed: SealedResponse) -> bool:
    """Puts in what was sealed for the box's key, and says whether it is new there; on disk when the transaction ends.

    Call keep_key or keep_mixers_away first, and read the key after it, or use put_while_open.
    """
    values = {"envelope": sealed.envelope, "consultation": slug, "sealed": sealed.sealed}
    return session.connection().execute(_PUT, values).rowcount == 1


def waiting(session: Session, slug: str) -> int:
    """How many envelopes lie in the box of a consultation. Never shown to anyone: it is a live count."""
    return session.scalar(select(func.count()).where(BallotBoxRow.consultation == slug)) or 0


def keep_mixers_away(session: Session) -> None:
    """Until the transaction ends nobody else empties a box, erases or withdraws: call it first. Everyone can put."""
    if _on_postgresql(session):
        session.execute(text(f"SELECT pg_advisory_xact_lock({_MIXER_LOCK})"))


def keep_key(session: Session, slug: str) -> None:
    """Until the transaction ends nobody changes a box's key or closes its consultation. Everybody who puts can do so.

    A statement of its own, because what waited for the lock must see what was decided meanwhile. SQLite's writers take
    turns anyway.
    """
    if _on_postgresql(session):
        session.connection().execute(_KEEP_KEY, {"slug": crc32(slug.encode()) - 2**31})


def keep_putters_away(session: Session, slug: str) -> None:
    """Waits for all who are putting into a box, and lets nobody else until the transaction ends: call it late.

    Raises, to be tried again later, when somebody's long transaction is putting.
    """
    if _on_postgresql(session):
        session.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))  # respondents wait behind who waits here
        session.execute(_KEEP_AWAY, {"slug": crc32(slug.encode()) - 2**31})


def contents(session: Session, slug: str) -> list[SealedResponse]:
    """Every envelope in the box of a consultation, for the one who empties it.

    Call it first in a transaction: until that ends, nobody else can empty a box, while everyone can put.
    """
    keep_mixers_away(session)
    return look_into(session, slug)


def look_into(session: Session, slug: str) -> list[SealedResponse]:
    """Every envelope in the box of a consultation as it is just now, without keeping anybody away."""
    rows = session.execute(select(BallotBoxRow.envelope, BallotBoxRow.sealed).where(BallotBoxRow.consultation == slug))
    return [SealedResponse(envelope=row.envelope, sealed=row.sealed) for row in rows]


def remove(session: Session, envelopes: Collection[bytes], *, resealed: Mapping[bytes, bytes] = _NOTHING) -> None:
    """Takes envelopes out of the box, so that also their places in the file are gone; others stay, some sealed anew.

    Call it last in the transaction that stored what they held: on PostgreSQL, nobody can put until that ends. Raises
    there, to be tried again later, when a long transaction is putting.
    """
    if not envelopes and not resealed:
        return
    if _on_postgresql(session):
        _rewrite_without(session, frozenset(envelopes), resealed)
        return
    connection = session.connection()
    if envelopes:
        connection.execute(_REMOVE, [{"envelope": envelope} for envelope in envelopes])
    if resealed:
        connection.execute(_RESEAL, [{"envelope": name, "sealed": sealed} for name, sealed in resealed.items()])


def _rewrite_without(session: Session, envelopes: frozenset[bytes], resealed: Mapping[bytes, bytes]) -> None:
    """DELETE would leave the rows, in order of arrival, in the heap: the table begins anew with what is to stay."""
    session.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))  # while this waits, respondents wait behind it
    session.execute(text("LOCK TABLE ballot_box IN ACCESS EXCLUSIVE MODE"))
    rows = session.execute(select(BallotBoxRow.envelope, BallotBoxRow.consultation, BallotBoxRow.sealed))
    staying = [
        row._asdict() | {"sealed": resealed.get(row.envelope, row.sealed)}
        for row in rows
        if row.envelope not in envelopes
    ]
    session.execute(text("TRUNCATE ballot_box"))
    if staying:
        _shuffle(staying)
        session.connection().execute(_PUT, staying)


def set_aside(session: Session, slug: str, broken: Collection[SealedResponse]) -> None:
    """Keeps envelopes that could not be opened where they are in nobody's way; remove() takes them out of the box."""
    rows = [{"envelope": one.envelope, "consultation": slug, "sealed": one.sealed} for one in broken]
    if rows:
        _shuffle(rows)
        known = select(SetAsideRow.envelope).where(SetAsideRow.envelope.in_([row["envelope"] for row in rows]))
        aside = set(session.scalars(known))
        session.execute(insert(SetAsideRow), [row for row in rows if row["envelope"] not in aside])


def look_aside(session: Session, slug: str) -> list[SealedResponse]:
    """Every envelope of a consultation that was set aside."""
    rows = session.execute(select(SetAsideRow.envelope, SetAsideRow.sealed).where(SetAsideRow.consultation == slug))
    return [SealedResponse(envelope=row.envelope, sealed=row.sealed) for row in rows]


def reseal_aside(session: Session, resealed: Mapping[bytes, bytes]) -> None:
    """Gives envelopes that were set aside the same content, sealed anew."""
    for envelope, sealed in resealed.items():
        session.execute(update(SetAsideRow).where(SetAsideRow.envelope == envelope).values(sealed=sealed))


def last_mixed(session: Session, slug: str) -> str | None:
    """The ISO week of a consultation's newest batch."""
    return session.scalar(select(func.max(BatchRow.week)).where(BatchRow.consultation == slug))


def holds(session: Session, slug: str, envelope: bytes) -> bool:
    """Whether this envelope lies in the box of a consultation."""
    here = (BallotBoxRow.consultation == slug, BallotBoxRow.envelope == envelope)
    return session.scalar(select(BallotBoxRow.envelope).where(*here)) is not None


def aside(session: Session, slug: str) -> int:
    """How many envelopes of a consultation could not be opened."""
    return session.scalar(select(func.count()).where(SetAsideRow.consultation == slug)) or 0


def bring_back(session: Session, slug: str, *, resealed: Mapping[bytes, bytes] | None = None) -> int:
    """Puts what was set aside into the box again; answers how many. Where `resealed` is given, only that, sealed anew.

    Until the transaction ends nobody else empties a box, erases or withdraws, as keep_mixers_away says.
    """
    keep_mixers_away(session)
    rows = delete(SetAsideRow).where(SetAsideRow.consultation == slug)
    if resealed is not None:
        rows = rows.where(SetAsideRow.envelope.in_(resealed))
    back = session.execute(rows.returning(SetAsideRow.envelope, SetAsideRow.sealed)).all()
    for row in back:
        put(session, slug, SealedResponse(row.envelope, (resealed or _NOTHING).get(row.envelope, row.sealed)))
    return len(back)


def empty_physically(database: Database) -> bool:
    """After the transaction that emptied the box: clears the write-ahead log, so that freed pages really go.

    False when a reader was in the way; the next emptying does it again. PostgreSQL needs nothing: TRUNCATE gave the
    table new files. What is left there is the server's own write-ahead log, where the envelopes are sealed.
    """
    if not database.on_sqlite:
        return True
    with database.outside_transactions() as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE_MS}")  # while it waits, nobody can put
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
    return not busy


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
