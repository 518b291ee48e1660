import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.reviewing.references import References, UnknownReference

KEY = bytes(range(16))
MINE = References(b"s" * 32, "kari@example.org", "waiting", "better")


def test_a_reference_leads_back_to_its_comment_and_never_looks_the_same():
    assert MINE.comment(MINE.to(KEY)) == KEY
    assert MINE.to(KEY) != MINE.to(KEY)


@pytest.mark.parametrize(
    "other",
    [
        References(b"t" * 32, "kari@example.org", "waiting", "better"),
        References(b"s" * 32, "ola@example.org", "waiting", "better"),
        References(b"s" * 32, "kari@example.org", "waiting", "safe"),
    ],
)
def test_a_reference_serves_one_account_and_one_question(other):
    with pytest.raises(UnknownReference):
        other.comment(MINE.to(KEY))


@given(st.text(max_size=120))
def test_a_made_up_reference_is_refused_and_breaks_nothing(text):
    with pytest.raises(UnknownReference):
        MINE.comment(text)
