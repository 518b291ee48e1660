"""An order that can be read is named, one that cannot is not: at most one false alarm in ten thousand audits."""

import random

import pytest

from consultation.auditing.order import FALSE_ALARMS, Inside, Oracle, errors_allowed

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


def test_the_weakest_correlation_that_would_be_seen_is_told():
    oracle = Oracle()
    assert oracle.weakest() == 1
    oracle.hear({"it": {n: n for n in MANY}}, [MANY])
    assert 0.5 < oracle.weakest() < 0.7
