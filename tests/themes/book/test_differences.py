"""Two versions of a codebook are compared theme by theme, and only what changed its meaning is suggested anew."""

import pytest

from consultation.themes.book.codebook import (
    CannotDecide,
    Codebook,
    Describe,
    Drop,
    Merge,
    Move,
    NewTheme,
    Rename,
    Retire,
    Revive,
    Split,
    Theme,
    diff,
    touched,
)
from consultation.themes.book.differences import Added, Moved, Removed, Reordered, Retired, Revived, Reworded


@pytest.fixture
def book():
    return Codebook(
        themes=tuple(Theme(one, one.capitalize(), includes=("a", "b")) for one in ("tid", "mat", "info", "svar"))
    )


@pytest.mark.parametrize(
    ("decision", "changes", "anew"),
    [
        (Rename("mat", "Måltid", "Ola"), (Reworded("mat", "name", ("Mat",), ("Måltid",)),), {"mat"}),
        (Describe("mat", "Ola", includes=("b", "c")), (Reworded("mat", "includes", ("a",), ("c",)),), {"mat"}),
        (Describe("mat", "Ola", includes=("b", "a")), (Reworded("mat", "includes", ("a", "b"), ("b", "a")),), {"mat"}),
        (Describe("mat", "Ola", excludes=("x",)), (Reworded("mat", "excludes", (), ("x",)),), set()),
        (Move("svar", "tid", "Ola"), (Moved("svar", None, "tid"),), set()),
        (Move("svar", None, "Ola", before="tid"), (Reordered("svar"),), set()),
        (Move("tid", None, "Ola"), (Reordered("tid"),), set()),
        (Retire("mat", "Ola"), (Retired("mat"),), {"mat"}),
    ],
)
def test_each_act_is_told_as_the_change_it_makes(book, decision, changes, anew):
    found = diff(book, book.decide(decision))
    assert found == changes
    assert touched(found) == anew


@pytest.mark.parametrize(
    "decision",
    [Rename("mat", " Mat ", "Ola"), Describe("mat", "Ola"), Describe("mat", "Ola", includes=("a ", "", "b")), Move("svar", None, "Ola"), Move("tid", None, "Ola", before="mat")],
)  # fmt: skip
def test_what_changes_nothing_is_no_decision(book, decision):
    with pytest.raises(CannotDecide, match="nothing_has_changed"):
        book.decide(decision)


def test_an_only_child_that_is_put_last_below_its_parent_has_not_moved(book):
    below = book.decide(Move("mat", "tid", "Ola"))
    with pytest.raises(CannotDecide, match="nothing_has_changed"):
        below.decide(Move("mat", "tid", "Ola"))


def test_what_is_gone_and_what_is_new_are_told_whole(book):
    later = book.decide(Split("mat", (NewTheme("Frokost"), NewTheme("Middag")), "Ola")).decide(Drop("info", "Ola"))
    found = diff(book, later)
    assert [change.theme.id for change in found if isinstance(change, Removed)] == ["mat", "info"]
    assert [change.theme.id for change in found if isinstance(change, Added)] == ["frokost", "middag"]
    assert touched(found) == {"mat", "info", "frokost", "middag"}


def test_a_merge_touches_both(book):
    assert touched(diff(book, book.decide(Merge("tid", ("mat",), "Ola", name="Tid og mat")))) == {"tid", "mat"}


def test_a_version_differs_from_itself_in_nothing_and_back_again_is_back(book):
    assert diff(book, book) == ()
    retired = book.decide(Retire("mat", "Ola"))
    assert diff(retired, retired.decide(Revive("mat", "Ola"))) == (Revived("mat"),)
    assert diff(book, retired.decide(Revive("mat", "Ola"))) == ()
