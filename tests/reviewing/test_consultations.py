import re

from tests.reviewing.offices import QUESTION, SLUG, written


def numbers_by_role(office) -> list[str]:
    shown = office.get(office.at("")).text
    return [" ".join(cell.split()) for cell in re.findall(r'<td class="number">([^<]*)</td>', shown)]


def test_a_role_is_counted_in_fives_and_under_five_not_at_all(office):
    assert numbers_by_role(office) == ["at least 40", "at least 20", "fewer than 5", "fewer than 5"]


def test_one_more_response_changes_nothing_until_the_fifth(office):
    before = office.get(office.at("")).text
    office.answer("patient", [f"{text} igjen" for text in written(3)])
    assert re.sub(r'value="[^"]*"', "", office.get(office.at("")).text) == re.sub(r'value="[^"]*"', "", before)
    office.answer("patient", [f"{text} og igjen" for text in written(2)])
    assert numbers_by_role(office)[0] == "at least 45"


def test_what_lies_in_the_ballot_box_is_seen_by_nobody(office):
    from consultation.storage.keys import KeyRing
    from consultation.usecases.submit_response import submit_response
    from tests.boxes import TODAY, Box

    pages = ("", f"themes/{QUESTION}/", f"comments/{QUESTION}/", "summary/")
    strip = re.compile(r'(?:value|href)="[^"]*"')
    before = [strip.sub("", office.get(office.at(page)).text) for page in pages]
    box = Box(office.database, KeyRing(office.app.extensions["consultation.settings"].keys), SLUG)
    for at in range(9):
        with office.database.transaction() as session:
            submit_response(
                session, box.consultation, "patient", {QUESTION: [f"usett {at}"]}, f"{at:032x}", today=TODAY
            )
    assert [strip.sub("", office.get(office.at(page)).text) for page in pages] == before


def test_an_unknown_consultation_or_question_is_no_page(office):
    assert office.get("/staff/en/consultations/none/").status_code == 404
    for page in ("themes/none/", "comments/none/", "coding/none/", "themes/waited/"):
        assert office.get(office.at(page)).status_code == 404
