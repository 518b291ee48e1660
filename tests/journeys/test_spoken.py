"""What a screen reader is told, beside what a human has read and found good: `spoken/` holds what matters of four states."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.states import STATES, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SPOKEN = Path(__file__).with_name("spoken")
# state -> the part of the page whose words are compared
PARTS = {
    "form": "main",
    "errors as nothing is answered": ".ds-error-summary",
    "check": "main",
    "thanks": "main",
}


@pytest.mark.parametrize("state", PARTS)
def test_a_screen_reader_is_told_what_was_agreed(places, chromium, state):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    STATES[state](Visit(page, places, "nb"))
    agreed = (SPOKEN / f"{state.replace(' ', '-')}.yml").read_text("utf-8")
    expect(page.locator(PARTS[state])).to_match_aria_snapshot(agreed)
    context.close()
