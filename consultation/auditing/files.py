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

from consultation.auditing import paths
from consultation.auditing.needles import PIECE, Hit, Search

_MOST_OPENED = 1 << 31  # bytes that a compressed file may become: what is a bomb is told, not opened
_KNOWN: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
_LONGEST_BEGINNING = 6
_LARGE = 1 << 26  # bytes from which on it pays to ask which parts of a file were written


@dataclass
class Read:
    """What was read: how many files and bytes, and those that could not be."""

    files: int = 0
    size: int = 0
    unread: dict[str, str] = field(default_factory=dict)  # path -> why


@dataclass(frozen=True, slots=True)
class Found:
    """A needle in a file: in what was compressed in it, if `opened`."""

    hit: Hit
    path: Path
    opened: bool


def below(
    *roots: Path, since: float | None = None, of: frozenset[int] = frozenset(), closed: paths.Closed = lambda _: None
) -> Iterator[Path]:
    """Every file, link, socket and directory below the roots.

    With `since` (seconds since 1970) what was written after that alone; with `of`, what belongs to these accounts alone.
    """
    for root in roots:
        if paths.is_regular(root):
            yield root
        elif paths.is_folder(root):
            yield from (path for path, _ in entries(root, since=since, of=of, closed=closed))


def entries(
    root: Path, *, since: float | None = None, of: frozenset[int] = frozenset(), closed: paths.Closed = lambda _: None
) -> Iterator[tuple[Path, os.stat_result]]:
    """The same of one directory, each with what the system tells of it."""
    for entry in paths.walk(root, closed):
        with suppress(OSError):
            told = entry.stat(follow_symlinks=False)
            # A program can set when a file was modified, but not when that was set.
            late = since is None or max(told.st_mtime, told.st_ctime) >= since
            if late and (not of or told.st_uid in of):
                yield Path(entry.path), told


def search(wanted_in: Iterable[Path], wanted: Search, read: Read) -> Iterator[Found]:
    """Every needle in the files, their names and what is written beside them; tells in `read` what was and was not read."""
    for path in dict.fromkeys(wanted_in):
        yield from (Found(hit, path, opened=False) for hit in wanted.within(_beside(path)))
        if not paths.is_regular(path):
            continue
        try:
            with paths.opened(path) as file:
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
            read.unread[str(path)] = refused.strerror or type(refused).__name__


def _beside(path: Path) -> bytes:
    """What a file holds beside its content: its name, where it leads if it is a link, and its extended attributes."""
    held = bytearray(os.fsencode(path))
    with suppress(OSError):
        if paths.is_link(path):
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
                    read.unread[str(getattr(file, "name", "a compressed file"))] = "the rest is too large when opened"
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
        yield 0, _pieces(file, max(told.st_size, _LARGE))  # one that grows while it is read has an end all the same
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
