"""Takes a picture of every page and state there is, on a phone and at a desk, in light and in dark: `make look`."""

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import WIDTHS
from tests.chromium import ARGUMENTS, find_or_install
from tests.pages import staff_states
from tests.running import Installation
from tests.states import STATES, Sites, Visit, sites

PICTURES = Path(__file__).parents[1] / ".look"
LANGUAGES = ("nb", "nn", "se", "en")


def demonstration(root: Path) -> tuple[Installation, str, str]:
    """Start the demo below `root` and wait until its themes are found; returns it with the printed account."""
    running = Installation(root)
    demo = running.start("demo", "--port", str(running.port))
    running.wait_until_it_answers(demo)
    log = running.root / "demo.log"
    for _ in range(600):
        account = re.search(r"^\s+(\S+@\S+)\s+(\S+)$", log.read_text("utf-8"), re.MULTILINE)
        if account:
            return running, account[1], account[2]
        time.sleep(0.2)
    raise AssertionError(f"the demo printed no account:\n{log.read_text('utf-8')}")


def _pictures(page: Page, folder: Path, states: object) -> None:
    for number, name in enumerate(states):  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=folder / f"{number:02d}-{name.replace(' ', '-')}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")


def _respondents(visit: Visit) -> Iterator[str]:
    for name, bring in STATES.items():
        bring(visit)
        yield name.replace(":", "")


def look(browser: Browser, places: Sites, address: str, account: tuple[str, str], languages: tuple[str, ...]) -> None:
    """Write the pictures of both fronts, a folder for each width and language."""
    for width, viewport in WIDTHS.items():
        for language in languages:
            folder = PICTURES / f"{width}-{language}"
            folder.mkdir(parents=True, exist_ok=True)
            context = browser.new_context(viewport=viewport)
            page = context.new_page()
            _pictures(page, folder, _respondents(Visit(page, places, language)))
            _pictures(page, folder, (f"staff-{name}" for name in staff_states(page, address, *account, language)))
            context.close()
            print(f"{folder.name}: {len(list(folder.iterdir()))} pictures")


def main() -> None:
    """Look at the demo, in the languages named on the command line, or in all."""
    languages = tuple(sys.argv[1:]) or LANGUAGES
    with (
        tempfile.TemporaryDirectory() as root,
        sites(Path(root) / "sites") as places,
        sync_playwright() as playwright,
    ):
        running, email, password = demonstration(Path(root))
        try:
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=list(ARGUMENTS))
            look(browser, places, running.address, (email, password), languages)
            browser.close()
        finally:
            running.stop()


if __name__ == "__main__":
    main()
