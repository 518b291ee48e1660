"""Files that hold secrets: each appears whole or not at all, for its owner only, without a time, and is destroyed for good."""

import errno
import logging
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger("consultation.storage")

KEPT_ELSEWHERE = (
    "the secret in %s has another name too, or was a link: what that leads to is not destroyed; do it yourself"
)
_FOR_OTHERS = 0o077
_NO_TIME = (0, 0)


class Exposed(PermissionError):  # noqa: N818 -- a refusal, named as what happened
    """Others than its owner may read a secret, and that could not be put right."""


def make_directory(directory: Path) -> None:
    """A directory for its owner only, on disk together with the one it lies in."""
    if not directory.exists():
        with suppress(FileExistsError):
            directory.mkdir(0o700)
        flush(directory.parent)


@contextmanager
def whole(path: Path, *, time: float = 0) -> Iterator[BinaryIO]:
    """A file (0600) that has its name, over what had it, only when the block has ended well; it is on disk then.

    `time`: the only one that it tells, in seconds since 1970. Who is killed halfway leaves a draft whose name begins with
    a dot.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.utime(file.fileno(), (time, time))
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush(path.parent)


def write(path: Path, content: bytes) -> None:
    """Writes a file as `whole` does."""
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

    Of a link only the name goes, and of a file with another name too: whatever else lies there is not ours. The log says so.
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


def flush(directory: Path) -> None:
    """Waits until the names in a directory are on disk, and lets it tell no time: of a key that would be the mixing's.

    The time of its last change of status (ctime) stays: no program can set that.
    """
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        with suppress(PermissionError):
            os.utime(descriptor, _NO_TIME)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_and_write_over(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except PermissionError:
        return  # it can still be unlinked
    except OSError as refused:
        if refused.errno != errno.ELOOP:
            raise
        log.error(KEPT_ELSEWHERE, path)  # noqa: TRY400 -- a trace would tell nothing more
        return
    try:
        if os.fstat(descriptor).st_nlink == 1:  # else another name would lose its content with it
            _write_over(descriptor)
        else:
            log.error(KEPT_ELSEWHERE, path)
    finally:
        os.close(descriptor)


def _write_over(descriptor: int) -> None:
    os.pwrite(descriptor, secrets.token_bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)
