"""What a reviewer reads next: a fair sample that no machine has picked, and between its comments the rare themes."""

from consultation.reviewing.reading_order import next_to_read
from consultation.storage import codebooks, codings, suggestions, tallies
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.test_deciding import accept, proposed


def following(session, reviewer="kari", book=None):
    book = book or codebooks.current(session, SLUG, QUESTION)
    return next_to_read(
        session,
        SLUG,
        QUESTION,
        book,
        read=tallies.reading(session, SLUG, QUESTION)[1],
        secret=b"s" * 32,
        reviewer=reviewer,
    )


def read_all(session, reviewer="kari"):
    order = []
    while found := following(session, reviewer):
        order.append(found)
        codings.decide(session, found.comment, {}, outcome="none", by=reviewer)
    return order


def test_everything_is_read_once_and_every_other_comment_is_asked_for_a_rare_theme(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    accept(office, run, 1, "Mat")
    with office.database.transaction() as session:
        unread = sorted(codings.unread(session, SLUG, QUESTION))
        passage = Passage(0, 3)
        suggestions.suggest(
            session,
            SLUG,
            QUESTION,
            [(key, Suggested("mat", 0.9 - at / 100, run.key, passage)) for at, key in enumerate(unread[:3])],
        )
        order = read_all(session)
    assert sorted(found.comment for found in order) == unread
    asked = [at for at, found in enumerate(order) if found.theme == "mat"]
    assert asked
    assert all(at % 2 for at in asked)


def test_what_a_machine_suggests_does_not_change_the_random_half(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    with office.database.transaction() as session:
        before = following(session)
        others = sorted(codings.unread(session, SLUG, QUESTION) - {before.comment})
        suggestions.suggest(session, SLUG, QUESTION, [(others[0], Suggested("ventetid", 0.99, run.key, Passage(0, 3)))])
        assert following(session) == before


def test_two_who_read_at_the_same_time_begin_at_different_comments(office):
    with office.database.reading() as session:
        first = {following(session, reviewer).comment for reviewer in ("kari", "ola", "per", "ane")}
    assert len(first) > 1
