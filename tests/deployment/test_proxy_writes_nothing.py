"""Nothing of a visit is in any log or temporary file of the programs in front and behind, whatever goes wrong on the way."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment import attacks
from tests.deployment.searching import Tracer, holding, narrow, seen, sends
from tests.deployment.speaking import FORM, Mark, ask
from tests.deployment.stack import Proxy, Stack

pytestmark = [pytest.mark.slow]
SENT_ON = {
    "host", "connection", "content-type", "content-length", "accept-encoding", "accept-language", "origin",
    "sec-fetch-site", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
}  # fmt: skip


@pytest.fixture(scope="session")
def impatient(stack: Stack) -> Iterator[Proxy]:
    """An nginx that waits for nobody."""
    with stack.proxy(running="impatient", patience=1, head_patience=1, body_patience=1) as running:
        yield running


@pytest.mark.parametrize("attack", attacks.ALL, ids=lambda attack: attack.__name__)
def test_nothing_of_it_is_written(attack: attacks.Attack, proxy: Proxy, stack: Stack):
    mark = Mark()
    attack(proxy, stack, mark)
    assert seen(mark, stack, proxy) == []


@pytest.mark.parametrize("attack", attacks.SLOW, ids=lambda attack: attack.__name__)
def test_nothing_is_written_of_whom_nginx_waits_for_no_longer(attack: attacks.Attack, impatient: Proxy, stack: Stack):
    mark = Mark()
    attack(impatient, stack, mark)
    assert seen(mark, stack, impatient) == []


EXPECTED = re.compile(
    r"Worker \(pid:[0-9]+\) (was sent SIGKILL|exited)|ERROR: unexpected \w+( \(\w+\))? from \w+ at [\w/.]+:[0-9]+$"
)


def test_all_that_was_written_is_of_processes_that_died_and_of_faults_by_class_and_place(proxy: Proxy, stack: Stack):
    lines = proxy.log.read_text().splitlines()
    lines += (stack.logs / "public.log").read_text().splitlines()
    assert [line for line in lines if not EXPECTED.search(line)] == []


def test_no_form_and_no_page_is_ever_put_in_a_file(stack: Stack):
    with stack.proxy(narrow, running="narrow") as proxy:
        assert holding(proxy, Mark(), 240_000) == {}


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="NO STRACE: writes to disk are only looked for in open files"
)
def test_the_kernel_sees_no_file_opened_for_a_body(proxy: Proxy, stack: Stack, tmp_path: Path):
    tracer = Tracer(proxy, tmp_path / "trace")
    sends(proxy, stack)
    assert tracer.end() == []


def test_our_programs_are_told_the_network_and_nothing_else_of_a_visit(stack: Stack, proxy: Proxy):
    mark = Mark()
    told = stack.overheard(lambda: ask(proxy.site.port, mark.request("POST", FORM, mark.form()), source=mark.source))
    head, _, body = told.partition(b"\r\n\r\n")
    assert body == mark.form()
    lines = head.decode().split("\r\n")
    names = [line.partition(":")[0].lower() for line in lines[1:]]
    assert sorted(names) == sorted(set(names))
    assert set(names) <= SENT_ON
    assert f"X-Forwarded-For: {mark.source.rpartition('.')[0]}.0" in lines
    assert "Accept-Language: nn" in lines
    for kind in ("source", "forwarded", "agent", "referrer", "cookie"):
        assert mark.never[kind].encode() not in told
    assert mark.query.encode() not in told.partition(b"\r\n")[2]
