"""Who watches the network sees the same lengths, whether somebody wrote three words or two pages."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
THREE_WORDS = "Ring meg opp."
TWO_PAGES = "Jeg ventet på brev. " * 150


def _lengths(page: Page, text: str) -> list[tuple[str, int, int]]:
    """Of each form on the way to the thanks: where it ended, its length, and the length of the answer as it was sent."""
    seen: list[tuple[str, int, int]] = []
    page.on(
        "response",
        lambda answer: (
            seen.append(
                (
                    answer.url.rpartition("/")[2],
                    len(answer.request.post_data_buffer or b""),
                    int(answer.headers["content-length"]),
                )
            )
            if answer.request.method == "POST" and not answer.url.endswith("challenge")
            else None
        ),
    )
    page.goto("/nb/waiting-times/patient/")
    page.locator("html[data-enhanced]").wait_for(state="attached")
    page.locator("#feel-safe").fill(text)
    page.wait_for_load_state("networkidle")
    for to in ("check", "thanks"):
        page.locator("main form button[data-variant=primary]").last.click()
        page.locator(f"main[data-page={to}]").wait_for()
    return seen


def test_three_words_and_two_pages_travel_in_the_same_lengths(page):
    short = _lengths(page, THREE_WORDS)
    long = _lengths(page.context.new_page(), TWO_PAGES)
    assert [where for where, *_ in short] == ["check", "thanks"]
    assert short == long
    assert {sent for _, sent, _ in short} == {16 * 1024}
