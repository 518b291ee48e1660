"""A key is there or plainly missing, for its owner only, and when it has gone nothing of it is left to find."""

import os
import stat
from fnmatch import fnmatch

import pytest

from consultation.privacy.sealing import new_keys
from consultation.privacy.stored import FILES
from consultation.storage import key_files
from consultation.storage.keys import KeyMissing, KeyRing, belong_together

SLUG = "waiting-times"


def files(ring):
    return sorted(str(path.relative_to(ring.directory)) for path in ring.directory.rglob("*") if path.is_file())


def test_a_private_key_is_for_its_owner_only_and_named_by_its_public_half(tmp_path):
    ring = KeyRing(tmp_path / "instance" / "keys")
    public = ring.make(SLUG)
    for directory in (ring.directory, ring.directory / SLUG):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(ring.path(SLUG, public).stat().st_mode) == 0o600
    assert files(ring) == [f"{SLUG}/{public.hex()[:16]}.private"]
    assert belong_together(public, ring.private(SLUG, public))


def test_no_file_of_a_key_tells_when_it_was_made(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    first, second = ring.make(SLUG), ring.make(SLUG)
    ring.destroy_others(SLUG, second)
    assert not ring.opens(SLUG, first)
    there = [ring.directory, *ring.directory.rglob("*")]
    assert {path.stat().st_mtime_ns for path in there} == {0}


def test_both_halves_belong_together_and_no_others():
    pair = new_keys()
    assert belong_together(pair.public, pair.private)
    assert not belong_together(pair.public, new_keys().private)
    assert not belong_together(pair.public, b"short")


def test_a_destroyed_key_is_written_over_before_it_goes(tmp_path):
    ring = KeyRing(tmp_path)
    old = ring.make(SLUG)
    private = ring.private(SLUG, old)
    with ring.path(SLUG, old).open("rb") as still_open:  # sees what the disk was given last
        new = ring.make(SLUG)
        assert ring.destroy_others(SLUG, new) == 1
        assert still_open.read() != private
    assert files(ring) == [f"{SLUG}/{new.hex()[:16]}.private"]


def test_drafts_of_keys_that_never_were_are_destroyed_too(tmp_path):
    ring = KeyRing(tmp_path)
    public = ring.make(SLUG)
    (ring.path(SLUG, public).parent / ".0123456789abcdef.private.0011223344556677").write_bytes(new_keys().private)
    assert ring.destroy_others(SLUG, public) == 1


def test_nothing_is_destroyed_while_the_key_in_force_is_not_there(tmp_path):
    ring = KeyRing(tmp_path)
    public = ring.make(SLUG)
    with pytest.raises(KeyMissing):
        ring.destroy_others(SLUG, new_keys().public)
    assert ring.opens(SLUG, public)


def test_a_file_with_another_name_keeps_its_content(tmp_path):
    ring = KeyRing(tmp_path)
    old, new = ring.make(SLUG), ring.make(SLUG)
    private = ring.private(SLUG, old)
    os.link(ring.path(SLUG, old), tmp_path / "kept")
    ring.destroy_others(SLUG, new)
    assert (tmp_path / "kept").read_bytes() == private


def test_keys_that_are_removed_are_gone_and_removing_them_again_is_no_trouble(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.remove(SLUG)
    ring.make(SLUG)
    ring.make(SLUG)
    other = ring.make("other")
    for _ in range(2):
        ring.remove(SLUG)
    assert [path.name for path in ring.directory.iterdir()] == ["other"]
    assert ring.opens("other", other)
    with pytest.raises(KeyMissing):
        ring.remove("../other")


@pytest.mark.parametrize("slug", ["missing", "../outside", "", "a/b", "A", "a\n"])
def test_a_missing_key_is_told_by_name(tmp_path, slug):
    with pytest.raises(KeyMissing):
        KeyRing(tmp_path).private(slug, bytes(32))


def old_layout(ring, private):
    ring.directory.mkdir(exist_ok=True)
    (ring.directory / f"{SLUG}.private").write_bytes(private)
    (ring.directory / f"{SLUG}.public").write_bytes(b"p" * 32)


def test_an_older_installations_key_is_brought_over_and_used(tmp_path):
    ring, pair = KeyRing(tmp_path / "keys"), new_keys()
    old_layout(ring, pair.private)
    assert ring.private(SLUG, pair.public) == pair.private
    assert files(ring) == [f"{SLUG}/{pair.public.hex()[:16]}.private"]


def test_an_older_installations_key_is_never_lost_whatever_is_done_first(tmp_path):
    ring, pair = KeyRing(tmp_path / "keys"), new_keys()
    old_layout(ring, pair.private)
    with pytest.raises(KeyMissing):
        ring.destroy_others(SLUG, new_keys().public)
    assert ring.destroy_others(SLUG, pair.public) == 0
    assert ring.opens(SLUG, pair.public)


def test_removing_takes_an_older_installations_halves_too(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    old_layout(ring, b"no key at all")
    ring.remove(SLUG)
    assert files(ring) == []


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path):
    ring = KeyRing(tmp_path)
    public = ring.make(SLUG)
    ring.path(SLUG, public).chmod(0o644)
    assert ring.opens(SLUG, public)
    assert stat.S_IMODE(ring.path(SLUG, public).stat().st_mode) == 0o600


def test_a_key_that_others_can_read_and_we_cannot_close_is_not_used(tmp_path, monkeypatch):
    ring = KeyRing(tmp_path)
    public = ring.make(SLUG)
    ring.path(SLUG, public).chmod(0o640)

    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(key_files.Path, "chmod", refuse)
    with pytest.raises(KeyMissing, match="others than its owner may read"):
        ring.private(SLUG, public)


def test_a_private_key_is_seen_wherever_it_lies_below_the_directory(tmp_path):
    assert not key_files.any_readable(tmp_path / "keys")
    (tmp_path / "keys" / "waiting-times").mkdir(parents=True)
    (tmp_path / "keys" / "waiting-times" / "a.public").touch()
    assert not key_files.any_readable(tmp_path / "keys")
    (tmp_path / "keys" / "waiting-times" / "0123456789abcdef.private").touch()
    assert key_files.any_readable(tmp_path / "keys")


@pytest.mark.parametrize("dangling", [False, True])
def test_of_a_link_only_the_name_goes_and_not_what_it_led_to(tmp_path, dangling):
    ring = KeyRing(tmp_path / "keys")
    old, new = ring.make(SLUG), ring.make(SLUG)
    elsewhere = ring.path(SLUG, old).rename(tmp_path / "on-another-volume")
    ring.path(SLUG, old).symlink_to(tmp_path / "nowhere" if dangling else elsewhere)
    private = elsewhere.read_bytes()
    assert key_files.lies_elsewhere(ring.path(SLUG, old))
    assert not key_files.lies_elsewhere(ring.path(SLUG, new))
    for remove in (lambda: ring.destroy_others(SLUG, new), lambda: ring.remove(SLUG)):
        remove()
        assert not ring.path(SLUG, old).is_symlink()
    assert elsewhere.read_bytes() == private


def test_what_a_link_leads_to_is_given_no_other_content(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        key_files.replace(tmp_path / "link", b"another")
    assert (tmp_path / "link").read_bytes() == b"secret"


def test_names_that_cannot_be_kept_stop_nobody(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(SLUG)
    private, names = ring.private(SLUG, public), {bytes(16): bytes(range(16))}
    ring.keep_names(SLUG, private, names)
    assert ring.kept_names(SLUG, private) == names
    ring.remove(SLUG)
    ring.keep_names(SLUG, private, names)
    assert ring.kept_names(SLUG, private) == {}
    assert not (tmp_path / "keys" / SLUG).exists()


def test_kept_names_are_for_their_owner_only_tell_no_time_and_are_called_after_their_key(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(SLUG)
    ring.keep_names(SLUG, ring.private(SLUG, public), {bytes(16): bytes(16)})
    (kept,) = (tmp_path / "keys" / SLUG).glob("*.names")
    assert (stat.S_IMODE(kept.stat().st_mode), kept.stat().st_mtime) == (0o600, 0)
    assert kept.name.startswith(f"{ring.path(SLUG, public).stem}.")
    assert ring.others(SLUG, public) == ()
    other = ring.make(SLUG)
    assert set(ring.others(SLUG, other)) == {kept, ring.path(SLUG, public)}


def test_keys_go_also_while_somebody_is_still_making_names_beside_them(tmp_path, monkeypatch):
    ring, rounds = KeyRing(tmp_path / "keys"), []
    private, names = ring.private(SLUG, ring.make(SLUG)), {bytes(16): bytes(range(16))}
    destroy = key_files.destroy

    def and_one_is_made(paths):
        destroy(paths)
        rounds.append(1)
        if len(rounds) <= most:
            ring.keep_names(SLUG, private, names)

    monkeypatch.setattr(key_files, "destroy", and_one_is_made)
    most = 2
    ring.remove(SLUG)
    assert not (tmp_path / "keys" / SLUG).exists()
    rounds.clear()
    ring.make(SLUG)
    most = 9
    with pytest.raises(OSError, match="not empty"):
        ring.remove(SLUG)
    assert not list((tmp_path / "keys" / SLUG).glob("*.private")), "the keys themselves are gone"


def test_names_are_no_keys(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    old = ring.make(SLUG)
    private = ring.private(SLUG, old)
    new = ring.make(SLUG)
    for _ in range(3):
        ring.keep_names(SLUG, private, {bytes(16): bytes(range(16))})
    assert ring.standing(SLUG, new).older == 1
    assert len(ring.others(SLUG, new)) == 4, "and all four go at the next look"
    for public in (old, new):
        ring.path(SLUG, public).unlink()
    assert not ring.holds_any(SLUG)


def test_drafts_of_a_mixer_that_was_killed_are_explained_and_cleared_at_the_next_look(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(SLUG)
    key = ring.path(SLUG, public)
    drafts = [key.with_name(f".{key.stem}.1f2e.names.0123456789abcdef"), key.with_name(f".{key.name}.0123456789abcdef")]
    for draft in drafts:
        draft.write_bytes(b"half")
        assert any(fnmatch(str(draft.relative_to(tmp_path)), pattern) for pattern in FILES)
    assert set(ring.others(SLUG, public)) == set(drafts)
    ring.destroy_others(SLUG, public)
    assert list(key.parent.iterdir()) == [key]
