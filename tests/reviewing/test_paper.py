import io
import re
from datetime import date

import pikepdf
import pytest

from consultation.storage import consultations
from tests.reporting.reading import pdf_text
from tests.reviewing.offices import SLUG


def page(office, language="en"):
    shown = office.get(office.at("paper/", language))
    assert shown.status_code == 200
    return shown.text


def fetched(office, name):
    answer = office.get(office.at(f"paper/{name}"))
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return answer


def letters(content):
    return "".join(pdf_text(content).split())


def test_the_page_leads_to_every_form_poster_and_card(office):
    shown = page(office)
    places = re.findall(r'(?:formaction|href)="([^"]+\.pdf)"', shown)
    assert len(places) > 4 * 4 + 5 * 4 - 1
    for place in places[:: len(places) // 6]:
        assert office.get(place).status_code == 200


def test_the_consultations_own_page_leads_here(office):
    assert office.at("paper/") in office.get(office.at("")).text


def test_a_form_says_where_it_comes_back_to_as_staff_wrote_it(office):
    written = "Postboks 1\r\n0001 Oslo <b>&"
    answer = office.client.get(office.at("paper/form-patient-nn.pdf"), query_string={"hand_in": written})
    assert "Postboks10001Oslo<b>&" in letters(answer.data)
    assert f'filename="{SLUG}-form-patient-nn.pdf"' in answer.headers["Content-Disposition"]


def test_without_a_setting_the_address_of_this_page_is_printed_and_that_is_said(office):
    shown = page(office)
    assert f"http://localhost/{SLUG}" in shown
    assert "Nobody has set the address" in shown
    assert f"http://localhost/{SLUG}" in letters(fetched(office, "poster-nb-a4.pdf").data)


@pytest.mark.parametrize(
    "name",
    [
        "form-nobody-nb.pdf",
        "form-patient-de.pdf",
        "poster-de-a4.pdf",
        "poster-nb-a5.pdf",
        "poster-nb-nb-a4.pdf",
        "form-.pdf",
    ],
)
def test_what_is_not_there_is_no_page(office, name):
    assert office.get(office.at(f"paper/{name}")).status_code == 404


def test_an_unknown_consultation_has_no_paper(office):
    for rest in ("", "form-patient-nb.pdf", "poster-nb-a4.pdf"):
        assert office.get(f"/staff/en/consultations/none/paper/{rest}").status_code == 404


def test_a_closed_consultation_has_forms_but_no_posters(office):
    with office.database.transaction() as session:
        consultations.close(session, SLUG, on=date(2026, 1, 1))
    assert "closed door" in page(office)
    assert office.get(office.at("paper/poster-nb-a4.pdf")).status_code == 404
    fetched(office, "form-patient-nb.pdf")


def test_both_forms_of_norwegian_share_a_poster(office):
    with pikepdf.open(io.BytesIO(fetched(office, "poster-nb-nn-a4.pdf").data)) as poster:
        assert len(poster.pages) == 1
    shown = letters(fetched(office, "poster-nb-nn-a4.pdf").data)
    assert "Fortellhvaduharopplevd" in shown
    assert "Fortelkvaduharopplevd" in shown
