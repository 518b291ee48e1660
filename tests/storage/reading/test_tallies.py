"""Coverage counts each comment once: read, or suggested only, or neither."""

from consultation.storage import responses
from consultation.storage.reading import readings, runs, suggestions, tallies
from consultation.storage.reading.reading_queue import ReadingQueue
from consultation.storage.reading.readings import Decided
from consultation.storage.reading.runs import Run
from consultation.storage.reading.tallies import Coverage
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from tests.boxes import TODAY
from tests.judging import judge

QUESTION = "better"


def test_a_comment_with_two_suggestions_is_one_and_a_read_one_is_not_suggested_only(box):
    box.open()
    for number in range(12):
        box.put(f"Kommentar nummer {number} om venting.")
    box.empty()
    with box.database.transaction() as session:
        keys = responses.corpus(session, box.slug, QUESTION).keys
        run = runs.next_key(session, box.slug, QUESTION, "assign")
        runs.add(session, box.slug, Run(run, QUESTION, "assign", 7, {}, {}, "0" * 64, TODAY, 12, 0, (), ()))
        proposed = [(key, Suggested(theme, 0.7, run, Passage(0, 9))) for key in keys[:6] for theme in ("one", "two")]
        suggestions.suggest(session, box.slug, QUESTION, proposed)
        for key in keys[4:8]:
            judge(session, key, {"one": True}, outcome="coded", by="kari")
    with box.database.reading() as session:
        assert tallies.coverage(session, box.slug, QUESTION) == Coverage(comments=12, read=4, suggested_only=4)


def test_what_a_person_confirmed_of_an_unread_comment_is_no_suggestion_any_more(box):
    box.open()
    for number in range(12):
        box.put(f"Kommentar nummer {number} om venting.")
    box.empty()
    with box.database.transaction() as session:
        keys = responses.corpus(session, box.slug, QUESTION).keys
        run = runs.next_key(session, box.slug, QUESTION, "assign")
        runs.add(session, box.slug, Run(run, QUESTION, "assign", 7, {}, {}, "0" * 64, TODAY, 12, 0, (), ()))
        proposed = [(key, Suggested(theme, 0.7, run, Passage(0, 9))) for key in keys[:6] for theme in ("one", "two")]
        suggestions.suggest(session, box.slug, QUESTION, proposed)
        for key in keys[:2]:  # as `make_theme` does for comments that somebody ticked
            readings.put(session, key, Decided(themes={"one": ("kari", True)}))
        assert tallies.confirmed_by_role(session, box.slug, QUESTION) == {"one": {"patient": 2}}
        assert tallies.suggested_by_role(session, box.slug, QUESTION) == {"one": {"patient": 4}, "two": {"patient": 6}}


def test_a_comment_that_somebody_put_under_a_theme_is_gathered_until_it_is_read(box):
    box.open()
    for number in range(12):
        box.put(f"Kommentar nummer {number} om venting.")
    box.empty()
    queue = ReadingQueue()
    with box.database.transaction() as session:
        keys = responses.corpus(session, box.slug, QUESTION).keys
        run = runs.next_key(session, box.slug, QUESTION, "assign")
        runs.add(session, box.slug, Run(run, QUESTION, "assign", 7, {}, {}, "0" * 64, TODAY, 12, 0, (), ()))
        suggestions.suggest(
            session, box.slug, QUESTION, [(key, Suggested("one", 0.7, run, Passage(0, 9))) for key in keys[:6]]
        )
        for key in keys[4:9]:
            readings.put(session, key, Decided(themes={"one": ("kari", True)}))

        def counted() -> Coverage:
            by_role = tallies.coverage_by_role(session, box.slug, QUESTION)
            assert (
                queue.standing(session, box.slug, QUESTION).coverage == by_role
            )  # the desk's own, kept from turn to turn
            return by_role["patient"]

        assert counted() == Coverage(comments=12, read=0, suggested_only=4, gathered=5)
        assert counted().uncoded == 3
        for key in keys[3:5]:
            judge(session, key, {"one": True}, outcome="coded", by="kari")
        assert counted() == Coverage(comments=12, read=2, suggested_only=3, gathered=4)
        for key in keys[9:11]:  # into a theme that is there already, while others read
            readings.put(session, key, Decided(themes={"one": ("kari", True)}))
        judge(session, keys[0], {"one": True}, outcome="coded", by="kari")
        assert counted() == Coverage(comments=12, read=3, suggested_only=2, gathered=6)
