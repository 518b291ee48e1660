from hypothesis import given
from hypothesis import strategies as st

from consultation.reviewing.finding import roles_to_name

SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), max_size=6)


@given(SIZES)
def test_a_named_role_has_ten_comments_and_the_unnamed_hide_among_ten_of_at_least_two_roles(sizes):
    there = {role: count for role, count in sizes.items() if count}
    named = roles_to_name(sizes)
    unnamed = set(there) - named
    assert all(there[role] >= 10 for role in named)
    if unnamed and named:
        assert len(unnamed) >= 2
        assert sum(there[role] for role in unnamed) >= 10


@given(SIZES)
def test_every_role_is_named_when_all_are_large(sizes):
    large = {role: count + 10 for role, count in sizes.items()}
    assert roles_to_name(large) == set(large)


def test_a_role_nobody_has_hides_nobody():
    assert roles_to_name({"patient": 40, "leader": 0}) == {"patient"}
