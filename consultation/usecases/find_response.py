"""Find a response by its receipt: whoever holds the code can show that they answered, and where the response lies."""

from typing import Literal

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Receipt
from consultation.storage import ballot_box, responses

Found = Literal["stored", "waiting", "set_aside"]


def find_response(session: Session, slug: str, receipt: Receipt) -> Found | None:
    """Where the response with this receipt lies: mixed in and stored, sealed in the box, or set aside unopened.

    None when the consultation has no such response, for instance because the code is another consultation's.
    """
    if responses.is_there(session, slug, receipt.response_key):
        return "stored"
    if ballot_box.holds(session, slug, receipt.envelope_key):
        return "waiting"
    return "set_aside" if ballot_box.holds_aside(session, slug, receipt.envelope_key) else None
