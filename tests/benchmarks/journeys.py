"""Complete respondents' journeys per second, and the server's CPU time for one, beside the least app that could take an answer.

All stand behind the same server with the same options and are asked for five pages, with one text of the same words in the
fourth and fifth; static files are not asked for, since browsers keep them. One kind of our respondents has no script and took
their time, the other also asks for a riddle, works it out and sends the proof. They take turns, so that all meet the same load of
the machine, and a ratio is the median of the rounds' ratios. CPU time is of all server processes, in user and system mode; the
riddles are asked for first and worked out while nothing is measured, since respondents do not do that on the server's machine.
"""

import http.client
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import altcha
import psutil

from consultation.privacy import form_age
from consultation.settings import derived
from tests.running import free_port

ROOT = Path(__file__).parents[2]
SLUG = "waiting-times"
FORM = f"/nb/{SLUG}/patient/"
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

    def status(self, method: str, path: str, fields: Mapping[str, str]) -> int:
        """Send a form as a program does that reads nothing."""
        self.connection.request(method, path, urlencode(fields), self.own)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def _asked(self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> str:
        self.connection.request(method, path, body, dict(headers or {}))
        answer = self.connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, (method, path, answer.status)
        return page


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that stand in a page."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


def our_journey(visitor: Visitor, number: int, shown: Mapping[str, str]) -> None:
    """From the front page to the thanks, with what shows that this is no flood."""
    visitor.get("/")
    visitor.get(f"/nb/{SLUG}/")
    form = visitor.get(FORM)
    text = {"feel-safe": TEXT.format(number=number)}
    check = visitor.post(f"{FORM}check", {**hidden(form), **text, **shown})
    thanks = visitor.post(f"{FORM}thanks", {**hidden(check), **text, **shown})
    assert 'data-page="thanks"' in thanks


def riddle(visitor: Visitor, nonce: str) -> altcha.Challenge:
    """What a browser's script asks for when somebody begins to write."""
    return altcha.Challenge.from_dict(json.loads(visitor.post(f"{FORM}challenge", {"_nonce": nonce}))["challenge"])


def worked_out(challenge: altcha.Challenge) -> str:
    """The proof that a browser sends."""
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def minimal_journey(visitor: Visitor, number: int) -> None:
    """As many pages of the minimal app."""
    visitor.get("/")
    visitor.get("/consultation")
    visitor.get("/form")
    text = {"feel-safe": TEXT.format(number=number)}
    check = visitor.post("/check", text)
    thanks = visitor.post("/thanks", {**hidden(check), **text})
    assert 'data-page="thanks"' in thanks


def opened(instance: str) -> None:
    """Open the consultation that is measured."""
    words = ["--instance", instance, "open", SLUG, "--archive", "nothing"]
    command = [sys.executable, "-m", "consultation.cli", *words]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


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


def proven(port: int, server: psutil.Process) -> Measured:
    """As many journeys with a proof each; the riddle's own part is added to what the journeys took."""
    nonces = [secrets.token_hex(16) for _ in range(JOURNEYS)]
    riddles: dict[int, altcha.Challenge] = {}

    def asks(visitor: Visitor, number: int) -> None:
        riddles[number] = riddle(visitor, nonces[number])

    asking = measured(port, server, asks, JOURNEYS)
    with ProcessPoolExecutor() as respondents:
        proofs = dict(zip(riddles, respondents.map(worked_out, riddles.values(), chunksize=20), strict=True))

    def goes(visitor: Visitor, number: int) -> None:
        our_journey(visitor, number, {"_nonce": nonces[number], "_proof": proofs[number]})

    going = measured(port, server, goes, JOURNEYS)
    return Measured(1 / (1 / asking.per_second + 1 / going.per_second), asking.cpu_ms + going.cpu_ms)


def measured(port: int, server: psutil.Process, journey: Callable[[Visitor, int], None], journeys: int) -> Measured:
    """Let several respondents go at the same time."""

    def respond(respondent: int) -> None:
        visitor = Visitor(port)
        for number in range(journeys // RESPONDENTS):
            journey(visitor, respondent * (journeys // RESPONDENTS) + number)

    with ThreadPoolExecutor(RESPONDENTS) as respondents:
        cpu, start = _cpu(server), time.perf_counter()
        list(respondents.map(respond, range(RESPONDENTS)))  # raises what went wrong on any journey
        took = time.perf_counter() - start
    return Measured(journeys / took, 1000 * (_cpu(server) - cpu) / journeys)


def _cpu(server: psutil.Process) -> float:
    family = [server, *server.children(recursive=True)]
    return sum(times.user + times.system for times in (one.cpu_times() for one in family))


def main() -> float:
    """Print all, and the ratios of CPU per journey, of which it returns the worse."""
    with tempfile.TemporaryDirectory() as folder:
        instance = f"{folder}/instance"
        opened(instance)
        ours = ("consultation.cli.web_application:web_application()", {"CONSULTATION_INSTANCE": instance})
        least = ("tests.benchmarks.minimal_app:create_app()", {"MINIMAL_FILE": f"{folder}/minimal.sqlite"})
        with serving(*ours) as our_server, serving(*least) as least_server:
            key = derived(Path(instance, "secret.key").read_bytes(), "form age")
            old = form_age.mark(key, consultation=SLUG, now=time.time() - 60)
            kinds: dict[str, Callable[[], Measured]] = {
                "without script": lambda: measured(*our_server, partial(our_journey, shown={"_made": old}), JOURNEYS),
                "with a proof": lambda: proven(*our_server),
                "minimal app": lambda: measured(*least_server, minimal_journey, JOURNEYS),
            }
            rounds: dict[str, list[Measured]] = {kind: [] for kind in kinds}
            for at in range(ROUNDS + 1):  # the first warms up; they take turns, so that all meet the same load
                for kind, measure in kinds.items():
                    took = measure()
                    if at:
                        rounds[kind].append(took)
    print(f"{JOURNEYS} journeys of five pages, {RESPONDENTS} respondents at once, {WORKERS} processes, SQLite FULL")
    print(
        "  (a proof takes one request more, for the riddle, and one transaction more; the minimal app has five and one)"
    )
    for name, runs in rounds.items():
        speed, cpu = (
            statistics.median(values) for values in zip(*((r.per_second, r.cpu_ms) for r in runs), strict=True)
        )
        print(f"  {name:14} {speed:7.1f} journeys/s   {cpu:6.2f} ms CPU per journey")
    least_rounds = rounds.pop("minimal app")
    ratios = {kind: _ratio(runs, least_rounds) for kind, runs in rounds.items()}
    for kind, ratio in ratios.items():
        print(f"  ratio of CPU {kind:14} {ratio:.2f} (aim: at most {AIM:g})")
    return max(ratios.values())


def _ratio(ours: list[Measured], least: list[Measured]) -> float:
    return statistics.median(mine.cpu_ms / theirs.cpu_ms for mine, theirs in zip(ours, least, strict=True))


if __name__ == "__main__":
    main()
