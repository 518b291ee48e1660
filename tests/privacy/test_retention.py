from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.retention import days_left, due

TODAY = date(2027, 3, 1)


@dataclass(frozen=True)
class Kept:
    slug: str
    erase_on: date | None


def test_what_is_due_today_or_was_before_is_named_longest_overdue_first():
    kept = [
        Kept("b", TODAY),
        Kept("later", date(2027, 3, 2)),
        Kept("a", TODAY),
        Kept("old", date(2026, 1, 1)),
        Kept("open", None),
    ]
    assert [one.slug for one in due(kept, today=TODAY)] == ["old", "a", "b"]


@given(st.lists(st.builds(Kept, st.text(), st.one_of(st.none(), st.dates()))), st.dates())
def test_nothing_is_erased_early_and_nothing_forgotten(kept, today):
    named = due(kept, today=today)
    assert all(one.erase_on is not None and one.erase_on <= today for one in named)
    assert len(named) == sum(1 for one in kept if one.erase_on is not None and one.erase_on <= today)


def test_the_days_left_are_counted_and_never_negative():
    assert days_left(Kept("a", TODAY + timedelta(days=30)), today=TODAY) == 30
    assert days_left(Kept("a", TODAY - timedelta(days=1)), today=TODAY) == 0
    assert days_left(Kept("a", None), today=TODAY) is None
