"""What a reviewer reads next: a fair sample that no machine has picked, and between its comments what teaches most."""

from hashlib import blake2b

import pytest

from consultation.reviewing.coding.turns import AT_RANDOM, ROUND, WINDOW, next_to_read
from consultation.storage.reading import codings, double_codings, runs, suggestions
from consultation.storage.reading.double_codings import Sample
from consultation.storage.reading.reading_queue import ReadingQueue, audit_order
from consultation.storage.reading.runs import Run
from consultation.storage.reading.suggestions import MachineReading
from consultation.themes.coding import queue
from consultation.themes.coding.queue import AUDIT_SHARE
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.offices import QUESTION, SLUG, open_office, written

KARI, OLA = (blake2b(name, digest_size=32).digest() for name in (b"kari", b"ola"))


@pytest.fixture
def office(request):
    """An office with sixty-four comments and nobody in it."""
    opened = open_office(request, demo=True)
    opened.answer("patient", written(64))
    yield opened
    opened.database.close()


def following(session, reader=KARI, skipped=(), decisions=None, queue=None):
    queue = queue or ReadingQueue()
    taken = queue.standing(session, SLUG, QUESTION).decisions if decisions is None else decisions
    return next_to_read(session, queue, SLUG, QUESTION, decisions=taken, reader=reader, skipped=skipped)


def proposed_run(session):
    run = Run(runs.next_key(session, SLUG, QUESTION, "assign"), QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 64, 0)
    runs.add(session, SLUG, run)
    return run


def read_all(session, readers=(KARI,), most=1000):
    order, kept = [], ReadingQueue()
    while len(order) < most and (found := following(session, readers[len(order) % len(readers)], queue=kept)):
        order.append(found)
        judge(session, found.comment, {}, outcome="none", by="kari")
    return order


def asked_for(session, run, comments, reason="rare"):
    turns = enumerate(comments)
    suggestions.read_by_machine(
        session, SLUG, QUESTION, [(key, MachineReading(run.key, "undecided", at, reason, "mat")) for at, key in turns]
    )


def in_order(session):
    return audit_order(codings.unread(session, SLUG, QUESTION))


def test_the_random_order_is_the_one_that_shares_are_estimated_from(office):
    with office.database.reading() as session:
        keys = sorted(codings.unread(session, SLUG, QUESTION))
        assert [keys[at] for at in queue.audit_order(keys)] == in_order(session)
    assert len(AT_RANDOM) / ROUND == AUDIT_SHARE


def test_everything_is_read_once_and_what_a_machine_asks_for_has_its_own_turns(office):
    with office.database.transaction() as session:
        run = proposed_run(session)
        unread = sorted(codings.unread(session, SLUG, QUESTION))
        asked_for(session, run, unread[:20])
        order = read_all(session)
    assert sorted(found.comment for found in order) == unread
    asked = {at for at, found in enumerate(order) if found.theme == "mat"}
    assert 10 < len(asked) <= 20
    assert not {at % ROUND for at in asked} & AT_RANDOM


def test_what_a_machine_suggests_changes_nothing_of_what_chance_draws(office):
    with office.database.transaction() as session:
        run = proposed_run(session)
        before = following(session)
        asked_for(session, run, sorted(codings.unread(session, SLUG, QUESTION))[:30])
        assert following(session) == before


def test_a_comment_that_the_machine_counted_to_the_sample_is_drawn_and_not_asked_for(office):
    with office.database.transaction() as session:
        run = proposed_run(session)
        asked_for(session, run, sorted(codings.unread(session, SLUG, QUESTION)), reason="audit")
        assert {found.reason for found in read_all(session, most=20)} == {"random"}


def test_the_front_of_the_shared_order_is_read_without_a_gap_that_lasts(office):
    office.answer("patient", [f"nok et innspill, det {at}. i rekken" for at in range(96)])
    with office.database.transaction() as session:
        order = in_order(session)
        read = {found.comment for found in read_all(session, (KARI, OLA), most=140)}
    unbroken = next(at for at, comment in enumerate(order) if comment not in read)
    assert unbroken > 140 - 10 * WINDOW


def test_two_who_read_at_the_same_time_seldom_meet_and_each_stays_at_theirs(office):
    met = 0
    with office.database.transaction() as session:
        for _ in range(60):
            first, second = following(session, KARI, decisions=0), following(session, OLA, decisions=0)
            assert following(session, KARI, decisions=0) == first
            met += first == second
            judge(session, first.comment, {}, outcome="none", by="kari")
    assert met <= 20


def test_who_keeps_the_order_sees_what_comes_and_what_goes(office):
    kept = ReadingQueue()
    with office.database.reading() as session:
        assert kept.standing(session, SLUG, QUESTION).comments == 64
    office.answer("patient", ["en til, som kom senere"] + [f"og en til {at}" for at in range(10)])
    with office.database.transaction() as session:
        assert kept.standing(session, SLUG, QUESTION).comments == 75
        assert len(kept.drawn(session, SLUG, QUESTION, at_most=100)) == 75
        first, second = in_order(session)[:2]
        judge(session, first, {}, outcome="none", by="kari")
        assert kept.drawn(session, SLUG, QUESTION, at_most=1) == [second]
        assert kept.standing(session, SLUG, QUESTION).read == 1
        run = proposed_run(session)
        asked_for(session, run, [second])
        assert [one.comment for one in kept.in_turn(session, SLUG, QUESTION, at_most=5)] == [second]


def test_what_is_skipped_comes_back_when_nothing_else_is_left(office):
    with office.database.transaction() as session:
        first = following(session).comment
        skipped = {first}
        order = []
        while found := following(session, skipped=skipped):
            order.append(found.comment)
            judge(session, found.comment, {}, outcome="none", by="kari")
    assert order[-1] == first
    assert len(set(order)) == 64


def test_what_is_coded_twice_is_read_nowhere_else(office):
    with office.database.transaction() as session:
        run = proposed_run(session)
        apart = in_order(session)[:40]
        asked_for(session, run, apart[:10])
        sample = Sample(
            key=double_codings.next_key(session, SLUG, QUESTION), question=QUESTION, codebook_version=0, among=64, state="coding",
            asked_by="kari", asked_on=TODAY, coders=("kari", "ola"),
        )  # fmt: skip
        double_codings.add(session, SLUG, sample, apart)
        assert not {found.comment for found in read_all(session)} & set(apart)
