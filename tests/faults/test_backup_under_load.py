"""A backup that is made while people answer holds one moment of it: every response whole, every batch whole."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from consultation.cli import main
from consultation.privacy.backups import new_identity
from consultation.storage.database import Database
from consultation.storage.tables import CommentRow, ResponseRow
from tests.cluster import started
from tests.faults.storm import Storm
from tests.faults.test_kill import CONSULTATION, Persistent
from tests.respondent import Respondent
from tests.running import QUICKLY, Installation

BACKUPS = 2
PATIENCE = 60.0


def ran(installation: Installation, *words: str) -> None:
    """Run a command, on SQLite in this program: it is another than the site's, and need not be started."""
    if installation.database_url:
        installation.command(*words)
        return
    ended = CliRunner().invoke(main, ["--instance", str(installation.instance), *words])
    assert ended.exit_code == 0, (ended.output, ended.exception)


@pytest.fixture
def installation(tmp_path: Path, database_files: tuple[str | None, list[Path]]) -> Iterator[Installation]:
    """An installation with Case A open, whose box is emptied every second."""
    running = Installation(
        tmp_path / "all", database_files[0], settings={"CONSULTATION_MIXING_SECONDS": "1", **QUICKLY}
    )
    ran(running, "open", CONSULTATION, "--archive", "report")
    running.serve("--workers", "1")
    running.start("worker")
    yield running
    running.stop()


@pytest.fixture
def other_kind(database_files: tuple[str | None, list[Path]]) -> Iterator[str | None]:
    """The address of a clean database of the other kind."""
    if database_files[1]:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="consultation-cluster-") as directory:
        cluster = started(Path(directory) / "cluster")
        yield cluster.url
        cluster.server.cleanup()


def mixed(installation: Installation) -> tuple[list[str], Counter[bytes]]:
    """Every comment, and how many responses each batch has."""
    database = Database(installation.database_url or f"sqlite:///{installation.instance / 'consultation.sqlite'}")
    with database.reading() as session:
        joined = sa.select(CommentRow.text).join(ResponseRow, ResponseRow.key == CommentRow.response)
        texts, batches = list(session.scalars(joined)), Counter(session.scalars(sa.select(ResponseRow.batch)))
    database.close()
    return texts, batches


def wait_until_more_are_mixed(installation: Installation, than: int) -> int:
    until = time.monotonic() + PATIENCE
    while (count := len(mixed(installation)[0])) <= than:
        assert time.monotonic() < until, "nothing was mixed in"
        time.sleep(0.2)
    return count


@pytest.mark.slow
def test_what_is_restored_from_backups_made_under_load_is_whole(installation, other_kind, tmp_path):
    private, public = new_identity()
    (tmp_path / "key").write_text(private)
    someone = Respondent(installation.address)
    field = someone.get(f"/nb/{CONSULTATION}/patient/").tree.xpath("//textarea/@name")[0]
    someone.close()
    storm = Storm(lambda: Persistent(installation.address, CONSULTATION, field, proves=True), respondents=3)
    storm.begin()
    before = [0]
    for number in range(BACKUPS):
        before.append(wait_until_more_are_mixed(installation, before[-1]))
        ran(installation, "backup", "--to", str(tmp_path / f"{number}.age"), "--recipient", public)
    storm.end()
    installation.stop()

    thanked, places = set(storm.thanked), [None, other_kind]
    for number, place in enumerate(places):
        clean = Installation(tmp_path / f"clean{number}", place)
        ran(clean, "restore", str(tmp_path / f"{number}.age"), "--identity", str(tmp_path / "key"))
        texts, batches = mixed(clean)
        assert len(texts) == len(set(texts)) == sum(batches.values()) >= before[number + 1]
        assert set(texts) <= thanked
        assert min(batches.values()) >= 10, "a batch that is not whole was there at no moment"
