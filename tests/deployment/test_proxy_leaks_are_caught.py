"""The search sees what it looks for: each line of the configuration that protects somebody is left out once, and missed."""

import shutil
import signal
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.deployment import attacks
from tests.deployment.searching import Tracer, holding, narrow, seen, sends
from tests.deployment.speaking import FORM, Mark, ask, connection
from tests.deployment.stack import Alter, Proxy, Stack, until

pytestmark = [pytest.mark.slow]


def instead(old: str, new: str) -> Alter:
    """The configuration with one thing changed."""
    return lambda text: text.replace(old, new)


def logging_at(level: str, more: Alter = str) -> Alter:
    """nginx's own error log at a level."""
    return lambda text: more(text.replace("error_log /dev/null emerg", f"error_log stderr {level}"))


def flooded(proxy: Proxy, stack: Stack, mark: Mark) -> None:
    """Take every connection that a small nginx has, and ask."""
    stack.signal(signal.SIGSTOP)
    held = []
    with suppress(OSError):
        for _ in range(12):
            held.append(connection(proxy.site.port, mark.source, timeout=2))
            held[-1].sendall(mark.request())
    stack.signal(signal.SIGCONT)
    for one in held:
        one.close()


FEW = instead("worker_connections 2048", "worker_connections 10")
LEAKS: dict[str, tuple[Alter, attacks.Attack, set[str]]] = {
    "nginx's usual log of visits": (
        instead("access_log off", "access_log PLACE/visits.log combined"),
        attacks.an_ordinary_visit,
        {"source", "agent", "query", "referrer"},
    ),
    "error log at its usual level": (
        logging_at("error"), attacks.programs_that_are_not_there, {"source", "query", "referrer"}
    ),
    "error log at its usual level, with what is too large": (
        logging_at("error"), attacks.a_form_that_is_too_large, {"source", "query", "referrer"}
    ),
    "error log at crit": (logging_at("crit"), attacks.programs_that_are_not_there, {"source", "query", "referrer"}),
    "error log at alert": (logging_at("alert", FEW), flooded, {"source", "query", "referrer"}),
    "error log of the main part alone": (
        lambda text: text.replace("error_log /dev/null emerg;", "").replace("stderr alert", "stderr error"),
        attacks.programs_that_are_not_there,
        {"source", "query", "referrer"},
    ),
    "how long a program took, as a metric for each page": (
        instead("access_log off", "log_format m '$request_uri $request_time'; access_log PLACE/metrics.log m"),
        attacks.an_ordinary_visit,
        {"query"},
    ),
    "a cookie in a log": (
        instead("access_log off", "log_format m '$http_cookie'; access_log PLACE/cookies.log m"),
        attacks.an_ordinary_visit,
        {"cookie"},
    ),
    "the address, as JSON": (
        instead("access_log off", "log_format m escape=json '{\"from\":\"$remote_addr\"}'; access_log PLACE/some.log m"),
        attacks.an_ordinary_visit,
        {"source"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAKS)
def test_a_log_that_leaks_is_caught(name: str, stack: Stack):
    alter, attack, kinds = LEAKS[name]
    running = f"leaky{list(LEAKS).index(name)}"
    with stack.proxy(lambda text: alter(text).replace("PLACE", str(stack.root / running)), running=running) as proxy:
        mark = Mark()
        attack(proxy, stack, mark)
        until(lambda: {sighting.kind for sighting in seen(mark, stack, proxy)} >= kinds, "it was not caught")


SPOOLS: dict[str, Alter] = {
    "a form, with nginx's usual buffer": instead("client_body_buffer_size 327680;", ""),
    "a page, with nginx's usual buffers": lambda text: text.replace("proxy_max_temp_file_size 0;", "").replace(
        "proxy_buffers 20 32k;", "proxy_buffers 4 32k;"
    ),
}


@pytest.mark.parametrize("name", SPOOLS)
def test_what_is_put_in_a_file_is_caught_although_the_file_has_no_name(name: str, stack: Stack):
    mark = Mark()
    with stack.proxy(lambda text: narrow(SPOOLS[name](text)), running=f"spooling{list(SPOOLS).index(name)}") as proxy:
        held = holding(proxy, mark, 240_000)
    assert any(mark.text.encode() in content or b"x" * 1000 in content for content in held.values()), held.keys()


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="NO STRACE: writes to disk are only looked for in open files"
)
def test_the_kernel_is_asked_in_a_way_that_catches_it(stack: Stack, tmp_path):
    with stack.proxy(SPOOLS["a form, with nginx's usual buffer"], running="traced") as proxy:
        tracer = Tracer(proxy, tmp_path / "trace")
        sends(proxy, stack)
        assert any("body" in line and "O_CREAT" in line for line in tracer.end())


TOLD: dict[str, tuple[Alter, Callable[[Mark], str]]] = {
    "the whole address": (instead("X-Forwarded-For $network", "X-Forwarded-For $remote_addr"), lambda mark: mark.source),
    "what a proxy is usually told": (
        instead("X-Forwarded-For $network", "X-Forwarded-For $proxy_add_x_forwarded_for"), lambda mark: mark.forwarded
    ),
    "the browser": (instead("proxy_pass_request_headers off;", ""), lambda mark: mark.agent),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_a_proxy_that_tells_too_much_is_caught(name: str, stack: Stack):
    alter, kept = TOLD[name]
    mark = Mark()
    with stack.proxy(alter, running=f"telling{list(TOLD).index(name)}") as proxy:
        told = stack.overheard(lambda: ask(proxy.site.port, mark.request(path=FORM), source=mark.source))
    assert kept(mark).encode() in told
