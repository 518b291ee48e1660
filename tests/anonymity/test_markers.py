"""No byte that the system writes comes from who visited or how; what was written is readable only mixed, and only as a comment."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from consultation.auditing.markers import Visit
from tests.anonymity import leaky_site
from tests.anonymity.searching import sightings
from tests.browsing import main_page, press
from tests.respondent import Respondent
from tests.running import QUICKLY, Installation, end, free_port

CONSULTATION = "waiting-times"
MIXING = 60.0  # seconds the worker may take on a loaded machine


@pytest.fixture
def installation(tmp_path: Path, database_files: tuple[str | None, list[Path]]) -> Iterator[Installation]:
    """A running installation with Case A open, on SQLite and on PostgreSQL; its limits count by X-Forwarded-For."""
    settings = {"CONSULTATION_MIXING_SECONDS": "1", "CONSULTATION_TRUSTED_PROXIES": "1", **QUICKLY}
    running = Installation(tmp_path / "all", database_files[0], settings=settings)
    running.command("open", CONSULTATION, "--archive", "report")
    running.serve("--with-worker", "--workers", "1")
    yield running
    running.stop()


def _visit(chromium: Browser, address: str, visit: Visit, *, script: bool) -> dict[str, str]:
    """Answer, and return what the form and its receipt could be known again by."""
    context = chromium.new_context(
        user_agent=visit.agent,
        java_script_enabled=script,
        extra_http_headers={
            name: value for name, value in visit.headers.items() if name not in {"User-Agent", "Referer"}
        },
    )
    context.add_cookies([{"name": "track", "value": visit.cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/nb/{CONSULTATION}/patient/?from={visit.query}", referer=visit.referrer)
    page.locator("textarea").first.fill(f"{visit.text} Jeg er {visit.national_id}, skriv til {visit.email}")
    press(page, "/check")
    assert main_page(page) == "check"
    with page.expect_request("**/thanks") as sending:
        press(page, "/thanks")
    assert main_page(page) == "thanks"
    code = page.locator(".receipt__code").inner_text()
    context.close()
    sent = dict(parse_qsl(sending.value.post_data or ""))
    proof = json.loads(base64.b64decode(sent["_proof"])) if script else {}
    known = {"nonce": sent["_nonce"], "receipt": code, "receipt as typed": code.replace("-", "")}
    return known | ({"challenge": proof["challenge"]["signature"]} if script else {})


def _stumble(address: str, visit: Visit) -> None:
    """Meet every refusal there is, with the same marks on: errors are where others leaked."""
    marked = {**visit.headers, "Cookie": f"track={visit.cookie}"}
    someone = Respondent(address, marked)
    form = f"/nb/{CONSULTATION}/patient/check"
    someone.get(f"/nb/{visit.query}/?q={visit.query}")
    someone.get(f"/xx/{CONSULTATION}/")
    someone.post(form, [("unknown", f"{visit.text}\0{visit.email}\ud83d".encode("utf-8", "replace").decode())])
    someone.post(form, [("a", visit.text)], **{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    with suppress(ConnectionError):
        someone.post(form, [("a", visit.text * 20_000)])
    someone.close()


def _everyone_else(address: str, how_many: int) -> None:
    for number in range(how_many):
        someone = Respondent(address)
        page = someone.get(f"/nb/{CONSULTATION}/patient/")
        field = page.tree.xpath("//textarea/@name")[0]
        assert (
            someone.answer(CONSULTATION, "patient", {field: f"Ventetida var lang, {number} ganger."}).name == "thanks"
        )
        someone.close()


def _logs(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.glob("*.log")}


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_of_a_visit_is_written_and_its_text_only_when_mixed(installation, database_files, chromium):
    visit = Visit()
    roots = [installation.root, *database_files[1]]
    logs = _logs(installation.root)

    never = dict(visit.never)
    never |= _visit(chromium, installation.address, visit, script=True)
    assert "challenge" in never
    _stumble(installation.address, visit)
    assert sightings({**never, "text": visit.text}, *roots) == []

    never |= {
        f"{name}, without script": it
        for name, it in _visit(chromium, installation.address, visit, script=False).items()
    }
    _everyone_else(installation.address, 8)
    until = time.monotonic() + MIXING
    while not sightings({"text": visit.text}, *roots) and time.monotonic() < until:
        time.sleep(0.5)

    assert sightings(never, *roots) == []
    seen = sightings({"text": visit.text}, *roots)
    assert seen, "the ballot box was never emptied"
    assert all("consultation.sqlite" in s.place or s.place.startswith(("base/", "pg_wal/")) for s in seen), seen
    assert _logs(installation.root) == logs, "a visit was logged"


@pytest.fixture
def leaky(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The site that leaks, running."""
    port = free_port()
    process = subprocess.Popen([sys.executable, leaky_site.__file__, str(tmp_path), str(port)], start_new_session=True)
    yield f"http://127.0.0.1:{port}", tmp_path
    end(process)


def test_the_search_catches_every_leak_of_a_leaky_site(leaky):
    address, root = leaky
    visit = Visit()
    headers = {**visit.headers, "Cookie": visit.cookie, "X-Mail": visit.email, "X-Id": visit.national_id}
    request = Request(f"{address}/?{visit.query}", urlencode({"text": visit.text}).encode(), headers)
    for _ in range(100):
        try:
            with urlopen(request, timeout=5):
                break
        except OSError:
            time.sleep(0.1)
    caught = {s.kind for s in sightings({**visit.never, "text": visit.text}, root)}
    assert caught == set().union(*leaky_site.LEAKS.values())
