"""A decision that is too long to be taken back by an address is saved like any other, and said to be."""

import pytest
from playwright.sync_api import expect

from consultation.reviewing.coding import carried
from tests.reviewing.coding.desks import DESK, comment_on, decided, follow, send
from tests.reviewing.coding.test_keys import another, at_hand, office, page, saved, server, words

__all__ = ["office", "page", "server"]


@pytest.fixture(autouse=True)
def short_addresses(monkeypatch):
    """An address that holds nothing: as after a hundred passages, which no test has the time to mark."""
    monkeypatch.setattr(carried, "_LONGEST", 10)


def test_it_is_said_to_be_saved_and_may_be_changed_but_not_undone(office):
    shown = office.get(office.at(DESK))
    after = follow(office, send(office, shown, outcome="none"))
    assert "Saved." in after.text
    assert "data-saved" in after.text
    assert "Change the previous one" in after.text
    assert 'id="undo"' not in after.text
    assert decided(office, comment_on(shown)).outcome == "none"


@pytest.mark.browser
def test_what_is_ticked_on_the_next_comment_while_it_is_saved_still_stands(office, page):
    first = words(page)
    under_way = []
    page.route("**/*", lambda one: under_way.append(one) if one.request.method == "POST" else one.continue_())
    at_hand(page)
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    another(page, first)
    second = words(page)
    page.keyboard.press("1")
    under_way.pop().continue_()
    saved(page)
    expect(page.locator("#theme-svar")).to_be_checked()
    expect(page.locator("#undo")).to_have_count(0)
    assert words(page) == second
    assert decided(office, first).confirmed == ("mat",)
