"""Looks for marks in whatever the programs in front and behind have written: logs, temporary files, what they hold open."""

import re
import subprocess
from pathlib import Path

from tests.anonymity.searching import Sighting, sightings
from tests.deployment import attacks, http2
from tests.deployment.speaking import FORM, Mark, arrived, ask, connection, everything
from tests.deployment.stack import Proxy, Stack, until


def places(stack: Stack, proxy: Proxy) -> list[Path]:
    """Where anything may be written: logs (PostgreSQL's, too), temporary files, instances."""
    roots = [stack.root / "temporary", stack.root / "home", stack.root / "operator", proxy.directory, stack.logs]
    return [*roots, *(stack.root / f"instance-{front}" for front in ("public", "staff"))]


def seen(mark: Mark, stack: Stack, proxy: Proxy) -> list[Sighting]:
    """Every mark that was written anywhere, in any spelling."""
    return sightings(mark.never, *places(stack, proxy))


class Tracer:
    """strace on the processes of an nginx: every file that is opened to be written, and every write into one."""

    def __init__(self, proxy: Proxy, into: Path) -> None:
        self.into = into
        calls = "trace=openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,splice,copy_file_range"
        pids = [word for pid in proxy.workers for word in ("-p", str(pid))]
        command = ["strace", "-f", "-q", "-y", "-s", "4096", "-e", calls, "-o", str(into), *pids]
        into.touch()
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until(lambda: all(map(_is_traced, proxy.workers)), "strace never took hold: it would see nothing")

    def end(self) -> list[str]:
        """Stop looking; return the lines about regular files other than the log and the pages that nginx shows."""
        self.process.terminate()
        self.process.wait(timeout=30)
        lines = self.into.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if _into_a_file(line)]


def _is_traced(pid: int) -> bool:
    return re.search(r"^TracerPid:\s+[1-9]", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE) is not None


def _into_a_file(line: str) -> bool:
    call, _, rest = line.partition("(")
    if "open" in call or "creat" in call:
        return any(flag in rest for flag in ("O_WRONLY", "O_RDWR", "O_CREAT")) and "/dev/null" not in rest
    return "write" in call and "</" in rest.split(",")[0] and "/dev/null" not in rest.split(",")[0]


def narrow(text: str) -> str:
    """The configuration with little room between nginx and a browser: what the kernel held, nginx could not put in a file."""
    return text.replace("backlog=4096", "backlog=4096 sndbuf=8k")


def holding(proxy: Proxy, mark: Mark, size: int) -> dict[str, bytes]:
    """What lies in files while a form is on its way, and while a page that repeats it is read slowly."""
    whole = mark.request("POST", f"{FORM}check", mark.form(size))
    ask(proxy.site.port, mark.request())
    always = proxy.talks()
    with connection(proxy.site.port, mark.source, narrow=True) as there:
        there.sendall(whole[:-1])
        until(lambda: arrived(there), "it was never read")
        found = proxy.spooled()
        there.sendall(whole[-1:])
        there.recv(1)
        until(lambda: proxy.talks() <= always, "the page never came")
        found |= proxy.spooled()
        assert len(everything(there)) > size
    return found


def sends(proxy: Proxy, stack: Stack) -> None:
    """Send large forms in every way."""
    attacks.a_large_form(proxy, stack, Mark())
    attacks.a_form_in_pieces(proxy, stack, Mark())
    attacks.a_form_that_is_too_large(proxy, stack, Mark())
    for told in (True, False):
        mark = Mark()
        page = http2.post(proxy.site.port, mark, f"{FORM}check", mark.form(200_000), told=told)
        assert mark.text.encode() in page
