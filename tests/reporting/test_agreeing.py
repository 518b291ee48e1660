import csv
import json
from random import Random

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
    as_csv,
)
from consultation.reporting.tables import STEP

HIGH = Figure("measured", 0.9, 0.8, 1.0)


def between(*themes, comments=None, **found):
    told = tuple(ThemeAgreement(one, HIGH, HIGH, found.get(one)) for one in themes)
    return Between((FIRST, SECOND), HIGH, HIGH, HIGH, told, comments)


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


def test_what_a_number_rests_on_is_told_in_fives():
    (told,) = (
        counted({"patient": 40}, {"mat": {"patient": 17}})
        .told("patient", [between("mat", comments=38, mat=16)])
        .between
    )
    assert (told.comments, told.themes[0].found) == (35, 15)


@pytest.mark.parametrize(("found", "kind"), [(0, "measured"), (1, "withheld"), (4, "withheld"), (5, "measured")])
def test_what_rests_on_few_comments_that_both_judged_is_withheld(found, kind):
    sample = counted({"patient": 40}, {"mat": {"patient": 12}})
    (told,) = sample.told("patient", [between("mat", comments=30, mat=found)]).between
    assert (told.themes[0].f1.kind, told.themes[0].found) == (kind, 5 if found == 5 else None)
    (told,) = sample.told("patient", [between("mat", comments=4, mat=2)]).between
    assert {told.alpha, told.micro, told.macro} == {WITHHELD}
    assert told.comments is None


def test_no_number_beside_an_interval_tells_how_many_of_a_small_group_are_left():
    """Whoever makes the rounded numbers exact by their F1 knows the sum of all groups, too."""
    rng = Random(5)
    for _ in range(60):
        sizes = {"leader": rng.randint(1, 9), "next_of_kin": rng.randint(20, 60), "patient": rng.randint(20, 60)}
        found = {group: rng.randint(0, size) for group, size in sizes.items()}
        sample = counted(sizes, {"mat": found})
        told = {
            group: sample.told(group, [between("mat", comments=size, mat=found[group])]).between[0].themes[0].found
            for group, size in sizes.items()
            if group not in sample.too_small()
        }
        left = [group for group in sizes if told.get(group) is None]
        whole = sum(found[group] for group in left)
        assert len(left) != 1 or (whole >= STEP and sizes[left[0]] - whole >= STEP), (sizes, found, told)


def test_that_nobody_found_a_theme_is_not_said_where_it_leaves_a_few_of_a_small_group():
    sample = counted({"patient": 30, "leader": 9}, {"mat": {"leader": 3}, "folk": {"patient": 15}, "rom": {}})
    told = sample.told("patient", [between("mat", "folk", "rom")]).between[0].themes
    assert [theme.f1.kind for theme in told] == ["withheld", "measured", "measured"]


def test_it_travels_as_json_and_comes_back_the_same():
    group = counted({"patient": 30}, {"mat": {"patient": 12}}).told("patient", [between("mat", comments=30, mat=12)])
    told = Agreements("s/q/double/1", True, (group,), (("role", "leader"),), ("gone",), ("retired",))
    assert Agreements.from_json(json.loads(json.dumps(told.as_json()))) == told
    with pytest.raises(ValueError, match="no agreement"):
        Agreements.from_json({"sample": 1})


def test_the_spreadsheet_has_every_number_and_nothing_that_is_withheld_or_a_formula():
    sample = counted({"patient": 40}, {"mat": {"patient": 17}, "folk": {"patient": 2}})
    group = sample.told("patient", [between("mat", "folk", comments=38, mat=16, folk=2)])
    told = Agreements("s/q/double/1", True, (group,), (), ())
    body = as_csv(told, {"mat": "=Mat;1", "folk": "Folk"}).decode("utf-8-sig")
    rows = list(csv.DictReader(body.splitlines(), delimiter=";"))
    assert [row["measure"] for row in rows if not row["theme"]] == ["alpha", "F1", "mean F1 of the themes"]
    mat, folk = ([row for row in rows if row["theme"] == name] for name in ("'=Mat;1", "Folk"))
    assert {(row["value"], row["low"], row["found in"], row["comments"]) for row in mat} == {("0,9", "0,8", "15", "35")}
    assert {(row["value"], row["found in"], row["why not"]) for row in folk} == {("", "", "withheld")}
