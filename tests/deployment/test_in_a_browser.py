"""Whatever nginx must refuse, a real browser keeps every word: in the fields with script, and after Back without."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import WIDTHS, left_alone, settled
from tests.chromium import ARGUMENTS, find_or_install
from tests.deployment.speaking import FORM, Mark, arrived, connection
from tests.deployment.stack import PUBLIC, Proxy, Stack, until
from tests.faults.proxy import Fault
from tests.faults.proxy import Proxy as Wire

pytestmark = [pytest.mark.slow, pytest.mark.browser]
WORDS = "Første linje.\n\n  «Ventetid» <b>&amp; mer</b> čđŋšŧž"
LARGEST = 40_000
AT_ONCE = 30
TROUBLE = "main .send-trouble:not([hidden])"
Trouble = Callable[["Place"], AbstractContextManager[None]]


@dataclass
class Place:
    """A stack, a strict nginx in front of it, and the wire between that and the browser."""

    stack: Stack
    proxy: Proxy
    fault: Fault = field(default_factory=Fault)

    def __post_init__(self) -> None:
        self.wire = Wire(("127.0.0.1", self.proxy.site.port), plan=lambda: self.fault)


@contextmanager
def a_form_that_is_too_large(place: Place) -> Iterator[None]:
    """413: this nginx takes less than the page's script believes."""
    yield


@contextmanager
def programs_that_are_not_there(place: Place) -> Iterator[None]:
    """502."""
    with place.stack.hidden("public"):
        yield


@contextmanager
def programs_that_do_not_answer(place: Place) -> Iterator[None]:
    """504."""
    place.stack.signal(signal.SIGSTOP)
    yield
    place.stack.signal(signal.SIGCONT)


@contextmanager
def many_of_the_same_network(place: Place) -> Iterator[None]:
    """429."""
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            there = held.enter_context(connection(place.proxy.site.port))
            there.sendall(Mark().request("POST", f"{FORM}check", Content_Length="9"))
            until(lambda there=there: arrived(there), "nginx never read it")
        yield


@contextmanager
def a_network_that_is_gone(place: Place) -> Iterator[None]:
    """No answer at all, also to a second try."""
    place.fault = Fault(request_bytes=0)
    place.wire.cut_all()
    yield
    place.fault = Fault()


TROUBLES: dict[str, tuple[Trouble, str]] = {
    "413": (a_form_that_is_too_large, "for mye"),
    "502": (programs_that_are_not_there, "svarer ikke"),
    "504": (programs_that_do_not_answer, "svarer ikke"),
    "429": (many_of_the_same_network, "Mange sender svar"),
    "cut": (a_network_that_is_gone, "ikke kontakt"),
}
"""What happens, and a word that the person reads then."""


@pytest.fixture(scope="module")
def place(stack: Stack) -> Iterator[Place]:
    """An nginx that takes little, waits little, and lets few of one network in at once; and a wire that can be cut."""

    def alter(text: str) -> str:
        return text.replace("client_max_body_size 262144", f"client_max_body_size {LARGEST}")

    with stack.proxy(alter, running="strict", patience=2, per_network=AT_ONCE) as running:
        strict = Place(stack, running)
        yield strict
        strict.wire.close()


@pytest.fixture(scope="module")
def browser(place: Place, chromium: Browser) -> Iterator[Browser]:
    """It takes the wire's end for the site; started by the same driver as the others', of which a program has one."""
    rules = f"--host-resolver-rules=MAP {PUBLIC}:{place.proxy.site.port} 127.0.0.1:{place.wire.port}"
    running = chromium.browser_type.launch(executable_path=find_or_install(), args=[*ARGUMENTS, rules])
    yield running
    running.close()


@pytest.fixture
def visit(browser: Browser, place: Place) -> Iterator[Callable[..., Page]]:
    """Opens the form on a phone, over HTTPS and HTTP/2."""
    with ExitStack() as ends:

        def opened(*, script: bool) -> Page:
            context = browser.new_context(
                java_script_enabled=script, viewport=WIDTHS["phone"], ignore_https_errors=True,
                base_url=f"https://{PUBLIC}:{place.proxy.site.port}",
            )  # fmt: skip
            ends.callback(context.close)
            page = context.new_page()
            page.goto(FORM)
            if script:
                settled(page)
            return page

        yield opened


def _press(page: Page) -> None:
    page.locator("main form button[data-variant=primary][type=submit]").last.click(no_wait_after=True)


def _written(name: str) -> str:
    return WORDS + "x" * LARGEST if name == "413" else f"{WORDS} {name}"


def test_with_script_the_words_stay_in_the_fields_and_the_person_is_told_why(visit, place: Place):
    page = visit(script=True)
    for name, (trouble, told) in TROUBLES.items():
        page.locator("#feel-safe").fill(_written(name))
        with trouble(place):
            _press(page)
            page.locator(TROUBLE).get_by_text(told).wait_for()
        assert page.locator("#feel-safe").input_value() == _written(name), name
    page.locator(f"{TROUBLE} [data-do=again]").click()
    page.locator("main[data-page=check]").wait_for()
    assert "«Ventetid» <b>&amp; mer</b> čđŋšŧž cut" in page.locator("main").inner_text()


def test_without_script_the_words_are_there_again_after_back(visit, place: Place):
    page = visit(script=False)
    for name, (trouble, told) in TROUBLES.items():
        page.locator("#feel-safe").fill(_written(name))
        with trouble(place):
            _press(page)
            if name == "cut":
                left_alone(page)
            else:
                page.locator("main[data-page=error]").get_by_text(told).first.wait_for()
        page.go_back()
        expect(page.locator("#feel-safe"), name).to_have_value(_written(name))
    _press(page)
    page.locator("main[data-page=check]").wait_for()
