"""One office for all tests of a module: before each it holds the same responses again, and nothing that was made of them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from consultation.storage.database import Database
from consultation.storage.tables import (
    BatchRow,
    CodebookVersionRow,
    CommentRow,
    DoubleCodingRow,
    JobRow,
    ResponseRow,
    ThemeRunRow,
)
from tests.reviewing.offices import Office, open_office_at, written

REVIEWER = "reviewer@example.org"


@dataclass
class Kept:
    """The office, the browser of its reviewer, and the rows that it begins with."""

    office: Office
    client: FlaskClient
    rows: list[tuple[type, list[dict[str, object]]]] = field(default_factory=list)

    def begin_again(self) -> None:
        """Leave what it began with, and nothing else."""
        self.office.client, self.office.signed_in_as = self.client, REVIEWER
        with self.office.database.transaction() as session:
            for table in (JobRow, DoubleCodingRow, ThemeRunRow, CodebookVersionRow, ResponseRow, BatchRow):
                session.execute(delete(table))
            for table, rows in self.rows:
                session.add_all(table(**row) for row in rows)
                session.flush()


def _rows(database: Database) -> list[tuple[type, list[dict[str, object]]]]:
    with database.reading() as session:
        return [
            (
                table,
                [
                    {column.key: getattr(row, column.key) for column in table.__table__.columns}
                    for row in session.scalars(select(table))
                ],
            )
            for table in (BatchRow, ResponseRow, CommentRow)
        ]


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """An office with forty patients, twenty relatives and four leaders, where a reviewer is signed in."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(request.getfixturevalue("migrated_file"), folder / "consultation.sqlite")
    opened = open_office_at(folder, f"sqlite:///{folder / 'consultation.sqlite'}", demo=True)
    opened.answer("patient", written(40))
    opened.answer("next_of_kin", written(20))
    opened.answer("leader", written(4, "ledelsens innspill"))
    opened.hire(REVIEWER)
    assert opened.sign_in(REVIEWER).status_code == 302
    yield Kept(opened, opened.client, _rows(opened.database))
    opened.database.close()


@pytest.fixture
def office(kept: Kept) -> Office:
    """The office as it began."""
    kept.begin_again()
    return kept.office
