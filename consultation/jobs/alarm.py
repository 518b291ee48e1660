"""What an operator must know of the ballot boxes in time: a key that cannot be used, a box that nobody empties."""

from collections.abc import Mapping
from datetime import date, timedelta

from consultation.questionnaire.opening import Consultation
from consultation.settings import Settings
from consultation.storage import consultations, looks
from consultation.storage.database import Database
from consultation.storage.keys import KeyMissing, KeyRing

MOST_DAYS = timedelta(days=2)
NOT_EMPTIED = (
    "No ballot box of {slug} was opened since {day}: no worker runs, or it cannot do its work. What waits there is safe, "
    "and sealed. The worker's log says more."
)


def alarms(settings: Settings, database: Database, *, today: date) -> Mapping[str, str]:
    """The consultations whose ballot box is in trouble, and the reason as a whole sentence.

    A box is in trouble as soon as its key cannot be used, and 48 hours after it was last emptied of all that could go,
    at the latest. Whether anything lies in it makes no difference, so an alarm tells nothing of who answered.
    """
    with database.reading() as session:
        begun = [one for one in consultations.all_(session) if one.state != "draft"]
    keys = KeyRing.of(settings)
    return {one.slug: reason for one in begun if (reason := _alarm(settings, keys, one, today))}


def not_emptied(settings: Settings, consultation: Consultation, today: date) -> str:
    """Why a consultation's box is overdue, or nothing."""
    day = looks.last(settings.keys, consultation.slug) or consultation.opened_on or today
    overdue = today - day >= MOST_DAYS
    return NOT_EMPTIED.format(slug=consultation.slug, day=day) if overdue else ""


def _alarm(settings: Settings, keys: KeyRing, consultation: Consultation, today: date) -> str:
    try:
        keys.private(consultation.slug, consultation.public_key)
    except KeyMissing as missing:
        return str(missing)
    return not_emptied(settings, consultation, today)
