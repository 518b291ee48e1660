"""Staff tell what was said and what is done about it; the public reads it when it is whole and published."""

import re

import pytest
from sqlalchemy import text

from consultation.privacy.receipts import Names
from consultation.reporting.formats import html
from consultation.storage import outcomes
from consultation.usecases.compose_report import compose_report
from consultation.usecases.withdraw_response import withdraw_response
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import accept, proposed

WHOLE = {
    "said_nb": "Dere venter for lenge på **svar**.", "said_nn": "De ventar for lenge på svar.",
    "doing_nb": "Vi ringer tilbake.\r\n\r\n- innen en uke", "doing_nn": "Vi ringjer tilbake.",
}  # fmt: skip


@pytest.fixture
def reviewer(office):
    office.hire("kari@example.org")
    office.sign_in("kari@example.org")
    return office


def stored(office):
    with office.database.reading() as session:
        return outcomes.all_(session, SLUG)


def test_an_outcome_is_a_draft_until_it_is_published_and_says_who_wrote_it(reviewer):
    answer = reviewer.post(reviewer.at("outcome/"), WHOLE)
    assert answer.status_code == 303
    (one,) = stored(reviewer)
    assert (one.published, one.decided_by) == (False, "kari@example.org")
    assert "De ventar" not in reviewer.get(f"/nn/{SLUG}/outcome").text
    assert "kari@example.org" in reviewer.get(reviewer.at("outcome/")).text
    reviewer.post(reviewer.at("outcome/"), {**WHOLE, "key": one.key, "published": "1"})
    public = reviewer.get(f"/nb/{SLUG}/outcome").text
    assert "<strong>svar</strong>" in public
    assert "<li>innen en uke</li>" in public
    assert "kari@example.org" not in public


def test_what_is_not_whole_is_told_beside_the_field_and_what_was_written_stays(reviewer):
    answer = reviewer.post(reviewer.at("outcome/"), {**WHOLE, "said_nn": ""})
    assert answer.status_code == 422
    assert re.search(r'id="new-said-nn"[^>]*aria-invalid="true"', answer.text)
    assert "Dere venter for lenge" in answer.text
    assert stored(reviewer) == []


def test_of_what_somebody_took_away_meanwhile_nothing_written_is_lost(reviewer):
    reviewer.post(reviewer.at("outcome/"), WHOLE)
    (one,) = stored(reviewer)
    reviewer.post(reviewer.at("outcome/remove"), {"key": one.key})
    assert stored(reviewer) == []
    answer = reviewer.post(reviewer.at("outcome/"), {**WHOLE, "key": one.key})
    assert answer.status_code == 422
    assert "Vi ringer tilbake." in answer.text


def test_a_reader_sees_them_and_changes_nothing(office):
    office.hire("les@example.org", "reader")
    office.sign_in("les@example.org")
    assert office.get(office.at("outcome/")).status_code == 200
    assert office.post(office.at("outcome/"), WHOLE).status_code == 403
    assert stored(office) == []


def test_no_markup_of_staff_reaches_the_public_page_as_more_than_text(reviewer):
    evil = {**WHOLE, "said_nb": "<script>alert(1)</script> [x](javascript:alert(1))", "published": "1"}
    reviewer.post(reviewer.at("outcome/"), evil)
    public = reviewer.get(f"/nb/{SLUG}/outcome").text
    assert "<script>alert" not in public
    assert "javascript:" not in re.sub(r"\(javascript:alert\(1\)\)", "", public)


def test_whoever_reads_is_told_which_proposals_a_withdrawn_response_was_in(reviewer):
    accept(reviewer, proposed(reviewer), 0, "Ventetid")
    told = "A response that the machine used has been withdrawn"
    pages = [reviewer.at(""), reviewer.at(f"themes/{QUESTION}/"), reviewer.at("summary/")]
    assert not [page for page in pages if told in reviewer.get(page).text]
    with reviewer.database.transaction() as session:
        name = session.scalars(text("SELECT key FROM response LIMIT 1")).one()
        assert withdraw_response(session, SLUG, Names(b"0" * 16, bytes(name))) == "stored"
    assert [page for page in pages if told in reviewer.get(page).text] == pages
    with reviewer.database.reading() as session:
        report = compose_report(session, SLUG, today=TODAY, language="nb")
    assert [question.run.stale for question in report.in_words if question.run] == [("withdrawn",)]
    assert "er trukket tilbake siden" in html.write(report, "nb").decode()
