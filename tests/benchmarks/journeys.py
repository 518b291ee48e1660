"""Complete respondents' journeys per second, and the server's CPU time for one, beside the least app that could take an answer.

Both stand behind the same server with the same options and are asked for five pages, with one text of the same words in the
fourth and fifth; static files are not asked for, since browsers keep them. The two take turns, so that both meet the same load of
the machine, and the ratio is the median of the rounds' ratios. CPU time is of all server processes, in user and system mode.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.running import free_port

ROOT = Path(__file__).parents[2]
SLUG = "waiting-times"
TEXT = "Jeg ventet i {number} uker uten å høre noe. Én fast kontaktperson ville ha gjort meg trygg. Ring meg heller enn å skrive."
RESPONDENTS = 4
JOURNEYS = 400
ROUNDS = 5
WORKERS = 2
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
AIM = 2.0


@dataclass(frozen=True)
class Measured:
    """What one round of journeys took."""

    per_second: float
    cpu_ms: float
    """Of all server processes, for one journey."""


class Visitor:
    """A respondent with one kept connection, who reads no more of a page than a form needs."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.own = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/x-www-form-urlencoded"}

    def get(self, path: str) -> str:
        """Fetch a page."""
        return self._asked("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form."""
        return self._asked("POST", path, urlencode(fields), self.own)

    def _asked(self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> str:
        self.connection.request(method, path, body, dict(headers or {}))
        answer = self.connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, (method, path, answer.status)
        return page


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that stand in a page."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


def our_journey(visitor: Visitor, number: int) -> None:
    """From the front page to the thanks."""
    visitor.get("/")
    visitor.get(f"/nb/{SLUG}/")
    form = visitor.get(f"/nb/{SLUG}/patient/")
    text = {"feel-safe": TEXT.format(number=number)}
    check = visitor.post(f"/nb/{SLUG}/patient/check", {**hidden(form), **text})
    thanks = visitor.post(f"/nb/{SLUG}/patient/thanks", {**hidden(check), **text})
    assert 'data-page="thanks"' in thanks


def minimal_journey(visitor: Visitor, number: int) -> None:
    """As many pages of the minimal app."""
    visitor.get("/")
    visitor.get("/consultation")
    visitor.get("/form")
    text = {"feel-safe": TEXT.format(number=number)}
    check = visitor.post("/check", text)
    thanks = visitor.post("/thanks", {**hidden(check), **text})
    assert 'data-page="thanks"' in thanks


@contextmanager
def serving(target: str, environment: Mapping[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """Gunicorn, the same for both, with the server's process."""
    port = free_port()
    words = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "8"]
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level", "error", *words, target]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        until = time.monotonic() + 60
        while True:
            try:
                Visitor(port).get("/")
                break
            except OSError:
                assert time.monotonic() < until, "the server did not start"
                time.sleep(0.1)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


def measured(port: int, server: psutil.Process, journey: Callable[[Visitor, int], None], journeys: int) -> Measured:
    """Let several respondents go at the same time."""

    def respond(respondent: int) -> None:
        visitor = Visitor(port)
        for number in range(journeys // RESPONDENTS):
            journey(visitor, respondent * journeys + number)

    with ThreadPoolExecutor(RESPONDENTS) as respondents:
        cpu, start = _cpu(server), time.perf_counter()
        list(respondents.map(respond, range(RESPONDENTS)))  # raises what went wrong on any journey
        took = time.perf_counter() - start
    return Measured(journeys / took, 1000 * (_cpu(server) - cpu) / journeys)


def _cpu(server: psutil.Process) -> float:
    family = [server, *server.children(recursive=True)]
    return sum(times.user + times.system for times in (one.cpu_times() for one in family))


def main() -> float:
    """Print both, and the ratio of CPU per journey, which it returns."""
    with tempfile.TemporaryDirectory() as folder:
        instance = f"{folder}/instance"
        opened = [sys.executable, "-m", "consultation.cli", "--instance", instance, "open", SLUG]
        subprocess.run(opened, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        ours = ("consultation.cli.web_application:web_application()", {"CONSULTATION_INSTANCE": instance})
        least = ("tests.benchmarks.minimal_app:create_app()", {"MINIMAL_FILE": f"{folder}/minimal.sqlite"})
        with serving(*ours) as our_server, serving(*least) as least_server:
            rounds: dict[str, list[Measured]] = {"consultation": [], "minimal app": []}
            for at in range(ROUNDS + 1):  # the first warms up; the two take turns, so that both meet the same load
                mine = measured(*our_server, our_journey, JOURNEYS)
                theirs = measured(*least_server, minimal_journey, JOURNEYS)
                if at:
                    rounds["consultation"].append(mine)
                    rounds["minimal app"].append(theirs)
    print(f"{JOURNEYS} journeys of five pages, {RESPONDENTS} respondents at once, {WORKERS} processes, SQLite FULL")
    for name, runs in rounds.items():
        speed, cpu = (
            statistics.median(values) for values in zip(*((r.per_second, r.cpu_ms) for r in runs), strict=True)
        )
        print(f"  {name:14} {speed:7.1f} journeys/s   {cpu:6.2f} ms CPU per journey")
    pairs = zip(*rounds.values(), strict=True)
    ratio = statistics.median(mine.cpu_ms / theirs.cpu_ms for mine, theirs in pairs)
    print(f"  ratio of CPU   {ratio:.2f} (aim: at most {AIM:g})")
    return ratio


if __name__ == "__main__":
    main()
