"""Whether a respondent gets through while others attack: slow senders, thousands of idle connections, ten times the load."""

import asyncio
import ssl
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psutil

from tests import cluster as clusters
from tests.deployment.speaking import FORM, Mark, ask
from tests.deployment.stack import PUBLIC, Proxy, Stack

CLOSES_AFTER = 120.0
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


async def _for_ever(kind: Attacker, port: int, number: int) -> None:
    """Come again whenever thrown out."""
    while True:
        with suppress(OSError):
            await kind(port, number)
        await asyncio.sleep(0 if kind is asking else 0.1)


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
    wanted = 0 if kind is asking else 0.9 * size
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
        f"  {name}: median {statistics.median(ordered):.3f} s, slowest of {len(ordered)} {ordered[-1]:.3f} s; "
        f"nginx holds {connections(proxy)} connections in {memory(proxy):.0f} MB"
    )


def main() -> None:
    """Print how long a respondent waits with nobody else, and beside each attack."""
    with served(head_patience=15, body_patience=30, connections=16384) as proxy:
        journeys(proxy, 5)
        told("alone", proxy, journeys(proxy, 50))
        for size in (1000, 10_000):
            with crowd(silent, proxy, size):
                told(f"{size} connect and say nothing", proxy, journeys(proxy, 50))
        with crowd(slow_heads, proxy, 1000):
            told("1000 send their headers a byte at a time", proxy, journeys(proxy, 50))
        with crowd(slow_bodies, proxy, 1000):
            told("1000 send their form a byte at a time", proxy, journeys(proxy, 50))
        with crowd(asking, proxy, 64):
            told("64 ask as fast as they can", proxy, journeys(proxy, 50))
        began, mark = time.perf_counter(), Mark()
        huge = mark.request("POST", Content_Length="300000000")
        refused = ask(proxy.site.port, (huge, *[b"x" * 1_000_000] * 300), source=mark.source)
        print(
            f"  300 MB in one form: {refused.status} after {time.perf_counter() - began:.1f} s, {memory(proxy):.0f} MB"
        )
