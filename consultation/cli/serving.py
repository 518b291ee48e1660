"""serve and worker: the programs that run for long, started together and ended together."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import click

from consultation.cli.instance import Instance, Refused, pass_instance

THREADS = 8
MOST_SECONDS_UNTIL_FREE = 5.0
LONGEST_ADDRESS = 8190  # bytes of a request's first line; the most that gunicorn reads
POLITE = 35.0  # seconds to finish what is in hand before a program is killed
LOOK_EVERY = 0.2
WORKER = "the worker"
MOST_REVIVALS = 3  # of a worker that ends again and again within so many seconds of living
LIVED = 60.0
TAKEN = "Port {port} of {host} is not to be had ({why}). Choose another: PORT={other}"
_PR_SET_PDEATHSIG = 1


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines in.")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@click.option("--with-worker", is_flag=True, help="Start a worker too: it empties ballot boxes and does long work.")
@pass_instance
def serve_command(instance: Instance, host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Serve the pages until Ctrl-C. No access log is kept.

    A database that is down is no reason not to start: until it answers, every page that needs it says so.
    """
    instance.bring_up()
    refuse_taken(host, port, patience=MOST_SECONDS_UNTIL_FREE)
    programs = {"the web server": web_server(host, port, workers)}
    if with_worker:
        programs[WORKER] = worker(instance)
    address = f"http://{host}:{port}/"
    run_together(programs, instance.environment, ready=lambda: click.echo(f"Serving {address}   Stop with Ctrl-C."))


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 32), default=2, show_default=True, help="Jobs at the same time.")
@pass_instance
def worker_command(instance: Instance, threads: int) -> None:
    """Do long work and empty the ballot boxes, until Ctrl-C. Any number of workers may run."""
    from consultation.jobs import worker as program

    _ = instance.database
    program.main(instance.settings, threads=threads)


def web_server(host: str, port: int, workers: int) -> list[str]:
    """The web server as a command."""
    from consultation.cli.web_application import TARGET, QuietLog

    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "--bind": bind,
        "--workers": str(workers),
        "--worker-class": "gthread",
        "--threads": str(THREADS),
        "--limit-request-line": str(LONGEST_ADDRESS),
        "--log-level": "error",
        "--logger-class": f"{QuietLog.__module__}.{QuietLog.__qualname__}",
    }
    words = [word for option in options.items() for word in option]
    return [sys.executable, "-m", "gunicorn", "--no-control-socket", *words, TARGET]


def worker(instance: Instance) -> list[str]:
    """A worker as a command."""
    return [sys.executable, "-m", "consultation.cli", "--instance", str(instance.directory.absolute()), "worker"]


def refuse_taken(host: str, port: int, *, patience: float = 0.0) -> None:
    """Raise Refused where another program listens, unless it ends within so many seconds, such as a server just killed."""
    until = time.monotonic() + patience
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                return probe.bind((host, port))
            except OSError as taken:
                if time.monotonic() >= until:
                    raise Refused(TAKEN.format(host=host, port=port, why=taken.strerror, other=port + 1)) from None
        time.sleep(LOOK_EVERY)


def run_together(
    programs: Mapping[str, list[str]], environment: Mapping[str, str], ready: Callable[[], None] | None = None
) -> None:
    """Run programs until a signal ends us or one of them ends by itself; then end them all.

    A worker that ends by itself is started anew, as its job is to be taken up again and the pages need it not; only one
    that does not live is given up. Raises Refused then, so that whoever started us can start us anew.
    """
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    running = {name: _started(words, environment) for name, words in programs.items()}
    revivals: list[float] = []
    try:
        if ready:
            ready()
        while not stopping:
            for name in [name for name, program in running.items() if program.poll() is not None]:
                code = running[name].returncode
                revivals = [when for when in revivals if time.monotonic() - when < LIVED]
                if name != WORKER or len(revivals) == MOST_REVIVALS:
                    raise Refused(f"{name} ended by itself (exit code {code}); everything is stopped.")
                click.echo(f"{name} ended by itself (exit code {code}) and is started anew.", err=True)
                revivals.append(time.monotonic())
                running[name] = _started(programs[name], environment)
            time.sleep(LOOK_EVERY)
    finally:
        _end(list(running.values()))


def _started(words: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, env=dict(environment), preexec_fn=_die_with_us)  # noqa: PLW1509 -- no thread runs yet


def _die_with_us() -> None:
    """Ask Linux to end this program when the one that started it is killed; elsewhere it must be ended by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for program in running:
        with suppress(ProcessLookupError):
            program.send_signal(signal.SIGTERM)
    until = time.monotonic() + POLITE
    for program in running:
        try:
            program.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
