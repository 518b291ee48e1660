"""The keys of the blind coding in a real Chromium, under the real content security policy."""

import pytest
from playwright.sync_api import expect

from consultation.storage.reading import double_codings
from tests.browsing import settled
from tests.reviewing.double.desk import ASKER, KARI, ROOM, team
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.test_enhancements import desk

__all__ = ["desk", "team"]

pytestmark = pytest.mark.browser


def found(team):
    with team.database.reading() as session:
        sample = double_codings.newest(session, SLUG, QUESTION)
        return sorted(one.outcome for one in double_codings.found_by(session, sample.key, 1).values())


def test_keys_tick_and_save_one_comment_after_the_other(team, desk):
    team.draw(first=ASKER, second=KARI)
    desk.goto(team.office.at(f"{ROOM}blind/"))
    settled(desk)
    desk.keyboard.press("2")
    expect(desk.locator("[data-key='2']")).to_be_checked()
    for key, number in (("Enter", 1), ("0", 2), ("?", 3)):
        before = desk.url
        desk.keyboard.press(key)
        expect(desk).not_to_have_url(before)
        expect(desk.get_by_text("Saved.")).to_be_visible()
        settled(desk)
        assert len(found(team)) == number
    assert found(team) == ["coded", "none", "undecided"]
