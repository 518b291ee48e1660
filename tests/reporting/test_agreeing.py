import json

import pytest

from consultation.reporting.agreeing import (
    FIRST,
    SECOND,
    WITHHELD,
    Agreements,
    Between,
    Counted,
    Figure,
    ThemeAgreement,
)

HIGH = Figure("measured", 0.9, 0.8, 1.0)


def between(*themes):
    return Between((FIRST, SECOND), HIGH, HIGH, HIGH, tuple(ThemeAgreement(one, HIGH, HIGH) for one in themes))


def counted(groups, found):
    """Groups by size, and for each theme the number of comments in each group, the first ones of it."""
    group_of = [group for group, size in groups.items() for _ in range(size)]
    here = []
    for group, size in groups.items():
        here += [frozenset(theme for theme, by in found.items() if at < by.get(group, 0)) for at in range(size)]
    return Counted.of("role", group_of, here, sorted(found))


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("measured", 0.9, 0.8, 1.0), "reliable"),
        (Figure("measured", 0.8, 0.79, 1.0), "likely"),
        (Figure("measured", 0.79, 0.7, 0.9), "tentative"),
        (Figure("measured", 0.667, 0.5, 0.8), "tentative"),
        (Figure("measured", 0.66, 0.5, 0.8), "low"),
        (WITHHELD, None),
        (Figure("unsaid", why="NOBODY_FOUND"), None),
    ],
)
def test_what_a_number_allows_to_be_said(figure, verdict):
    assert figure.verdict == verdict


def test_a_group_of_fewer_than_ten_is_told_nothing_of_and_hides_no_other():
    sample = counted({"patient": 30, "leader": 9}, {"mat": {"patient": 12, "leader": 4}})
    assert sample.too_small() == ["leader"]
    assert sample.told("patient", [between("mat")]).of(FIRST, SECOND).themes[0].alpha == HIGH


@pytest.mark.parametrize(("found", "shown"), [(4, False), (1, False), (5, True), (15, True), (27, False)])
def test_a_theme_that_few_comments_have_or_lack_is_withheld_in_the_group(found, shown):
    sample = counted({"patient": 30}, {"mat": {"patient": found}, "folk": {"patient": 15}})
    mat, folk = sample.told("patient", [between("mat", "folk")]).between[0].themes
    assert (mat.alpha == HIGH, mat.f1 == HIGH) == (shown, shown)
    assert folk.alpha == HIGH


def test_a_theme_withheld_in_one_of_two_groups_is_withheld_in_the_other():
    sample = counted({"patient": 30, "next_of_kin": 30}, {"mat": {"patient": 2, "next_of_kin": 14}})
    for group in ("patient", "next_of_kin"):
        assert sample.told(group, [between("mat")]).between[0].themes[0].alpha == WITHHELD


def test_a_group_in_which_hardly_anything_was_found_has_no_number_at_all():
    told = counted({"patient": 30}, {"mat": {"patient": 2}, "folk": {"patient": 1}}).told("patient", [between("mat")])
    assert {told.between[0].alpha, told.between[0].micro, told.between[0].macro} == {WITHHELD}


def test_the_number_of_comments_is_rounded_down():
    assert counted({"patient": 34}, {"mat": {"patient": 12}}).told("patient", []).comments == 30


def test_it_travels_as_json_and_comes_back_the_same():
    group = counted({"patient": 30}, {"mat": {"patient": 12}}).told("patient", [between("mat")])
    told = Agreements("s/q/double/1", True, (group,), (("role", "leader"),), ("gone",))
    assert Agreements.from_json(json.loads(json.dumps(told.as_json()))) == told
    with pytest.raises(ValueError, match="no agreement"):
        Agreements.from_json({"sample": 1})
