"""Staff see shares with intervals and where groups differ, and never a number that stands for a few."""

import re

from consultation.reporting.shares import ALL, EVERYBODY, Shares
from consultation.reporting.tables import shown
from consultation.storage import jobs, responses
from consultation.storage.reading import measurements
from consultation.themes.book.codebook import Accept
from consultation.themes.coding.queue import audit_order
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.compose_report import confirmed_counts
from consultation.usecases.reading.measure_shares import measure_shares
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import silent

KARI = "kari@example.org"
PLACE = f"shares/{QUESTION}/"


def at_work(office, *, decide=True):
    office.hire(KARI)
    office.sign_in(KARI)
    office.answer("patient", [f"Jeg ventet {at} uker på svar om time." for at in range(60)])
    office.answer("next_of_kin", [f"Maten var kald på dag {at} for far min." for at in range(50)])
    office.answer("leader", ["Jeg ventet også lenge, sa de.", "Vi har for få folk her."])
    if decide:
        with office.database.transaction() as session:
            for name in ("Ventetid", "Mat"):
                decision = Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI, name)
                review_themes(session, SLUG, QUESTION, decision, decided_on=TODAY)


def read_and_measure(office, number):
    with office.database.transaction() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        for at in audit_order(corpus.keys)[:number]:
            theme = "ventetid" if "ventet" in corpus.texts[at] else "mat" if "Maten" in corpus.texts[at] else None
            decided = {theme: True} if theme else {}
            judge(session, corpus.keys[at], decided, outcome="coded" if theme else "none", by=KARI)
        measure_shares(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)


def test_before_there_is_a_theme_the_page_says_what_comes_first(office):
    at_work(office, decide=False)
    shown = office.get(office.at(PLACE))
    assert shown.status_code == 200
    assert "The codebook is empty." in shown.text
    assert "measure" not in re.findall(r'action="[^"]*/([^/"]+)"', shown.text)


def test_measuring_is_asked_for_once_however_often_one_asks(office):
    at_work(office)
    page = office.at(PLACE)
    assert "Nothing has been measured yet." in office.get(page).text
    first = office.post(f"{page}measure", {}, page=page)
    again = office.post(f"{page}measure", {}, page=office.at(f"themes/{QUESTION}/"))
    assert first.status_code == again.status_code == 303
    with office.database.reading() as session:
        assert [job.kind for job in jobs.all_(session, SLUG)].count("measure") == 1


def test_shares_intervals_and_differences_stand_in_words_and_numbers(office):
    at_work(office)
    office.answer("leader", [f"Vi har for få folk på avdeling {at} til å svare." for at in range(30)])
    read_and_measure(office, 195)
    shown = office.get(office.at(PLACE)).text
    assert re.search(r"\d+\+ comments: \d+\+ read by a person", shown)
    assert re.search(r"\d+% *</span> *<span class=\"bars__share\">\(\d+–\d+%\)", shown)
    assert "percentage points more in “Next of kin” than in “Patient”" in shown
    assert "Who is silent" in shown
    assert "out of date" not in shown


def test_a_role_of_two_is_named_as_too_small_and_has_no_column(office):
    at_work(office)
    read_and_measure(office, 112)
    shown = office.get(office.at(PLACE)).text
    headings = re.findall(r'<th scope="col">(.*?)</th>', shown, re.DOTALL)
    assert not any("eader" in heading for heading in headings)
    assert re.search(r"Too few wrote in these groups to be shown: [^<]*eader", shown)


def test_what_has_changed_since_is_said(office):
    at_work(office)
    read_and_measure(office, 60)
    office.answer("patient", ["Enda en som ventet lenge på svar."])
    assert "Comments have come in or been withdrawn since." in office.get(office.at(PLACE)).text


def test_a_grouping_that_is_unknown_shows_the_roles(office):
    at_work(office)
    read_and_measure(office, 60)
    shown = office.get(office.at(f"{PLACE}?by=nothing"))
    assert shown.status_code == 200
    assert "Next of kin" in shown.text


def test_the_page_speaks_norwegian(office):
    at_work(office)
    read_and_measure(office, 80)
    assert "Hvor vanlig hvert tema er" in office.get(office.at(PLACE, "nb")).text
    assert "Kor vanleg kvart tema er" in office.get(office.at(PLACE, "nn")).text


def test_the_summary_says_how_far_the_reading_has_come(office):
    at_work(office)
    read_and_measure(office, 80)
    assert re.search(r"\d+\+ comments: \d+\+ read by a person", office.get(office.at("summary/")).text)


def test_a_third_role_of_a_few_is_not_what_is_left_of_all(office):
    at_work(office)
    read_and_measure(office, 176)
    with office.database.reading() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        found = Shares.from_json(measurements.latest(session, SLUG, QUESTION, "shares").body)
    told = [one for one in corpus if one.role in {"patient", "next_of_kin"}]
    assert 0 < sum(one.role == "leader" for one in corpus) < 10
    waiting = sum("ventet" in one.text for one in told)
    assert found.by(EVERYBODY).shares["ventetid"][ALL].share == round(waiting / len(told), 4)
    assert "percentage points more in" in office.get(office.at(PLACE)).text


def test_the_page_tells_no_share_whose_number_the_report_withholds(office):
    at_work(office)
    office.answer("patient", [f"Maten var kald på dag {at} for meg også." for at in range(3)])
    read_and_measure(office, 150)
    with office.database.transaction() as session:
        kept = measurements.latest(session, SLUG, QUESTION, "shares")
        for one in kept.body["grouped"]:  # as a measurement with other numbers in the sample might have it
            for by_group in one["shares"].values():
                by_group |= {group: {"kind": "counted", "share": 0.3217} for group in by_group}
        measurements.keep(session, SLUG, QUESTION, kept)
        counts = confirmed_counts(session, SLUG, QUESTION)
    hidden = sum(shown(counts, theme, role) is None for theme in counts.rows for role in ("patient", "next_of_kin"))
    page = office.get(office.at(PLACE)).text
    table = page[page.rindex("<table", 0, page.index("Too few wrote")) :]
    assert hidden
    assert table.count("not shown") >= hidden


def test_a_role_that_nobody_is_in_looks_like_one_of_a_few(office):
    at_work(office)
    read_and_measure(office, 150)
    small = re.search(r"Too few wrote in these groups to be shown: ([^<]*)", office.get(office.at(PLACE)).text)[1]
    assert "Leader" in small  # eight of them
    assert "Health personnel" in small  # none


def test_a_share_of_before_is_not_told_beside_the_number_of_now_less_which_it_is_what_the_new_ones_say(office):
    at_work(office)
    read_and_measure(office, 176)
    page = office.at(PLACE)
    known = confirmed(office)
    assert "all are read" in office.get(page).text
    office.answer("patient", ["Jeg ventet i to uker.", "Jeg ventet i tre uker."])
    with office.database.transaction() as session:
        for one in responses.corpus(session, SLUG, QUESTION):
            if one.text in {"Jeg ventet i to uker.", "Jeg ventet i tre uker."}:
                judge(session, one.key, {"ventetid": True}, outcome="coded", by=KARI)
    assert confirmed(office) == known + 2
    told = office.get(page).text
    assert "all are read" not in told
    assert "percentage points more in" not in told
    assert "larger than chance" not in office.get(office.at("summary/")).text
    with office.database.transaction() as session:
        measure_shares(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    assert "all are read" in office.get(page).text


def confirmed(office) -> int:
    """How many patients the report tells to speak of waiting."""
    with office.database.reading() as session:
        return shown(confirmed_counts(session, SLUG, QUESTION), "ventetid", "patient").count
