"""Every kind of question has its own space on paper."""

from typing import ClassVar

import pytest

from consultation.paper.sheets import Lines, Ranks, Rows, Ticks
from consultation.paper.spaces import ROWS, NoSpaceOnPaper, space
from consultation.questionnaire.questions import KINDS, FreeText, MultipleChoice, Ranking
from consultation.reporting.catalogue import Catalogue
from tests.paper.printing import every_kind, options
from tests.questionnaires import worded

WORDS = Catalogue("nb", "paper")


def spaced(question):
    return space(question, 7, "nb", WORDS)


def test_every_kind_there_is_can_be_printed():
    assert {question.kind for question in every_kind()} == set(KINDS)
    assert all(spaced(question) for question in every_kind())


def test_a_kind_that_paper_does_not_know_is_refused():
    class Drawing(FreeText):
        kind: ClassVar[str] = "drawing"

    class Unknown:
        kind = "unknown"

    assert spaced(Drawing(id="a", text=worded("Tegn")))
    with pytest.raises(NoSpaceOnPaper, match="unknown"):
        spaced(Unknown())


@pytest.mark.parametrize(("longest", "rows"), [(10_000, ROWS), (200, 5), (10, 3)])
def test_there_is_room_for_handwriting_and_less_where_less_is_asked(longest, rows):
    given = spaced(FreeText(id="a", text=worded("Ord?"), max_length=longest))
    assert isinstance(given, Lines)
    assert given.rows == rows
    assert "spørsmål\u00a07" in given.more.text


def test_how_many_may_be_ticked_is_said():
    several = MultipleChoice(id="a", text=worded("?"), options=options("A", "B", "C"))
    at_most = MultipleChoice(id="a", text=worded("?"), options=options("A", "B", "C"), at_most=2)
    assert spaced(several).how.text == "Sett så mange kryss du vil."
    assert spaced(at_most).how.text == "Sett høyst 2 kryss."


def test_what_is_not_on_the_list_has_a_line_and_to_decline_stands_apart():
    one, *_ = every_kind()
    given = spaced(one)
    assert isinstance(given, Ticks)
    assert [option.text for option in given.options] == ["Ja, det gjorde jeg", "Nei", "Noe annet"]
    assert given.other == 2


def test_a_ranking_says_how_many_numbers_there_are():
    def how(**more):
        given = spaced(Ranking(id="a", text=worded("?"), options=options("A", "B", "C"), **more))
        assert isinstance(given, Ranks)
        return given.how.text

    assert "la noen stå tomme" in how()
    assert "høyst 2" in how(at_most=2)
    assert "til alle har et nummer" in how(partial=False)


def test_a_matrix_is_a_table_with_a_box_for_each_row_and_option():
    matrix = next(question for question in every_kind() if question.kind == "matrix")
    given = spaced(matrix)
    assert isinstance(given, Rows)
    assert [row.text for row in given.rows] == ["Ventetiden", "Maten"]
    assert [column.text for column in given.columns] == ["Dårlig", "Godt"]
