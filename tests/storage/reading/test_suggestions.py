"""Suggestions follow the codebook, are replaced whole or theme by theme, and hold what the machine pointed at."""

from dataclasses import replace

from consultation.storage import responses
from consultation.storage.reading import codings, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.storage.reading.suggestions import MachineReading
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from tests.boxes import TODAY
from tests.judging import judge

QUESTION = "better"
WORDS = (Passage(0, 4), Passage(9, 15))


def stored(box, add, number=3):
    """So many comments, and a run."""
    add(*(f"Kommentar nummer {at} om venting og mat." for at in range(number)))
    with box.database.transaction() as session:
        key = runs.next_key(session, box.slug, QUESTION, "assign")
        runs.add(session, box.slug, Run(key, QUESTION, "assign", 7, {}, {}, "0" * 64, TODAY, number, 0))
        return responses.corpus(session, box.slug, QUESTION).keys, key


def of(session, keys):
    return {key: one.suggested for key, one in codings.of(session, keys).items()}


def test_a_suggestion_comes_back_with_its_passage_and_the_words_that_weighed(box, add):
    (first, *_), run = stored(box, add)
    made = Suggested("mat", 0.25, run, Passage(2, 9), WORDS)
    with box.database.transaction() as session:
        assert suggestions.suggest(session, box.slug, QUESTION, [(first, made)]) == 1
    with box.database.reading() as session:
        assert of(session, [first]) == {first: (made,)}


def test_a_merged_themes_suggestions_go_over_the_stronger_one_where_both_are_and_a_dropped_ones_go(box, add):
    (both, only, dropped), run = stored(box, add)
    weak, strong = Suggested("mat", 0.2, run, Passage(0, 3)), Suggested("kost", 0.9, run, Passage(4, 8), WORDS)
    gone = Suggested("ro", 0.5, run, Passage(0, 3))
    with box.database.transaction() as session:
        rows = [(both, weak), (both, strong), (only, strong), (dropped, gone)]
        suggestions.suggest(session, box.slug, QUESTION, rows)
        suggestions.move(session, box.slug, QUESTION, {"kost": "mat", "ro": None})
    with box.database.reading() as session:
        moved = (replace(strong, theme="mat"),)
        assert of(session, [both, only, dropped]) == {both: moved, only: moved, dropped: ()}


def test_where_some_themes_are_replaced_the_others_stay_and_another_questions_stay_in_any_case(box, add):
    (first, second, _), run = stored(box, add)
    old = [
        (key, Suggested(theme, 0.5, run, Passage(0, 3), WORDS)) for key in (first, second) for theme in ("mat", "ro")
    ]
    new = (second, Suggested("mat", 0.7, run, Passage(1, 3)))
    with box.database.transaction() as session:
        suggestions.suggest(session, box.slug, QUESTION, old)
        suggestions.suggest(session, box.slug, "another", [])
        suggestions.suggest(session, box.slug, QUESTION, [new], themes=["mat"])
    with box.database.reading() as session:
        assert of(session, [first, second]) == {first: (old[1][1],), second: (new[1], old[3][1])}
        assert suggestions.by_comment(session, box.slug, QUESTION)[second] == {"mat": 0.7, "ro": 0.5}


def test_where_all_suggestions_of_a_comment_have_gone_with_their_theme_nothing_is_settled(box, add):
    (first, *_), run = stored(box, add)
    reading = MachineReading(run, "suggested", 0, "audit")
    with box.database.transaction() as session:
        suggestions.suggest(session, box.slug, QUESTION, [(first, Suggested("mat", 0.7, run, Passage(1, 3)))])
        suggestions.read_by_machine(session, box.slug, QUESTION, [(first, reading)])
        assert suggestions.machine_readings(session, [first]) == {first: reading}
        suggestions.move(session, box.slug, QUESTION, {"mat": None})
        assert suggestions.machine_readings(session, [first]) == {first: replace(reading, outcome="undecided")}


def test_what_the_machine_made_of_comments_is_replaced_whole_and_none_is_not_undecided(box, add):
    (first, second, third), run = stored(box, add)
    before = MachineReading(run, "suggested", 0, "audit")
    none, unsure = MachineReading(run, "none", 1, "rare", "mat"), MachineReading(run, "undecided", None)
    with box.database.transaction() as session:
        suggestions.read_by_machine(session, box.slug, QUESTION, [(first, before)])
        suggestions.read_by_machine(session, box.slug, QUESTION, [(second, none), (third, unsure)])
        judge(session, second, {}, outcome="none", by="kari@example.org")
    with box.database.reading() as session:
        assert suggestions.machine_readings(session, [first, second, third]) == {second: none, third: unsure}
        assert suggestions.looked_at(session, box.slug, QUESTION) == {second, third}
        assert suggestions.waiting(session, box.slug, QUESTION) == {first, third}
