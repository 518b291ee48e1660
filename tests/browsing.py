"""A real Chromium for the tests that must see what a person's browser sees."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as FetchedAnew

from tests.chromium import ARGUMENTS, find_or_install
from tests.running import old_mark

PATIENCE = 60_000  # milliseconds
WIDTHS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh visit on a phone, with and without JavaScript."""
    opened = chromium.new_context(java_script_enabled=request.param, viewport=WIDTHS["phone"])
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


SETTLED = """() => {
  if (document.readyState !== "complete") return false;
  const script = document.querySelector('script[src*="js/enhance.js"]')?.src;
  const came = performance.getEntriesByType("resource").some((one) => one.name === script && one.responseStatus === 200);
  return !came || "enhanced" in document.documentElement.dataset;
}"""


def settled(page: Page) -> None:
    """Wait until the scripts have done what they do to a page; not where they are kept from coming."""
    page.wait_for_function(SETTLED, timeout=PATIENCE)


def patient(page: Page) -> Page:
    """The page, of somebody who lets it settle before touching anything, however busy the machine is."""
    for way in ("goto", "reload", "go_back", "go_forward"):
        go = getattr(page, way)

        def and_wait(*where: object, _go: Callable[..., object] = go, **how: object) -> object:
            answer = _go(*where, **how)
            settled(page)
            return answer

        setattr(page, way, and_wait)
    return page


def read(page: Page, script: str) -> str:
    """What a script reads out of the page, also when that is just being fetched anew."""
    for _ in range(20):
        settled(page)
        with suppress(FetchedAnew):
            return str(page.evaluate(script))
    raise AssertionError(f"{page.url} never comes to rest")


def left_alone(page: Page) -> None:
    """Wait until the browser's own page of trouble is there: who goes back while it still comes goes back from elsewhere."""
    page.locator("body.neterror").wait_for(state="attached")


def main_page(page: Page) -> str:
    """What `<main data-page>` says."""
    return page.locator("main").get_attribute("data-page") or ""


def take_time(page: Page) -> None:
    """Make the form on the page one that was opened a minute ago; whoever has no script must have taken their time."""
    there = urlsplit(page.url)
    old = old_mark(f"{there.scheme}://{there.netloc}", there.path.split("/")[2])
    page.locator("main input[name=_made]").evaluate("(field, old) => { field.value = old; }", old)


def press(page: Page, ending: str) -> None:
    """Press the main button of the form whose address ends so, and wait for the page it leads to."""
    before = main_page(page)
    if ending == "/thanks" and page.url.endswith("/check"):  # a script would have kept the form's own address
        take_time(page)
    page.locator(f'form[action$="{ending}"] button[type=submit]:not([formaction])').last.click()
    page.wait_for_load_state()
    page.locator(f'main:not([data-page="{before}"]), main [role=alert]').first.wait_for()
