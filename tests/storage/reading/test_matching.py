"""Which comments a filter of the staff's finds, on each kind of database."""

import pytest

from consultation.storage import responses
from consultation.storage.reading import runs, suggestions
from consultation.storage.reading.matching import matching
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from tests.boxes import TODAY
from tests.judging import judge

QUESTION = "better"


def found(box, **wanted):
    with box.database.reading() as session:
        return sorted(texts(session, matching(session, box.slug, QUESTION, **wanted)))


def texts(session, keys):
    return runs.texts(session, keys).values()


def a_run(session, box, kind):
    key = runs.next_key(session, box.slug, QUESTION, kind)
    runs.add(session, box.slug, Run(key, QUESTION, kind, 7, {}, {}, "0" * 64, TODAY, 4, 0))
    return key


def test_comments_are_found_by_role_and_by_words_in_any_case(box, add):
    add("LANG ventetid på Ål", "kort ventetid")
    add("ventetid", role="leader")
    assert found(box, role="leader") == ["ventetid"]
    assert found(box, words="lang VENTETID på ål") == ["LANG ventetid på Ål"]
    assert found(box, words="ventetid", role="patient") == ["LANG ventetid på Ål", "kort ventetid"]


@pytest.mark.parametrize("sign", ["%", "_", "\\", "/", "'"])
def test_signs_of_the_database_are_only_signs(box, add, sign):
    add(f"a{sign}b", "axb")
    assert found(box, words=f"a{sign}b") == [f"a{sign}b"]


def test_comments_under_a_theme_are_those_confirmed_and_those_suggested_that_nobody_has_read(box, add):
    add("confirmed", "suggested", "refused", "undecided", "neither")
    with box.database.transaction() as session:
        keys = {comment.text: comment.key for comment in responses.corpus(session, box.slug, QUESTION)}
        run = a_run(session, box, "assign")
        proposed = [keys[name] for name in ("suggested", "refused", "undecided")]
        proposals = [(key, Suggested("waiting", 0.9, run, Passage(0, 3))) for key in proposed]
        suggestions.suggest(session, box.slug, QUESTION, proposals)
        judge(session, keys["confirmed"], {"waiting": True}, outcome="coded", by="ola")
        judge(session, keys["refused"], {"waiting": False}, outcome="none", by="ola")
        judge(session, keys["undecided"], {}, outcome="undecided", by="ola")
    assert found(box, theme="waiting") == ["confirmed", "suggested"]
    assert found(box, theme="other") == []


def test_comments_are_found_by_the_candidate_that_lies_nearest(box, add):
    add("waiting", "food")
    with box.database.transaction() as session:
        run = a_run(session, box, "discover")
        keys = {comment.text: comment.key for comment in responses.corpus(session, box.slug, QUESTION)}
        runs.label(session, run, [(keys["waiting"], 0, 0.1), (keys["food"], 1, 0.1)])
    assert found(box, nearest=(run, 1)) == ["food"]
    assert found(box, nearest=(run, 2)) == found(box, nearest=("another", 1)) == []
