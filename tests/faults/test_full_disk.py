"""On a full disk nobody is thanked in vain, everybody keeps what they wrote, and afterwards all goes on."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cluster import Cluster, started
from tests.faults.conftest import Door, envelope
from tests.faults.crowd import THANKED, receipt
from tests.faults.disk import Disk, why_none

MEGABYTES = {"sqlite": 16, "postgres": 160}
WORDS = "Vi ventet i mange uker på innkalling, og ingen svarte på telefonen. " * 60
MOST_TRIES = 400  # the log has some room in itself


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def on_a_small_disk(request: pytest.FixtureRequest) -> Iterator[tuple[Door, Disk, Cluster | None]]:
    """An installation all of whose files, the database's too, lie on one small disk."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="consultation-full-")))
        folder.chmod(0o755)
        if why := why_none(folder, in_memory=True):
            pytest.skip(why)
        disk = ends.enter_context(Disk(folder, MEGABYTES[request.param], in_memory=True))
        cluster = started(disk.mounted / "cluster") if request.param == "postgres" else None
        if cluster:
            ends.callback(cluster.server.cleanup)
        door = Door.opened(disk.mounted / "all", cluster.url if cluster else None)
        ends.callback(door.installation.stop)
        yield door, disk, cluster


def test_whoever_comes_while_the_disk_is_full_keeps_the_text_and_is_thanked_when_there_is_room(on_a_small_disk):
    door, disk, cluster = on_a_small_disk
    thanked = {receipt(door.send(door.letter(WORDS))[1]) for _ in range(5)}
    disk.fill()
    refused = []
    for _ in range(MOST_TRIES):
        letter = door.letter(WORDS)
        status, page = door.send(letter)
        if THANKED in page:
            thanked.add(receipt(page))
            continue
        assert status == 503
        assert letter.text in page.decode()
        refused.append(letter)
        if len(refused) == 5:
            break
    assert len(refused) == 5, "the disk was never full"

    disk.make_room()
    if cluster:
        cluster.start()  # as a service manager does: it may have given up
    for letter in refused:
        status, page = door.send(letter)
        assert status == 200
        thanked.add(receipt(page))
    assert door.envelopes() == {envelope(code) for code in thanked}
