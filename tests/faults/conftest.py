"""What the short tests of faults share: an installation whose front door stands open, with nobody who empties the box."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from consultation.privacy import receipts
from consultation.storage.database import Database
from tests.faults.crowd import FORM, SLUG, Letter, Sender
from tests.respondent import Respondent
from tests.running import Installation, old_mark

_numbers = count()


@dataclass
class Door:
    """A front door, what is behind it, and whoever sends through it."""

    installation: Installation
    database_url: str
    question: str
    server: subprocess.Popen[bytes]

    @classmethod
    def opened(cls, root: Path, database_url: str | None, behind: str | None = None) -> "Door":
        """Open the consultation and serve it; `behind` is the database itself where the address is a proxy's."""
        installation = Installation(root, database_url, settings={"CONSULTATION_TRUSTED_PROXIES": "1"})
        installation.command("open", SLUG, "--archive", "nothing")
        server = installation.serve("--workers", "1")
        someone = Respondent(installation.address)
        question = str(someone.get(FORM).tree.xpath("//textarea/@name")[0])
        someone.close()
        own = f"sqlite:///{installation.instance / 'consultation.sqlite'}"
        return cls(installation, behind or database_url or own, question, server)

    def letter(self, words: str, seconds_old: float = 60) -> Letter:
        """A filled-in form whose text nobody else sends."""
        mark = old_mark(self.installation.address, SLUG, seconds_old)
        return Letter.of(f"{words}, {next(_numbers):05d}", self.question, mark)

    def send(self, letter: Letter, port: int | None = None, *, timeout: float = 60) -> tuple[int, bytes]:
        """Send it here, or through a proxy's port; raises as Sender.send does."""
        with closing(Sender(self.installation.address, port or self.installation.port, timeout=timeout)) as sender:
            return sender.send(letter)

    def envelopes(self) -> set[bytes]:
        """The names of all that lies in the box; each name is there once, for it is the key."""
        database = Database(self.database_url)
        with database.reading() as session:
            names = {bytes(name) for name in session.execute(text("SELECT envelope FROM ballot_box")).scalars()}
        database.close()
        return names


def envelope(code: str) -> bytes:
    """What the envelope of a receipt is called."""
    known = receipts.parse(code)
    assert isinstance(known, receipts.Receipt)
    return known.envelope_key


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """An open front door on each kind of database, for all tests of a module."""
    url = None
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").create(f"faults{next(_numbers)}")
    standing = Door.opened(tmp_path_factory.mktemp("door") / "all", url)
    yield standing
    standing.installation.stop()
