"""Everybody gets through: every page and state of the respondent's front, in every language, by axe and by measures of our own."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response
from playwright.sync_api import Error as NotThere

from tests.browsing import main_page
from tests.journeys.validity import AXE, different, mistakes, obstacles
from tests.states import STATES, Sites, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGES = ("nb", "nn", "se", "en")
WITHIN_OTHERS = {"form", "check", "receipt"}  # all that stands there stands in another state too
WORDED = (
    "document-title", "html-has-lang", "html-lang-valid", "valid-lang", "button-name", "input-button-name", "link-name",
    "summary-name", "label", "select-name", "aria-command-name", "aria-input-field-name", "aria-toggle-field-name",
    "aria-progressbar-name", "aria-meter-name", "aria-tooltip-name", "aria-dialog-name", "image-alt", "svg-img-alt",
    "role-img-alt", "area-alt", "input-image-alt", "frame-title", "object-alt",
)  # fmt: skip
MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8")
NARROW = {"width": 320, "height": 640}  # 1280 pixels at 400 % zoom
ACROSS = {"width": 640, "height": 320}


@dataclass
class Walk:
    """What was seen on the way through all states."""

    visit: Visit
    sources: list[tuple[str, str]] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)

    def keep(self, answer: Response) -> None:
        """Keep the source of every page, for the validator."""
        if (
            "html" in answer.headers.get("content-type", "") and not 300 <= answer.status < 400
        ):  # those have no body here
            with suppress(NotThere):  # left before it was read: another state shows it
                self.sources.append((answer.url, answer.text()))

    def look(self, state: str, *, thoroughly: bool) -> None:
        """Bring the page to a state and measure it."""
        STATES[state](self.visit)
        page = self.visit.page
        page.keyboard.press("Tab")  # from here on a browser shows where the focus is
        page.evaluate("document.activeElement.blur()")  # or the way past the header lies over what is measured
        found = self._obstacles(state, thoroughly=thoroughly)
        if found:
            page.wait_for_timeout(1000)  # on a busy machine something may still have been on its way to its place
            found = self._obstacles(state, thoroughly=thoroughly)
        if found:
            self.wrong[state] = found

    def _obstacles(self, state: str, *, thoroughly: bool) -> list[str]:
        page = self.visit.page
        # Frame, order and colours are the same in every language; what can be missing in one are words.
        found = [
            *obstacles(page, only=() if thoroughly else WORDED),
            *_measured(page, "now"),
            *self._titled(state, page),
        ]
        return found + _in_other_circumstances(page) if thoroughly else found

    def _titled(self, state: str, page: Page) -> list[str]:
        """A title says what the page is for, and names no consultation: it stays in the browser's history."""
        title, heading = page.title(), page.locator("main h1").inner_text()
        self.titles.setdefault(title, set()).add(main_page(page))
        form = main_page(page) == "questionnaire"
        begins = re.match(r"[^–]+ – [^–]+ – ", title) is not None
        wrong = form and begins != state.startswith("errors")
        named = main_page(page) == "consultation" and heading in title
        return [f"title: {title}"] if wrong or named else []


def _measured(page: Page, measure: str) -> list[str]:
    page.evaluate(f"window.measures || {MEASURES}")
    return list(page.evaluate(f"measures.{measure}()"))


class _as:  # noqa: N801 -- reads as a sentence in `with`
    """The page under other settings of the reader's device, until the end of the block."""

    def __init__(self, page: Page, **media: str) -> None:
        self.page, self.media = page, media

    def __enter__(self) -> None:
        self.page.emulate_media(**self.media)  # type: ignore[arg-type]

    def __exit__(self, *_: object) -> None:
        self.page.emulate_media(**dict.fromkeys(self.media, "null"))  # type: ignore[arg-type]


def _in_other_circumstances(page: Page) -> list[str]:
    found = _measured(page, "spaced")
    with _as(page, color_scheme="dark"):
        found += [f"dark: {each}" for each in obstacles(page, only=["color-contrast"])]
    with _as(page, forced_colors="active"):
        found += _measured(page, "forced")
    with _as(page, reduced_motion="reduce"):
        found += _measured(page, "still")
    page.set_viewport_size(ACROSS)  # also 1280 pixels with text at 200 %
    found += [f"across: {each}" for each in _measured(page, "turned")] + _measured(page, "twice")
    page.set_viewport_size(NARROW)
    return found


@pytest.fixture
def walk(chromium: Browser, places: Sites, language: str) -> Iterator[Walk]:
    """Somebody with a narrow screen, who reads one language."""
    context = chromium.new_context(viewport=NARROW)
    context.set_default_timeout(20_000)
    context.add_init_script(path=AXE)
    page = context.new_page()
    walked = Walk(Visit(page, places, language))
    page.on("response", walked.keep)
    yield walked
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_any_page_keeps_anybody_out(walk, language, tmp_path, capsys, long):
    states = [state for state in STATES if long or language == "nb" or state not in WITHIN_OTHERS]
    for state in states:
        walk.look(state, thoroughly=long or language == "nb")
    found = sum(map(len, walk.wrong.values()))
    pages = different(walk.sources)
    invalid = mistakes(pages, tmp_path)
    with capsys.disabled():
        print(
            f"\n{language}: {len(states)} states, {len(pages)} pages validated; {found} obstacles, {len(invalid)} mistakes"
        )
    assert not walk.wrong, "\n".join(f"{state}: {each}" for state, said in walk.wrong.items() for each in said)
    assert invalid == []
    assert len(pages) > len(states) / 2
    assert len(walk.sources) > len(states)
    assert {title: said for title, said in walk.titles.items() if len(said) > 1} == {}, (
        "one title for different kinds of page"
    )
