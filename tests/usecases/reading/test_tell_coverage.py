"""Whoever subtracts what is told of roles from what is told of all of them learns nothing of few, and nothing of a small role."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import pytest

from consultation.reporting import summary
from consultation.reporting.tables import STEP, Rounded
from consultation.storage.reading.tallies import Coverage
from consultation.usecases.reading.tell_coverage import told_of

ROLES = ("patient", "next_of_kin", "leader")
Teller = Callable[[Mapping[str, Coverage]], summary.Coverage]


def of(read: int, suggested: int, uncoded: int, gathered: int = 0) -> Coverage:
    return Coverage(read + suggested + uncoded + gathered, read, suggested, gathered)


def safely(counted: Mapping[str, Coverage]) -> summary.Coverage:
    return told_of(counted, ROLES)


def leaking(counted: Mapping[str, Coverage]) -> summary.Coverage:
    """What looks safe: every number rounded down to fives by itself, small roles left out, all of them counted in the sum."""

    def rounded(one: Coverage) -> summary.Coverage:
        return summary.Coverage(*map(Rounded.of, (one.comments, one.read, one.suggested_only, one.uncoded)))

    there = [*counted.values()]
    whole = of(
        sum(one.read for one in there), sum(one.suggested_only for one in there), sum(one.uncoded for one in there)
    )
    told = tuple((role, rounded(one)) for role, one in counted.items() if one.comments >= STEP)
    return replace(rounded(whole), by_role=told)


def possible(tell: Teller, truth: Mapping[str, Coverage]) -> list[set[int]]:
    """What each number of two roles may be for whoever sees what is told of them and knows how it is made.

    In turn read, suggested and uncoded of the first role, and of the second.
    """
    seen = tell(truth)
    large = [truth[role] for role in ROLES[:2]]
    least = [n - n % STEP for one in large for n in (one.read, one.suggested_only, one.uncoded)]
    found: list[set[int]] = [set() for _ in least]
    for above in product(range(STEP), repeat=len(least)):
        numbers = [low + more for low, more in zip(least, above, strict=True)]
        if tell({"patient": of(*numbers[:3]), "next_of_kin": of(*numbers[3:])}) == seen:
            for among, number in zip(found, numbers, strict=True):
                among.add(number)
    return found


# Many that lie just under the next five; all of them; none of them.
@pytest.mark.parametrize("parts", [((14, 54, 34), (4, 4, 4)), ((10, 5, 0), (5, 0, 0)), ((12, 0, 3), (1, 7, 4))])
def test_no_subtraction_tells_more_of_a_number_than_between_which_fives_it_lies(parts):
    truth = {"patient": of(*parts[0]), "next_of_kin": of(*parts[1])}
    assert [len(numbers) for numbers in possible(safely, truth)] == [STEP] * 6


def test_the_same_subtraction_finds_numbers_under_five_where_all_roles_are_rounded_by_themselves():
    truth = {"patient": of(14, 54, 34), "next_of_kin": of(4, 4, 4)}
    found = possible(leaking, truth)
    assert 0 not in found[3]
    assert min(map(len, found)) < STEP


def test_a_role_of_a_few_leaves_no_trace_in_any_number():
    large = {"patient": of(60, 30, 14), "next_of_kin": of(20, 40, 44)}
    told = {repr(safely(large | {"leader": of(few, 0, 0)})) for few in range(STEP)}
    assert told == {repr(safely(large))}
    leaked = {repr(leaking(large | {"leader": of(few, 0, 0)})) for few in range(STEP)}
    assert len(leaked) > 1  # and so the same look at what leaks tells a small role's size apart


def test_sums_are_those_of_what_is_told_and_each_number_is_the_least_it_can_be():
    counted = {"next_of_kin": of(7, 21, 9, 6), "patient": of(48, 13, 2), "leader": of(2, 2, 0)}
    told = told_of(counted, ROLES)
    assert [role for role, _ in told.by_role] == ["patient", "next_of_kin"]
    assert [one.at_least for one in (*told.numbers, told.gathered)] == [100, 50, 30, 5, 5]
    assert told.below == 2 * STEP
    assert told.percent_read == 50


def test_where_every_role_is_small_nothing_is_told():
    told = told_of({"patient": of(4, 0, 0), "leader": of(0, 3, 0)}, ROLES)
    assert (told.comments.at_least, told.by_role, told.percent_read) == (None, (), None)
