from datetime import date

from consultation.clock import iso_week


def test_the_week_is_the_iso_week():
    assert iso_week(date(2026, 11, 21)) == "2026-W47"
    assert iso_week(date(2027, 1, 1)) == "2026-W53"
