"""The newcomer's first quarter of an hour: answer, sign in, read, decide, download - and every page on the way is sound."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as Interrupted

from tests.browsing import WIDTHS, main_page, press
from tests.journeys.validity import mistakes, obstacles
from tests.look import demonstration
from tests.pages import ANSWER, CONSULTATION, sign_in, staff_states
from tests.running import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 180.0  # seconds for work in the background on a loaded machine


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str, str]]:
    """The demo as `make demo` runs it, and the account it printed."""
    running, email, password = demonstration(tmp_path_factory.mktemp("demo"))
    yield running, email, password
    running.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh visit at a desk."""
    context = chromium.new_context(viewport=WIDTHS["desk"], accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def _go(page: Page, address: str) -> None:
    """Load a page, also while the one that is there reloads itself because a job has ended."""
    try:
        page.goto(address)
    except Interrupted as error:
        if not re.search("interrupted by another navigation|ERR_ABORTED", str(error)):  # two words for one thing
            raise
        page.wait_for_load_state()
        page.goto(address)


def _until(page: Page, address: str, shown: str) -> None:
    """Load a page again and again until it shows something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _go(page, address)
        if page.locator(shown).count():
            return
        time.sleep(1)
    raise AssertionError(f"{address} never showed {shown}: {page.locator('main').inner_text()[:2000]}")


def _responses(page: Page, address: str) -> list[int]:
    page.goto(f"{address}/staff/nb/consultations/{CONSULTATION}/")
    return [
        int(n.replace("\u00a0", ""))
        for n in re.findall(r"[\d\u00a0]+", " ".join(page.locator("main table tbody").first.all_inner_texts()))
    ]


def test_a_newcomer_answers_without_script_and_staff_see_it_a_moment_later(demo, chromium, page):
    running, email, password = demo
    sign_in(page, running.address, email, password)
    before = _responses(page, running.address)

    phone = chromium.new_context(java_script_enabled=False, viewport=WIDTHS["phone"])
    visit = phone.new_page()
    visit.goto(f"{running.address}/")
    visit.goto(f"{running.address}/nb/{CONSULTATION}/patient/")
    visit.locator("textarea").first.fill(ANSWER)
    press(visit, "/check")
    assert "15038510190" not in visit.locator("dl, main section").first.inner_text()
    press(visit, "/thanks")
    assert main_page(visit) == "thanks"
    assert re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", visit.locator("main").inner_text())
    assert phone.cookies() == []
    phone.close()

    until = time.monotonic() + PATIENCE
    while _responses(page, running.address) == before and time.monotonic() < until:
        time.sleep(1)
    after = _responses(page, running.address)
    assert after != before, "the tenth response never tipped the ballot box"
    assert all(number % 5 == 0 for number in after), after


def test_staff_accept_a_candidate_and_download_a_report(demo, page, tmp_path):
    running, email, password = demo
    sign_in(page, running.address, email, password, "en")
    themes = f"{running.address}/staff/en/consultations/{CONSULTATION}/themes/feel-safe/"
    accept = "form[action*='accept'] button[type=submit], form:has(input[value=accept]) button[type=submit]"
    _until(page, themes, accept)
    for closed in page.locator(f"details:has({accept})").all():
        closed.evaluate("d => d.open = true")
    form = page.locator(accept).first.locator("xpath=ancestor::form")
    name = form.locator("input[name=name]").input_value()
    form.locator("[name=why]").fill("Many describe it, in their own words.")
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    _go(page, themes)
    assert name in page.locator("main").inner_text()

    page.goto(f"{running.address}/staff/en/consultations/{CONSULTATION}/")
    with page.expect_download() as downloading:
        page.locator("a[href*='report'][href*=pdf], a[href*=pdf]").first.click()
    downloading.value.save_as(tmp_path / "report.pdf")
    with pikepdf.open(tmp_path / "report.pdf") as report:
        assert report.Root.MarkInfo.Marked
        assert str(report.Root.Lang).startswith("en")
        assert len(report.pages) >= 2
    written = running.command(
        "report", CONSULTATION, "--format", "html", "--language", "en", "--out", str(tmp_path / "report.html")
    )
    assert "report.html" in written
    assert name in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])  # what staff read; respondents' pages: test_accessibility.py
def test_no_staff_page_has_an_obstacle_or_a_mistake_in_its_markup(demo, chromium, tmp_path, language, long):
    running, email, password = demo
    context = chromium.new_context(viewport=WIDTHS["phone"])
    page = context.new_page()
    sources: list[tuple[str, str]] = []
    foreign: list[str] = []

    page.on(
        "request",
        lambda asked: (
            foreign.append(asked.url) if not asked.url.startswith((running.address, "data:", "blob:")) else None
        ),
    )
    found: dict[str, list[str]] = {}
    for name in staff_states(
        page, running.address, email, password, language, of_each=2 if long or language == "nb" else 1
    ):
        sources.append((page.url, page.request.get(page.url).text()))
        if language != "nb":  # what keeps people out is in the frame, which is the same in every language
            continue
        wrong = obstacles(page)
        if "again" not in name:  # nor does another page of its kind have other colours
            page.emulate_media(color_scheme="dark")
            wrong += obstacles(page, only=["color-contrast"])
            page.emulate_media(color_scheme="light")
        if wrong:
            found[name] = wrong
    context.close()
    assert found == {}
    assert mistakes(sources, tmp_path) == []
    assert len(sources) > 8
    assert foreign == [], "something was fetched from elsewhere"


def test_the_demo_can_be_started_again(demo):
    running, *_ = demo
    listed = running.command("list", "--json")
    assert CONSULTATION in listed
    keys = list(Path(running.instance / "keys" / CONSULTATION).iterdir())
    assert keys
    assert all(key.stat().st_mode & 0o077 == 0 for key in keys)
