"""Whoever is handed all disks, logs, backups, live keys and the list of who answered when, does no better than by lot."""

import secrets
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from consultation.privacy.sealing import SealedResponse
from consultation.storage import responses
from consultation.storage.keys import KeyRing
from consultation.usecases import empty_ballot_box
from tests.anonymity.subpoena import Guessed, Handed, guess, keys_in, more_than_luck, together
from tests.anonymity.subpoena_site import FILLING, Site, contains, every_signal
from tests.cluster import started
from tests.faults.crowd import SLUG
from tests.running import Installation

PEOPLE = 50
BATCH = 10
BATCHES = 3


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def standing(request, tmp_path_factory):
    """A whole installation, on each kind of database; a cluster of its own, for all of it is handed over."""
    with ExitStack() as ends:
        folder, cluster = tmp_path_factory.mktemp("subpoena"), None
        if request.param == "postgres":
            place = ends.enter_context(tempfile.TemporaryDirectory(prefix="consultation-subpoena-"))
            cluster = started(Path(place) / "cluster")
            ends.callback(cluster.server.cleanup)
        (folder / "images").mkdir()
        installation = Installation(folder / "all", cluster.url if cluster else None)
        installation.settings["CONSULTATION_TRUSTED_PROXIES"] = "1"
        installation.command("open", SLUG, "--archive", "nothing")
        installation.serve("--workers", "1")
        ends.callback(installation.stop)
        one = Site(installation, cluster.directory if cluster else None, folder / "images")
        ends.callback(one.close)
        yield one


@pytest.fixture
def site(standing):
    """The installation, where a drill begins: whoever answered in an earlier one is not asked about."""
    standing.begin()
    return standing


def drill(site, people=PEOPLE):
    """So many people, an image while the box fills, one mixing; then all is handed over. Answers also the image."""
    site.answer(FILLING)
    filling = site.take_image()
    assert contains(filling, [one for _, one in site.people]) == FILLING, "the image does not hold what it should"
    site.answer(people - FILLING)
    site.mix()
    return site.handed_over(), filling


def success(guessed: Guessed, site, expected: float) -> dict[str, int]:
    return more_than_luck(guessed.right(site.truth()), expected)


class Orderly:
    """Draws lots that always fall the same way."""

    def shuffle(self, _things):
        """Leave them as they lie."""


@pytest.mark.slow
def test_a_mixer_that_does_not_shuffle_is_caught(site, monkeypatch):
    # First of all drills: on SQLite later rows split pages, which hides by itself what a mixer does not shuffle.
    monkeypatch.setattr(empty_ballot_box, "SystemRandom", Orderly)
    monkeypatch.setattr(responses, "_shuffle", lambda _rows: None)
    caught = success(guess(drill(site, 30)[0]), site, expected=1)
    assert caught
    assert any("envelope name" in way if site.database.on_sqlite else "arrival" in way for way in caught)


@pytest.mark.slow
def test_a_subpoena_for_everything_matches_nobody_better_than_by_lot(site):
    guessed = guess(drill(site)[0])
    assert len(guessed.pairs) > 20, "hardly anything was tried"
    assert guessed.opened == 0
    assert success(guessed, site, expected=1) == {}


@pytest.mark.slow
def test_an_image_at_every_mixing_tells_the_batch_and_nothing_finer(site):
    for _ in range(BATCHES):
        site.answer(BATCH)
        site.mix()
    guessed = guess(site.handed_over())
    assert guessed.opened == 0
    assert success(guessed, site, expected=BATCHES) == {}


@pytest.mark.slow
def test_an_image_that_also_holds_the_keys_opens_the_batch_it_was_taken_in_and_no_other(site):
    """A limit that is told, and how we know that the drill would open whatever can be opened."""
    handed, filling = drill(site, BATCH)
    assert guess(replace(handed, live_keys=keys_in(filling))).opened == BATCH
    site.begin()
    site.answer(BATCH)
    site.mix()
    assert guess(replace(site.handed_over(), live_keys=keys_in(filling))).opened == 0


@pytest.mark.slow
def test_a_key_that_is_not_destroyed_tells_everything(site, monkeypatch):
    monkeypatch.setattr(KeyRing, "destroy_others", lambda *_: 0)
    guessed = guess(drill(site, BATCH)[0])
    assert success(guessed, site, expected=1)["opened with a live key"] == BATCH


@pytest.mark.slow
def test_a_row_of_its_own_at_arrival_is_caught_by_the_number_of_its_transaction(site):
    kind = "BLOB" if site.database.on_sqlite else "BYTEA"
    with site.database.transaction() as session:
        session.execute(text(f"CREATE TABLE naive (key {kind} PRIMARY KEY, comment TEXT)"))
    arrived = [secrets.token_bytes(16) for _ in range(PEOPLE)]
    for key in arrived:
        with site.database.transaction() as session:
            session.execute(text("INSERT INTO naive VALUES (:key, 'Ventetid')"), {"key": key})
    found = every_signal(site.database, arrived, "naive.key")
    with site.database.transaction() as session:
        session.execute(text("DROP TABLE naive"))
    sent = [SealedResponse(secrets.token_bytes(16), b"") for _ in arrived]
    handed = Handed(sent, [(list(range(PEOPLE)), sorted(arrived))], found, {}, [])
    caught = more_than_luck(guess(handed).right(arrived), expected=1)
    own = "naive.rowid by arrival" if site.database.on_sqlite else "naive.xmin by arrival"
    assert caught[own] == PEOPLE


def test_luck_alone_is_never_called_success():
    everybody = [secrets.token_bytes(16) for _ in range(PEOPLE)]
    seen = []
    for _ in range(40):
        lots = {f"lot {number}": {key: secrets.randbelow(10**9) for key in everybody} for number in range(25)}
        sent = [SealedResponse(secrets.token_bytes(16), b"") for _ in everybody]
        handed = Handed(sent, [(list(range(PEOPLE)), sorted(everybody))], lots, {}, [])
        seen.append(guess(handed).right(everybody))
    assert all(more_than_luck(one, expected=1) == {} for one in seen)
    ways = together(seen)
    assert 0.8 < sum(ways.values()) / len(seen) / len(ways) < 1.2, "the number that is right by lot is not one"
