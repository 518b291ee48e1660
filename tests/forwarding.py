"""A second way to a server's socket: open to every user of the machine, and there only when it is wanted."""

import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

from sqlalchemy import make_url

NAME = ".s.PGSQL.5432"


class _Meeting(socketserver.BaseRequestHandler):
    """One connection: what comes from one side goes to the other, until either ends."""

    real: ClassVar[str]

    def handle(self) -> None:
        """Carry bytes both ways."""
        with socket.socket(socket.AF_UNIX) as there, suppress(OSError):
            there.connect(self.real)
            other = {self.request: there, there: self.request}
            while True:
                for side in select.select(list(other), [], [])[0]:
                    if not (piece := side.recv(65_536)):
                        return
                    other[side].sendall(piece)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def forwarded(superuser: str, directory: Path) -> Iterator[None]:
    """Until the end of the block, whoever connects to PostgreSQL's socket in the directory reaches the server of an address.

    Connections must have ended before the block does: it waits for them.
    """
    real = Path(str(make_url(superuser).query["host"])) / NAME
    with _Server(str(directory / NAME), type("_There", (_Meeting,), {"real": str(real)})) as server:
        (directory / NAME).chmod(0o777)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
    (directory / NAME).unlink()


def through(url: str, directory: Path) -> str:
    """The same address by that second way."""
    return make_url(url).set(query={"host": str(directory)}).render_as_string()
