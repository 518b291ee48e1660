"""A person answers, takes the receipt along, comes back and withdraws: in a real browser, with script and without."""

from pathlib import Path

import pytest

from consultation.storage import ballot_box
from consultation.web import database
from tests.browsing import WIDTHS
from tests.reporting.reading import pdf_text
from tests.responding.visiting import grown_old, looked_into

pytestmark = pytest.mark.browser
SLUG = "waiting-times"
RECEIPT = f"/nb/{SLUG}/receipt"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visit(chromium, running, request):
    """A phone on that site, with and without script, which no page may give a cookie."""
    context = chromium.new_context(viewport=WIDTHS["phone"], base_url=running[1], java_script_enabled=request.param)
    context.set_default_timeout(20_000)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def answered(page, app):
    """Answer with one text; returns the code on the thank-you page."""
    page.goto(f"/nb/{SLUG}/patient/")
    page.locator("#feel-safe").fill("Ring meg heller enn å skrive.")
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.locator("main[data-page=check]").wait_for()
    page.locator("main input[name=_made]").evaluate("(field, old) => { field.value = old; }", grown_old(app, SLUG))
    page.locator("main form#answers button[type=submit]:not([formaction])").last.click()
    page.locator("main[data-page=thanks]").wait_for()
    return page.locator(".receipt__code").inner_text()


def waiting(app):
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


def test_the_code_that_was_shown_once_finds_and_withdraws_the_answers(visit, running):
    before = waiting(running[0])
    code = answered(visit, running[0])
    assert waiting(running[0]) == before + 1
    with visit.expect_download() as download:
        visit.locator("form.receipt button[type=submit]").click()
    assert download.value.suggested_filename == f"kvittering-{SLUG}.txt"
    saved = Path(download.value.path()).read_text("utf-8")
    assert code in saved
    assert f"{running[1]}{RECEIPT}" in saved
    assert visit.locator("main").get_attribute("data-page") == "thanks"

    visit.goto(f"/nb/{SLUG}/")
    visit.locator(f'main a[href="{RECEIPT}"]').click()
    visit.locator("#code").fill(code[:-1])
    visit.keyboard.press("Enter")
    visit.get_by_text("Det mangler ett tegn").wait_for()
    assert visit.locator("#code").input_value() == code[:-1]
    visit.locator("#code").fill(code.lower().replace("-", " "))
    visit.keyboard.press("Enter")
    visit.locator("main[data-page=receipt-found]").wait_for()
    visit.get_by_role("button", name="Trekk svarene mine").click()
    visit.locator("main[data-page=receipt-withdrawn]").wait_for()
    assert waiting(running[0]) == before + 2
    looked_into(running[0])
    assert waiting(running[0]) == before
    assert code not in visit.url


def test_a_screen_reader_hears_the_code_letter_by_letter(visit, running):
    code = answered(visit, running[0])
    heard = visit.locator(".receipt").aria_snapshot()
    letters = ". ".join(", ".join(group) for group in code.split("-"))
    assert letters in heard
    assert code not in heard, "it would be read as a word"


@pytest.mark.parametrize("visit", [True], indirect=True)
def test_what_is_printed_is_the_slip_and_nothing_else(visit, running):
    code = answered(visit, running[0])
    visit.get_by_role("button", name="Skriv ut").wait_for()
    text = " ".join(pdf_text(visit.pdf(format="A4")).split())
    assert code in text
    assert "Hold koden for deg selv" in text
    for other in ("Hva skjer nå", "Trenger du hjelp", "Last ned", "Skriv ut", "Takk for"):
        assert other not in text


@pytest.mark.parametrize("visit", [True], indirect=True)
def test_after_withdrawing_back_does_not_bring_the_code(visit, running):
    code = answered(visit, running[0])
    visit.goto(RECEIPT)
    visit.locator("#code").fill(code)
    visit.keyboard.press("Enter")
    visit.locator("main[data-page=receipt-found]").wait_for()
    visit.get_by_role("button", name="Trekk svarene mine").click()
    visit.locator("main[data-page=receipt-withdrawn]").wait_for()
    visit.evaluate("history.go(-2)")
    visit.locator("main[data-page=receipt]").wait_for()
    assert visit.locator("#code").input_value() == ""
