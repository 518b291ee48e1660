from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.retention import backup_until, due, gone_since

TODAY = date(2027, 3, 1)


@dataclass(frozen=True)
class Kept:
    slug: str
    erase_on: date | None
    opened_on: date | None = date(2026, 1, 10)


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


MADE = date(2026, 3, 1)


def test_a_backup_goes_after_five_weeks_or_when_the_first_thing_in_it_is_erased():
    late, soon = Kept("late", date(2027, 1, 1)), Kept("soon", date(2026, 3, 9))
    assert backup_until(MADE, []) == MADE + timedelta(days=35)
    assert backup_until(MADE, [late, Kept("never promised", None)], days=7) == MADE + timedelta(days=7)
    assert backup_until(MADE, [late], days=1000) == MADE + timedelta(days=35)
    assert backup_until(MADE, [late, soon]) == date(2026, 3, 9)


def test_what_a_newer_backup_does_not_know_was_erased_unless_it_was_opened_that_day_or_later():
    old, today_, again = Kept("old", None), Kept("today", None, MADE), Kept("again", None)
    known = [Kept("again", None, date(2026, 2, 20)), Kept("stays", None)]
    assert gone_since([old, today_, again, Kept("stays", None)], known, made_on=MADE) == {"old", "again"}
