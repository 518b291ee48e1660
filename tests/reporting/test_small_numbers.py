"""No number in any artefact stands for fewer than five people, nor lets a reader work one out."""

import re

import pytest

from consultation.reporting.composing import by_channel, by_role, denominators
from consultation.reporting.formats import html, pdf
from consultation.reporting.tables import Rounded, shown
from tests.reporting import reading
from tests.reporting.composed import THEMES, random_report, report, themes_by_role

SEEDS = range(80)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cell_and_no_bar_of_the_html_stands_for_fewer_than_five(seed):
    told, sizes = random_report(seed)
    read = reading.html(html.write(told, "nb"))
    everyone = sum(sizes.values())
    assert read.cells
    for cell in read.cells:
        assert all(number >= 5 for number in reading.numbers(cell.text)), cell
        assert (cell.bar is None) == (not re.search(r"\d", cell.text)), cell  # what is not told is not drawn
        if cell.bar is not None:
            assert 0 <= int(cell.bar) <= 100
            assert everyone >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sentence_of_the_html_tells_a_number_under_five(seed):
    told, _ = random_report(seed)
    prose = "\n".join(reading.html(html.write(told, "en")).prose)
    assert [number for number in reading.numbers(_without_dates(prose)) if number < 5] == []


@pytest.mark.parametrize("seed", range(12))
def test_the_pdf_draws_no_number_under_five_but_those_of_its_pages(seed):
    told, _ = random_report(seed)
    drawn = reading.pdf_text(pdf.write(told, "en"))
    assert "Ventetider" in drawn
    body = re.sub(r"(?m)^\d$|[. ]+\d$", "", _without_dates(drawn))  # page numbers, below and in the contents
    assert [number for number in reading.numbers(body) if number < 5] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_who_skipped_a_question_cannot_be_found_by_subtraction(seed):
    _, responded = random_report(seed)
    for skipped in range(8):
        answered = {role: max(0, size - skipped) for role, size in responded.items()}
        counted = denominators(answered, responded)
        left_over = [responded[role] - counted[role] for role in responded]
        assert all(few == 0 or few >= 5 for few in left_over)


def test_a_hidden_option_is_not_what_is_missing_from_the_sum():
    sizes = {"patient": 100}
    table = by_role(["a", "b"], {"a": {"patient": 60}, "b": {"patient": 37}}, sizes, exclusive=True)
    seen = [found.count for row in table.rows if (found := shown(table, row, "patient"))]
    assert 100 - sum(seen) >= 5
    assert len(table.rows) - len(seen) >= 2


def test_a_role_with_few_and_a_role_with_none_look_the_same():
    counts = {theme: {"patient": 40, "leader": 0} for theme in THEMES}
    few, none = (
        report(
            {"patient": 100, "leader": leaders}, confirmed=themes_by_role(counts, {"patient": 100, "leader": leaders})
        )
        for leaders in (4, 0)
    )
    assert html.write(few, "nb").replace(b"minst 100", b"") == html.write(none, "nb").replace(b"minst 100", b"")


def test_no_channel_is_told_where_the_total_would_tell_of_the_few_that_came_by_another():
    assert by_channel({"imported": 2100, "web": 1}) == ()
    assert by_channel({"imported": 2100, "web": 7}) == (("imported", Rounded(2100)), ("web", Rounded(5)))


def test_themes_are_not_ranked_by_numbers_that_are_hidden():
    drawn = set()
    for a, b in ((1, 4), (4, 1), (2, 2)):
        sizes = {"patient": 100}
        counts = {"b": {"patient": b}, "a": {"patient": a}, "c": {"patient": 50}}
        drawn.add(html.write(report(sizes, confirmed=themes_by_role(counts, sizes)), "nb"))
    assert len(drawn) == 1


@pytest.mark.parametrize("count", [-5, 0, 3, 7])
def test_a_number_that_is_not_rounded_is_no_rounded_number(count):
    with pytest.raises(ValueError, match="multiple of five"):
        Rounded(count)


def test_rounding_never_tells_of_fewer_than_five():
    told = [Rounded.of(count).at_least for count in range(12)]
    assert told == [None] * 5 + [5] * 5 + [10] * 2


def _without_dates(text: str) -> str:
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    return re.sub(rf"\d+ (?:{months}) \d{{4}}", "", text).replace("with seed 0", "")
