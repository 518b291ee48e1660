"""Reads every file that can be read, a piece at a time, also what is compressed in it; what cannot be read is told."""

import bz2
import gzip
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from consultation.auditing.needles import PIECE, Hit, Search

_MOST_OPENED = 1 << 31  # bytes that a compressed file may become: what is a bomb is told, not opened
_KNOWN: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
_LONGEST_BEGINNING = 6
_LARGE = 1 << 26  # bytes from which on it pays to ask which parts of a file were written
_PROC = Path("/proc")  # where a file that has no name any more is opened by the link of whoever holds it


@dataclass
class Read:
    """What was read: how many files and bytes, and those that could not be."""

    files: int = 0
    size: int = 0
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A needle in a file: in what was compressed in it, if `opened`."""

    hit: Hit
    path: Path
    opened: bool


def below(*roots: Path, since: float | None = None, of: frozenset[int] = frozenset()) -> Iterator[Path]:
    """Every file, link and socket below the roots.

    With `since` (seconds since 1970) what was written after that alone; with `of`, what belongs to these accounts alone.
    """
    for root in roots:
        if root.is_file():
            yield root
        for directory, directories, names in os.walk(root):
            for name in sorted([*names, *directories]):
                path = Path(directory, name)
                with suppress(OSError):
                    told = path.lstat()
                    # A program can set when a file was modified, but not when that was set.
                    late = since is None or max(told.st_mtime, told.st_ctime) >= since
                    if late and (not of or told.st_uid in of):
                        yield path


def search(paths: Iterable[Path], wanted: Search, read: Read) -> Iterator[Found]:
    """Every needle in the files, their names and what is written beside them; tells in `read` what was and was not read."""
    for path in dict.fromkeys(paths):
        yield from (Found(hit, path, opened=False) for hit in wanted.within(_beside(path)))
        if not path.is_file() or (
            path.is_symlink() and not path.is_relative_to(_PROC)
        ):  # what it leads to has its own turn
            continue
        try:
            with path.open("rb") as file:
                beginning = file.read(_LONGEST_BEGINNING)
                file.seek(0)
                for start, pieces in _written(file):
                    for hit in wanted.through(_counted(pieces, read)):
                        yield Found(replace(hit, at=start + hit.at), path, opened=False)
            read.files += 1
            for opened in _opened(path, beginning, read):
                for hit in wanted.through(opened):
                    yield Found(hit, path, opened=True)
        except FileNotFoundError:  # it went meanwhile
            continue
        except OSError as refused:
            read.unread.append(f"{path} ({refused.strerror})")


def _beside(path: Path) -> bytes:
    """What a file holds beside its content: its name, where it leads if it is a link, and its extended attributes."""
    held = bytearray(os.fsencode(path))
    with suppress(OSError):
        if path.is_symlink():
            held += b"\0" + os.fsencode(path.readlink())
        for name in os.listxattr(path, follow_symlinks=False):
            held += b"\0" + os.fsencode(name) + b"\0" + os.getxattr(path, name, follow_symlinks=False)
    return bytes(held)


def _opened(path: Path, beginning: bytes, read: Read) -> Iterator[Iterator[bytes]]:
    """What a file holds compressed, one stream after another."""
    for magic, opener in _KNOWN.items():
        if beginning.startswith(magic):
            yield _quietly(opener(path, "rb"), read)
    if beginning.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with suppress(RuntimeError, NotImplementedError):  # locked with a password, or packed in a strange way
                    yield _quietly(archive.open(name), read)
    if beginning[:1] == b"\x78":
        with path.open("rb") as file:
            yield _inflated(file)


def _quietly(file: Any, read: Read) -> Iterator[bytes]:
    size = 0
    try:
        with file:
            for piece in _pieces(file):
                size += len(piece)
                if size > _MOST_OPENED:
                    read.unread.append(
                        f"the rest of {getattr(file, 'name', 'a compressed file')} (too large when opened)"
                    )
                    return
                yield piece
    except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile):  # it only looked compressed
        return


def _inflated(file: IO[bytes]) -> Iterator[bytes]:
    inflating = zlib.decompressobj()
    with suppress(zlib.error):
        for piece in _pieces(file):
            yield inflating.decompress(piece, PIECE)


def _written(file: IO[bytes]) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The parts of a file that were ever written, each with where it begins: what was not takes no place and is no time to read."""
    told = os.fstat(file.fileno())
    if told.st_size < _LARGE or told.st_blocks * 512 >= told.st_size:
        yield 0, _pieces(file)
        return
    end = 0
    while end < told.st_size:
        try:
            begin = os.lseek(file.fileno(), end, os.SEEK_DATA)
        except OSError:  # nothing more was written
            return
        end = os.lseek(file.fileno(), begin, os.SEEK_HOLE)
        file.seek(begin)
        yield begin, _pieces(file, end - begin)


def _pieces(file: IO[bytes], most: int | None = None) -> Iterator[bytes]:
    while piece := file.read(PIECE if most is None else min(PIECE, most)):
        most = None if most is None else most - len(piece)
        yield piece


def _counted(pieces: Iterable[bytes], read: Read) -> Iterator[bytes]:
    for piece in pieces:
        read.size += len(piece)
        yield piece
