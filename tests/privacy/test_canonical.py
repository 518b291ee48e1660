import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.canonical import canonical

plain = st.recursive(
    st.one_of(st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)


@given(plain)
def test_a_value_comes_back_from_its_bytes(value):
    assert json.loads(canonical(value).decode("utf-8", "surrogatepass")) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_in_which_a_mapping_was_made_does_not_matter(mapping):
    assert canonical(dict(reversed(mapping.items()))) == canonical(mapping)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_json_has_no_number_for_is_refused(number):
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": number})
