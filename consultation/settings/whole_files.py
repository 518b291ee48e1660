"""Files that appear whole or not at all, for their owner only, and on disk before anybody relies on them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_NO_TIME = (0, 0)


@contextmanager
def whole(path: Path, *, time: float = 0, over: bool = True) -> Iterator[BinaryIO]:
    """A file (0600) that has its name only when the block has ended well; it is on disk then.

    `time`: the only one that it tells, in seconds since 1970. `over`: it takes the place of what had its name; else what came
    first stays. Who is killed halfway leaves a draft whose name begins with a dot.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.utime(file.fileno(), (time, time))
            os.fsync(file.fileno())
        _name(draft, path, over=over)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush(path.parent)


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


def _name(draft: Path, path: Path, *, over: bool) -> None:
    if over:
        draft.rename(path)
        return
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
