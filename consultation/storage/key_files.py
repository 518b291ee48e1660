"""Files that hold secrets: each appears whole or not at all, for its owner only, without a time, and is destroyed for good."""

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from consultation.settings.whole_files import flush, whole

_FOR_OTHERS = 0o077


class Exposed(PermissionError):  # noqa: N818 -- a refusal, named as what happened
    """Others than its owner may read a secret, and that could not be put right."""


def make_directory(directory: Path) -> None:
    """A directory for its owner only, on disk together with the one it lies in."""
    if not directory.exists():
        with suppress(FileExistsError):
            directory.mkdir(0o700)
        flush(directory.parent)


def write(path: Path, content: bytes) -> None:
    """Writes a file as settings.whole_files.whole does."""
    with whole(path) as file:
        file.write(content)


def is_exposed(path: Path) -> bool:
    """Whether others than its owner may read a file. Raises OSError."""
    return bool(path.stat().st_mode & _FOR_OTHERS)


def read_private(path: Path) -> bytes:
    """What lies in a secret's file. Raises OSError, and Exposed where others than its owner may read it.

    Where we may, the file is closed to others at once: refusing it would leave all that waits sealed for a key that
    others may know, while a box that is emptied gets a new one.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if is_exposed(path):
        try:
            path.chmod(0o600)
        except PermissionError:
            raise Exposed(f"others than its owner may read {path}, and it is not ours to close") from None
    return path.read_bytes()


def lies_elsewhere(path: Path) -> bool:
    """Whether a file is a link, or has another name too, so that destroying it leaves its content there. Raises OSError."""
    return path.is_symlink() or path.stat().st_nlink > 1


def any_readable(directory: Path) -> bool:
    """Whether this program may read the file of any private key that lies below a directory."""
    return any(os.access(path, os.R_OK) for path in directory.rglob("*.private"))


def replace(path: Path, content: bytes) -> None:
    """Gives a file other content, whole or not at all, and writes over the bytes that it held (see destroy).

    Raises OSError, also for a link: the bytes that it leads to would stay.
    """
    before = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        write(path, content)
        _write_over(before)
    finally:
        os.close(before)


def destroy(paths: Iterable[Path]) -> None:
    """Writes over files, waits for the disk, unlinks them, and waits for the directory too.

    Of a link only the name goes, and of a file with another name too: what else there is is not ours (lies_elsewhere).
    What that does not reach: a file system that copies on write (btrfs, ZFS) or journals content, flash memory that
    writes elsewhere (every SSD), snapshots of a volume or a virtual machine, and backups. There the old bytes stay
    until something else is written in their place: keep the keys on an encrypted volume that no snapshot holds.
    """
    gone = set()
    for path in paths:
        with suppress(FileNotFoundError):
            _open_and_write_over(path)
            path.unlink()
        gone.add(path.parent)
    for directory in gone:
        flush(directory)


def _open_and_write_over(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except PermissionError:
        return  # it can still be unlinked
    except OSError as refused:
        if refused.errno != errno.ELOOP:
            raise
        return  # a link
    try:
        if os.fstat(descriptor).st_nlink == 1:  # else another name would lose its content with it
            _write_over(descriptor)
    finally:
        os.close(descriptor)


def _write_over(descriptor: int) -> None:
    os.pwrite(descriptor, secrets.token_bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)
