"""Which proofs of work were spent, for as long as somebody could spend them again; a list of marks, and of nothing else."""

from sqlalchemy import Connection, delete, text
from sqlalchemy.orm import Session

from consultation.privacy.proofs import Spent
from consultation.storage import ballot_box, rewriting
from consultation.storage.database import Database, Unavailable
from consultation.storage.tables import SpentProofRow

# As text, because every respondent waits for it (see ballot_box).
# On PostgreSQL by a function, so that the respondents' front needs no right to read the list.
_SPEND = text("SELECT spend_proof(:mark, :purpose, :odd)")
_ADD = text("INSERT INTO spent_proof (mark, purpose, odd) VALUES (:mark, :purpose, :odd) ON CONFLICT DO NOTHING")
_PURPOSE = text("SELECT purpose FROM spent_proof WHERE mark = :mark")


def add(connection: Connection, spent: Spent) -> bool:
    """Whether the proof was not spent yet, or on the same content; it is spent when the transaction ends."""
    values = {"mark": spent.mark, "purpose": spent.purpose, "odd": spent.odd}
    if connection.dialect.name == "postgresql":
        return bool(connection.execute(_SPEND, values).scalar_one())
    if connection.execute(_ADD, values).rowcount == 1:
        return True
    return bytes(connection.execute(_PURPOSE, {"mark": spent.mark}).scalar_one()) == spent.purpose


def remove(session: Session, *, odd: bool) -> int:
    """Takes the rows of odd periods out, or those of even ones; answers how many."""
    return session.connection().execute(delete(SpentProofRow).where(SpentProofRow.odd == odd)).rowcount


def remove_physically(database: Database) -> bool:
    """After the transaction that removed: clears what PostgreSQL leaves in the table's file, and SQLite in its log.

    False when somebody was in the way; then call it again a while later.
    """
    if database.on_sqlite:
        return ballot_box.empty_physically(database)
    try:
        with database.outside_transactions() as connection:
            return rewriting.write_anew(connection, ["spent_proof"])
    except Unavailable:
        return False
