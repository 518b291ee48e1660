"""What may tell of harm is read first, however few wrote it; a person decides, and nobody is told more than the words."""

import re

import pytest

from consultation.jobs.screening import screen_all
from consultation.reviewing import finding
from consultation.reviewing.first.rules import MEASURED
from consultation.storage import jobs, responses
from consultation.storage.erasing import erase
from consultation.storage.reading import harm_readings
from tests.benchmarks.harm import KINDS, LANGUAGES, rates
from tests.reviewing.offices import QUESTION, SLUG, open_office

SUICIDE = "Maten var god. Eg orka ikkje leve lenger etter dette."
SAFETY = "Jeg fikk feil medisin to ganger."


@pytest.fixture
def raised(office):
    """Among many others, a patient and a leader wrote of harm."""
    office.answer("patient", [SAFETY])
    office.answer("leader", [SUICIDE])
    screen_all(office.database, lambda *_: None)
    return office


def page(office, rest="", language="en"):
    shown = office.get(office.at(f"read-first/{rest}", language))
    assert shown.status_code == 200
    return shown.text


def form(text, words):
    """The hidden fields of the form below a comment."""
    below = text[text.index(words) :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', below)[1] for name in ("question", "comment", "seen")}


def decide(office, fields, outcome, why):
    at = office.at("read-first/")
    return office.post(at, {**fields, "outcome": outcome, "why": why}, page=at)


def decisions(office):
    with office.database.reading() as session:
        keys = responses.corpus(session, SLUG, QUESTION).keys
        return [(one.outcome, one.why, one.by) for one in harm_readings.of(session, keys).values()]


def test_they_stand_by_kind_the_most_urgent_first_with_the_words_and_the_rule(raised):
    text = page(raised)
    assert text.index('id="kind-suicide"') < text.index('id="kind-safety"')
    assert re.search(r"Maten var god\. Eg orka [^<]*<mark>[^<]*leve lenger</mark>", text)
    assert "Not wanting, or not managing, to live on." in text
    assert 'href="/staff/en/read-first/rules#no-not-want-to-live"' in text
    assert "Nobody can be contacted." in text
    assert "Å ikke ville eller orke å leve videre." in page(raised, language="nb")
    assert "Å ikkje ville eller orke å leve vidare." in page(raised, language="nn")


def test_one_comment_alone_is_shown(request):
    office = open_office(request, demo=True)
    office.answer("patient", [SUICIDE])
    office.hire("reviewer@example.org")
    office.sign_in("reviewer@example.org")
    screen_all(office.database, lambda *_: None)
    assert "leve lenger" in page(office)
    office.database.close()


def test_no_small_roles_name_stands_beside_a_comment(raised, monkeypatch):
    """Where four leaders answered nobody's role is named. A leaky page is caught."""

    def roles(text):
        return re.findall(r'<span class="ds-tag" data-color="neutral">([^<]+)</span>', text)

    assert roles(page(raised)) == []
    monkeypatch.setattr(finding, "roles_to_name", frozenset)
    assert roles(page(raised)) == ["Leader", "Patient"]


def test_a_decision_with_its_reason_is_kept_and_folds_below(raised):
    text = page(raised)
    done = decide(raised, form(text, "Maten var god"), "harm", "Told the chief physician.")
    assert (done.status_code, done.headers["Location"].partition("?")[2]) == (303, "saved=harm")
    assert decisions(raised) == [("harm", "Told the chief physician.", "reviewer@example.org")]
    text = page(raised, "?saved=harm")
    assert "This system tells nobody by itself." in text
    assert 'id="kind-suicide"' not in text
    assert text.index("feil medisin") < text.index("<summary>Decided on") < text.index("Maten var god")
    assert "Told the chief physician." in text
    assert decide(raised, form(text, "feil medisin"), "no_harm", "A book.").status_code == 303
    assert "wait for a person" not in raised.get(raised.at("")).text
    assert "does not mean that nobody was harmed" in page(raised)


def test_who_decides_second_is_told_and_keeps_every_word(raised):
    fields = form(page(raised), "Maten var god")
    raised.hire("second@example.org")
    first = raised.client
    raised.sign_in("second@example.org")
    mine = form(page(raised), "Maten var god")
    second, raised.client = raised.client, first
    assert decide(raised, fields, "harm", "A plan is told of.").status_code == 303
    raised.client = second
    refused = decide(raised, mine, "no_harm", "It is about a book.")
    assert refused.status_code == 422
    assert "Somebody else decided on this comment meanwhile" in refused.text
    assert "A plan is told of." in refused.text
    assert "It is about a book.</textarea>" in refused.text
    assert decisions(raised) == [("harm", "A plan is told of.", "reviewer@example.org")]
    again = form(refused.text, "Maten var god")
    assert decide(raised, again, "no_harm", "It is about a book.").status_code == 303
    assert decisions(raised) == [("no_harm", "It is about a book.", "second@example.org")]


def test_who_only_reads_sees_no_form_and_may_not_decide(raised):
    fields = form(page(raised), "Maten var god")
    raised.hire("reader@example.org", role="reader")
    raised.sign_in("reader@example.org")
    text = page(raised)
    assert "Maten var god" in text
    assert 'name="outcome"' not in text
    assert decide(raised, fields, "harm", "x").status_code == 403
    assert raised.post(raised.at("read-first/screen"), {}).status_code == 403


def test_the_consultations_page_says_that_something_waits_and_no_number_under_five(raised):
    text = raised.get(raised.at("")).text
    assert "Comments that may tell of harm wait for a person" in text
    assert not re.search(r"At least \d", text)
    raised.answer("patient", [f"{SAFETY} Det var {at}." for at in range(5)])
    screen_all(raised.database, lambda *_: None)
    assert "At least 5 are not decided on." in raised.get(raised.at("")).text
    for _ in range(2):
        asked = raised.post(raised.at("read-first/screen"), {})
        assert asked.status_code == 303
    with raised.database.reading() as session:
        assert [(job.kind, job.state) for job in jobs.all_(session, SLUG)] == [("screen", "waiting")]
    text = page(raised, asked.headers["Location"].partition("read-first/")[2])
    assert "Look for possible harm and campaigns" in text
    assert raised.get("/staff/en/jobs/").status_code == 200


def test_a_question_that_was_never_looked_through_is_told(office):
    assert "has not looked through all questions yet" in page(office)
    screen_all(office.database, lambda *_: None)
    assert "has looked through every comment" in page(office)
    office.answer("patient", ["noe nytt"])
    assert "Comments have come or gone" in page(office)


def test_the_rules_page_tells_each_rule_and_no_more_than_was_measured(raised):
    from consultation.themes.finding.harm import rules, told

    text = raised.get("/staff/nn/read-first/rules").text
    for rule in rules():
        assert f'id="{rule.id}"' in text
    assert [(one.id, one.kind, one.why, one.example) for one in told()] == [
        (rule.id, rule.kind, rule.why, rule.example) for rule in rules()
    ]
    for measured in MEASURED:
        counts = rates(measured.part)
        cells = [(language, kind) for language in LANGUAGES for kind in KINDS]
        assert measured.of == sum(counts["all", *cell] for cell in cells)
        assert measured.found <= sum(counts["raised", *cell] for cell in cells)
        assert measured.wrongly >= sum(counts["raised", language, "-"] for language in LANGUAGES)
        assert f"{measured.found} ({measured.percent}&nbsp;%)" in text


def test_a_decision_needs_a_reason_and_an_answer_also_where_no_rule_found_anything(raised):
    refused = decide(raised, form(page(raised), "Maten var god"), "harm", "")
    assert refused.status_code == 422
    assert "Write in a few words what you saw" in refused.text
    refused = decide(raised, form(page(raised), "Maten var god"), "perhaps", "I am not sure")
    assert refused.status_code == 422
    assert "I am not sure</textarea>" in refused.text
    assert refused.text.count('name="comment"') == 2
    assert decisions(raised) == []
    shown = raised.get(raised.at(f"coding/{QUESTION}/"))
    reference = re.search(r'name="comment" value="([^"]+)"', shown.text)[1]
    assert f"at={reference}" in shown.text
    text = page(raised, f"?question={QUESTION}&at={reference}")
    assert "You came upon this comment" in text
    fields = form(text, 'id="came-upon"')
    refused = decide(raised, fields, "harm", "")
    assert (refused.status_code, refused.text.count('id="why-0"')) == (422, 1)
    assert decide(raised, fields, "harm", "He hides what happened at home.").status_code == 303
    assert page(raised).count("He hides what happened at home.") == 1
    assert raised.get(raised.at(f"read-first/?question={QUESTION}&at=something")).status_code == 404


def test_a_comment_that_is_gone_is_told_and_one_from_elsewhere_is_none(raised):
    from sqlalchemy import delete

    from consultation.storage.tables import CommentRow

    fields = form(page(raised), "Maten var god")
    with raised.database.transaction() as session:
        session.execute(delete(CommentRow).where(CommentRow.text == SUICIDE))
    refused = decide(raised, fields, "harm", "A plan is told of.")
    assert refused.status_code == 422
    assert "has been withdrawn meanwhile" in refused.text
    assert "A plan is told of." in refused.text
    assert decide(raised, {**fields, "comment": "something"}, "harm", "x").status_code == 404
    assert decide(raised, {**fields, "question": "feel-safe"}, "harm", "x").status_code == 404
    assert decide(raised, {**fields, "question": "unknown"}, "harm", "x").status_code == 404
    assert raised.get("/staff/en/consultations/unknown/read-first/").status_code == 404
    with raised.database.transaction() as session:
        erase(session, SLUG)
    assert raised.get(raised.at("read-first/")).status_code == 404


def test_a_thousand_copies_stand_before_nobody_and_are_decided_on_once(raised):
    letter = "Når avdelingen legges ned, kommer folk til å dø i ambulansen. Vi krever at den blir der den er i dag."
    raised.answer("patient", [letter] * 30 + [f"{letter} Hilsen {name} fra dalen." for name in ("Kari", "Ola")])
    raised.answer("patient", ["Nei! Mor mi kan døy viss ho må vente lenger."])
    screen_all(raised.database, lambda *_: None)
    text = page(raised).partition('id="kind-danger"')[2].partition('id="kind-')[0]
    assert text.count("Når avdelingen") == 3
    assert text.index("Mor mi kan") < text.index("Når avdelingen")
    assert "At least 30 comments" in text
    copies = text[text.index("At least 30") - 900 : text.index("At least 30")]
    assert "Patient" not in copies, "several people have no role"
    fields = form(page(raised), "At least 30 comments")
    assert decide(raised, fields, "no_harm", "A warning to politicians.").status_code == 303
    assert decisions(raised) == [("no_harm", "A warning to politicians.", "reviewer@example.org")] * 30
    left = page(raised).partition("<summary>Decided on")[0]
    assert left.count("Når avdelingen") == 2
    again = form(page(raised), "At least 30 comments")
    assert decide(raised, again, "harm", "It names a place.").status_code == 303
    assert decisions(raised) == [("harm", "It names a place.", "reviewer@example.org")] * 30
