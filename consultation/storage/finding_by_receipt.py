"""Where the response of a receipt lies: the only question about responses that the respondents' front may ask."""

from typing import Literal

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names

Found = Literal["stored", "waiting", "set_aside"]
"""Mixed in and stored, sealed in the ballot box, or set aside unopened."""

# All four are looked for in any case, so that the time it takes does not tell one from another.
_WHERE = text("""
    SELECT
        EXISTS (SELECT 1 FROM withdrawn WHERE consultation = :slug AND name = :response) AS withdrawn,
        EXISTS (SELECT 1 FROM response WHERE consultation = :slug AND key = :response) AS stored,
        EXISTS (SELECT 1 FROM ballot_box WHERE consultation = :slug AND envelope = :envelope) AS waiting,
        EXISTS (SELECT 1 FROM set_aside WHERE consultation = :slug AND envelope = :envelope) AS set_aside
""")
# On PostgreSQL the same by a function, so that the respondents' front needs no right to read any of these tables.
_ASK = text("SELECT where_response_lies(:slug, :response, :envelope)")
_PLACES: tuple[Found, ...] = ("stored", "waiting", "set_aside")


def where(connection: Session | Connection, slug: str, names: Names) -> Found | None:
    """Where the response of these names lies; None when a consultation has no such response, or no longer.

    Answers that much and nothing else: no row leaves here.
    """
    asked = {"slug": slug, "response": names.response, "envelope": names.envelope}
    if _on_postgresql(connection):
        found: Found | None = connection.execute(_ASK, asked).scalar_one()
        return found
    row = connection.execute(_WHERE, asked).one()
    return None if row.withdrawn else next((place for place in _PLACES if getattr(row, place)), None)


def _on_postgresql(connection: Session | Connection) -> bool:
    bound = connection.get_bind() if isinstance(connection, Session) else connection
    return bound.dialect.name == "postgresql"
