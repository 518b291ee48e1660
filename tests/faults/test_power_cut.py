"""Whoever was thanked before the power failed is there when it comes back: the disk was waited for."""

import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from consultation.storage.database import Database
from tests.faults.conftest import envelope
from tests.faults.crowd import FORM, THANKED, Crowd
from tests.faults.disk import why_none
from tests.faults.site import Site
from tests.respondent import Respondent

LEAST = 20
IMPATIENT = """
import consultation.storage.database as d
_set = d._set
d._set = lambda connection, pragma: _set(connection, pragma.replace("= FULL", "= NORMAL") if "synch" in pragma else pragma)
_engine = d.create_engine
def create_engine(url, **words):
    given = words.get("connect_args", {})
    if "options" in given:
        given["options"] = "-c synchronous_commit=off"
    return _engine(url, **words)
d.create_engine = create_engine
"""


def lost_with_the_power(*, postgres, altered=""):
    """The power is cut under load; how many envelopes are gone that somebody was thanked for, and how many thanks there were."""
    with tempfile.TemporaryDirectory() as folder:
        if why := why_none(Path(folder)):
            pytest.skip(why)
    with Site(postgres=postgres, power=True, altered=altered, megabytes=400, worker=False, workers=1) as site:
        with closing(Respondent(site.installation.address)) as someone:
            question = str(someone.get(FORM).tree.xpath("//textarea/@name")[0])
        crowd = Crowd(site.installation.address, question, lambda _: site.installation.port, senders=3)
        crowd.begin()
        until = time.monotonic() + 60
        while len(crowd.thanked) < LEAST and time.monotonic() < until:
            time.sleep(0.01)
        site.cut_power()
        thanked = dict(crowd.thanked)  # also some who came when it was on again; they count as well
        crowd.give_up()
        database = Database(site.database_url)
        with database.reading() as session:
            there = {bytes(name) for name in session.execute(text("SELECT envelope FROM ballot_box")).scalars()}
        database.close()
    return len({envelope(code) for code in thanked.values()} - there), len(thanked)


@pytest.mark.slow
@pytest.mark.parametrize(
    "postgres", [False, pytest.param(True, marks=pytest.mark.postgres)], ids=["sqlite", "postgres"]
)
def test_nobody_who_was_thanked_is_lost_with_the_power(postgres):
    lost, thanked = lost_with_the_power(postgres=postgres)
    assert thanked >= LEAST
    assert lost == 0


@pytest.mark.slow
def test_a_site_that_does_not_wait_for_the_disk_is_caught(tmp_path):
    assert lost_with_the_power(postgres=False, altered=IMPATIENT)[0] > 0


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not there")
def test_the_disk_is_waited_for_before_the_first_byte_of_thanks(tmp_path, door):
    if not door.database_url.startswith("sqlite"):
        pytest.skip("a process of the database server writes there; the power cuts above look at it")
    assert THANKED in door.send(door.letter("Først noe som varmer opp"))[1]
    traced = tmp_path / "calls"
    workers = [str(one.pid) for one in psutil.Process(door.server.pid).children(recursive=True)]
    words = [word for pid in workers for word in ("-p", pid)]
    kinds = "trace=fsync,fdatasync,sendto,write,pwrite64"
    with subprocess.Popen(["strace", "-f", "-qq", "-y", "-s", "64", "-e", kinds, "-o", traced, *words]) as strace:
        until = time.monotonic() + 30
        while not traced.exists() or not _traced(workers):
            assert time.monotonic() < until
            time.sleep(0.02)
        assert THANKED in door.send(door.letter("Så det vi ser på"))[1]
        strace.send_signal(signal.SIGINT)
    calls = traced.read_text("utf-8", "replace").splitlines()
    thanks = next(at for at, call in enumerate(calls) if "HTTP/1.1 200" in call)
    written = [at for at, call in enumerate(calls) if re.search(r"pwrite64\(\d+<[^>]*sqlite-wal>", call)]
    waited = [
        at for at, call in enumerate(calls) if re.search(r"f(data)?sync\(\d+<[^>]*sqlite-wal>.*= 0|resumed", call)
    ]
    assert written
    assert any(max(at for at in written if at < thanks) < at < thanks for at in waited), "\n".join(calls)


def _traced(workers):
    return all(re.search(r"TracerPid:\s+[1-9]", Path(f"/proc/{pid}/status").read_text()) for pid in workers)
