"""What a person wrote, and the code of their receipt, is in no page's `repr`."""

import pytest

from consultation.privacy.receipts import for_answers
from consultation.responding.answered_pages import check_page, checked_answers, thanks_page
from consultation.responding.binding import Posted
from consultation.responding.finding import journey
from consultation.responding.form_page import form_page
from consultation.responding.guarding import pieces
from consultation.responding.receipt_pages import read_aloud
from consultation.usecases.check_answers import check_answers

WORDS, NAME, ASIDE = "Ingen ringte tilbake om timen.", "Per Hansen", "Lagt til side av lederen."
NONCE = "f" * 32
CODE = for_answers(NONCE, b"").code


@pytest.fixture
def on(app):
    """The way of a patient, on their way."""
    with app.test_request_context("/nb/waiting-times/patient/"):
        yield journey("nb", "waiting-times", "patient")


def test_no_page_tells_in_its_repr_what_was_written(on):
    form = Posted.of([("_nonce", NONCE), ("feel-safe", f"{WORDS} {NAME}"), ("_aside.what-matters", ASIDE)])
    raw = form.answers(on.questionnaire)
    found = check_answers(on.consultation, "patient", raw)
    asked, checked = form_page(on, raw, NONCE, aside=form), checked_answers(on, raw, found, form)
    assert asked.aside
    assert checked.findings
    for page in (asked, checked, check_page(on, WORDS), form, *checked.findings, *pieces("feel-safe", found)):
        assert not [told for told in (WORDS, NAME, ASIDE, NONCE) if told in repr(page)]


def test_no_page_tells_the_code_in_its_repr(on):
    aloud = read_aloud(CODE, "nb", "http://localhost/nb/waiting-times/receipt")
    for page in (thanks_page(on, CODE, aloud.letters), aloud):
        assert not [told for told in (CODE, CODE[:4], aloud.letters) if told in repr(page)]
