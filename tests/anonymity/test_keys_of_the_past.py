"""Whoever saved a ballot box, its log and all key files of a later day opens nothing that was mixed in (trust A5, T10)."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from consultation.privacy.anonymise import Channel
from consultation.privacy.sealing import CannotOpen, unseal
from consultation.storage import ballot_box
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases import empty_ballot_box
from consultation.usecases.submit_response import submit_response
from tests.boxes import TODAY, Box

MARKED = [f"Elgtråkket {number}" for number in range(10)]


def in_the_box(database, slug):
    with database.reading() as session:
        return [one.sealed for one in ballot_box.look_into(session, slug)]


def opened(sealed, directory):
    """How many of these the live keys open: every file below a directory that could be a private key."""
    keys = [path.read_bytes() for path in directory.rglob("*") if path.is_file() and path.stat().st_size == 32]
    assert keys
    count = 0
    for one in sealed:
        for key in keys:
            try:
                unseal(one, key)
            except CannotOpen:
                continue
            count += 1
    return count


def one_key_for_all(monkeypatch):
    """As it was before: the box's key lives as long as the consultation."""

    def leave(session, _slug, *, keys, leaving):
        ballot_box.remove(session, leaving)

    monkeypatch.setattr(empty_ballot_box, "change_key", leave)


def filled(database, directory):
    box = Box(database, KeyRing(directory / "keys"))
    box.open()
    for words in MARKED:
        box.put(words)
    return box


@pytest.fixture(params=["a new key at every mixing", "one key for all"])
def changes(request, monkeypatch):
    """Whether keys change; where they do not, the saved box must be open to the live key."""
    if request.param == "one key for all":
        one_key_for_all(monkeypatch)
    return request.param == "a new key at every mixing"


def test_a_saved_sqlite_file_with_its_log_is_closed_to_the_keys_of_later(sqlite, tmp_path, changes):
    box = filled(sqlite, tmp_path)
    (file,) = tmp_path.rglob("consultation.sqlite")
    shutil.copytree(file.parent, tmp_path / "saved")
    private = box.private_key
    assert box.empty() == 10
    stolen = Database(f"sqlite:///{tmp_path / 'saved' / 'consultation.sqlite'}")
    sealed = in_the_box(stolen, box.slug)
    stolen.close()
    assert len(sealed) == 10
    assert opened(sealed, tmp_path / "keys") == (0 if changes else 10)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert (private in everything) is not changes


@pytest.mark.postgres
def test_what_lies_in_postgresqls_log_is_closed_to_the_keys_of_later(postgres, tmp_path, changes):
    box = filled(Database(postgres.create(f"past_{'new' if changes else 'old'}")), tmp_path)
    sealed = in_the_box(box.database, box.slug)
    assert box.empty() == 10
    log = b"".join(path.read_bytes() for path in Path(postgres.server.pgdata, "pg_wal").iterdir() if path.is_file())
    still_there = [one for one in sealed if one in log]  # a few are cut by the log's own page headers
    assert len(still_there) > 3, "the log would not have told anyway"
    assert opened(still_there, tmp_path / "keys") == (0 if changes else len(still_there))
    box.database.close()


def test_what_stays_behind_is_closed_to_the_keys_of_later_too(sqlite, tmp_path):
    """Its envelope of that day is one that the box no longer has: it was sealed anew."""
    box = filled(sqlite, tmp_path)
    with sqlite.transaction() as session:
        alone = partial(
            submit_response, role="patient", raw={"better": ["alone on paper"]}, nonce="a" * 32, today=TODAY
        )
        alone(session, box.consultation, channel=Channel.paper)
    before = in_the_box(sqlite, box.slug)
    assert box.empty() == 10
    assert opened(before, tmp_path / "keys") == 0
    assert opened(in_the_box(sqlite, box.slug), tmp_path / "keys") == 1
