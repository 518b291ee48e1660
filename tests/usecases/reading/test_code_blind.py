import pytest

from consultation.storage.reading import codings, double_codings
from consultation.storage.reading.double_codings import Judged
from consultation.themes.book.codebook import Drop
from consultation.usecases.reading.code_blind import CodingIsClosed, NotYours, code_blind
from consultation.usecases.reading.confirm_coding import UnknownComment, UnknownTheme
from tests.judging import taught
from tests.reviewing.offices import QUESTION, SLUG
from tests.usecases.reading.doubling import KARI, MONA, OLA, doubled, doubled_here, plainly

__all__ = ["doubled", "doubled_here"]


def code(doubled, key, outcome, *themes, by=KARI):
    with doubled.database.transaction() as session:
        code_blind(session, SLUG, QUESTION, key, themes=themes, outcome=outcome, by=by)


def found(doubled, place):
    with doubled.database.reading() as session:
        return double_codings.found_by(session, doubled.newest().key, place)


def test_each_writes_their_own_place_and_the_last_word_counts(doubled):
    doubled.draw()
    key = next(iter(doubled.drawn()))
    code(doubled, key, "coded", "mat")
    code(doubled, key, "coded", "vente", by=OLA)
    code(doubled, key, "none")
    assert found(doubled, 1) == {key: Judged("none")}
    assert found(doubled, 2) == {key: Judged("coded", frozenset({"vente"}))}


def test_what_one_found_is_no_reading_and_no_confirmation(doubled_here):
    doubled_here.draw()
    doubled_here.code(KARI, plainly)
    with doubled_here.database.reading() as session:
        assert len(codings.unread(session, SLUG, QUESTION)) == 60
        assert taught(session, SLUG, QUESTION) == {}


def test_nobody_else_may_write(doubled_here):
    doubled_here.draw()
    with pytest.raises(NotYours):
        code(doubled_here, next(iter(doubled_here.drawn())), "none", by=MONA)


def test_only_comments_of_the_sample_and_themes_of_its_codebook_are_taken(doubled_here):
    doubled_here.draw()
    drawn = doubled_here.drawn()
    outside = next(key for key in doubled_here.texts() if key not in drawn)
    for key in (outside, bytes(16)):
        with pytest.raises(UnknownComment):
            code(doubled_here, key, "none")
    with pytest.raises(UnknownTheme):
        code(doubled_here, next(iter(drawn)), "coded", "pingvin")
    with pytest.raises(ValueError, match="coded"):
        code(doubled_here, next(iter(drawn)), "none", "mat")


def test_a_theme_dropped_meanwhile_stays_in_the_book_that_the_sample_is_bound_to(doubled_here):
    doubled_here.draw()
    doubled_here.review(Drop("mat", MONA, "for vidt"))
    key = next(iter(doubled_here.drawn()))
    code(doubled_here, key, "coded", "mat")
    assert found(doubled_here, 1)[key] == Judged("coded", frozenset({"mat"}))


def test_own_codings_change_until_both_are_compared_and_never_after(doubled):
    with pytest.raises(CodingIsClosed):
        code(doubled, bytes(16), "none")
    doubled.draw()
    doubled.code(KARI, plainly)
    doubled.code(OLA, plainly)
    key = next(iter(doubled.drawn()))
    code(doubled, key, "undecided")
    doubled.compare()
    with pytest.raises(CodingIsClosed):
        code(doubled, key, "none")
    assert found(doubled, 1)[key] == Judged("undecided")
