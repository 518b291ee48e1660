"""A respondent gets through while others hold hundreds of connections open and say nothing, or next to nothing."""

import statistics
from collections.abc import Callable

import pytest

from tests.benchmarks import stress
from tests.deployment.stack import Proxy

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("deployment")]
SLOWER = 8
"""How many times as long as usual the quickest of five may take; a machine under tests is noisy."""


@pytest.mark.parametrize(("attacker", "size"), [(stress.silent, 500), (stress.slow_bodies, 60)])
def test_slow_senders_hold_nobody_up(proxy: Proxy, attacker: Callable[..., object], size: int):
    alone = statistics.median(stress.journeys(proxy, 5))
    with stress.crowd(attacker, proxy, size):
        held = stress.connections(proxy)
        beside = min(stress.journeys(proxy, 5))
    assert held >= 0.9 * size, "the attack never began"
    assert beside <= SLOWER * alone
