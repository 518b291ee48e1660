"""Find a response by its receipt: whoever holds the code can show that they answered, and where the response lies."""

from typing import Literal

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names
from consultation.storage import ballot_box, taking_back, withdrawn

Found = Literal["stored", "waiting", "set_aside"]


def find_response(session: Session, slug: str, names: Names) -> Found | None:
    """Where the response of these names lies: mixed in and stored, sealed in the box, or set aside unopened.

    None when the consultation has no such response: the code is another consultation's, the response was withdrawn, or
    there never was one. All are looked for in any case, so that the time it takes does not tell these apart.
    """
    gone = withdrawn.is_there(session, slug, names.response)
    places: dict[Found, bool] = {
        "stored": taking_back.is_there(session, slug, names.response),
        "waiting": ballot_box.holds(session, slug, names.envelope),
        "set_aside": ballot_box.holds_aside(session, slug, names.envelope),
    }
    return None if gone else next((place for place, here in places.items() if here), None)
