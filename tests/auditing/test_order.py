"""An order that can be read is named, one that cannot is not: at most one false alarm in ten thousand audits."""

import os
import random
import secrets
import statistics
from math import sqrt

import pytest

from consultation.auditing.arrival_findings import STAFF, SUBJECT, THIN, of_order
from consultation.auditing.order import FALSE_ALARMS, Inside, Oracle, errors_allowed
from consultation.auditing.order_signals import of_files

DRAW = random.Random(20261122)
MANY = range(40)


def told(signal, batches=(MANY,)):
    oracle = Oracle()
    oracle.hear(
        {"it": signal, **{str(n): dict(zip(MANY, DRAW.sample(range(99), 40), strict=True)) for n in range(200)}},
        batches,
    )
    return "it" in oracle.readable()


@pytest.mark.parametrize("direction", [1, -1])
def test_a_clear_order_is_read_forwards_and_backwards(direction):
    assert told({n: n * direction for n in MANY})
    assert told({n: n * direction + DRAW.uniform(-5, 5) for n in MANY})


def test_an_order_within_each_page_is_read_though_the_pages_lie_anyhow():
    assert told({n: Inside(n % 4, n) for n in MANY})


def test_the_order_of_batches_is_no_order_within_them():
    shuffled = [DRAW.sample(range(start, start + 10), 10) for start in range(0, 40, 10)]
    signal = {response: place for batch in shuffled for place, response in enumerate(batch)}
    by_batch = {n: 100 * (n // 10) + signal[n] for n in MANY}
    assert not told(by_batch, [range(start, start + 10) for start in range(0, 40, 10)])


def test_chance_alone_is_no_alarm():
    allowed, alarms = errors_allowed(150), 0
    for _ in range(2000):
        oracle = Oracle()
        oracle.hear({"it": dict(zip(MANY, DRAW.sample(MANY, 40), strict=True))}, [MANY])
        alarms += abs(oracle.tells()["it"].errors) > allowed
    assert pytest.approx(1e-4) == FALSE_ALARMS
    assert alarms == 0


def responses_in(sizes):
    """Batches of so many responses, in the order of arrival."""
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    return [range(start, start + size) for start, size in zip(starts, sizes, strict=True)]


def at_random(sent, tables=("response", "answer", "comment")):
    """As many signals as a real audit hears, none of which tells anything, under names that it cannot do without."""
    named = [f"{table}: order of SELECT *" for table in tables] + [f"{STAFF} {n}" for n in range(2)]
    names = [*named, *(f"column {n}" for n in range(100))]
    return {name: dict(enumerate(DRAW.sample(range(sent), sent))) for name in names}


def weakly(sent, correlation):
    """A signal with about so much rank correlation with the order of arrival."""
    noise = sqrt(1 / correlation**2 - 1)
    return {n: statistics.NormalDist().inv_cdf((n + 0.5) / sent) + noise * DRAW.gauss(0, 1) for n in range(sent)}


def found(signals, batches, **more):
    oracle = Oracle()
    oracle.hear(signals, batches)
    sent = sum(map(len, batches))
    return {one.subject: one for one in of_order(oracle, sent, **more)}


def test_a_weak_leak_in_one_of_many_signals_is_named_over_batches_of_a_live_worker():
    batches = responses_in([22] * 9)
    assert found(at_random(198), batches)[SUBJECT].verdict == "kept"
    leak = {
        response: place for batch in batches for response, place in zip(batch, weakly(22, 0.7).values(), strict=True)
    }
    told = found({**at_random(198), "column 7": leak}, batches)[SUBJECT]
    assert told.verdict == "broken"
    assert "read from column 7 (correlation +0." in told.seen


def test_what_could_have_been_seen_is_told_and_never_more_than_that():
    told = found(at_random(198), responses_in([22] * 9))[SUBJECT]
    assert "105 signals" in told.seen
    assert "A correlation of 0.5 would have been called readable in each; the hardest was" in told.seen
    assert "(0.36)" in told.seen


def test_too_few_responses_are_said_to_be_too_few():
    told = found(at_random(40), responses_in([10] * 4))[SUBJECT]
    assert (told.verdict, told.needed) == ("not seen", True)
    assert "Too few responses could be compared" in told.seen


def test_signals_too_thin_are_named_and_not_called_kept():
    thin = {"job.noted": {0: 1, 1: 2, 2: 3, 3: 4, 4: 5}}
    told = found({**at_random(198), **thin}, responses_in([22] * 9))
    assert told[SUBJECT].verdict == "kept"
    assert "105 signals" in told[SUBJECT].seen
    assert (told[THIN].verdict, told[THIN].needed) == ("not seen", False)
    assert "job.noted (none)" in told[THIN].seen


def test_a_signal_that_must_be_there_and_is_not_leaves_all_unsaid():
    must = ["response: order of SELECT *", "answer: order of SELECT *"]
    assert found(at_random(198), responses_in([22] * 9), must=must)[SUBJECT].verdict == "kept"
    told = found(at_random(198, ("response",)), responses_in([22] * 9), must=must)[SUBJECT]
    assert (told.verdict, told.needed) == ("not seen", True)
    assert "answer: order of SELECT *" in told.seen


def test_what_is_the_same_for_a_whole_batch_is_said_to_order_nobody():
    same = {"response.xmin": {n: n // 22 for n in range(198)}}
    assert "1 more signals are the same" in found({**at_random(198), **same}, responses_in([22] * 9))[SUBJECT].seen


def test_files_that_name_one_response_each_tell_by_their_times(tmp_path):
    for _ in range(40):
        (tmp_path / secrets.token_hex(8)).touch()
    files = [
        (path, number) for number, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_ino))
    ]
    for path, number in files:
        os.utime(path, (number, number))
    oracle = Oracle()
    oracle.hear(of_files(files), [MANY])
    assert oracle.tells()[f"files in {tmp_path}: modified"].correlation == pytest.approx(1)
    assert oracle.tells()[f"files in {tmp_path}: number"].correlation == pytest.approx(1)
