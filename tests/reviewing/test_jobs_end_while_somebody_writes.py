"""A job that ends never takes away what somebody is writing on the page, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from consultation.storage import jobs
from tests.browsing import settled
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.test_deciding import proposed
from tests.reviewing.test_enhancements import desk

__all__ = ["desk"]

pytestmark = pytest.mark.browser

TOLD = {
    "en": ("The machine has finished.", "Show the new result"),
    "nb": ("Maskinen er ferdig.", "Vis det nye resultatet"),
    "nn": ("Maskina er ferdig.", "Vis det nye resultatet"),
}


def running(office):
    with office.database.transaction() as session:
        key = jobs.request(session, "discover", SLUG, {"question": QUESTION}, "reviewer@example.org")
        return jobs.claim(session, key, now=0.0)


def finish(office, job) -> None:
    with office.database.transaction() as session:
        jobs.finish(session, job)


def opened(page, office, language):
    page.goto(office.at(f"themes/{QUESTION}/", language))
    settled(page)
    form = page.locator(".candidate form").first
    form.locator("xpath=ancestor::details[1]").locator("summary").first.click()
    return form.locator("[name=why]")


@pytest.mark.parametrize("language", list(TOLD))
def test_what_somebody_writes_stays_and_the_new_result_is_a_link(office, desk, language):
    proposed(office)
    job = running(office)
    why = opened(desk, office, language)
    why.fill("de fleste nevner nettopp dette")
    finish(office, job)
    told = desk.locator(".job-ended[aria-live=polite]")
    expect(told).to_contain_text(TOLD[language][0])
    expect(why).to_have_value("de fleste nevner nettopp dette")
    why.press("End")
    desk.keyboard.type(", og mer")  # and goes on writing
    expect(why).to_have_value("de fleste nevner nettopp dette, og mer")
    told.get_by_role("link", name=TOLD[language][1]).click()
    expect(desk.locator("[data-job]")).to_have_count(0)


def test_where_nobody_writes_the_page_shows_the_new_result_by_itself(office, desk):
    proposed(office)
    job = running(office)
    desk.goto(office.at(f"themes/{QUESTION}/", "en"))
    settled(desk)
    finish(office, job)
    expect(desk.locator("[data-job]")).to_have_count(0)
    expect(desk.locator(".job-ended > *")).to_have_count(0)
