"""One comment on the desk: what stands there, and what becomes of what a reviewer sends."""

import re

import pytest

from consultation.storage import responses
from consultation.storage.reading import codings, notes, suggestions
from consultation.storage.reading.suggestions import MachineReading
from consultation.storage.tables import CampaignCopyRow, HarmReadingRow, RaisedRow, ScreeningRow
from consultation.themes.book.codebook import Retire, Suggested
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.coding.desks import (
    DESK,
    KARI,
    ME,
    adopt,
    comment_on,
    decided,
    follow,
    on,
    seat,
    send,
    sent_with,
    staffed,
    ticked,
    undo,
)
from tests.reviewing.offices import QUESTION, SLUG, token


@pytest.fixture(scope="module")
def shared(request, tmp_path_factory):
    """An office with four themes, where a machine suggests two of them for every comment."""
    place = tmp_path_factory.mktemp("desk")
    yield from staffed(place, on(request, "SQLite", place), comments=90)


@pytest.fixture
def desk(shared):
    """A browser there, in which nothing was done yet."""
    return seat(shared, ME)


@pytest.fixture
def own(request, tmp_path):
    """Such an office for a test that changes more than a comment."""
    yield from staffed(tmp_path, on(request, "SQLite", tmp_path), comments=14)


def at_once(office):
    return office.get(office.at(DESK))


def keys(office):
    with office.database.reading() as session:
        return {comment.text: comment.key for comment in responses.corpus(session, SLUG, QUESTION)}


def test_nothing_is_ticked_and_what_the_machine_points_at_bears_the_themes_sign(desk):
    shown = at_once(desk)
    assert ticked(shown) == []
    text = shown.text.partition("coding__text")[2].partition("</p>")[0]
    assert re.findall(r'class="sign sign--machine" data-sign><span aria-hidden="true">(\w)<', text) == ["1", "2"]
    assert "evidence weighed" in text
    assert comment_on(shown) in keys(desk)
    assert shown.text.count("likely") == shown.text.count("possible") == 2


def test_what_is_ticked_is_confirmed_and_what_was_suggested_and_is_not_ticked_is_rejected(desk):
    shown = at_once(desk)
    after = follow(desk, send(desk, shown, themes=["mat", "ro"], outcome="coded"))
    assert "Saved." in after.text
    assert comment_on(after) != comment_on(shown)
    found = decided(desk, comment_on(shown))
    assert (found.outcome, found.by) == ("coded", ME)
    assert found.themes == {"mat": (ME, True), "ro": (ME, True), "svar": (ME, False)}


def test_a_suggestion_that_came_after_the_page_is_not_rejected_unseen(own):
    shown = at_once(own)
    comment = keys(own)[comment_on(shown)]
    with own.database.transaction() as session:
        [run] = {one.run for one in codings.of(session, [comment])[comment].suggested}
        suggestions.suggest(session, SLUG, QUESTION, [(comment, Suggested("folk", 0.9, run, Passage(0, 3)))])
    follow(own, send(own, shown, themes=["mat"], outcome="coded"))
    assert decided(own, comment_on(shown)).themes == {"mat": (ME, True)}


def test_none_of_these_and_cannot_decide_are_two_answers(desk):
    first = at_once(desk)
    second = follow(desk, send(desk, first, outcome="none"))
    follow(desk, send(desk, second, outcome="undecided"))
    none, undecided = decided(desk, comment_on(first)), decided(desk, comment_on(second))
    assert (none.outcome, set(none.themes)) == ("none", {"svar", "mat"})
    assert (undecided.outcome, undecided.themes) == ("undecided", {})


def test_nothing_ticked_is_no_decision_and_what_was_written_stays(desk):
    shown = at_once(desk)
    refused = send(desk, shown, outcome="coded", note="er dette svar?", **{"facet-tone": "god"})
    assert refused.status_code == 422
    assert "Tick at least one theme" in refused.text
    assert "er dette svar?" in refused.text
    assert '<option value="god" selected>' in refused.text
    assert comment_on(refused) == comment_on(shown)
    assert decided(desk, comment_on(shown)).outcome is None


def test_what_is_skipped_is_asked_for_again_only_when_the_rest_is_read(own):
    shown = at_once(own)
    first, seen = comment_on(shown), []
    shown = own.get(re.search(r'href="([^"]+)" data-key="s"', shown.text)[1].replace("&amp;", "&"))
    for _ in range(13):
        seen.append(comment_on(shown))
        shown = follow(own, send(own, shown, outcome="none"))
    assert first not in seen
    assert comment_on(shown) == first


def test_facets_stand_beside_the_themes(desk):
    shown = at_once(desk)
    wrong = send(desk, shown, themes=["mat"], outcome="coded", **{"facet-tone": "lilla"})
    assert wrong.status_code == 422
    follow(desk, send(desk, shown, themes=["mat"], outcome="coded", **{"facet-tone": "god", "facet-steg": ""}))
    assert decided(desk, comment_on(shown)).facets == {"tone": (ME, "god")}


def test_sentences_become_passages_without_a_script(own):
    own.answer("patient", [f"Det er kaldt. Maten er god. Ingen svarer {at}." for at in range(40)])
    adopt(own, ["Kulde"])
    shown = at_once(own)
    while not comment_on(shown).startswith("Det er"):
        shown = follow(own, send(own, shown, outcome="none"))
    assert send(own, shown, act="attach", into="mat").status_code == 422
    attached = send(own, shown, act="attach", into="mat", sentences=["0-13-", "14-27-"])
    assert sent_with(attached)["passages"] == ["0-27-mat"]
    assert ticked(attached) == ["mat"]
    assert decided(own, comment_on(shown)).passages == ()
    two = send(own, attached, act="attach", into="kulde", themes=["mat"], sentences=["0-13-"])
    assert sorted(sent_with(two)["passages"]) == ["0-13-kulde", "0-27-mat"]
    follow(own, send(own, two, outcome="coded", themes=["mat"]))
    assert [(one.start, one.stop, one.theme, one.by) for one in decided(own, comment_on(shown)).passages] == [
        (0, 27, "mat", ME)
    ]
    gone = send(own, two, act="detach:0-27-mat", themes=["mat"])
    assert sent_with(gone)["passages"] == ["0-13-kulde"]


@pytest.mark.parametrize("crooked", ["0-99999-mat", "5-5-mat", "9-2-mat"])
def test_a_passage_outside_the_comment_is_refused(desk, crooked):
    shown = at_once(desk)
    answer = send(desk, shown, themes=["mat"], outcome="coded", passages=[crooked])
    assert answer.status_code == 422
    assert decided(desk, comment_on(shown)).outcome is None


def test_a_passage_that_nobody_can_read_is_none(desk):
    shown = at_once(desk)
    for crooked in ("", "x", "1-2", "²-9-mat", "1-" + "9" * 40 + "-mat", "-1-4-mat"):
        assert send(desk, shown, act="detach:x", passages=[crooked]).status_code == 200


def test_a_note_is_the_teams_and_only_its_writer_takes_it_back(desk):
    shown = at_once(desk)
    noted = follow(desk, send(desk, shown, act="note", note="spør Kari", themes=["ro"]))
    assert comment_on(noted) == comment_on(shown)
    assert ticked(noted) == ["ro"]
    again = follow(desk, send(desk, noted, act="note", note="spør Kari"))
    comment = keys(desk)[comment_on(shown)]
    with desk.database.transaction() as session:
        assert [(one.text, one.by) for one in notes.of(session, comment)] == [("spør Kari", ME)]
        notes.add(session, comment, "jeg er usikker", by=KARI)
    follow(desk, send(desk, again, outcome="none", note="og én til"))
    own = re.findall(r'value="(drop-note:[^"]+)"', again.text)
    ola = seat(desk, "ola@example.org")
    assert send(ola, at_once(ola), act=own[0]).status_code == 404
    follow(desk, send(desk, again, act=own[0]))
    with desk.database.reading() as session:
        assert sorted(one.text for one in notes.of(session, comment)) == ["jeg er usikker", "og én til"]


def test_a_decision_is_undone_and_may_be_taken_again(desk):
    shown = at_once(desk)
    after = follow(desk, send(desk, shown, themes=["mat"], outcome="coded", note="blir stående"))
    back = follow(desk, undo(desk, after))
    assert "Taken back." in back.text
    assert comment_on(back) == comment_on(shown)
    assert decided(desk, comment_on(shown)).as_json() == decided(desk, comment_on(after)).as_json()
    assert "blir stående" in back.text
    assert follow(desk, send(desk, back, outcome="none")).status_code == 200
    assert decided(desk, comment_on(shown)).outcome == "none"


def test_what_is_sealed_for_one_is_nothing_to_another(desk):
    after = follow(desk, send(desk, at_once(desk), outcome="none"))
    ola = seat(desk, "ola@example.org")
    mine = at_once(ola)
    sealed = re.search(r'name="undo" value="([^"]+)"', after.text)[1]
    theirs = {"undo": sealed, "csrf_token": token(mine)}
    assert ola.client.post(ola.at(f"{DESK}undo"), data=theirs).status_code == 404
    for crooked in ("x", sealed, "A" * 200):
        for name in ("after", "skipped"):
            assert ola.client.get(ola.at(DESK), query_string={name: crooked}).status_code == 200


def test_a_theme_keeps_its_key_and_a_retired_one_is_not_offered(own):
    key = '<kbd aria-hidden="true">{}</kbd> <span class="coding__name">{}<'
    with own.database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Retire("mat", KARI, "sagt ferdig"), decided_on=TODAY)
    shown = at_once(own)
    assert 'value="mat"' not in shown.text
    for number, name in enumerate(("Svar", "Ro", "Folk"), start=1):
        assert key.format(number, name) in shown.text


def said_by_the_machine(office, outcome):
    with office.database.transaction() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        [run] = {one.run for one in codings.of(session, [corpus.keys[0]])[corpus.keys[0]].suggested}
        suggestions.suggest(session, SLUG, QUESTION, [])
        readings = [(key, MachineReading(run, outcome)) for key in corpus.keys]
        suggestions.read_by_machine(session, SLUG, QUESTION, readings)
    return at_once(office)


@pytest.mark.parametrize(
    ("outcome", "words"), [("none", "The machine says: none of these."), ("undecided", "The machine cannot tell.")]
)
def test_what_the_machine_makes_of_the_whole_is_said_as_the_machines(own, outcome, words):
    shown = said_by_the_machine(own, outcome)
    machines = shown.text.partition('class="coding__machine"')[2].partition("</div>")[0]
    assert words in machines
    assert ticked(shown) == []
    assert "has decided" not in shown.text


def test_a_comment_that_may_tell_of_harm_or_is_a_copy_says_so_without_a_number_that_is_exact(own):
    with own.database.transaction() as session:
        for comment in responses.corpus(session, SLUG, QUESTION):
            session.add(CampaignCopyRow(comment=comment.key, campaign=1))
            session.add(RaisedRow(comment=comment.key, harm="danger", rule="r", start=0, stop=1))
        session.add(
            ScreeningRow(
                consultation=SLUG, question=QUESTION, comments=30, parameters='{"sizes": {"1": 33}}', versions="{}",
                input_hash="0" * 64, made_on=TODAY,
            )
        )  # fmt: skip
    shown = at_once(own)
    assert "One of at least 30 nearly equal comments" in shown.text
    assert "Read this first" in shown.text
    comment = keys(own)[comment_on(shown)]
    with own.database.transaction() as session:
        session.add(HarmReadingRow(comment=comment, outcome="no_harm", why="en vits", decided_by=KARI))
    assert "Read this first" not in send(own, shown, act="others").text


def test_a_reader_sees_the_desk_and_decides_nothing(desk):
    reader = seat(desk, "leser@example.org", role="reader")
    shown = at_once(reader)
    assert comment_on(shown) in keys(desk)
    assert 'type="submit" name="outcome"' not in shown.text
    assert send(reader, shown, outcome="none").status_code == 403
    assert decided(desk, comment_on(shown)).outcome is None


def test_fewer_than_ten_comments_are_not_shown(office):
    adopt(office)
    few = office.at("coding/feel-safe/")
    assert "fewer than 10 comments" in office.get(few).text
