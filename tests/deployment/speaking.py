"""Speaks HTTP byte by byte, from any address of the loopback network, as browsers, broken machines and attackers do."""

import re
import secrets
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from urllib.parse import urlencode

from tests.deployment.stack import PUBLIC

FORM = "/nb/waiting-times/patient/"


def _word(kind: str) -> str:
    return kind + "".join(secrets.choice(ascii_lowercase) for _ in range(16))


def _address() -> str:
    return f"127.{secrets.randbelow(200) + 20}.{secrets.randbelow(200) + 20}.{secrets.randbelow(200) + 20}"


@dataclass(frozen=True)
class Mark:
    """What one visit carries, and where it comes from; none of it may ever be written."""

    source: str = field(default_factory=_address)
    forwarded: str = field(default_factory=lambda: f"203.0.113.{secrets.randbelow(200) + 20}")
    agent: str = field(default_factory=lambda: _word("agent"))
    query: str = field(default_factory=lambda: _word("query"))
    referrer: str = field(default_factory=lambda: f"https://example.org/{_word('referrer')}")
    cookie: str = field(default_factory=lambda: _word("cookie"))
    text: str = field(default_factory=lambda: _word("svaret"))

    @property
    def never(self) -> dict[str, str]:
        """The marks by kind; the network is one, too."""
        return {**vars(self), "network": f"{self.source.rpartition('.')[0]}.0"}

    @property
    def headers(self) -> dict[str, str]:
        """What a marked browser tells."""
        return {
            "User-Agent": self.agent,
            "Referer": self.referrer,
            "Cookie": f"track={self.cookie}",
            "X-Forwarded-For": self.forwarded,
            "X-Real-IP": self.forwarded,
            "Forwarded": f"for={self.forwarded}",
            "Accept-Language": f"nn-x-{self.query}, en;q=0.5",
            "X-Anything": self.query,
        }

    def request(
        self, method: str = "GET", path: str = FORM, body: bytes = b"", host: str = PUBLIC, **more: str
    ) -> bytes:
        """A marked request in HTTP/1.1."""
        headers = {"Host": host, **self.headers, "Connection": "close"}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
            headers |= {"Sec-Fetch-Site": "same-origin", "Origin": f"https://{host}"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
        mark = f"{'&' if '?' in path else '?'}from={self.query}"
        return f"{method} {path}{mark} HTTP/1.1\r\n{head}\r\n".encode() + body

    def form(self, size: int = 0) -> bytes:
        """A filled form with the marked text, of about so many bytes."""
        return urlencode({"feel-safe": f"{self.text} " + "x" * size}).encode()


@dataclass(frozen=True)
class Answer:
    """What came back; nothing at all is status 0."""

    raw: bytes

    @property
    def status(self) -> int:
        """The status code."""
        found = re.match(rb"HTTP/1\.[01] ([0-9]{3})", self.raw)
        return int(found[1]) if found else 0

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Names in small letters, with their values, also when a name comes twice."""
        lines = self.raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]

    @property
    def body(self) -> str:
        """What stands below the headers."""
        return self.raw.partition(b"\r\n\r\n")[2].decode("utf-8", "replace")


def connection(
    port: int, source: str = "127.0.0.1", host: str | None = PUBLIC, timeout: float = 60, *, narrow: bool = False
) -> socket.socket:
    """A connection from an address, in TLS for a host; without one, in clear. A narrow one takes little at a time."""
    plain = socket.socket()
    plain.settimeout(timeout)
    if narrow:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.bind((source, 0))
    plain.connect(("127.0.0.1", port))
    if host is None:
        return plain
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def ask(port: int, pieces: bytes | Iterable[bytes], *, source: str = "127.0.0.1", host: str | None = PUBLIC) -> Answer:
    """Send one piece after the other, and return all that comes back until the connection is closed."""
    with connection(port, source, host) as there:
        with suppress(OSError):  # whoever is refused early still has an answer to read
            for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                there.sendall(piece)
        return Answer(everything(there))


def everything(there: socket.socket) -> bytes:
    """All bytes until the other side closes."""
    read = bytearray()
    with suppress(OSError):
        while piece := there.recv(65536):
            read += piece
    return bytes(read)


def arrived(there: socket.socket) -> bool:
    """Whether the program on the other side of this machine has read all that was sent to it."""
    own, other = (f":{port:04X}" for port in (there.getsockname()[1], there.getpeername()[1]))
    queues = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queue, *_ = line.split()
        queues[local[8:], remote[8:]] = queue.split(":")
    return queues[own, other][0] == queues[other, own][1] == "00000000"
