"""Nobody works out what a few said, from everything that is told of shares and confirmed themes together."""

import random
from dataclasses import replace

import pytest

from consultation.privacy.linkage import is_small
from consultation.usecases.reading import measure_shares
from consultation.usecases.reading.know_shares import Known
from tests.usecases.reading.attacked import SAFE, a_question, narrowest, told


def widths(seed, tables):
    rng = random.Random(seed)
    for _ in range(tables):
        asked = a_question(rng)
        yield asked, narrowest(asked, *told(asked))


@pytest.mark.parametrize("seed", range(4))
def test_no_number_of_a_few_is_narrowed_by_all_pages_and_the_report_together(seed, long):
    for number, (asked, width) in enumerate(widths(seed, 120 if long else 30)):
        assert width >= SAFE, (number, asked)


def test_the_attacker_sees_a_role_that_is_left_of_everybody(monkeypatch):
    careful = Known.told

    def leaky(self, roles, theme):
        return replace(careful(self, roles, theme), among=frozenset(roles))

    monkeypatch.setattr(Known, "told", leaky)
    assert min(width for _, width in widths(1, 30)) < SAFE


def test_the_attacker_sees_a_group_or_a_letter_that_is_left_of_the_others(monkeypatch):
    def leaky(parts, *, untold):
        return {group for group, part in parts.items() if group in untold or is_small(part.count, part.size, 5)}

    monkeypatch.setattr(measure_shares, "parts_withheld", leaky)
    assert min(width for _, width in widths(1, 30)) < SAFE
