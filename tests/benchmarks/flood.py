"""Ten thousand scripted answers from one network, without proofs: what gets in, and what somebody who answers meanwhile notices."""

import secrets
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from consultation.privacy import form_age
from consultation.settings import derived
from tests.benchmarks.journeys import FORM, SLUG, TEXT, WORKERS, Visitor, opened, our_journey, serving

POSTS = 10_000
PROGRAMS = 4
PEOPLE = 200
FLOODED, ELSEWHERE = "203.0.113.7", "198.{}.{}.9"


def main() -> None:
    """Print how many of the flood got in, and how long a person's journey took before and during it."""
    with tempfile.TemporaryDirectory() as folder:
        instance = f"{folder}/instance"
        opened(instance)
        key = derived(Path(instance, "secret.key").read_bytes(), "form age")
        old = form_age.mark(key, consultation=SLUG, now=time.time() - 60)
        target = "consultation.cli.web_application:web_application()"
        settings = {"CONSULTATION_INSTANCE": instance, "CONSULTATION_TRUSTED_PROXIES": "1"}
        with serving(target, settings) as (port, _):
            quiet = _people(port, old, lambda number: number >= PEOPLE)
            over = threading.Event()
            with ThreadPoolExecutor(1) as person:
                disturbed = person.submit(_people, port, old, lambda _: over.is_set())
                begun = time.perf_counter()
                statuses = _flood(port, old)
                took = time.perf_counter() - begun
                over.set()
        with closing(sqlite3.connect(f"{instance}/consultation.sqlite")) as database:
            stored = int(database.execute("SELECT count(*) FROM ballot_box").fetchone()[0])
    people = len(quiet) + len(disturbed.result())
    print(f"  {POSTS} posts in {took:.0f} s ({WORKERS} processes): {dict(statuses)}")
    print(f"  in the ballot box: {stored - people} of the flood, {people} of {people} people from elsewhere")
    for kind, times in (("before", quiet), ("during", disturbed.result())):
        print(f"  a journey {kind}: {statistics.median(times):.0f} ms, p99 {_p99(times):.0f} ms")


def _flood(port: int, old: str) -> Counter[int]:
    """What each post was answered with."""

    def send(program: int) -> list[int]:
        visitor = Visitor(port)
        visitor.own["X-Forwarded-For"] = FLOODED
        fields = {"_made": old, "feel-safe": f"{TEXT} {program}"}
        return [
            visitor.status("POST", f"{FORM}thanks", {**fields, "_nonce": secrets.token_hex(16)})
            for _ in range(POSTS // PROGRAMS)
        ]

    with ThreadPoolExecutor(PROGRAMS) as programs:
        return Counter(status for statuses in programs.map(send, range(PROGRAMS)) for status in statuses)


def _people(port: int, old: str, over: Callable[[int], bool]) -> list[float]:
    """One after another, each from a network of their own and from the front page to the thanks; milliseconds each took, and raises if one was refused."""
    visitor, times = Visitor(port), []
    while not over(len(times)):
        visitor.own["X-Forwarded-For"] = ELSEWHERE.format(*divmod(len(times), 256))
        begun = time.perf_counter()
        our_journey(visitor, len(times), {"_made": old})
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


if __name__ == "__main__":
    main()
