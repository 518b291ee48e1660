import threading

import pytest

from consultation.storage.reading import codings, double_codings, readings
from consultation.storage.reading.readings import Decided
from consultation.themes.book.codebook import Drop, Merge, NewTheme, Split
from consultation.usecases.reading.adjudicate import (
    DecidedMeanwhile,
    NotYet,
    adjudicate,
    compare_codings,
    differing,
    finish,
    mark,
)
from consultation.usecases.reading.confirm_coding import UnknownComment
from tests.judging import taught
from tests.reviewing.offices import QUESTION, SLUG
from tests.usecases.reading.doubling import KARI, MONA, OLA, carelessly, doubled, plainly

__all__ = ["doubled"]


@pytest.fixture
def compared(doubled):
    """A sample that both have coded: one of them never sees that the food is meant."""
    doubled.draw()
    doubled.code(KARI, plainly)
    doubled.code(OLA, carelessly)
    doubled.compare()
    return doubled


def differences(doubled):
    with doubled.database.reading() as session:
        return differing(session, double_codings.newest(session, SLUG, QUESTION))


def decide(doubled, key, outcome, *themes, by=MONA, seen="", why="det står mat"):
    with doubled.database.transaction() as session:
        adjudicate(session, SLUG, QUESTION, key, themes=themes, outcome=outcome, why=why, by=by, seen=seen)


def end(doubled):
    with doubled.database.transaction() as session:
        return finish(session, SLUG, QUESTION)


def settle(doubled, *themes):
    for key in differences(doubled):
        decide(doubled, key, "coded", *themes)


def test_nothing_is_compared_before_both_have_coded_everything(doubled):
    with doubled.database.transaction() as session, pytest.raises(DecidedMeanwhile):
        compare_codings(session, SLUG, QUESTION)
    doubled.draw()
    doubled.code(KARI, plainly)
    with pytest.raises(NotYet):
        doubled.compare()
    assert doubled.newest().state == "coding"


def test_the_comments_that_were_coded_differently_are_those_to_settle(compared):
    about_food = {key for key, text in compared.drawn().items() if "Maten" in text}
    assert about_food
    assert differences(compared).keys() == about_food


def test_what_is_settled_and_what_both_found_count_as_read_by_people(compared):
    settle(compared, "mat")
    assert end(compared).key == compared.newest().key
    assert compared.newest().state == "done"
    for key, text in compared.drawn().items():
        themes = plainly(text)[1]
        by = MONA if themes == ["mat"] else f"{KARI} & {OLA}"
        assert compared.coded(key) == (dict.fromkeys(themes, by), "coded")
    with compared.database.reading() as session:
        assert len(codings.unread(session, SLUG, QUESTION)) == 40
        assert len(taught(session, SLUG, QUESTION)) == 20


def test_what_stood_beside_an_earlier_decision_is_still_there(compared):
    key = min(compared.drawn())
    with compared.database.transaction() as session:  # as after a theme was divided: unread, and not without its facet
        readings.put(session, key, Decided(facets={"tone": (OLA, "critical")}))
    settle(compared, "mat")
    end(compared)
    with compared.database.reading() as session:
        assert readings.of(session, key).facets == {"tone": (OLA, "critical")}


def test_no_end_before_every_difference_is_settled(compared):
    *some, _last = differences(compared)
    for key in some:
        decide(compared, key, "none")
    with pytest.raises(NotYet):
        end(compared)
    assert compared.newest().state == "adjudicating"
    with compared.database.reading() as session:
        assert len(codings.unread(session, SLUG, QUESTION)) == 60


def test_what_both_agreed_on_is_not_adjudicated_and_every_decision_has_a_reason(compared):
    agreed = next(key for key in compared.drawn() if key not in differences(compared))
    with pytest.raises(UnknownComment):
        decide(compared, agreed, "none")
    with pytest.raises(ValueError, match="reason"):
        decide(compared, next(iter(differences(compared))), "none", why=" ")


def test_the_second_of_two_adjudicators_is_told_and_may_still_decide_otherwise(compared):
    key = next(iter(differences(compared)))
    decide(compared, key, "coded", "mat", by=KARI)
    with pytest.raises(DecidedMeanwhile):
        decide(compared, key, "none")
    with compared.database.reading() as session:
        first = double_codings.adjudications(session, compared.newest().key)[key]
    assert (first.by, first.judged.themes) == (KARI, {"mat"})
    decide(compared, key, "none", seen=mark(first))
    with compared.database.reading() as session:
        assert double_codings.adjudications(session, compared.newest().key)[key].by == MONA


def test_of_two_who_adjudicate_at_the_same_moment_one_is_told(compared):
    key = next(iter(differences(compared)))
    start, told = threading.Barrier(2), []

    def at_once(by):
        start.wait()
        try:
            decide(compared, key, "coded", "mat", by=by)
            told.append("stored")
        except DecidedMeanwhile:
            told.append("told")

    both = [threading.Thread(target=at_once, args=(by,)) for by in (KARI, OLA)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == ["stored", "told"]


def test_a_withdrawn_comment_leaves_the_sample_and_holds_nothing_up(compared):
    from sqlalchemy import delete

    from consultation.storage.tables import CommentRow

    gone, *others = differences(compared)
    with compared.database.transaction() as session:
        session.execute(delete(CommentRow).where(CommentRow.key == gone))
    assert gone not in compared.drawn()
    with pytest.raises(UnknownComment):
        decide(compared, gone, "none")
    for key in others:
        decide(compared, key, "coded", "mat")
    end(compared)
    assert len(compared.drawn()) == 19


def test_codings_follow_a_codebook_that_was_changed_meanwhile(compared):
    settle(compared, "mat")
    compared.review(Merge("vente", ("mat",), MONA, "hører sammen"))
    compared.review(Drop("folk", MONA, "for vidt"))
    end(compared)
    for key, text in compared.drawn().items():
        themes, outcome = compared.coded(key)
        assert (set(themes), outcome) == ((set(), None) if "folk" in text else ({"vente"}, "coded"))


def test_comments_of_a_theme_that_was_divided_meanwhile_must_be_read_anew(compared):
    settle(compared, "mat")
    parts = (NewTheme("Kald mat", "kald"), NewTheme("Sein mat", "for sent"))
    compared.review(Split("mat", parts, MONA, "to ting"))
    end(compared)
    unread = {key for key in compared.drawn() if compared.coded(key)[1] is None}
    assert unread == {key for key, text in compared.drawn().items() if "Maten" in text}
