"""Put input from elsewhere into the ballot box, through the same scrubbing and sealing as a respondent's own."""

import hashlib
import json
from collections.abc import Iterable
from secrets import SystemRandom

from sqlalchemy.orm import Session

from consultation.privacy.anonymise import Channel, anonymise
from consultation.privacy.sealing import seal
from consultation.questionnaire.opening import Consultation
from consultation.storage import ballot_box, consultations, responses
from consultation.usecases.plan_import import PlannedResponse


class NotOpen(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The consultation does not take input; the message says why."""


def import_responses(
    session: Session,
    consultation: Consultation,
    planned: Iterable[PlannedResponse],
    *,
    secret: bytes,
    channel: Channel = Channel.imported,
) -> int:
    """Seal planned responses and put them in the ballot box; return how many were new.

    The same file gives the same envelopes and the same responses, however often and in however many pieces it is
    imported: what is there already is not stored again. The order of the file is lost here. Raises NotOpen.
    """
    _refuse_unless_open(consultation)
    kept = [
        anonymise(
            one.sheet,
            definition=consultation.fingerprint,
            channel=channel,
            nonce=_nonce(consultation.slug, one, secret),
        )
        for one in planned
    ]
    ballot_box.keep_key(session, consultation.slug)  # not before: who closes or changes the key waits for us
    now = consultations.find(session, consultation.slug) or consultation
    _refuse_unless_open(now)
    mixed_in = responses.known(session, [one.response.key for one in kept])
    new = [one for one in kept if one.response.key not in mixed_in]
    SystemRandom().shuffle(new)
    sealed = (seal(one.response, one.receipt.envelope_key, now.public_key) for one in new)
    return sum(ballot_box.put(session, consultation.slug, one) for one in sealed)


def _refuse_unless_open(consultation: Consultation) -> None:
    if consultation.state != "open":
        raise NotOpen(f"The consultation {consultation.slug} is {consultation.state}; input goes into an open one.")


def _nonce(slug: str, planned: PlannedResponse, secret: bytes) -> str:
    """The row's own nonce: the same for the same content and occurrence, and not to be guessed without the instance's secret."""
    sheet = planned.sheet
    content = json.dumps([slug, sheet.role, sorted(sheet.comments.items()), planned.occurrence], ensure_ascii=False)
    key = hashlib.sha256(secret).digest()
    return hashlib.blake2b(content.encode(), key=key, digest_size=16, person=b"import nonce").hexdigest()
