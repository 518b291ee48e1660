"""On PostgreSQL the staff's own role reads first and decides, and may neither screen nor write what a screening found."""

import pytest
from sqlalchemy import insert

from consultation.jobs.screening import screen_all
from consultation.storage.database import Forbidden
from consultation.storage.tables import RaisedRow
from consultation.web.database import EXTENSION
from tests.reviewing.first.test_campaigns import campaign
from tests.reviewing.first.test_read_first import SUICIDE, decide, form, page
from tests.reviewing.offices import QUESTION
from tests.reviewing.test_with_the_staffs_role import office

__all__ = ["office"]

pytestmark = pytest.mark.postgres


def test_the_staffs_role_reads_first_decides_and_asks_for_more(office):
    office.answer("patient", [SUICIDE])
    campaign(office, 24, added=12)
    screen_all(office.database, lambda *_: None)
    fields = form(page(office), "Maten var god")
    assert decide(office, fields, "harm", "A plan is told of.").status_code == 303
    refused = decide(office, fields, "no_harm", "It is about a book.")
    assert (refused.status_code, "A plan is told of." in refused.text) == (422, True)
    assert decide(office, form(refused.text, "Maten var god"), "no_harm", "It is a book.").status_code == 303
    for shown in ("", "read-first/", f"campaigns/{QUESTION}/", f"campaigns/{QUESTION}/0/"):
        assert office.get(office.at(shown)).status_code == 200
    assert office.post(office.at("read-first/screen"), {}).status_code == 303
    own = office.app.extensions[EXTENSION]
    with pytest.raises(Forbidden), own.transaction() as session:
        session.execute(insert(RaisedRow).values(comment=b"x" * 16, harm="danger", rule="r", start=0, stop=1))
