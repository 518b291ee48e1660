"""Whoever was thanked is in the system exactly once, whatever is killed and whenever."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from consultation.storage import responses
from consultation.storage.database import Database
from tests.faults import naive_site
from tests.faults.storm import Persistent, Storm, strike, wrongs
from tests.respondent import Respondent
from tests.running import QUICKLY, Installation, end, free_port

CONSULTATION = "waiting-times"
KILLS = 6  # each program two or three times; a hundred: `make soak`


@pytest.fixture
def installation(tmp_path: Path, database_files: tuple[str | None, list[Path]]) -> Iterator[Installation]:
    """An installation with Case A open, whose box is emptied every second."""
    running = Installation(
        tmp_path / "all", database_files[0], settings={"CONSULTATION_MIXING_SECONDS": "1", **QUICKLY}
    )
    running.command("open", CONSULTATION, "--archive", "report")
    yield running
    running.stop()


def _reborn(installation: Installation, *words: str) -> Callable[[], None]:
    alive = [installation.start(*words)]

    def kill() -> None:
        os.killpg(alive[0].pid, signal.SIGKILL)
        alive[0].wait(timeout=30)
        installation.running.remove(alive[0])
        time.sleep(0.2)
        alive[0] = installation.start(*words)

    return kill


def _stored(installation: Installation, question: str) -> list[str]:
    url = installation.database_url or f"sqlite:///{installation.instance / 'consultation.sqlite'}"
    database = Database(url)
    with database.reading() as session:
        texts = [comment.text for comment in responses.corpus(session, CONSULTATION, question).comments]
    database.close()
    return texts


@pytest.mark.slow
def test_every_thanked_response_is_there_exactly_once(installation, database_files, request, long):
    web = _reborn(installation, "serve", "--port", str(installation.port), "--workers", "1")
    worker = _reborn(installation, "worker")
    installation.wait_until_it_answers(installation.running[0])
    victims = [web, worker]
    if database_files[1]:
        cluster = request.getfixturevalue("cluster")
        victims.append(lambda: (cluster.kill(), cluster.start()))
    someone = Respondent(installation.address)
    field = someone.get(f"/nb/{CONSULTATION}/patient/").tree.xpath("//textarea/@name")[0]
    someone.close()

    turns = cycle([True, False])  # with script, without, and so on
    storm = Storm(lambda: Persistent(installation.address, CONSULTATION, field, proves=next(turns)))
    storm.begin()
    strike(victims, times=KILLS * 5 if long else KILLS, seed=20261121)
    web()  # once more, as a service manager would: whoever starts while the database is away gives up
    worker()
    time.sleep(1)
    storm.end()
    installation.stop()
    installation.command("close", CONSULTATION)
    installation.command("empty-ballot-box", CONSULTATION)

    assert len(storm.thanked) > KILLS, "there was hardly any load"
    assert wrongs(storm.thanked, _stored(installation, field)) == {"lost": [], "twice": []}


def test_the_same_storm_catches_a_site_that_thanks_too_early(tmp_path):
    port, stored = free_port(), tmp_path / "stored"
    command = [sys.executable, naive_site.__file__, str(stored), str(port)]
    alive = [subprocess.Popen(command, start_new_session=True)]

    class Trusting:
        """Sends once, and believes the thanks."""

        def __call__(self, text: str) -> bool:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", text.encode(), timeout=5):
                    time.sleep(0.01)
                    return True
            except OSError:
                return False

        def close(self) -> None:
            """Nothing is kept."""

    def kill() -> None:
        os.killpg(alive[0].pid, signal.SIGKILL)
        alive[0].wait()
        alive[0] = subprocess.Popen(command, start_new_session=True)

    storm = Storm(Trusting)
    storm.begin()
    strike([kill], times=3, seed=1)
    time.sleep(1)
    storm.end()
    end(alive[0])
    assert wrongs(storm.thanked, stored.read_text().splitlines())["lost"]
