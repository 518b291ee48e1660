"""What one coder sees does not depend on what the other, the machine or the team has said."""

import re

from consultation.storage.reading import codings, double_codings, notes, runs, suggestions
from consultation.storage.reading.double_codings import Sample
from consultation.storage.reading.matching import matching
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from tests.boxes import TODAY
from tests.reviewing.double.desk import ASKER, KARI, OLA, ROOM, carelessly, comment, office, plainly, reference, team
from tests.reviewing.found.lists_of import ran
from tests.reviewing.offices import QUESTION, SLUG

__all__ = ["office", "team"]

SEALED = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="comment" value=")[^"]+|(?<=[?;]at=)[\w-]+')
ALONE = ("blind/", "blind/own/")


def source(team, who, rest="blind/"):
    """A page without what is sealed anew each time it is shown."""
    shown = team.get(who, rest)
    assert shown.status_code == 200
    return " ".join(SEALED.sub("", shown.text).split())  # without the spaces that bring it to a usual length


def suggest(team):
    """Let the machine be sure of a theme for every comment, and somebody note it."""
    with team.database.transaction() as session:
        runs.add(session, SLUG, Run("r1", QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 64, 0))
        keys = codings.unread(session, SLUG, QUESTION)
        made = [(key, Suggested("mat", 0.97, "r1", Passage(0, 4))) for key in keys]
        suggestions.suggest(session, SLUG, QUESTION, made)
        for key in keys:
            notes.add(session, key, "dette er mat", by=ASKER)


def test_the_pages_of_one_coder_do_not_change_with_what_the_other_or_the_machine_says(team):
    team.draw()
    for _ in range(11):
        shown = team.get(OLA, "blind/").text
        team.post(OLA, "blind/", comment=reference(shown), **plainly(comment(shown)))
    before = [source(team, OLA, rest) for rest in (*ALONE, "")]
    team.code(KARI, carelessly)
    assert [source(team, OLA, rest) for rest in (*ALONE, "")] == before
    suggest(team)
    assert [source(team, OLA, rest) for rest in ALONE] == before[:2]


def test_what_is_blindly_coded_shows_no_suggestion_and_no_difference_on_any_other_page(team):
    team.draw()
    team.code(KARI, carelessly)
    for who in (ASKER, KARI, OLA):
        settling = team.get(who, "settle/")
        assert settling.status_code == 303
        assert settling.location.endswith(ROOM)
    suggest(team)
    with team.database.reading() as session:
        found = codings.of(session, team.drawn())
        by_theme = matching(session, SLUG, QUESTION, theme="mat")
    assert by_theme.keys().isdisjoint(found)
    assert len(by_theme) == 64 - len(found)
    assert all(not one.suggested for one in found.values())


def test_what_is_most_like_a_blind_comment_stands_without_the_themes_that_would_suggest_one(team):
    team.draw()
    suggest(team)
    sealed = reference(team.get(OLA, "blind/").text)
    alike = team.clients[OLA].get(team.office.at(f"found/{QUESTION}/alike?at={sealed}"))
    assert alike.status_code == 200
    assert alike.text.count("comment__text") > 1
    assert 'mark--machine">Mat<' not in alike.text


def test_a_blind_comment_is_no_example_of_a_candidate(team):
    run = ran(team.office)
    page = team.office.at(f"themes/{QUESTION}/")
    with team.database.reading() as session:
        quoted = [
            one.passage.of(text) for one in run.examples[0] for text in runs.texts(session, [one.comment]).values()
        ]
    assert all(words in team.clients[OLA].get(page).text for words in quoted)
    with team.database.transaction() as session:
        sample = Sample("s", QUESTION, 3, 64, "coding", ASKER, TODAY, (KARI, OLA))
        double_codings.add(session, SLUG, sample, [run.examples[0][0].comment])
    assert not any(f"{words}<" in team.clients[OLA].get(page).text for words in quoted)
