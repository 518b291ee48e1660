"""A respondent gets through while others hold connections open and say next to nothing."""

import statistics

import pytest

from tests.benchmarks import stress
from tests.deployment.stack import Proxy

pytestmark = [pytest.mark.slow]
SLOWER = 8
"""How many times as long as usual the quickest of five may take; a machine under tests is noisy."""


def test_slow_senders_hold_nobody_up(proxy: Proxy):
    size = 60  # the benchmark sends thousands, and other kinds
    alone = statistics.median(stress.journeys(proxy, 5))
    with stress.crowd(stress.slow_bodies, proxy, size):
        held = stress.connections(proxy)
        beside = min(stress.journeys(proxy, 5))
    assert held >= 0.9 * size, "the attack never began"
    assert beside <= SLOWER * alone
