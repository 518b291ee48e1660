"""Withdraw a response by its receipt: whoever holds the code takes back all that they gave, and it cannot come again."""

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names
from consultation.storage import ballot_box, taking_back, withdrawn
from consultation.usecases.find_response import Found, find_response


def withdraw_response(session: Session, slug: str, names: Names) -> Found | None:
    """Where the response lay that is gone when the transaction ends; None where there was none, as find_response says.

    Its envelope, answers and comments go, with all codings, suggestions, readings and labels of them, and machine runs
    over the questions that it answered in words are marked as stale. Nothing but its slow name is kept, so that neither
    the same form sent again nor an envelope on its way into a batch brings it back. The worker then writes the files
    anew (storage.withdrawn.uncleared). Reports that were made before, and backups, are out of reach.
    Raises as ballot_box.remove does.
    """
    ballot_box.keep_mixers_away(session)
    found = find_response(session, slug, names)
    if found is None:
        return None
    withdrawn.add(session, slug, names.response)
    taking_back.take_out(session, slug, names.response)
    ballot_box.take_back(session, slug, names.envelope)
    return found
