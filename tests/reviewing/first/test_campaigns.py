"""A campaign stands once, with its number; what few added is shown to nobody by itself; copies count and count once."""

import re

from consultation.jobs.screening import screen_all
from consultation.storage import responses
from consultation.storage.reading import screenings, tallies
from consultation.storage.reading.screenings import without_copies
from consultation.storage.tables import CommentRow
from consultation.storage.taking_back import take_out
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.offices import QUESTION, SLUG, open_office
from tests.usecases.reading.test_screen_comments import LETTER

OWN = "Mor mi fekk slag i februar og vegen var stengd heile natta"


def campaign(office, copies, *, added=0):
    """A letter that so many sent, some of them with words of their own."""
    longer = LETTER * 2
    office.answer("patient", [longer] * (copies - added) + [f"{longer} {OWN} {at}." for at in range(added)])
    screen_all(office.database, lambda *_: None)


def page(office, rest="", language="en", status=200):
    shown = office.get(office.at(f"campaigns/{QUESTION}/{rest}", language))
    assert shown.status_code == status
    return shown.text


def counted(text):
    """The rows of the table: what, with copies, without."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>((?:<td.*?</td>)+)</tr>', text)
    return {re.sub("<.*?>", "", what): re.findall(r"<td[^>]*>(.*?)</td>", cells) for what, cells in rows}


def test_a_letter_stands_once_with_its_number_rounded_down(office):
    campaign(office, 23)
    text = page(office)
    assert text.count(LETTER) == 2
    assert re.search(r"20 comments|at least 20|20 or more", text)
    assert "found no campaign" not in text
    assert "Hvert brev står her én gang" in page(office, language="nb")
    assert "Kvart brev står her éin gong" in page(office, language="nn")
    with office.database.reading() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        like = {one.text: screenings.copies_like(session, SLUG, QUESTION, one.key) for one in corpus}
    assert like.pop(LETTER * 2) == 23
    assert set(like.values()) == {0, 2}
    with office.database.transaction() as session:
        shown = screenings.standing(session, SLUG, QUESTION).shown[0]
        take_out(session, SLUG, session.get(CommentRow, shown).response)
    assert page(office).count(LETTER) == 2


def test_of_fewer_than_ten_copies_no_word_is_shown(office):
    campaign(office, 9)
    text = page(office)
    assert LETTER not in text
    assert "letters with fewer than 10 copies" in text
    assert page(office, "0/", status=404)
    assert page(office, f"{10**20}/", status=404)  # more than a column holds


def test_what_people_added_is_shown_from_ten_on_without_role_and_else_by_nobody(office):
    campaign(office, 30, added=9)
    text = page(office)
    assert "Fewer than 10 copies have other words" in text
    assert page(office, "0/", status=404)
    office.answer("patient", [f"{LETTER * 2} {OWN} att."])
    screen_all(office.database, lambda *_: None)
    assert "Read what people added" in page(office)
    text = page(office, "0/")
    assert text.count(OWN) == 10
    assert "Patient" not in text.partition("<main")[2]


def test_without_campaigns_the_page_says_so(request):
    office = open_office(request, demo=True)
    office.hire("reviewer@example.org")
    office.sign_in("reviewer@example.org")
    assert "has not looked through all questions" in page(office)
    office.answer("patient", ["Bedre mat.", "Mer ro.", "🙂", "og i på"])
    screen_all(office.database, lambda *_: None)
    text = page(office)
    assert "found no campaign" in text
    assert counted(text) == {}
    office.database.close()


def test_themes_are_counted_with_copies_and_with_each_letter_once(office):
    campaign(office, 20)
    found = CandidateTheme("Emergency", ("akutt",), 20, 0.2, ())
    with office.database.transaction() as session:
        made = review_themes(
            session, SLUG, QUESTION, Accept(found, "kari@example.org", "clear", "Emergency", ""), decided_on=TODAY
        )
        (theme,) = made.themes
        for comment in responses.corpus(session, SLUG, QUESTION):
            speaks = LETTER in comment.text or "bedre mat" in comment.text
            judge(session, comment.key, {theme.id: speaks}, outcome="coded", by="kari@example.org")
    with office.database.reading() as session:
        copies = screenings.copies(session, SLUG, QUESTION)
        confirmed = tallies.confirmed_comments(session, SLUG, QUESTION)[theme.id]
    once = len(without_copies(confirmed, copies))
    assert len(confirmed) == 35
    assert once == 11  # the letter, and ten of the others, of which five came twice
    rows = counted(page(office))
    assert [re.search(r"\d+", cell)[0] for cell in rows["Emergency"]] == ["35", "10"]
    assert [re.search(r"\d+", cell)[0] for cell in rows["anything at all"]] == ["80", "40"]  # without the four leaders


def test_what_is_counted_less_what_the_report_tells_is_not_how_many_of_a_small_role_wrote(office):
    campaign(office, 22)  # with the forty patients and twenty relatives they are eighty-two, and four leaders
    assert counted(page(office))["anything at all"][0].strip() == "at least 80"


def test_a_letter_that_nobody_sent_in_the_same_words_tells_no_name(office):
    names = [f"{first} {last}" for first in ("Kari", "Ola", "Eva", "Nils") for last in ("Moe", "Lie", "Berg", "Ness")]
    office.answer("patient", [f"Kjære statsråd. Jeg heter {name}. {LETTER * 2}" for name in names])
    screen_all(office.database, lambda *_: None)
    text = page(office)
    assert text.count(LETTER) == 2
    assert "Jeg heter […]." in text
    assert not any(name.split()[0] in text for name in names)
