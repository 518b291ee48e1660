"""Disks of a test's own: one whose power can be cut, and one that can be filled. Both need root, and Linux."""

import ctypes
import errno
import fcntl
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path
from typing import Self

_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN of linux/fs/ext4/ext4.h, as xfstests' own power cuts use it
_LOG_IS_LOST_TOO = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH: what was not waited for is gone
PATIENCE = 30.0
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin", "/usr/bin", "/bin"])
"""Where a disk's programs lie: many a PATH does not name sbin."""


class Disk:
    """A filesystem mounted in a directory; its file or memory is gone when it is closed."""

    def __init__(self, folder: Path, megabytes: int, *, in_memory: bool = False) -> None:
        self.mounted = folder / "disk"
        self.mounted.mkdir(parents=True)
        self._image = None if in_memory else folder / "disk.img"
        self._megabytes = megabytes
        if self._image:
            with self._image.open("wb") as image:
                image.truncate(megabytes << 20)
            subprocess.run([_program("mkfs.ext4"), "-q", "-F", "-m", "0", self._image], check=True)
        self._mount()

    def cut_power(self) -> None:
        """From now on nothing reaches the disk; what nobody waited for was never there. Every write fails until `again`."""
        descriptor = os.open(self.mounted, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _LOG_IS_LOST_TOO))
        finally:
            os.close(descriptor)

    def again(self) -> None:
        """Switch it on: the filesystem recovers from its journal. Every program on it must have ended."""
        self._unmount()
        self._mount()

    def fill(self) -> None:
        """Leave no room for a single block more."""
        with (self.mounted / "filler").open("ab", buffering=0) as filler:
            piece = 1 << 20
            while piece >= 1:
                try:
                    filler.write(b"\0" * piece)
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise
                    piece //= 2

    def make_room(self) -> None:
        """Take away what filled it."""
        (self.mounted / "filler").unlink()

    def close(self) -> None:
        """Take it out."""
        self._unmount()
        if self._image:
            self._image.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _mount(self) -> None:
        kind = (
            ["-o", "loop", self._image] if self._image else ["-t", "tmpfs", "-o", f"size={self._megabytes}m", "tmpfs"]
        )
        subprocess.run([_program("mount"), *kind, self.mounted], check=True)

    def _unmount(self) -> None:
        """Waits until the filesystem is really away: who copied the list of mounts meanwhile, such as a sandbox, holds it still."""
        until = time.monotonic() + PATIENCE
        number = self.mounted.stat().st_dev
        alive = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve().name
        away = [_program("umount"), self.mounted]
        while (done := subprocess.run(away, capture_output=True, check=False)).returncode:
            if time.monotonic() > until:
                raise AssertionError(done.stderr.decode())
            time.sleep(0.1)
        while self._image and Path("/sys/fs/ext4", alive).exists():
            if time.monotonic() > until:
                raise AssertionError(
                    f"another mount namespace keeps {self.mounted}; it would come back as it was cut off"
                )
            time.sleep(0.02)


def _program(name: str) -> str:
    """Where a program lies. Raises FileNotFoundError."""
    found = shutil.which(name, path=_PLACES)
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    return found


def why_none(folder: Path, *, in_memory: bool = False) -> str:
    """Why there can be no such disk here, or nothing where there can."""
    needed = ["mount", "umount"] if in_memory else ["mount", "umount", "mkfs.ext4"]
    if os.geteuid() or ctypes.sizeof(ctypes.c_long) != 8:
        return "only root may mount a disk"
    if missing := [name for name in needed if not shutil.which(name, path=_PLACES)]:
        return f"{missing} is not there"
    try:
        with Disk(folder / "probe", 8, in_memory=in_memory) as disk:
            if not in_memory:
                disk.cut_power()
    except (OSError, subprocess.CalledProcessError, AssertionError) as refused:
        return f"this machine gives no disk whose power can be cut: {refused}"
    return ""
