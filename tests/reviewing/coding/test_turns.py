"""What a reviewer reads next: a fair sample that no machine has picked, and between its comments what teaches most."""

from hashlib import blake2b

import pytest

from consultation.reviewing.coding.turns import AT_RANDOM, ROUND, WINDOW, next_to_read
from consultation.storage import codings, double_codings, reading_queue, suggestions
from consultation.storage.double_codings import Sample
from consultation.storage.suggestions import MachineReading
from consultation.themes.coding import queue
from consultation.themes.coding.queue import AUDIT_SHARE
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import proposed

KARI, OLA = (blake2b(name, digest_size=32).digest() for name in (b"kari", b"ola"))


def following(session, reader=KARI, skipped=(), read=None):
    done = reading_queue.standing(session, SLUG, QUESTION).read if read is None else read
    return next_to_read(session, SLUG, QUESTION, read=done, reader=reader, skipped=skipped)


def read_all(session, readers=(KARI,), most=1000):
    order = []
    while len(order) < most and (found := following(session, readers[len(order) % len(readers)])):
        order.append(found)
        codings.decide(session, found.comment, {}, outcome="none", by="kari")
    return order


def asked_for(session, run, comments, reason="rare"):
    turns = enumerate(comments)
    suggestions.read_by_machine(
        session, SLUG, QUESTION, [(key, MachineReading(run.key, "undecided", at, reason, "mat")) for at, key in turns]
    )


def in_order(session):
    return reading_queue.audit_order(reading_queue.unread(session, SLUG, QUESTION))


def test_the_random_order_is_the_one_that_shares_are_estimated_from(office):
    with office.database.reading() as session:
        keys = sorted(codings.unread(session, SLUG, QUESTION))
        assert [keys[at] for at in queue.audit_order(keys)] == in_order(session)
    assert len(AT_RANDOM) / ROUND == AUDIT_SHARE


def test_everything_is_read_once_and_what_a_machine_asks_for_has_its_own_turns(office):
    run = proposed(office)
    with office.database.transaction() as session:
        unread = sorted(codings.unread(session, SLUG, QUESTION))
        asked_for(session, run, unread[:20])
        order = read_all(session)
    assert sorted(found.comment for found in order) == unread
    asked = {at for at, found in enumerate(order) if found.theme == "mat"}
    assert 10 < len(asked) <= 20
    assert not {at % ROUND for at in asked} & AT_RANDOM


def test_what_a_machine_suggests_changes_nothing_of_what_chance_draws(office):
    run = proposed(office)
    with office.database.transaction() as session:
        before = following(session)
        asked_for(session, run, sorted(codings.unread(session, SLUG, QUESTION))[:30])
        assert following(session) == before


def test_a_comment_that_the_machine_counted_to_the_sample_is_drawn_and_not_asked_for(office):
    run = proposed(office)
    with office.database.transaction() as session:
        asked_for(session, run, sorted(codings.unread(session, SLUG, QUESTION)), reason="audit")
        assert {found.reason for found in read_all(session, most=20)} == {"random"}


@pytest.mark.parametrize("readers", [(KARI,), (KARI, OLA)])
def test_the_front_of_the_shared_order_is_read_without_a_gap_that_lasts(office, readers):
    proposed(office)
    with office.database.transaction() as session:
        order = in_order(session)
        read = {found.comment for found in read_all(session, readers, most=70)}
    unbroken = next(at for at, comment in enumerate(order) if comment not in read)
    assert unbroken > 70 - 6 * WINDOW


def test_two_who_read_at_the_same_time_seldom_meet_and_each_stays_at_theirs(office):
    proposed(office)
    met = 0
    with office.database.transaction() as session:
        for _ in range(60):
            first, second = following(session, KARI, read=0), following(session, OLA, read=0)
            assert following(session, KARI, read=0) == first
            met += first == second
            codings.decide(session, first.comment, {}, outcome="none", by="kari")
    assert met <= 20


def test_what_is_skipped_comes_back_when_nothing_else_is_left(office):
    with office.database.transaction() as session:
        first = following(session).comment
        skipped = {first}
        order = []
        while found := following(session, skipped=skipped):
            order.append(found.comment)
            codings.decide(session, found.comment, {}, outcome="none", by="kari")
    assert order[-1] == first
    assert len(set(order)) == 64


def test_what_is_coded_twice_is_read_nowhere_else(office):
    run = proposed(office)
    with office.database.transaction() as session:
        apart = in_order(session)[:40]
        asked_for(session, run, apart[:10])
        sample = Sample(
            key=double_codings.next_key(session, SLUG, QUESTION), question=QUESTION, codebook_version=0, among=64, state="coding",
            asked_by="kari", asked_on=TODAY, coders=("kari", "ola"),
        )  # fmt: skip
        double_codings.add(session, SLUG, sample, apart)
        assert not {found.comment for found in read_all(session)} & set(apart)
