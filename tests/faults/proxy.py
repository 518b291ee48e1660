"""A proxy for TCP and Unix sockets whose connections suffer what networks do: delays, cuts, silence, and lost answers."""

import asyncio
import socket
import struct
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[str, int] | Path
_Way = tuple[StreamReader, StreamWriter]
_PIECE = 64 * 1024
_HANG_UP_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends RST


class Cut(Exception):  # noqa: N818 -- named as what happened
    """The connection ends here, without a word."""


@dataclass(frozen=True)
class Fault:
    """What one connection suffers; the default is nothing."""

    delay: float = 0.0
    """Seconds before each piece that is passed on."""
    request_bytes: int | None = None
    """After so many bytes of requests the connection is cut."""
    answer_bytes: int | None = None
    """After so many bytes of answers the connection is cut."""
    swallow_after: bytes = b""
    """Once a request held this, it is passed on, but the answer to it is kept back and the connection cut."""
    swallow_until: bytes = b""
    """How that answer ends; when empty, its first piece is enough to know that the work was done."""
    silent: bool = False
    """Half open: everything is taken and nothing passed on, and nobody hangs up."""


class Proxy:
    """Passes on from a free port (or the given socket file) to a place; `plan` gives each new connection its fault."""

    def __init__(self, target: Place, *, listen: Path | None = None, plan: Callable[[], Fault] = Fault) -> None:
        self.target, self.listen, self.plan = target, listen, plan
        self.swallowed: list[bytes] = []
        self.port = 0
        self._open: set[StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.AbstractServer = self._wait_for(self._begin())

    def cut_all(self) -> None:
        """Reset every connection there is now."""
        self._wait_for(self._hang_up())

    def close(self) -> None:
        """Reset every connection and take no more."""
        self._wait_for(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self._loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _begin(self) -> asyncio.AbstractServer:
        if self.listen:
            return await asyncio.start_unix_server(self._connected, self.listen)
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _hang_up(self) -> None:
        for writer in list(self._open):
            if isinstance(self.target, tuple):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP_AT_ONCE)
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _leave(self) -> None:
        self._server.close()
        await self._hang_up()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._hang_up()

    async def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        try:
            there = asyncio.open_unix_connection if isinstance(self.target, Path) else asyncio.open_connection
            place = (self.target,) if isinstance(self.target, Path) else self.target
            answers, requests = await there(*place)
            self._open.add(requests)
            try:
                await self._pass_on(_Link(self.plan(), self.swallowed), (reader, requests), (answers, writer))
            finally:
                self._open.discard(requests)
                requests.transport.abort()
        except OSError:
            pass  # nobody is there
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _pass_on(self, link: "_Link", there: _Way, back: _Way) -> None:
        tasks = [asyncio.ensure_future(way) for way in (link.requests(*there), link.answers(*back))]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Link:
    """The two directions of one connection."""

    def __init__(self, fault: Fault, swallowed: list[bytes]) -> None:
        self.fault, self.swallowed = fault, swallowed
        self.swallows = False

    async def requests(self, reader: StreamReader, writer: StreamWriter) -> None:
        left, before = self.fault.request_bytes, b""
        async for piece in self._pieces(reader):
            if self.fault.swallow_after:
                self.swallows = self.swallows or self.fault.swallow_after in before + piece
                before = piece[-len(self.fault.swallow_after) :]
            left = await _pass_on(writer, piece, left)

    async def answers(self, reader: StreamReader, writer: StreamWriter) -> None:
        left, kept = self.fault.answer_bytes, b""
        async for piece in self._pieces(reader):
            if self.swallows:
                kept += piece
                if self.fault.swallow_until in kept:
                    self.swallowed.append(kept)
                    raise Cut
            else:
                left = await _pass_on(writer, piece, left)

    async def _pieces(self, reader: StreamReader) -> Any:
        while piece := await reader.read(_PIECE):
            await asyncio.sleep(self.fault.delay)
            if not self.fault.silent:
                yield piece


async def _pass_on(writer: StreamWriter, piece: bytes, left: int | None) -> int | None:
    writer.write(piece if left is None else piece[:left])
    await writer.drain()
    if left is not None and len(piece) >= left:
        raise Cut
    return None if left is None else left - len(piece)
