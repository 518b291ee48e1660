"""`make soak`: the long run. Hundreds of kills, cuts and power failures under load; whoever was thanked is counted at the end.

SOAK_ACKS and SOAK_KILLS say how many thanks and how many kills there must be at least, SOAK_DATABASE `sqlite`, `postgres`
or both with a comma, SOAK_SEED the order of events, SOAK_SLOW_NAMES=1 lets the mixer take its full time for each name.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path

from sqlalchemy import text

from consultation.privacy import receipts
from consultation.storage import responses
from consultation.storage.database import Database
from tests.databases import Postgres
from tests.faults.crowd import FORM, SLUG, Crowd, Letter, Sender, receipt
from tests.faults.disk import why_none
from tests.faults.proxy import Fault, Proxy
from tests.faults.site import QUICK_NAMES, ROOT, Site
from tests.faults.storm import Persistent, Storm, wrongs
from tests.respondent import Respondent
from tests.running import old_mark

TELL_EVERY = 5.0
RESENT = 1000
SAMPLE = 500  # receipts that are looked up one by one
THROUGH_FAULTS = 3  # every third sender


@dataclass(frozen=True)
class Extent:
    """How long the run goes on."""

    acks: int = 100_000
    kills: int = 100
    resent: int = RESENT
    seed: int = 20261122
    altered: str = QUICK_NAMES
    say: Callable[[str], None] = print


@dataclass
class Found:
    """What the run has to tell."""

    database: str
    acks: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    unthanked: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    resent: int = 0
    whole_way: int = 0
    mixer: str = "not tried"
    stored: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """As a table."""
        kills = "; ".join(f"{count} {kind}" for kind, count in self.kills.most_common())
        tried = ", ".join(f"{count} {kind}" for kind, count in self.unthanked.most_common())
        wrong = [f"{kind}: {len(which)}" for kind, which in self.wrong.items()]
        return [
            f"{self.database}: {self.acks} thanked, {self.whole_way} of them after the whole way; {self.stored} stored; {', '.join(wrong)}",
            f"  {sum(self.kills.values())} faults: {kills}",
            f"  sent again because of: {tried or 'nothing'}",
            f"  answers swallowed after the commit and sent again: {self.resent}, each the same receipt",
            f"  a mixer killed at each statement and each step with a key: {self.mixer}",
            f"  {self.seconds:.0f} s, {self.acks / max(self.seconds, 0.1):.0f} thanks a second",
            *(f"  LOST: {told}" for told in self.lost),
        ]


def on_the_way_in(chance: random.Random) -> Fault:
    """What happens between a respondent and the web server."""
    return chance.choice(
        [
            Fault(),
            Fault(delay=chance.uniform(0, 0.05)),
            Fault(request_bytes=chance.randrange(1, 2500)),
            Fault(answer_bytes=chance.randrange(1, 12_000)),
            Fault(swallow_after=b"/thanks HTTP", swallow_until=b"</html>"),
            Fault(silent=True) if chance.random() < 0.1 else Fault(),
        ]
    )


def on_the_way_to_the_database(chance: random.Random) -> Fault:
    """What happens between the programs and PostgreSQL; most connections last."""
    kinds = [Fault(delay=0.002), Fault(request_bytes=chance.randrange(2000, 200_000))]
    kinds += [Fault(answer_bytes=chance.randrange(2000, 200_000)), Fault(swallow_after=b"COMMIT")]
    return chance.choice([*kinds, *[Fault()] * 8])


def soak(database: str, extent: Extent) -> Found:
    """One run on one kind of database."""
    power = not (why := _why_no_power_cut())
    if not power:
        extent.say(f"{database}: no power cuts, because {why}")
    found, chance = Found(database), random.Random(extent.seed)
    with Site(postgres=database == "postgres", power=power, altered=extent.altered) as site:
        door = Proxy(("127.0.0.1", site.installation.port), plan=lambda: on_the_way_in(chance))
        question = _question(site.installation.address)
        ports = (site.installation.port, door.port)
        crowd = Crowd(site.installation.address, question, lambda number: ports[number % THROUGH_FAULTS == 0])
        turns = cycle([True, False])  # the whole way, with script and its proof or without
        storm = Storm(
            lambda: Persistent(site.installation.address, SLUG, question, proves=next(turns)), respondents=2, first=90
        )
        begun = time.monotonic()
        site.plan = lambda: on_the_way_to_the_database(chance)
        crowd.begin()
        storm.begin()
        _strike(site, crowd, extent, found, chance)
        site.plan = Fault
        if site.to_database:
            site.to_database.cut_all()
        crowd.end(patience=120)
        storm.end()
        found.acks, found.whole_way = len(crowd.thanked) + len(storm.thanked), len(storm.thanked)
        found.unthanked = crowd.unthanked
        found.seconds = time.monotonic() - begun
        door.close()
        again = resend(site.installation.address, site.installation.port, question, extent.resent)
        found.resent, thanked = len(again), crowd.thanked | again
        extent.say(f"{database}: closing, and mixing in what is left")
        _close(site)
        _compare(site, question, [*thanked, *storm.thanked], found)
        found.lost = [_told(text, crowd.when.get(text), site.cuts) for text in found.wrong["lost"]]
        found.wrong["same receipt twice"] = ["?"] * (len(thanked) - len(set(thanked.values())))
        if not extent.altered:
            _look_up(site, thanked, found, chance)
    extent.say(f"{database}: killing a mixer at each of its points")
    found.mixer, found.wrong["troubles of a killed mixer"] = mixer_killed(database)
    return found


def mixer_killed(database: str) -> tuple[str, list[str]]:
    """At each of its statements and steps with a key file; how many points there were, and what was wrong."""
    with tempfile.TemporaryDirectory(prefix="consultation-soak-") as folder, ExitStack() as ends:
        where = database
        if database == "postgres":
            cluster = Postgres(Path(folder) / "cluster")
            ends.callback(cluster.server.cleanup)
            where = cluster.create("mixer_kills")
        words = [sys.executable, "-m", "tests.faults.mixer_kills", where, folder]
        ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        return "broke off", [ended.stderr]
    seen = json.loads(ended.stdout)
    return f"{seen['killed']} of {seen['points']} points", seen["troubles"]


def resend(address: str, port: int, question: str, times: int) -> dict[str, str]:
    """So often: the answer is swallowed after the commit, the same form is sent again; the receipt must be the same one."""
    door = Proxy(("127.0.0.1", port), plan=lambda: Fault(swallow_after=b"/thanks HTTP", swallow_until=b"</html>"))
    unlucky, lucky = (Sender(address, port, timeout=60) for port in (door.port, port))
    mark, thanked = old_mark(address, SLUG), dict[str, str]()
    for number in range(times):
        letter = Letter.of(f"Sendt {number:05d} to ganger", question, mark)
        try:
            page = unlucky.send(letter)[1]
            raise AssertionError(f"nobody swallowed this: {page[:200]!r}")
        except OSError:
            first = receipt(door.swallowed.pop())
        status, page = lucky.send(letter)
        assert status == 200
        thanked[letter.text] = receipt(page)
        assert thanked[letter.text] == first, "another receipt for the same form"
    lucky.close()
    door.close()
    return thanked


def _strike(site: Site, crowd: Crowd, extent: Extent, found: Found, chance: random.Random) -> None:
    """One fault after the other, spread over the whole load, until there are enough of both."""
    ways = site.ways_to_die(chance)
    begun = told = time.monotonic()
    kills = 0
    while len(crowd.thanked) < extent.acks or kills < extent.kills:
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            extent.say(f"{found.database}: {told - begun:5.0f} s  {len(crowd.thanked):7d} thanked  {kills:4d} kills")
        due = (kills + 1) * extent.acks / (extent.kills + 1)
        if len(crowd.thanked) < min(due, extent.acks):
            time.sleep(0.02)
            continue
        kind = chance.choice(sorted(ways))
        time.sleep(chance.uniform(0, 0.3))
        ways[kind]()
        found.kills[kind] += 1
        kills += "killed" in kind or "power" in kind


def _close(site: Site) -> None:
    site.stop()
    site.installation.command("close", SLUG)
    site.installation.command("empty-ballot-box", SLUG)


def _compare(site: Site, question: str, thanked: Sequence[str], found: Found) -> None:
    database = Database(site.database_url)
    with database.reading() as session:
        stored = [comment.text for comment in responses.corpus(session, SLUG, question).comments]
        left = session.execute(text("SELECT (SELECT count(*) FROM ballot_box) + (SELECT count(*) FROM set_aside)"))
        found.wrong = wrongs(thanked, stored) | {"left in the box": ["?"] * int(left.scalar_one())}
    database.close()
    found.stored = len(stored)


def _look_up(site: Site, thanked: dict[str, str], found: Found, chance: random.Random) -> None:
    """Some receipts, one by one: each must lead to a response. Only where names were made as the system makes them."""
    codes = chance.sample(sorted(thanked.values()), min(SAMPLE, len(thanked)))
    secrets = [one.secret for one in map(receipts.parse, codes) if isinstance(one, receipts.Receipt)]
    database = Database(site.database_url)
    with database.reading() as session:
        known = responses.known(session, list(receipts.slow_names(secrets, SLUG).values()))
    database.close()
    found.wrong["receipts that lead nowhere"] = ["?"] * (len(codes) - len(known))


def _told(text: str, thanked: float | None, cuts: Sequence[float]) -> str:
    """When somebody who was lost was thanked, beside the power cut that came next or just before."""
    if thanked is None or not cuts:
        return text
    after = min((thanked - cut for cut in cuts), key=abs)
    return f"{text}, thanked {abs(after):.4f} s {'after' if after > 0 else 'before'} the nearest power cut"


def _question(address: str) -> str:
    someone = Respondent(address)
    name = str(someone.get(FORM).tree.xpath("//textarea/@name")[0])
    someone.close()
    return name


def _why_no_power_cut() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return why_none(Path(folder))


def main() -> int:
    """Run as the environment says; the exit code is the number of databases on which something was wrong."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell started us in the background
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # everything is ended and taken out before we go
    asked = os.environ.get
    extent = Extent(
        acks=int(asked("SOAK_ACKS", "100000")),
        kills=int(asked("SOAK_KILLS", "100")),
        seed=int(asked("SOAK_SEED", "20261122")),
        altered="" if asked("SOAK_SLOW_NAMES", "") == "1" else QUICK_NAMES,
        say=partial(print, flush=True),
    )
    results = [soak(name, extent) for name in asked("SOAK_DATABASE", "sqlite,postgres").split(",")]
    print(*[line for found in results for line in found.lines()], sep="\n")
    return sum(any(found.wrong.values()) for found in results)


if __name__ == "__main__":
    sys.exit(main())
