"""Withdraw a response by its receipt: whoever holds the code takes back all that they gave, and it cannot come again."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names
from consultation.storage import ballot_box, taking_back, withdrawn
from consultation.storage.finding_by_receipt import Found, where


def withdraw_response(session: Session, slug: str, names: Names) -> Found | None:
    """Where the response lay that is gone when the transaction ends; None where there was none, as find_response says.

    At once, for an operator whom somebody asks by telephone; a respondent's own withdrawal goes by way of the ballot box
    (ask_to_withdraw). The worker then writes the files anew (storage.withdrawn.uncleared). Reports that were made before,
    and backups, are out of reach.
    Raises as ballot_box.remove does.
    """
    ballot_box.keep_mixers_away(session)
    found = where(session, slug, names)
    if found is None:
        return None
    take_out(session, slug, [names])
    if ballot_box.holds(session, slug, names.envelope):
        ballot_box.remove(session, [names.envelope])
    return found


def take_out(session: Session, slug: str, responses: Collection[Names]) -> None:
    """Takes responses out of all but the ballot box, and remembers their slow names, so that none of them comes back.

    Answers and comments go, with all codings, suggestions, readings and labels of them, and machine runs over the
    questions that were answered in words are marked as stale. What was set aside is thrown away.
    """
    withdrawn.add(session, slug, [names.response for names in responses])
    for names in responses:
        taking_back.take_out(session, slug, names.response)
        taking_back.take_from_aside(session, slug, names.envelope)
