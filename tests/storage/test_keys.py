import stat

import pytest

from consultation.privacy.sealing import new_keys
from consultation.storage.keys import KeyMissing, KeyRing, belong_together


def test_the_private_half_is_for_its_owner_only(tmp_path):
    ring = KeyRing(tmp_path / "instance" / "keys")
    ring.create("waiting-times")
    assert stat.S_IMODE(ring.directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((ring.directory / "waiting-times.private").stat().st_mode) == 0o600
    assert sorted(path.name for path in ring.directory.iterdir()) == ["waiting-times.private", "waiting-times.public"]


def test_a_key_that_is_there_is_never_replaced(tmp_path):
    ring = KeyRing(tmp_path)
    first = ring.create("waiting-times"), ring.private("waiting-times")
    assert (ring.create("waiting-times"), ring.private("waiting-times")) == first


def test_both_halves_belong_together_and_no_others(tmp_path):
    ring = KeyRing(tmp_path)
    public = ring.create("waiting-times")
    assert belong_together(public, ring.private("waiting-times"))
    assert not belong_together(public, new_keys().private)
    assert not belong_together(public, b"short")


def test_keys_that_are_removed_are_gone_and_removing_them_again_is_no_trouble(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.remove("waiting-times")
    ring.create("waiting-times")
    ring.create("other")
    for _ in range(2):
        ring.remove("waiting-times")
    assert {path.stem for path in ring.directory.iterdir()} == {"other"}
    with pytest.raises(KeyMissing):
        ring.remove("../other")


def test_a_lost_public_half_is_made_from_the_private_one(tmp_path):
    ring = KeyRing(tmp_path)
    public = ring.create("waiting-times")
    (tmp_path / "waiting-times.public").unlink()
    assert ring.create("waiting-times") == public


@pytest.mark.parametrize("slug", ["missing", "../outside", "", "a/b", "A", "a\n"])
def test_a_missing_key_is_told_by_name(tmp_path, slug):
    with pytest.raises(KeyMissing):
        KeyRing(tmp_path).private(slug)
