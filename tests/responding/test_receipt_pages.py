import pytest

from consultation.jobs.rhythm import MIXING
from consultation.responding.receipt_pages import Patience, patience


@pytest.mark.parametrize(
    ("seconds", "count", "hours"),
    [
        (MIXING, 2, False),
        (3, 2, False),
        (61, 3, False),
        (89 * 60, 90, False),
        (89 * 60 + 1, 2, True),
        (86400, 25, True),
    ],
)
def test_nobody_is_promised_less_time_than_the_worker_may_take_between_two_looks(seconds, count, hours):
    told = patience(seconds)
    assert told == Patience(count, hours)
    assert told.count * (3600 if hours else 60) >= seconds + 60
