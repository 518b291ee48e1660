"""The ballot boxes' keys as files: written once and whole, the private half for its owner only."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from consultation.privacy import sealing

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class KeyMissing(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """There is no key for this consultation here; the operator must bring its file back."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in a directory, as <slug>.private (0600) and <slug>.public."""

    directory: Path

    def create(self, slug: str) -> bytes:
        """The public key of a consultation, made with its private half unless that is there already.

        A private half is never replaced: it opens what others have sealed. Both files are on disk before this returns,
        for no response may be sealed for a key that could be lost.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = self._path(slug, "private")
        if not private.exists():
            _write_once(private, sealing.new_keys().private, 0o600)
        public = PrivateKey(private.read_bytes()).public_key.encode()
        _write_once(self._path(slug, "public"), public, 0o644)
        _flush_directory(self.directory)
        _flush_directory(self.directory.parent)
        return public

    def private(self, slug: str) -> bytes:
        """The private key of a consultation. Raises KeyMissing."""
        return self._read(slug, "private")

    def public(self, slug: str) -> bytes:
        """The public key of a consultation. Raises KeyMissing."""
        return self._read(slug, "public")

    def opens(self, slug: str, public: bytes) -> bool:
        """Whether the private key of a consultation is here and opens what was sealed for a public key."""
        private = self._path(slug, "private")
        return private.exists() and belong_together(public, private.read_bytes())

    def remove(self, slug: str) -> None:
        """Removes both halves for good, where they are there. Raises KeyMissing for what cannot be a slug.

        Nothing is written over first: on today's disks that reaches other places than the old ones.
        """
        for half in ("private", "public"):
            self._path(slug, half).unlink(missing_ok=True)
        if self.directory.exists():
            _flush_directory(self.directory)

    def _read(self, slug: str, half: str) -> bytes:
        path = self._path(slug, half)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise KeyMissing(f"{path.name} is not in {self.directory}.") from None
        except OSError as refused:
            raise KeyMissing(f"{path.name} in {self.directory} cannot be read: {refused.strerror}.") from None

    def _path(self, slug: str, half: str) -> Path:
        if not can_name(slug):
            raise KeyMissing(f"{slug!r} cannot name a consultation.")
        return self.directory / f"{slug}.{half}"


def can_name(slug: str) -> bool:
    """Whether a consultation may have this slug: it stands in addresses and in the names of key files."""
    return _SLUG.fullmatch(slug) is not None


def belong_together(public: bytes, private: bytes) -> bool:
    """Whether these are the two halves of one key."""
    try:
        return PrivateKey(private).public_key.encode() == public
    except (TypeError, ValueError):
        return False


def _write_once(path: Path, content: bytes, mode: int) -> None:
    """The file appears whole, or not at all where another process was first."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
