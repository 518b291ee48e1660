"""Whether a respondent gets through while others attack: slow senders, thousands of idle connections, ten times the load."""

import asyncio
import os
import random
import re
import ssl
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psutil

from consultation.deployment.site import Site
from tests import cluster as clusters
from tests.deployment.speaking import FORM, Mark, ask
from tests.deployment.stack import PUBLIC, Proxy, Stack

CLOSES_AFTER = 60.0
JOURNEYS = 200
HOSPITAL = "127.81.4"
PER_NETWORK = Site.__dataclass_fields__["per_network"].default
TEN_TIMES = 40
"""Forms a second: ten times five hundred people within ten minutes, each asking for about five pages."""
NO_CONNECTION = -1
"""Among the kinds of refusal: there was no connection, or no longer; where the machine is busy people wait for each other."""
Crowd = AsyncIterator[None]
Connected = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Attacker = Callable[[int, int], Awaitable[None]]


def journeys(proxy: Proxy, how_many: int) -> list[float]:
    """Seconds that a respondent waits for the form and for the page that shows the answers again, for each of so many."""
    waited = []
    for _ in range(how_many):
        mark = Mark()
        began = time.perf_counter()
        form = ask(proxy.site.port, mark.request(), source=mark.source)
        checked = ask(proxy.site.port, mark.request("POST", f"{FORM}check", mark.form()), source=mark.source)
        waited.append(time.perf_counter() - began)
        assert (form.status, checked.status) == (200, 200), (form.status, checked.status)
    return waited


@asynccontextmanager
async def _there(port: int, network: str, *, secure: bool = True) -> AsyncIterator[Connected]:
    """A connection from an address of a network, closed at once at the end of the block."""
    context = ssl.create_default_context() if secure else None
    if context:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname=PUBLIC if secure else None, local_addr=(f"{network}.1", 0)
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def silent(port: int, number: int) -> None:
    """Connect, begin a handshake, and say no more."""
    async with _there(port, f"127.76.{number % 250}", secure=False) as (reader, writer):
        writer.write(b"\x16")
        await reader.read()


async def slow_heads(port: int, number: int) -> None:
    """Send a request a byte at a time."""
    async with _there(port, f"127.77.{number % 250}") as (_, writer):
        for byte in Mark().request():
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.5)


async def slow_bodies(port: int, number: int) -> None:
    """Say that much comes, and send a byte at a time."""
    async with _there(port, f"127.78.{number % 250}") as (_, writer):
        writer.write(Mark().request("POST", f"{FORM}check", Content_Length="200000"))
        for _ in range(200_000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.5)


async def asking(port: int, number: int) -> None:
    """Ask for the form as fast as it comes."""
    async with _there(port, f"127.79.{number % 250}") as (reader, writer):
        writer.write(Mark().request())
        await reader.read()


async def asking_now_and_then(port: int, number: int) -> None:
    """Ask for the form about once a second."""
    await asyncio.sleep(random.uniform(0.5, 1.5))
    await asking(port, number)


async def _for_ever(kind: Attacker, port: int, number: int) -> None:
    """Come again whenever thrown out."""
    while True:
        with suppress(OSError):
            await kind(port, number)
        await asyncio.sleep(0 if kind in {asking, asking_now_and_then} else 0.1)


@asynccontextmanager
async def _crowd(kind: Attacker, port: int, size: int) -> Crowd:
    tasks = [asyncio.ensure_future(_for_ever(kind, port, number)) for number in range(size)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.1)  # the closed connections are told so


@contextmanager
def crowd(kind: Attacker, proxy: Proxy, size: int) -> Iterator[None]:
    """So many attackers of a kind, while the block runs; it begins when most have come."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)
    over = asyncio.Event()

    async def together() -> None:
        async with _crowd(kind, proxy.site.port, size):
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(together(),))
    thread.start()
    until = time.monotonic() + CLOSES_AFTER
    wanted = 0 if kind in {asking, asking_now_and_then} else 0.9 * size
    while connections(proxy) < wanted and time.monotonic() < until:
        time.sleep(0.2)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


def connections(proxy: Proxy) -> int:
    """How many connections its processes hold open."""
    return sum(len(psutil.Process(pid).net_connections("tcp")) for pid in proxy.workers)


def memory(proxy: Proxy) -> float:
    """Megabytes of memory of nginx."""
    return sum(psutil.Process(pid).memory_info().rss for pid in proxy.workers) / 1e6


@contextmanager
def served(**decided: object) -> Iterator[Proxy]:
    """A whole installation with nginx in front, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="consultation-stress-") as directory:
        database = clusters.started(Path(directory) / "cluster")
        stack = Stack(Path(directory) / "stack", database.url, Path(directory) / "logs")
        try:
            stack.operator.command("grant", "--create")
            stack.operator.command("open", "waiting-times", "--archive", "nothing")
            stack.start_front("public")
            stack.wait_for("public")
            with stack.proxy(**decided) as proxy:  # type: ignore[arg-type]
                yield proxy
        finally:
            stack.stop()
            database.server.cleanup()


def told(name: str, proxy: Proxy, waited: list[float]) -> None:
    """Print one line of figures."""
    ordered = sorted(waited)
    print(
        f"  {name}: p50 {statistics.median(ordered):.3f} s, p99 {ordered[int(len(ordered) * 0.99)]:.3f} s of "
        f"{len(ordered)} journeys; nginx holds {connections(proxy)} connections in {memory(proxy):.0f} MB; "
        f"the machine's load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        flush=True,
    )


async def _person(port: int, wait: float, pages: int, refused: list[int], together: asyncio.Barrier | None) -> None:
    """Somebody on the hospital's network: one kept connection, some pages, time to read between them."""
    await asyncio.sleep(wait)
    async with AsyncExitStack() as until_the_end:
        connected: Connected | None = None
        with suppress(ConnectionError):
            connected = await until_the_end.enter_async_context(_there(port, HOSPITAL))
        if together:
            await together.wait()  # also who got no connection, or the others would wait for ever
        if connected is None:
            refused += [NO_CONNECTION] * pages
            return
        for _ in range(pages):
            refused.append(await _page(*connected))
            await asyncio.sleep(random.uniform(1, 10) if pages > 1 else 0)


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Ask for a page: nought where it came, the status where it was refused, or that the connection is gone."""
    try:
        writer.write(Mark().request(Connection="keep-alive"))
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: ([0-9]+)", head, re.IGNORECASE)
        await reader.readexactly(int(length[1]) if length else 0)
    except (ConnectionError, asyncio.IncompleteReadError):
        return NO_CONNECTION
    return int(head[9:12]) if b" 200 " not in head[:16] else 0


def hospital(proxy: Proxy, people: int, *, seconds: float, pages: int) -> None:
    """Print how many pages are refused to people behind one address who come within so many seconds."""
    refused: list[int] = []

    async def all_come() -> None:
        waits = [random.uniform(0, seconds) for _ in range(people)]
        together = None if seconds else asyncio.Barrier(people)  # all shake hands, and then ask in the same moment
        await asyncio.gather(*(_person(proxy.site.port, wait, pages, refused, together) for wait in waits))

    began = time.perf_counter()
    asyncio.run(all_come())
    kinds = {code if code > 0 else "gone": refused.count(code) for code in sorted(set(refused)) if code}
    print(
        f"  {people} people of one network, {pages} pages each, within {seconds:.0f} s: of {len(refused)} pages refused "
        f"{kinds or 'none'}; over after {time.perf_counter() - began:.0f} s (at most {proxy.site.per_network} at once)",
        flush=True,
    )


def main() -> None:
    """Print how long a respondent waits with nobody else, and beside each attack."""
    with served(head_patience=15, body_patience=30, connections=16384, per_network=PER_NETWORK) as proxy:
        journeys(proxy, 10)
        told("alone", proxy, journeys(proxy, JOURNEYS))
        hospital(proxy, 500, seconds=60, pages=4)
        hospital(proxy, 200, seconds=0, pages=1)
        with crowd(asking_now_and_then, proxy, TEN_TIMES):
            told(f"ten times the load: {TEN_TIMES} forms a second", proxy, journeys(proxy, JOURNEYS))
        for size in (1000, 10_000):
            with crowd(silent, proxy, size):
                told(f"{size} connect and say nothing", proxy, journeys(proxy, JOURNEYS))
        with crowd(slow_heads, proxy, 1000):
            told("1000 send their headers a byte at a time", proxy, journeys(proxy, JOURNEYS))
        with crowd(slow_bodies, proxy, 1000):
            told("1000 send their form a byte at a time", proxy, journeys(proxy, JOURNEYS))
        with crowd(asking, proxy, 64):
            told("64 ask without a pause", proxy, journeys(proxy, JOURNEYS))
        began, mark = time.perf_counter(), Mark()
        huge = mark.request("POST", Content_Length="300000000")
        refused = ask(proxy.site.port, (huge, *[b"x" * 1_000_000] * 300), source=mark.source)
        print(
            f"  300 MB in one form: {refused.status} after {time.perf_counter() - began:.1f} s, {memory(proxy):.0f} MB"
        )
