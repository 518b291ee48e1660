"""An old phone on a slow line: the whole first visit is light, and the form can be used before anything but itself has come."""

from urllib.parse import urlsplit

import pytest

from tests.benchmarks.weight import AIM, first_visit
from tests.browsing import main_page, press

WORDS = "Jeg ventet i åtte måneder."


def test_a_first_visit_from_the_front_page_to_the_form_weighs_less_than_60_kb(places):
    visit = first_visit(urlsplit(places.full).port or 0)
    assert sum(sum(weights.values()) for weights in visit.values()) < AIM, visit


@pytest.mark.browser
@pytest.mark.parametrize("missing", ["**/*.js", "**/static/**"], ids=["no script comes", "not even a style comes"])
def test_the_form_is_usable_before_it_is_dressed(places, chromium, missing):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.route(missing, lambda route: route.abort())
    page.goto(f"{places.full}/nb/waiting-times/patient/")
    page.locator("textarea").first.fill(WORDS)
    press(page, "/check")
    assert main_page(page) == "check"
    assert WORDS in page.locator("main").inner_text()
    context.close()


@pytest.mark.browser
def test_on_a_phone_the_first_question_begins_on_the_first_screen(places, chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{places.full}/nb/waiting-times/patient/")
    assert page.locator(".question").first.evaluate("question => question.getBoundingClientRect().top") < 740
    context.close()
