"""Ask for a response to be withdrawn: whoever holds its code puts a sealed withdrawal into the ballot box."""

import secrets
from contextlib import suppress
from functools import partial

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names, Receipt
from consultation.privacy.sealing import seal_withdrawal, usual_length
from consultation.storage import ballot_box, consultations
from consultation.storage.finding_by_receipt import Found, where


def ask_to_withdraw(session: Session, slug: str, receipt: Receipt, names: Names) -> Found | None:
    """Where the response lies that is to be withdrawn; None where there is none, and then nothing is put into the box.

    The withdrawal lies in the box as a response does, as long as one of a role drawn by lot, and nobody can tell it from
    one without the box's private key. The mixer carries it out at its next look, however few wait and also when the consultation has closed; from then on the
    code finds nothing. Asking again before that changes nothing. Tell nobody that it is on its way before the transaction
    has ended. `names`: those of this receipt.
    """
    found = where(session, slug, names)
    consultation = consultations.find(session, slug)
    if found is None or consultation is None:
        return None
    asked = consultation.questionnaire.for_role(secrets.choice(consultation.questionnaire.roles).id)
    sealed_for = partial(seal_withdrawal, receipt, as_long_as=usual_length(asked.questions))
    with suppress(ballot_box.Shut):  # it was erased meanwhile, with all that was in it
        ballot_box.put_while_open(session, slug, consultation.public_key, sealed_for, also_closed=True)
    return found
