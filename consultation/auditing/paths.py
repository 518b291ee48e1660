"""Asks the file system about places that others use too: what went meanwhile, or lies where we may not look, is no error."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

_PROC = Path("/proc")  # where a file that has no name any more is opened by the link of whoever holds it
Closed = Callable[[OSError], object]


def told(path: Path, *, follow: bool = True) -> os.stat_result | None:
    """What the system tells of a path, or of what it leads to; None where nothing is, or nothing may be seen."""
    with suppress(OSError, ValueError):  # a name with a NUL in it is the latter
        return path.stat() if follow else path.lstat()
    return None


def is_there(path: Path) -> bool:
    """Whether anything can be seen there, also through a link."""
    return told(path) is not None


def is_folder(path: Path) -> bool:
    """Whether it is a directory, or a link to one."""
    found = told(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_link(path: Path) -> bool:
    """Whether it is a symbolic link."""
    found = told(path, follow=False)
    return found is not None and stat.S_ISLNK(found.st_mode)


def is_regular(path: Path) -> bool:
    """Whether it is a regular file itself, and no link to one: what a link leads to has its own turn, but for /proc's."""
    found = told(path, follow=path.is_relative_to(_PROC))
    return found is not None and stat.S_ISREG(found.st_mode)


def resolved(path: Path) -> Path:
    """The path without links; as it is where they lead in a circle or where nobody may look."""
    with suppress(OSError, RuntimeError, ValueError):
        return path.resolve()
    return path


def opened(path: Path) -> IO[bytes]:
    """A regular file, for reading. Never waits for a writer, as a named pipe would have it. Raises OSError."""
    file = cast("IO[bytes]", open(path, "rb", opener=_at_once))  # noqa: SIM115 -- Path.open takes no opener
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileNotFoundError(path)
    return file


def _at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)


def walk(root: Path, closed: Closed = lambda _: None) -> Iterator[os.DirEntry[str]]:
    """Every entry below a directory, directories too, links not followed; `closed` is told which could not be opened."""
    waiting = [os.fspath(root)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):  # it went meanwhile
            continue
        except OSError as refused:
            closed(refused)
            continue
        for entry in entries:
            yield entry
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
