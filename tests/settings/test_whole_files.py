"""A file is there whole or not at all, whoever else writes it and whatever happens meanwhile."""

import stat

import pytest

from consultation.settings.whole_files import whole


def write(path, content, **how):
    with whole(path, **how) as file:
        file.write(content)


def test_it_takes_the_place_of_what_had_its_name_or_leaves_what_came_first(tmp_path):
    for content, over, stays in ((b"one", False, b"one"), (b"two", False, b"one"), (b"three", True, b"three")):
        write(tmp_path / "secret", content, over=over)
        assert (tmp_path / "secret").read_bytes() == stays
        assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_it_is_for_its_owner_only_and_tells_no_time(tmp_path):
    write(tmp_path / "secret", b"one")
    seen = (tmp_path / "secret").stat()
    assert (stat.S_IMODE(seen.st_mode), seen.st_mtime_ns, tmp_path.stat().st_mtime_ns) == (0o600, 0, 0)


@pytest.mark.parametrize("over", [True, False])
def test_of_what_was_not_finished_nothing_is_there(tmp_path, over):
    write(tmp_path / "secret", b"one")
    with pytest.raises(TypeError), whole(tmp_path / "secret", over=over) as file:
        file.writelines([b"hal", None])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"secret": b"one"}
