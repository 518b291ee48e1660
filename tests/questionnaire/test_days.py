"""Days and months are written as people of each language write them."""

from datetime import date

import pytest

from consultation.questionnaire.days import day_in_words, month_in_words


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("nb", "5. mars 2026", "mars 2026"),
        ("nn", "5. mars 2026", "mars 2026"),
        ("en", "5 March 2026", "March 2026"),
        ("se", "njukčamánu 5. b. 2026", "njukčamánnu 2026"),
    ],
)
def test_a_day_and_its_month_are_written_in_words(language, day, month):
    assert day_in_words(date(2026, 3, 5), language) == day
    assert month_in_words(date(2026, 3, 5), language) == month


def test_every_sami_month_stands_in_the_genitive():
    written = [day_in_words(date(2026, month, 1), "se").split()[0] for month in range(1, 13)]
    assert all(month.endswith("mánu") for month in written)
    assert len(set(written)) == 12
