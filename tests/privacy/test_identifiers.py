from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.identifiers import Span, find
from consultation.privacy.spans import merged

spans = st.builds(Span, st.sampled_from(["email", "phone"]), st.integers(0, 30), st.integers(31, 60))


def test_spans_are_found_in_the_text_as_it_was_given():
    text = "Å\u00ad, 15.0\u200b3.85 10190 og k\u00e5re@bl\u00e5b\u00e6r.no"
    assert [(span.kind, text[span.start : span.stop]) for span in find(text)] == [
        ("national_id", "15.0\u200b3.85 10190"),
        ("email", "k\u00e5re@bl\u00e5b\u00e6r.no"),
    ]


@given(st.lists(spans))
def test_spans_that_overlap_or_touch_become_one_and_cover_the_same(given_spans):
    result = merged(given_spans)
    assert all(a.stop < b.start for a, b in pairwise(result))
    covered = {at for span in given_spans for at in range(span.start, span.stop)}
    assert {at for span in result for at in range(span.start, span.stop)} == covered
