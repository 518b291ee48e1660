"""A model learns again when that pays, and says what changed for those who read."""

import pytest

from consultation.themes.coding.relearning import Changes, ThemeChange, what_changed, worth_learning_again


@pytest.mark.parametrize(
    ("old", "new", "changed", "worth"),
    [
        (0, 0, (), False),
        (0, 9, (), False),
        (0, 10, (), True),
        (50, 10, (), True),
        (100, 19, (), False),
        (100, 20, (), True),
        (1_000, 199, (), False),
        (1_000, 200, (), True),
        (1_000, 0, ("mat",), True),
        (0, 0, ("mat",), True),
    ],
)
def test_it_pays_with_a_fifth_more_codings_or_another_codebook(old, new, changed, worth):
    assert worth_learning_again(old, new, changed) is worth


def test_reading_one_comment_at_a_time_learns_a_few_dozen_times_on_the_way_to_ten_thousand():
    learnt, runs = 0, 0
    for read in range(10_001):
        if worth_learning_again(learnt, read - learnt, ()):
            learnt, runs = read, runs + 1
    assert 20 < runs < 50


def test_fewer_than_none_is_refused():
    with pytest.raises(ValueError, match="fewer codings"):
        worth_learning_again(-1, 3, ())


def test_what_came_and_went_is_told_by_theme_most_change_first():
    before = {1: frozenset({"mat"}), 2: frozenset({"mat"}), 3: frozenset({"reise"}), 4: frozenset()}
    after = {1: frozenset({"mat"}), 2: frozenset({"tid"}), 3: frozenset({"reise", "tid"}), 4: frozenset()}
    changes = what_changed(before, after)
    assert changes.themes == (
        ThemeChange("tid", came=2, went=0, stayed=0),
        ThemeChange("mat", came=0, went=1, stayed=1),
        ThemeChange("reise", came=0, went=0, stayed=1),
    )
    assert (changes.comments, changes.changed, changes.came, changes.went) == (4, 2, 2, 1)


def test_a_comment_that_was_read_or_arrived_in_between_neither_came_nor_went():
    changes = what_changed({1: frozenset({"mat"}), 2: frozenset()}, {2: frozenset(), 3: frozenset({"mat"})})
    assert changes == Changes(themes=(), comments=1, changed=0, first_time=1, no_longer=1)


def test_the_same_run_twice_changes_nothing():
    run = {at: frozenset({"mat"}) for at in range(5)}
    assert (what_changed(run, run).changed, what_changed({}, {}).comments) == (0, 0)
