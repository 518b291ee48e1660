"""Make a theme of these: what is ticked becomes a theme and is confirmed for it, or nothing of it is."""

import pytest

from consultation.storage import responses
from consultation.storage.reading import codebooks, codings, readings
from consultation.storage.reading.readings import Decided
from consultation.storage.tables import CommentRow, DoubleCodingRow, DrawnRow
from consultation.storage.taking_back import take_out
from consultation.themes.book.codebook import Adopt
from tests.boxes import TODAY
from tests.reviewing.found.lists_of import listed, post, ran, ticks
from tests.reviewing.offices import QUESTION, SLUG, written

ME, COLLEAGUE = "reviewer@example.org", "kari@example.org"
WORDS = {"name": "Ledelse", "definition": "Slikt ledere sier", "why": "fire sier det samme"}


@pytest.fixture
def ticked(office):
    """The open list of what fits nowhere, with four comments to tick."""
    ran(office, far=lambda text: "ledelsens" in text)
    return office.get(office.at(f"found/{QUESTION}/far"))


def at(office, rest: str) -> str:
    return office.at(f"found/{QUESTION}/{rest}")


def make(office, shown, **form):
    return post(office, shown, at(office, "make-theme"), **{"comments": ticks(shown), "back": "far", **WORDS, **form})


def keys(office) -> dict[str, bytes]:
    with office.database.reading() as session:
        return {one.text: one.key for one in responses.corpus(session, SLUG, QUESTION) if "ledelsens" in one.text}


def decided(office) -> dict[str, Decided]:
    with office.database.reading() as session:
        return {text: readings.of(session, key) for text, key in keys(office).items()}


def put(office, text: str, what: Decided) -> None:
    with office.database.transaction() as session:
        readings.put(session, keys(office)[text], what)


def themes(office) -> list[str]:
    with office.database.reading() as session:
        return [theme.name for theme in codebooks.current(session, SLUG, QUESTION).themes]


def test_what_is_ticked_is_laid_together_and_asks_for_a_name(office, ticked):
    assert post(office, ticked, at(office, "gather")).status_code == 422
    shown = post(office, ticked, at(office, "gather"), comments=ticks(ticked)[:2], back="far")
    assert listed(shown) == listed(ticked)[:2]
    assert 'name="name"' in shown.text
    assert 'name="why"' in shown.text


def test_ticked_comments_become_a_theme_and_are_confirmed_for_it_by_who_ticked_them(office, ticked):
    chosen = ticks(ticked)[:3]
    answered = make(office, ticked, comments=chosen)
    assert answered.status_code == 303
    assert themes(office) == ["Ledelse"]
    with office.database.reading() as session:
        newest = codebooks.history(session, SLUG, QUESTION)[0]
    assert isinstance(newest.codebook.decision, Adopt)
    assert (newest.decided_by, newest.codebook.decision.why) == (ME, WORDS["why"])
    confirmed = {text: one.themes for text, one in decided(office).items() if one.themes}
    assert confirmed == {text: {"ledelse": (ME, True)} for text in listed(ticked)[:3]}
    after = office.get(answered.location)
    assert "The comments are confirmed for “Ledelse”." in after.text
    assert after.text.count('mark--people">Ledelse<') == 3
    assert "Made the theme “Ledelse” of comments" in office.get(office.at(f"codebook/{QUESTION}/history")).text


def test_an_unread_comment_stays_unread_for_nobody_has_asked_for_the_other_themes(office, ticked):
    make(office, ticked)
    assert {one.outcome for one in decided(office).values()} == {None}
    with office.database.reading() as session:
        assert len(codings.unread(session, SLUG, QUESTION)) == 64


def test_what_others_have_decided_on_a_comment_stays_theirs(office, ticked):
    make(office, ticked, comments=ticks(ticked)[:1], name="Eget")
    text = listed(ticked)[0]
    theirs = Decided("coded", COLLEAGUE, {"eget": (COLLEAGUE, True)})
    put(office, text, theirs)
    make(office, ticked, comments=ticks(ticked)[:1])
    now = decided(office)[text]
    assert now.themes == {"eget": (COLLEAGUE, True), "ledelse": (ME, True)}
    assert (now.outcome, now.by) == ("coded", COLLEAGUE)


def test_a_comment_read_as_none_of_these_is_coded_now_and_that_is_told(office, ticked):
    text = listed(ticked)[0]
    put(office, text, Decided("none", COLLEAGUE))
    answered = make(office, ticked)
    assert (decided(office)[text].outcome, decided(office)[text].by) == ("coded", ME)
    assert "It is coded now." in office.get(answered.location).text


def test_comments_are_put_into_a_theme_that_is_there_and_a_colleagues_no_stays(office, ticked):
    make(office, ticked, comments=ticks(ticked)[:1])
    text = listed(ticked)[1]
    put(office, text, Decided("coded", COLLEAGUE, {"ledelse": (COLLEAGUE, False)}))
    answered = make(office, ticked, comments=ticks(ticked)[1:], name="", definition="", into="ledelse")
    assert answered.status_code == 303
    assert themes(office) == ["Ledelse"]
    assert decided(office)[text].themes == {"ledelse": (COLLEAGUE, False)}
    assert sum("ledelse" in one.confirmed for one in decided(office).values()) == 3
    assert "A colleague has decided" in office.get(answered.location).text


BAD = [
    ({"name": ""}, "Fill this in."),
    ({"why": ""}, "Fill this in."),
    ({"name": "x" * 121}, "This is too long."),
    ({"comments": []}, "No comment is ticked."),
    ({"comments": ["x" * 40]}, "No comment is ticked."),
    ({"into": "ledelse"}, "not both"),
    ({"name": "", "into": "nowhere"}, "no longer in the codebook"),
]


def test_bad_input_is_told_with_all_that_was_written_and_neither_theme_nor_coding_is_made(office, ticked):
    for form, said in BAD:
        answered = make(office, ticked, **form)
        assert answered.status_code == 422
        assert said in answered.text
        if form.get("comments") is None:
            assert listed(answered) == listed(ticked)
            assert answered.text.count(" checked>") == len(ticks(ticked))
            assert "Slikt ledere sier" in answered.text
    assert themes(office) == []
    assert not any(one.themes for one in decided(office).values())


def test_the_second_who_makes_the_same_theme_is_told_and_loses_no_tick(office, ticked):
    make(office, ticked, comments=ticks(ticked)[:1])
    answered = make(office, ticked, comments=ticks(ticked)[1:])
    assert answered.status_code == 422
    assert "Another theme has this name." in answered.text
    assert listed(answered) == listed(ticked)[1:]
    assert sum(bool(one.themes) for one in decided(office).values()) == 1


def test_what_was_withdrawn_meanwhile_is_told_and_the_rest_is_made(office, ticked):
    with office.database.transaction() as session:
        take_out(session, SLUG, _response(session, keys(office)[listed(ticked)[0]]))
    answered = make(office, ticked)
    assert "has been withdrawn" in office.get(answered.location).text
    assert len([one for one in decided(office).values() if one.themes]) == 3


def test_a_reader_can_read_the_lists_and_neither_tick_nor_make(office, ticked):
    references = ticks(ticked)
    office.hire("reader@example.org", "reader")
    office.sign_in("reader@example.org")
    shown = office.get(at(office, "far"))
    assert sorted(listed(shown)) == sorted(written(4, "ledelsens innspill"))
    assert ticks(shown) == []
    for rest in ("gather", "make-theme"):
        assert post(office, shown, at(office, rest), comments=references, **WORDS).status_code == 403


def _response(session, key: bytes) -> bytes:
    return session.get(CommentRow, key).response


def test_what_two_people_are_coding_blindly_is_left_and_told_and_alone_it_makes_no_theme(office, ticked):
    first, *others = listed(ticked)
    drawn = DrawnRow(double_coding="one", comment=keys(office)[first])
    with office.database.transaction() as session:
        row = DoubleCodingRow(
            key="one", consultation=SLUG, question=QUESTION, codebook_version=0, among=64, state="coding",
            asked_by=COLLEAGUE, asked_on=TODAY, machine_run=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(drawn)
    refused = make(office, ticked, comments=ticks(ticked)[:1])
    assert refused.status_code == 422
    assert "None of the ticked comments can be coded here now" in refused.text
    assert themes(office) == []
    answered = make(office, ticked)
    assert "were left as they are" in office.get(answered.location).text
    assert {text for text, one in decided(office).items() if one.themes} == set(others)
