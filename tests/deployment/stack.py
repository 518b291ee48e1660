"""A whole installation as in production, without systemd: nginx in front, both fronts behind their sockets, their units' own words."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import psutil
from sqlalchemy import NullPool, create_engine, text

from consultation.cli.deploying import contents, what_nginx_says
from consultation.deployment.proxy import configuration
from consultation.deployment.site import Site
from consultation.web import security_headers
from tests.deployment.certificates import write_certificate
from tests.nginx import Nginx, find_or_install
from tests.running import Installation, end, free_port

PUBLIC, STAFF = "innspill.example.no", "stab.example.no"
PATIENCE = 60.0
AS_SYSTEMD = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.set_inheritable(3, True); "
    "os.environ['LISTEN_PID'] = str(os.getpid()); os.execv(sys.argv[2], sys.argv[2:])"
)
"""Hands a socket over as descriptor 3 (sd_listen_fds)."""
Alter = Callable[[str], str]


def until(true: Callable[[], object], what: str) -> None:
    """Wait until something is so. Raises AssertionError when it never is."""
    over = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < over, what
        time.sleep(0.02)


@dataclass
class Proxy:
    """One nginx with one configuration, in a directory of its own."""

    site: Site
    directory: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workers(self) -> list[int]:
        """The processes that serve."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def talks(self) -> int:
        """How many connections it holds within this machine: some of its own always, and one for each question to our programs."""
        return sum(len(psutil.Process(pid).net_connections("unix")) for pid in self.workers)

    def spooled(self) -> dict[str, bytes]:
        """What of a visit lies in files at this moment, also in files that have no name any more."""
        found = {}
        for pid in self.workers:
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    place = str(descriptor.readlink())
                    if str(self.directory) in place and ".log" not in place:
                        found[place] = descriptor.read_bytes()
        return found


@dataclass
class Stack:
    """Everything below `root`: instances, sockets, temporary files; what programs say below `logs`. Fronts run until `stop`."""

    root: Path
    database: str
    logs: Path
    web_processes: int = 2
    fronts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    listeners: dict[str, socket.socket] = field(default_factory=dict)
    _written: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nginx: Nginx = find_or_install()
        for name in ("sockets", "tls", "temporary", "home"):
            (self.root / name).mkdir(parents=True)
        self.logs.mkdir(exist_ok=True)
        write_certificate(self.root / "tls", PUBLIC, STAFF)
        self.operator = Installation(self.root / "operator", self.database)
        site = self.site()
        self._written = contents(site)
        assert self._written["etc/consultation/nginx.conf"].decode() == contents_of_nginx(site)
        for place, content in self._written.items():
            if "/pages/" in place:
                file = self.root / place.removeprefix("etc/consultation/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

    def site(self, running: str = "proxy") -> Site:
        """A site on free ports, whose places are all below the root."""
        return Site(
            public_host=PUBLIC, staff_host=STAFF, address="127.0.0.1", port=free_port(), plain_port=free_port(),
            program=str(Path(sys.executable).parent), web_processes=self.web_processes, proxy_processes="1",
            patience=int(PATIENCE), head_patience=int(PATIENCE), body_patience=int(PATIENCE), connections=2048, headers_more=self.nginx.module,
            running=str(self.root / running), sockets=str(self.root / "sockets"), pages=str(self.root / "pages"),
            credentials=str(self.root / "tls"),
        )  # fmt: skip

    def unit(self, name: str) -> dict[str, list[str]]:
        """What a unit says: key -> values."""
        said: dict[str, list[str]] = {}
        for line in self._written[f"etc/systemd/system/{name}"].decode().splitlines():
            key, _, value = line.partition("=")
            said.setdefault(key, []).append(value)
        return said

    def start_front(self, front: str) -> None:
        """Start a front as systemd does: with its socket as descriptor 3, in the environment of its unit."""
        unit = self.unit(f"consultation-{front}.service")
        place = self.root / "sockets" / f"{front}.sock"
        place.unlink(missing_ok=True)
        self.listeners[front] = listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(place))
        listener.listen(2048)
        own = {
            "CONSULTATION_INSTANCE": str(self.root / f"instance-{front}"),
            "CONSULTATION_DATABASE_URL": self.database.replace("//postgres@", f"//consultation_{front}@"),
            "TMPDIR": str(self.root / "temporary"),
            "HOME": str(self.root / "home"),
            "PATH": os.environ["PATH"],
            "LISTEN_FDS": "1",
        }
        environment = dict(word.split("=", 1) for word in unit["Environment"]) | own
        with (self.logs / f"{front}.log").open("ab") as log:
            self.fronts[front] = subprocess.Popen(
                [sys.executable, "-c", AS_SYSTEMD, str(listener.fileno()), *shlex.split(unit["ExecStart"][0])],
                env=environment, pass_fds=[listener.fileno()], cwd=self.root, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_for(self, front: str) -> None:
        """Wait until a front answers."""
        until(lambda: self.fronts[front].poll() is not None or self._lives(front), f"{front} never answered")
        assert self.fronts[front].poll() is None, (self.logs / f"{front}.log").read_text()

    def _lives(self, front: str) -> bool:
        with socket.socket(socket.AF_UNIX) as there:
            there.settimeout(PATIENCE)
            there.connect(str(self.root / "sockets" / f"{front}.sock"))
            there.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return b" 200 " in there.recv(20)

    def end_front(self, front: str) -> None:
        """End a front and close its socket: whoever connects is refused."""
        end(self.fronts.pop(front))
        self.listeners.pop(front).close()

    @contextmanager
    def proxy(self, alter: Alter = str, *, running: str = "proxy", **decided: object) -> Iterator[Proxy]:
        """nginx with the configuration as it is written, or altered; in a directory of its own."""
        site = replace(self.site(running), **decided)  # type: ignore[arg-type]
        directory = Path(site.running)
        directory.mkdir()
        configuration = directory / "nginx.conf"
        written = contents_of_nginx(site)
        configuration.write_text(alter(written))
        assert alter is str or configuration.read_text() != written, "nothing was altered"
        words = [str(self.nginx.program), "-e", "stderr", "-p", str(directory), "-c", str(configuration)]
        words += ["-g", "user root root;"] if os.geteuid() == 0 else []
        told = self.logs / f"nginx-{running}.log"
        with told.open("ab") as log:
            process = subprocess.Popen(
                words, env={**os.environ, **self.nginx.environment}, stdout=log, stderr=log, start_new_session=True
            )
        try:
            until(lambda: _listens(site.port) or process.poll() is not None, "nginx never listened")
            assert process.poll() is None, told.read_text()
            yield Proxy(site, directory, process, told)
        finally:
            end(process)

    def workers(self, front: str = "public") -> list[int]:
        """The processes of a front that answer."""
        return [child.pid for child in psutil.Process(self.fronts[front].pid).children()]

    @contextmanager
    def hidden(self, front: str) -> Iterator[None]:
        """Let nobody find a front's socket for a while."""
        place = self.root / "sockets" / f"{front}.sock"
        away = place.rename(place.with_suffix(".away"))
        try:
            yield
        finally:
            place.unlink(missing_ok=True)
            away.rename(place)

    def overheard(self, ask: Callable[[], object], front: str = "public") -> bytes:
        """What a front would be told while somebody asks: another listens in its place."""
        told = bytearray()
        with self.hidden(front), socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.root / "sockets" / f"{front}.sock"))
            listener.listen()
            asking = threading.Thread(target=ask)
            asking.start()
            there, _ = listener.accept()
            with there:
                while not _whole(bytes(told)):
                    told += there.recv(65536)
                there.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            asking.join()
        return bytes(told)

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Let nobody read a table for a while."""
        with create_engine(self.database, poolclass=NullPool).begin() as connection:
            connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            yield

    def someone_waits(self) -> bool:
        """Whether a front waits for a lock."""
        with create_engine(self.database, poolclass=NullPool).connect() as connection:
            return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))

    def signal(self, number: signal.Signals, front: str = "public") -> None:
        """Send a signal to all workers of a front."""
        for pid in self.workers(front):
            os.kill(pid, number)

    def stop(self) -> None:
        """End everything."""
        for front in list(self.fronts):
            self.end_front(front)
        self.operator.stop()


_said_by_nginx = cache(what_nginx_says)


def contents_of_nginx(site: Site) -> str:
    """The configuration alone; the pages it shows are the same for every site, and are made once."""
    _, parts = _said_by_nginx()
    return configuration(site, security_headers.ALWAYS, parts)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _whole(request: bytes) -> bool:
    head, blank, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: ([0-9]+)", head, re.IGNORECASE)
    return bool(blank) and len(body) >= int(length[1] if length else 0)
