"""The disorder in which lists of comments are shown."""

from consultation.privacy.disorder import in_stable_disorder


def test_the_disorder_is_the_same_for_one_secret_and_another_for_another():
    keys = frozenset(bytes([at]) * 16 for at in range(40))
    ordered = in_stable_disorder(keys, b"s" * 32, "waiting", "better")
    assert ordered == in_stable_disorder(keys, b"s" * 32, "waiting", "better")
    assert ordered != sorted(keys)
    assert ordered != in_stable_disorder(keys, b"t" * 32, "waiting", "better")
    assert ordered != in_stable_disorder(keys, b"s" * 32, "waiting", "safe")
