"""Ask for a response to be withdrawn: whoever holds its code puts a sealed withdrawal into the ballot box."""

import secrets
from contextlib import suppress
from functools import partial

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Receipt
from consultation.privacy.sealing import seal_withdrawal, usual_length
from consultation.storage import ballot_box, consultations


def ask_to_withdraw(session: Session, slug: str, receipt: Receipt) -> None:
    """Puts a withdrawal of a receipt's response into the box; look first whether there is one (find_response).

    Look in a transaction that has ended: one that goes on would hold the tables that a mixer wants, while it waits for
    that mixer. What goes meanwhile does no harm, since a withdrawal of nothing changes nothing.
    The withdrawal lies in the box as a response does, as long as one of a role drawn by lot, and nobody can tell it from
    one without the box's private key. The mixer carries it out at its next look, however few wait and also when the
    consultation has closed; from then on the code finds nothing. Asking again before that changes nothing. Tell nobody
    that it is on its way before the transaction has ended.
    """
    consultation = consultations.find(session, slug)
    if consultation is None:
        return
    asked = consultation.questionnaire.for_role(secrets.choice(consultation.questionnaire.roles).id)
    sealed_for = partial(seal_withdrawal, receipt, as_long_as=usual_length(asked.questions))
    with suppress(ballot_box.Shut):  # it was erased meanwhile, with all that was in it
        ballot_box.put_while_open(session, slug, consultation.public_key, sealed_for, also_closed=True)
