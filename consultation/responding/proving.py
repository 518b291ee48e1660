"""Whoever sends shows that they are no flood: by work that their browser did unseen, or by a form that is not made this moment."""

import json
import time
from enum import StrEnum
from hashlib import blake2b

from flask import Response, current_app
from werkzeug.exceptions import BadRequest, TooManyRequests

from consultation.privacy import form_age, proofs
from consultation.privacy.proofs import Proof, Unproven
from consultation.responding.binding import REMOVE, Posted
from consultation.responding.blueprint import PLACE_OF_FORM, blueprint
from consultation.responding.finding import posted
from consultation.responding.journey import Journey
from consultation.settings import Purpose, Settings
from consultation.usecases.spend_proof import spend_proof
from consultation.web import limits
from consultation.web.database import beforehand

# Of one place (see web/limits.py), which may be a hospital of five hundred who all answer within the hour.
PROVEN, UNPROVEN, CHALLENGES = "5000/hour", "600/hour", "20000/hour"


class Again(StrEnum):
    """Why somebody is asked to send once more."""

    too_soon = "too_soon"
    expired = "expired"
    spent = "spent"


@blueprint.post(f"{PLACE_OF_FORM}challenge")
def challenge(language: str, consultation: str, role: str) -> Response:  # noqa: ARG001 -- it stands where the form stands
    """A riddle for the browser of whoever writes in this form; asks nothing of the database.

    It is posted for, because the form's nonce must not stand in an address, which proxies write down.
    """
    form = posted()
    if not form.from_our_form:
        raise BadRequest
    _allow("challenge", CHALLENGES)
    riddle = proofs.new_challenge(
        _secret("proofs of work"), consultation=consultation, nonce=form.nonce, now=time.time()
    )
    return Response(json.dumps({"challenge": riddle, "lasts": proofs.LASTS}), mimetype="application/json")


def mark(consultation: str) -> str:
    """What a new form carries to show later when it was made."""
    return form_age.mark(_secret("form age"), consultation=consultation, now=time.time())


def made(on: Journey, form: Posted) -> str:
    """The mark that the form came with, so that it grows old from page to page; a new one where it is none of ours."""
    slug = on.consultation.slug
    ours = form_age.is_ours(_secret("form age"), form.made, consultation=slug)
    return form.made if ours and not form_age.from_the_future(form.made, now=time.time()) else mark(slug)


def asks_again(consultation: str, role: str, form: Posted) -> Again | None:
    """Why this form must be sent once more, or None when it may go into the ballot box; then its proof is spent.

    Raises TooManyRequests where one place sends more than a hospital would.
    """
    now = time.time()
    secret = _secret("proofs of work")
    proof = proofs.verify(secret, form.proof, consultation=consultation, nonce=form.nonce, now=now)
    if isinstance(proof, Proof):
        _allow("proven", PROVEN)
        with beforehand() as connection:  # a proof that is lost with the power was not thanked for either
            spent_well = spend_proof(connection, secret, proof, _content(role, form))
        return None if spent_well else Again.spent
    if proof is Unproven.expired:
        return Again.expired
    if not form_age.old_enough(_secret("form age"), form.made, consultation=consultation, now=now):
        return Again.too_soon
    _allow("unproven", UNPROVEN)
    return None


def _allow(purpose: str, allowance: str) -> None:
    if not limits.within(purpose, allowance):
        raise TooManyRequests(retry_after=limits.RETRY_AFTER)


def _content(role: str, form: Posted) -> bytes:
    """What the proof is spent on, all that a response is made of: the same when the same form is sent again."""
    own = [role, form.nonce, [pair for pair in form.pairs if pair[0] == REMOVE or not pair[0].startswith("_")]]
    return blake2b(json.dumps(own).encode(), digest_size=32).digest()


def _secret(purpose: Purpose) -> bytes:
    settings: Settings = current_app.extensions["consultation.settings"]
    return settings.secret(purpose)
