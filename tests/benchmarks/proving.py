"""What the proof of work costs: a browser, a phone that is six times slower, the server, and whoever wants to flood the ballot box.

The slow phone is measured twice: as Chromium's own throttling has it, which slows the page but not the threads on which a
browser derives keys, and with every process of the browser stopped for five sixths of the time, which slows all of it.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import altcha
import psutil
from playwright.sync_api import Page, sync_playwright

from consultation.privacy import proofs
from tests.benchmarks.journeys import FORM, SLUG, opened, serving
from tests.chromium import ARGUMENTS, find_or_install

SLOWER = 6
TIMES = 15
SLICE = 0.006  # seconds that a slowed browser may run at a time
AIM = 2.0  # seconds on a slow phone
SECRET = b"s" * 32
FORM_NONCE = "0" * 32
WORK_OUT = """async (script) => {
    const { prove } = await import(script);
    const begun = performance.now();
    if (!await prove(document.querySelector("form#answers"), new URLSearchParams(), true)) throw new Error("no proof");
    return performance.now() - begun;
}"""


def main() -> float:
    """Print all, and return the seconds that the slowest proof took on the phone that is slowed as a whole."""
    _costs()
    with tempfile.TemporaryDirectory() as folder:
        instance = f"{folder}/instance"
        opened(instance)
        target = "consultation.cli.web_application:web_application()"
        with serving(target, {"CONSULTATION_INSTANCE": instance}) as (port, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=list(ARGUMENTS))
            page = browser.new_page(base_url=f"http://127.0.0.1:{port}")
            page.goto(FORM)
            slowest = _in_a_browser(page)
            browser.close()
    return slowest


def _costs() -> None:
    """What one process pays for each, in CPU time."""
    known = {"consultation": SLUG, "nonce": FORM_NONCE, "now": time.time()}
    made = _cpu_ms(lambda: proofs.new_challenge(SECRET, **known), 300)
    challenge = altcha.Challenge.from_dict(proofs.new_challenge(SECRET, **known))
    solution = altcha.solve_challenge(challenge)
    assert solution
    sent = altcha.Payload(challenge, solution).to_base64()
    checked = _cpu_ms(lambda: proofs.verify(SECRET, sent, **known), 1000)
    tried = _cpu_ms(lambda: altcha.derive_key_pbkdf2(challenge.parameters, b"salt" * 4, b"password"), 300)
    print(f"  server           {made:.2f} ms CPU for a riddle, {checked:.2f} ms for checking a proof")
    flood = tried * proofs.EXPECTED_TRIES
    print(f"  whoever floods   {flood:.0f} s CPU for 1,000 proofs of {proofs.EXPECTED_TRIES} tries on average")


def _in_a_browser(page: Page) -> float:
    script = page.locator("script[type=module][src]").first.get_attribute("src") or ""
    proving = f"{script.rpartition('/')[0]}/proving.js"
    page.evaluate(WORK_OUT, proving)

    def told(kind: str) -> float:
        took = [page.evaluate(WORK_OUT, proving) / 1000 for _ in range(TIMES)]
        print(f"  {kind:16} {statistics.median(took):.2f} s (median), {max(took):.2f} s (slowest of {TIMES})")
        return max(took)

    told("browser here")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    told("throttled 6x")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    with _slowed():
        slowest = told("all of it 6x")
    print(f"  {'':16} (aim: at most {AIM:g} s on the slow phone)")
    return slowest


@contextmanager
def _slowed() -> Iterator[None]:
    """Let the browser's processes run for a sixth of the time only."""
    family = [one for one in psutil.Process().children(recursive=True) if "chrom" in one.name() and one.is_running()]
    over = threading.Event()

    def hold() -> None:
        while not over.is_set():
            _each(family, psutil.Process.suspend)
            time.sleep(SLICE * (SLOWER - 1))
            _each(family, psutil.Process.resume)
            time.sleep(SLICE)

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()


def _each(family: list[psutil.Process], act: Callable[[psutil.Process], None]) -> None:
    for one in family:
        with suppress(psutil.NoSuchProcess):
            act(one)


def _cpu_ms(act: Callable[[], object], times: int) -> float:
    begun = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - begun) / times * 1000


if __name__ == "__main__":
    main()
