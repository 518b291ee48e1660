"""A mixer that is killed at its n-th statement or step with a key file, for every n: what is left is whole, and goes on.

`python -m tests.faults.mixer_kills DATABASE DIRECTORY [STEP [BROKEN]]` kills at every STEP-th point and prints what it saw as
JSON. DATABASE is `sqlite`, or the address of a PostgreSQL database with the whole schema, which is copied for each kill.
BROKEN names a mixer that does it wrong: the kills must find it out.
"""

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.engine import Engine

from consultation.clock import today
from consultation.jobs.mixing import mix_all
from consultation.privacy import receipts
from consultation.privacy.anonymise import Channel
from consultation.privacy.sealing import CannotOpen, SealedResponse, unseal
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings, whole_files
from consultation.storage import ballot_box, consultations, key_files, keys
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.import_responses import import_responses
from consultation.usecases.open_consultation import open_consultation
from consultation.usecases.plan_import import ImportColumns, plan_import
from consultation.usecases.recognise_csv import recognise_csv
from tests.faults.broken_mixers import BROKEN

receipts._COST = 2  # where a name is made is looked at here, and not how slow that is
SLUG = "waiting-times"
BATCH, FEW = 11, 3
OF_THE_OS = ("open", "fsync", "utime", "pwrite")
OF_PATHS = ("mkdir", "rename", "unlink", "chmod", "rmdir", "write_text")


@dataclass
class Seen:
    """What the kills have shown."""

    points: int = 0
    killed: int = 0
    troubles: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """One installation: a batch that may go, three by another channel that stay, and an envelope that nobody can open."""

    directory: Path
    url: str

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return Settings.read({"CONSULTATION_INSTANCE": str(self.directory), "CONSULTATION_DATABASE_URL": self.url})

    def prepare(self) -> None:
        """Fill it; all that is put has words of its own."""
        with self.database() as database, database.transaction() as session:
            questionnaire = load(library()[SLUG])
            last = today() + timedelta(days=10)
            opened = open_consultation(
                session, questionnaire, slug=SLUG, closes_on=last, erase_on=last + timedelta(days=9), today=today(),
                keys=KeyRing.of(self.settings), archive="nothing",
            )  # fmt: skip
            secret = b"s" * 32
            for words, channel in (("stor", BATCH), ("liten", FEW)):
                rows = "".join(f"{words} {number};\n" for number in range(channel))
                columns = ImportColumns((("comment", None),), role="patient")
                plan = plan_import(recognise_csv(f"comment;d\n{rows}".encode()), questionnaire, columns)
                through = {"stor": Channel.imported, "liten": Channel.paper}[words]
                import_responses(session, opened, plan.responses, secret=secret, channel=through)
            ballot_box.put(session, SLUG, SealedResponse(b"b" * 16, b"nobody can open this"))

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Its database, closed at the end."""
        opened = Database(self.settings.database_url)
        if opened.on_sqlite:
            opened.upgrade()
        yield opened
        opened.close()

    def mix(self) -> None:
        """Look into the box as the worker does."""
        with self.database() as database:
            mix_all(self.settings, database)


def kill_everywhere(scene: Scene, another: Callable[[int], Scene], *, step: int = 1, broken: str = "") -> Seen:
    """Kill a mixer at every step-th point, each time in a copy of the scene, and look at what it left."""
    seen = Seen()
    another(-1).mix()  # so that each of those to be killed finds its modules and its statements ready
    with scene.database() as database:
        sealed = _sealed(database)
    seen.points, commits = counted(another(0), broken)
    for number in _near(commits) if broken else range(1, seen.points + 1, step):
        copy = another(number)
        killed = killed_at(copy, number, broken)
        seen.killed += killed
        seen.troubles += [f"killed at {number}: {trouble}" for trouble in _troubles(copy, sealed, broken)]
        if broken and seen.troubles:
            break
    return seen


def _near(commits: list[int]) -> list[int]:
    """Where a mixer that does it wrong can be found out soonest."""
    return [1, *sorted({number for commit in commits for number in range(commit - 2, commit + 4)})]


def counted(scene: Scene, broken: str) -> tuple[int, list[int]]:
    """How many points there are, and at which of them something was committed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        BROKEN.get(broken, lambda: None)()
        at = _watch(None)
        scene.mix()
        os.write(writing, json.dumps([at.point, at.commits]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        points, commits = json.load(told)
    return points, commits


def killed_at(scene: Scene, number: int, broken: str) -> bool:
    child = os.fork()
    if child == 0:
        BROKEN.get(broken, lambda: None)()
        _watch(number)
        try:
            scene.mix()
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@dataclass
class At:
    """How far a mixer has come."""

    point: int = 0
    commits: list[int] = field(default_factory=list)


def _watch(kill_at: int | None) -> At:
    """Count statements, commits and what is done with key files; end this very process at the one that is asked for."""
    at = At()

    def point(*_: Any) -> None:
        at.point += 1
        if at.point == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def commit(*_: Any) -> None:
        point()
        at.commits.append(at.point)

    event.listen(Engine, "before_cursor_execute", point)
    event.listen(Engine, "commit", commit)
    for owner, names in ((os, OF_THE_OS), (Path, OF_PATHS)):
        for name in names:
            setattr(owner, name, _at_key_files(getattr(owner, name), point))
    return at


def _at_key_files(real: Callable[..., Any], point: Callable[[], None]) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        if sys._getframe(1).f_code.co_filename in {one.__file__ for one in (whole_files, key_files, keys, ballot_box)}:
            point()
        return real(*given, **named)

    return watched


def _troubles(scene: Scene, sealed: list[bytes], broken: str) -> Iterator[str]:
    """What is wrong: just after the kill, and when a mixer has looked again."""
    whole = Counter([*(f"stor {number}" for number in range(BATCH)), *(f"liten {number}" for number in range(FEW))])
    ring = KeyRing.of(scene.settings)
    with scene.database() as database:
        if _everything(database, ring) != whole:
            yield "something is lost, there twice, or cannot be opened"
    killed_at(scene, 0, broken)  # nobody kills it this time
    with scene.database() as database:
        if _everything(database, ring) != whole:
            yield "something is lost, there twice, or cannot be opened after the next look"
        with database.reading() as session:
            if ballot_box.waiting(session, SLUG) != FEW or ballot_box.aside(session, SLUG) != 1:
                yield "the batch did not go, or not alone"
    left = [path for path in (ring.directory / SLUG).iterdir() if path.name != "looked"]
    if len(left) != 1:
        yield f"{len(left)} key files are left"
    if any(_opens(one, path.read_bytes()) for one in sealed for path in left):
        yield "a key that lives opens what was mixed in"


def _everything(database: Database, ring: KeyRing) -> Counter[str]:
    """The words of all responses, stored or waiting."""
    with database.reading() as session:
        found = consultations.find(session, SLUG)
        assert found is not None
        there = Counter(session.scalars(text("SELECT text FROM comment")).all())
        if not ring.opens(SLUG, found.public_key):
            return there
        private = ring.private(SLUG, found.public_key)
        for one in ballot_box.look_into(session, SLUG):
            if _opens(one.sealed, private):
                there.update(unseal(one.sealed, private).comments.values())
    return there


def _sealed(database: Database) -> list[bytes]:
    with database.reading() as session:
        return [one.sealed for one in ballot_box.look_into(session, SLUG)]


def _opens(sealed: bytes, private: bytes) -> bool:
    try:
        unseal(sealed, private)
    except CannotOpen:
        return False
    return True


def on_sqlite(directory: Path, *, step: int = 1, broken: str = "") -> Seen:
    """Kill it on SQLite."""

    def another(number: int) -> Scene:
        shutil.copytree(directory / "whole", directory / str(number))
        return Scene(directory / str(number), "")

    scene = Scene(directory / "whole", "")
    scene.prepare()
    return kill_everywhere(scene, another, step=step, broken=broken)


def on_postgres(url: str, directory: Path, *, step: int = 1, broken: str = "") -> Seen:
    """Kill it on PostgreSQL, in copies of a database that nobody else uses."""
    name = make_url(url).database
    administrator = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")

    def another(number: int) -> Scene:
        with administrator.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}_{number + 1} TEMPLATE {name}"))
        shutil.copytree(directory / "whole", directory / str(number))
        copy = make_url(url).set(database=f"{name}_{number + 1}").render_as_string(hide_password=False)
        return Scene(directory / str(number), copy.replace("+psycopg", ""))

    scene = Scene(directory / "whole", url.replace("+psycopg", ""))
    scene.prepare()
    seen = kill_everywhere(scene, another, step=step, broken=broken)
    administrator.dispose()
    return seen


def main() -> None:
    """Kill as the command line asks, and print what was seen."""
    where, directory, step, broken = [*sys.argv[1:], *["1", ""][len(sys.argv) - 3 :]]
    asked: dict[str, Any] = {"step": int(step), "broken": broken}
    place = Path(directory)
    seen = on_sqlite(place, **asked) if where == "sqlite" else on_postgres(where, place, **asked)
    print(json.dumps(vars(seen)))


if __name__ == "__main__":
    main()
