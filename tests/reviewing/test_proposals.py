import re

from tests.reviewing.offices import QUESTION
from tests.reviewing.team import proposed


def test_a_share_says_nothing_that_the_rounded_numbers_do_not_say(office):
    proposed(office)
    shown = re.sub(r"<[^>]+>", " ", office.get(office.at(f"themes/{QUESTION}/")).text)
    everyone = int(re.search(r"Comments read\s+at least (\d+)", shown)[1])
    shares = [(int(size), int(percent)) for size, percent in re.findall(r"at least (\d+) comments · (\d+) %", shown)]
    assert len(shares) == 2
    assert shares == [(size, round(100 * size / everyone)) for size, _ in shares]
    assert all(size % 5 == 0 for size, _ in shares)
