"""Decisions are taken back one after the other, the last first: with keys alone, over skipped comments, and without a script."""

import pytest
from playwright.sync_api import expect

from consultation.storage import responses
from tests.judging import judge
from tests.reviewing.coding.desks import DESK, KARI, comment_on, decided, send, sent_with, undo
from tests.reviewing.coding.test_keys import another, at_hand, office, page, saved, server, words
from tests.reviewing.offices import QUESTION, SLUG, token

__all__ = ["office", "page", "server"]


def decide(office, shown, outcome: str):
    """Decide, and send along what the page says can be taken back."""
    before = shown.text.partition('name="before" form="desk" value="')[2].partition('"')[0]
    answer = send(office, shown, outcome=outcome, before=before)
    assert answer.status_code == 303
    return office.get(answer.headers["Location"])


def test_each_undo_leads_to_the_decision_before_and_passes_over_what_somebody_else_has_decided(office):
    shown, seen = office.get(office.at(DESK)), []
    for outcome in ("none", "undecided", "none"):
        seen.append(comment_on(shown))
        shown = decide(office, shown, outcome)
    answer = undo(office, shown)
    shown = office.get(answer.headers["Location"])
    assert comment_on(shown) == seen[2]
    assert "Taken back." in shown.text
    assert "Undo the decision before" in shown.text
    with office.database.transaction() as session:
        [theirs] = [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.text == seen[1]]
        judge(session, theirs, {}, outcome="none", by=KARI)
    shown = office.get(answer.headers["Location"])
    shown = office.get(undo(office, shown).headers["Location"])
    assert comment_on(shown) == seen[0]
    assert [decided(office, text).outcome for text in seen] == [None, "none", None]
    assert "Undo the decision before" not in shown.text


def test_a_page_that_refuses_says_of_no_decision_that_it_is_saved_and_keeps_what_can_be_undone(office):
    shown = decide(office, office.get(office.at(DESK)), "none")
    kept = shown.text.partition('name="before" form="desk" value="')[2].partition('"')[0]
    refused = office.client.post(
        office.at(DESK), data={**sent_with(shown), "before": kept, "outcome": "coded", "csrf_token": token(shown)}
    )
    assert refused.status_code == 422
    assert "Saved." not in refused.text
    assert 'name="before" form="desk" value=""' not in refused.text
    undo(office, shown)


def test_a_note_leaves_the_decision_before_to_be_undone(office):
    first = office.get(office.at(DESK))
    shown = decide(office, first, "none")
    before = shown.text.partition('name="before" form="desk" value="')[2].partition('"')[0]
    noted = office.get(send(office, shown, act="note", note="se på den", before=before).headers["Location"])
    assert "se på den" in noted.text
    assert comment_on(office.get(undo(office, noted).headers["Location"])) == comment_on(first)


@pytest.mark.browser
def test_keys_take_back_decision_after_decision_also_over_a_comment_laid_aside(office, page):
    seen = []
    page.evaluate("window.told = document.querySelector('.coding__saved[role=status]')")
    for key in "0?2":
        seen.append(words(page))
        page.keyboard.press(key)
        if key == "2":
            page.keyboard.press("Enter")
        another(page, seen[-1])
        saved(page)
        page.wait_for_timeout(300)  # until the comment after the next is at hand
    aside = words(page)
    page.keyboard.press("s")
    another(page, aside)
    for text in reversed(seen):
        page.keyboard.press("u")
        expect(page.locator(".coding__saved")).to_contain_text("Taken back.")
        page.wait_for_function(
            "(text) => [...document.querySelectorAll('[data-start]')].map((one) => one.textContent).join('') === text",
            arg=text,
        )
    assert [decided(office, text).outcome for text in seen] == [None] * 3
    expect(page.locator("#undo")).to_have_count(0)
    # A screen reader hears what changes in a place that stays.
    assert page.evaluate("window.told.isConnected && window.told.textContent.includes('Taken back.')")


@pytest.mark.browser
def test_who_decides_on_two_before_the_first_is_saved_takes_back_both(office, page):
    first = words(page)
    at_hand(page)
    page.evaluate(
        "for (const key of '0?') document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))"
    )
    page.wait_for_function("() => new URL(location).searchParams.has('after') && document.querySelector('#undo')")
    expect(page.locator(".coding__saved")).to_contain_text("Cannot decide")
    for _ in range(2):
        there = words(page)
        page.keyboard.press("u")
        another(page, there)
    assert words(page) == first
    assert decided(office, first).outcome is None
