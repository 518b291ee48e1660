"""What one coder sees does not depend on what the other, the machine or the team has said."""

import re

import pytest

from consultation.storage import codings, notes, runs, suggestions
from consultation.storage.matching import matching
from consultation.storage.runs import Run
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from consultation.usecases.code_blind import code_blind
from tests.boxes import TODAY
from tests.reviewing.double.desk import ASKER, KARI, OLA, ROOM, carelessly, comment, office, plainly, reference, team
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


@pytest.mark.parametrize("begun", [0, 12])
def test_the_pages_of_one_coder_do_not_change_with_what_the_other_or_the_machine_says(team, begun):
    team.draw()
    for _ in range(begun):
        shown = team.get(OLA, "blind/").text
        team.post(OLA, "blind/", comment=reference(shown), **plainly(comment(shown)))
    before = [source(team, OLA, rest) for rest in (*ALONE, "")]
    team.code(KARI, carelessly)
    assert [source(team, OLA, rest) for rest in (*ALONE, "")] == before
    suggest(team)
    assert [source(team, OLA, rest) for rest in ALONE] == before[:2]


def test_which_comment_comes_next_does_not_depend_on_the_other(team):
    team.draw()
    first = comment(team.get(OLA, "blind/").text)
    drawn = team.drawn()
    with team.database.transaction() as session:
        key = next(key for key, text in runs.texts(session, drawn).items() if text == first)
        code_blind(session, SLUG, QUESTION, key, themes=["folk"], outcome="coded", by=KARI)
    assert comment(team.get(OLA, "blind/").text) == first


def test_what_is_blindly_coded_shows_no_suggestion_on_any_other_page(team):
    team.draw()
    suggest(team)
    with team.database.reading() as session:
        found = codings.of(session, team.drawn())
        by_theme = matching(session, SLUG, QUESTION, theme="mat")
    assert by_theme.keys().isdisjoint(found)
    assert len(by_theme) == 64 - len(found)
    assert all(not one.suggested for one in found.values())


def test_what_differs_is_shown_to_nobody_before_it_is_compared(team):
    team.draw()
    team.code(KARI, carelessly)
    for who in (ASKER, KARI, OLA):
        assert team.get(who, "settle/").status_code == 303
        assert "is under way" not in source(team, OLA, "")
    assert ROOM in team.get(OLA, "settle/").location
