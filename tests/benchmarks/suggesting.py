"""Suggesting themes for 12,000 comments as the worker does it: time, memory, and how long others must wait to write."""

import random
import resource
import secrets
import tempfile
import threading
import time
from pathlib import Path

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import jobs, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import codings
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme
from consultation.usecases.reading.code_comments import keep, propose
from consultation.usecases.reading.review_themes import review_themes
from tests.benchmarks.described_themes import DESCRIPTIONS
from tests.benchmarks.themes_quality import coded
from tests.boxes import TODAY, WEEK, Box
from tests.judging import judge

QUESTION, KARI = "better", "kari@example.org"
COMMENTS, READ, LEFT_OUT = 12_000, 600, 0.1


def main() -> None:
    """Print what one run costs, and another one after some more were read."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/consultation.sqlite")
        database.upgrade()
        box = Box(database, KeyRing(Path(folder) / "keys"))
        box.open()
        known = _answered(box)
        for seed in (1, 2):
            _read(box, known, READ if seed == 1 else 200)
            print(f"  run {seed}: {_timed(box, seed)}", flush=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {COMMENTS:,} comments, {len(DESCRIPTIONS)} themes; peak memory {peak:.0f} MiB")
        database.close()


def _timed(box: Box, seed: int) -> str:
    began = time.perf_counter()
    with box.database.reading() as session:
        proposal = propose(
            session, box.slug, QUESTION, seed=seed, progress=lambda *_: session.rollback(), made_on=TODAY
        )
    proposed = time.perf_counter() - began
    waits: list[float] = []
    stop = threading.Event()
    others = threading.Thread(target=_write, args=(box.database, waits, stop))
    others.start()
    time.sleep(0.2)
    began = time.perf_counter()
    with box.database.transaction() as session:
        held = time.perf_counter()
        keep(session, proposal)
    ended = time.perf_counter()
    time.sleep(0.2)
    stop.set()
    others.join()
    return (
        f"thought for {proposed:.1f} s, wrote {len(proposal.found.suggestions):,} suggestions with the database locked for "
        f"{ended - held:.2f} s; the longest that another writer waited: {max(waits):.2f} s"
    )


def _write(database: Database, waits: list[float], stop: threading.Event) -> None:
    while not stop.is_set():
        began = time.perf_counter()
        with database.transaction() as session:
            jobs.request(session, "nothing", None, {}, "bench")
        waits.append(time.perf_counter() - began)
        time.sleep(0.01)


def _answered(box: Box) -> dict[str, frozenset[str]]:
    """Real comments, again and again with words left out; text -> its themes."""
    chance, known = random.Random(1), {}
    texts, themes, _, _ = coded()
    while len(known) < COMMENTS:
        at = chance.randrange(len(texts))
        left = [word for word in texts[at].split() if chance.random() > LEFT_OUT]
        known[" ".join(left) or "?"] = themes[at]
    made = [
        AnonymousResponse(secrets.token_bytes(16), box.consultation.fingerprint, "patient", "web", {}, {QUESTION: text})
        for text in known
    ]
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, made, WEEK)
        adopted = tuple(
            AdoptedTheme(f"t{at}", NewTheme(name, definition))
            for at, (name, definition) in enumerate(sorted(DESCRIPTIONS.items()))
        )
        review_themes(session, box.slug, QUESTION, Adopt(adopted, "bench", KARI), decided_on=TODAY)
    ids = {name: f"t{at}" for at, name in enumerate(sorted(DESCRIPTIONS))}
    return {text: frozenset(ids[one] for one in those if one in ids) for text, those in known.items()}


def _read(box: Box, known: dict[str, frozenset[str]], most: int) -> None:
    with box.database.transaction() as session:
        unread = codings.unread(session, box.slug, QUESTION)
        lessons = [one for one in responses.corpus(session, box.slug, QUESTION) if one.key in unread][:most]
        for one in lessons:
            found = dict.fromkeys(known[one.text], True)
            judge(session, one.key, found, outcome="coded" if found else "none", by=KARI)
