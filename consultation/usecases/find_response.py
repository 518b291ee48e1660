"""Find a response by its receipt: whoever holds the code can show that they answered, and where the response lies."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names
from consultation.storage.finding_by_receipt import Found, where


def find_response(session: Session | Connection, slug: str, names: Names) -> Found | None:
    """Where the response of these names lies: mixed in and stored, sealed in the box, or set aside unopened.

    None when the consultation has no such response: the code is another consultation's, the response was withdrawn, or
    there never was one. A response that is about to be withdrawn is found until the ballot box is next looked into.
    """
    return where(session, slug, names)
