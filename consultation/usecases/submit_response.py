"""Take a response: check it, make it anonymous, seal it and put it in the ballot box."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from consultation.privacy.anonymise import Channel, anonymise
from consultation.privacy.receipts import Receipt
from consultation.privacy.scrub import Removed
from consultation.privacy.sealing import seal
from consultation.questionnaire.answering import RawAnswers, Rejected, check
from consultation.questionnaire.opening import Consultation
from consultation.storage import ballot_box


class NotOpen(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The consultation does not take answers now."""


@dataclass(frozen=True, slots=True)
class Thanked:
    """A response that lies sealed in the box as soon as the transaction ends, and what was taken out of its comments."""

    receipt: Receipt
    removed: Mapping[str, tuple[Removed, ...]]


def submit_response(
    session: Session,
    consultation: Consultation,
    role: str,
    raw: RawAnswers,
    nonce: str,
    *,
    channel: Channel = Channel.web,
    today: date,
) -> Thanked | Rejected:
    """Thanks for a response, or says why it is rejected; thank nobody before the transaction has ended.

    The same answers with the same nonce are one response, however often they are sent. The consultation may have been read
    long ago: what closed since takes nothing, and a box whose key has changed since gets what its new key opens.
    Raises NotOpen, also after the closing day, and questionnaire.definition.UnknownRole.
    """
    if not consultation.takes_answers(today):
        raise NotOpen(consultation.slug)
    sheet = check(consultation.questionnaire.for_role(role), raw)
    if isinstance(sheet, Rejected):
        return sheet
    kept = anonymise(sheet, definition=consultation.fingerprint, channel=channel, nonce=nonce)
    sealed_for = partial(seal, kept.response, kept.receipt.envelope_key)
    try:
        ballot_box.put_while_open(session, consultation.slug, consultation.public_key, sealed_for)
    except ballot_box.Shut:
        raise NotOpen(consultation.slug) from None
    return Thanked(receipt=kept.receipt, removed=kept.removed)
