"""Other people's files never stop a search: closed ones, links, pipes, sockets, names of no letters, what goes meanwhile."""

import os
import socket

import pytest

from consultation.auditing import files, paths
from consultation.auditing.findings import broken
from consultation.auditing.needles import Needle, Search

MARK = b"kari-has-been-here"


def found_in(*roots, closed=lambda _: None):
    read = files.Read()
    wanted = Search([Needle("text", "raw", 0, MARK)])
    hits = files.search(files.below(*roots, closed=closed), wanted, read)
    return sorted({os.fsencode(one.path.name) for one in hits}), read


@pytest.fixture
def crowded(tmp_path):
    """A directory in which others left what others leave."""
    crowd = tmp_path / "crowd"
    crowd.mkdir()
    (crowd / "plain").write_bytes(MARK)
    (crowd / "gone").symlink_to(crowd / "nothing")
    (crowd / "circle").symlink_to(crowd / "circle")
    os.mkfifo(crowd / "pipe")
    with open(os.fsencode(crowd) + b"/\xff\x1b[2J", "wb") as strange:  # noqa: PTH123 -- a path of letters cannot say it
        strange.write(MARK)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(crowd / "socket"))
    return crowd


def test_what_others_leave_is_passed_by_and_the_rest_is_searched(crowded):
    found, read = found_in(crowded)
    assert found == [b"plain", b"\xff\x1b[2J"]
    assert read.unread == {}


def test_a_link_into_a_directory_that_is_closed_stops_nothing(crowded, monkeypatch):
    closed = str(crowded / "closed")
    (crowded / "link").symlink_to(f"{closed}/secret")
    honest = os.stat

    def refusing(path, *words, **more):
        name = str(path)
        if name.startswith(closed) or (name.endswith("/link") and more.get("follow_symlinks", True)):
            raise PermissionError(13, "Permission denied", name)
        return honest(path, *words, **more)

    monkeypatch.setattr(os, "stat", refusing)
    found, read = found_in(crowded)
    assert b"plain" in found
    assert read.unread == {}
    asked = (paths.is_there, paths.is_folder, paths.is_regular)
    assert not any(one(crowded / "closed" / "secret") for one in asked)
    assert paths.resolved(crowded / "circle").name == "circle"


def test_directories_that_cannot_be_opened_are_told(crowded, monkeypatch):
    (crowded / "closed").mkdir()
    honest, told = os.scandir, []

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return honest(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found, _ = found_in(crowded, closed=lambda refused: told.append(refused.filename))
    assert b"plain" in found
    assert told == [str(crowded / "closed")]


def test_what_went_meanwhile_or_became_a_pipe_is_not_waited_for(crowded):
    names = [crowded / "went", crowded / "pipe", crowded / "plain"]
    read = files.Read()
    hits = list(files.search(names, Search([Needle("text", "raw", 0, MARK)]), read))
    assert [one.path.name for one in hits] == ["plain"]
    with pytest.raises(OSError, match="pipe"):
        paths.opened(crowded / "pipe")


def test_a_name_of_no_letters_can_be_printed_and_signed():
    seen = broken("A place", f"Found in {os.fsdecode(bytes([47, 255]))}\x1b[2J.").seen
    assert seen.isprintable()
    assert seen.encode() == b"Found in /\\udcff\\x1b[2J."
