"""One office for all that is decided on a codebook: its desk is cleared before each test, which is quicker than a new office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from consultation.storage.tables import CodebookVersionRow, JobRow, ThemeRunRow
from tests.reviewing.offices import Office, open_office

REVIEWER = "reviewer@example.org"


class _Once:
    """A request whose folder lives as long as the office."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder

    def getfixturevalue(self, name: str) -> object:
        """The folder, or what another fixture gives."""
        return self._folder if name == "tmp_path" else self._request.getfixturevalue(name)


@pytest.fixture(scope="package")
def one_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with a reviewer and a reader, where nobody has answered."""
    opened = open_office(_Once(request, tmp_path_factory.mktemp("office")), demo=True)  # type: ignore[arg-type]
    opened.hire(REVIEWER)
    opened.hire("reader@example.org", "reader")
    yield opened
    opened.database.close()


@pytest.fixture
def desk(one_office: Office) -> Office:
    """The same office without a codebook, where the reviewer is signed in."""
    with one_office.database.transaction() as session:
        session.execute(delete(CodebookVersionRow))
        session.execute(delete(JobRow))
        session.execute(delete(ThemeRunRow))
    if one_office.signed_in_as != REVIEWER:
        assert one_office.sign_in(REVIEWER).status_code == 302
    return one_office
