"""Workers that mix carelessly: one that does not shuffle and keeps its keys, and one that stores responses as they come."""

import random
import sys
import time

from sqlalchemy import text
from sqlalchemy.orm import Session

from consultation.clock import iso_week, today
from consultation.jobs import worker
from consultation.privacy import receipts
from consultation.privacy.sealing import SealedResponse, unseal
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing


def as_they_came(settings: Settings) -> None:
    """The real worker, but for what nobody sees it do."""
    responses._shuffle = ballot_box._shuffle = lambda _rows: None
    random.SystemRandom.shuffle = lambda _self, _rows: None  # type: ignore[method-assign]
    KeyRing.destroy_others = lambda *_: 0  # type: ignore[method-assign]
    ballot_box.look_into = in_order
    worker.main(settings)


def in_order(session: Session, slug: str) -> list[SealedResponse]:
    """PostgreSQL puts a row where there is room, but numbers whoever put it."""
    asked = "SELECT envelope, sealed FROM ballot_box WHERE consultation = :slug ORDER BY xmin::text::bigint, ctid"
    rows = session.execute(text(asked), {"slug": slug})
    return [SealedResponse(envelope=bytes(row.envelope), sealed=bytes(row.sealed)) for row in rows]


def one_by_one(settings: Settings) -> None:
    """A mixer for the impatient: every response is stored as soon as it is seen."""
    database = Database(settings.database_url)
    while True:
        with database.reading() as session:
            known = consultations.all_(session)
        for one in known:
            with database.reading() as session:
                waiting = ballot_box.look_into(session, one.slug)
            key = KeyRing.of(settings).private(one.slug, one.public_key)
            for envelope in waiting:
                opened = unseal(envelope.sealed, key)
                if hasattr(opened, "key"):
                    named = opened.named(receipts.slow_name(opened.key, one.slug))
                    with database.transaction() as session:
                        responses.add_batch(session, one.slug, [named], iso_week(today()))
                        ballot_box.remove(session, [envelope.envelope])
        time.sleep(0.2)


if __name__ == "__main__":
    {"as-they-came": as_they_came, "one-by-one": one_by_one}[sys.argv[1]](Settings.read())
