"""The ballot boxes' private keys as files: the one in force, and none of those that went before it."""

import errno
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from nacl.public import PrivateKey

from consultation.privacy import kept_names, sealing, wrapping
from consultation.settings import Settings
from consultation.settings.whole_files import flush
from consultation.storage import key_files

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_LETTERS_OF_PUBLIC_KEY = 16
_KEY_BYTES = 32
_NAMES = ".names"
_NOT_HERE = "The private key of {slug} ({name}) is not in {directory}."
_WRAPPED = "The private key of {slug} is wrapped with a passphrase; name its file in CONSULTATION_KEY_PASSPHRASE_FILE."


class KeyMissing(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """There is no usable key for this consultation here; the message says why, and holds nothing of a key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a private key lies on the disk."""

    wrapped: bool
    exposed: bool
    """Others than its owner may read it."""
    older: int
    """Files of keys that were in force before, or never were: they are destroyed at the next look."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The private keys in a directory, as <slug>/<first 16 hex digits of the public key>.private (0600).

    Only who keeps the mixers away (storage.ballot_box.keep_mixers_away) may make or destroy keys of a consultation that
    others work on: else one program destroys what another is about to need.
    """

    directory: Path
    passphrase_file: Path | None = None
    """Where it is given, every new key is wrapped with the passphrase in it."""
    typed: bytes | None = field(default=None, repr=False)
    """A passphrase that somebody has typed, in place of that file's."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The keys of an instance."""
        return cls(settings.keys, settings.key_passphrase_file)

    def make(self, slug: str) -> bytes:
        """The public key of a new pair, whose private half is on disk before this returns. Raises KeyMissing."""
        place = self._place(slug)
        self.directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_files.make_directory(self.directory)
        key_files.make_directory(place)
        pair = sealing.new_keys()
        key_files.write(self.path(slug, pair.public), self._as_kept(pair.private))
        return pair.public

    def private(self, slug: str, public: bytes) -> bytes:
        """The private key that opens what was sealed for a public key. Raises KeyMissing."""
        content = self.content(slug, public)
        private = self.unwrapped(slug, content) if wrapping.is_wrapped(content) else content
        if not belong_together(public, private):
            raise KeyMissing(f"{self.path(slug, public)} does not hold the private key of {slug}.")
        return private

    def opens(self, slug: str, public: bytes) -> bool:
        """Whether the private key is here and opens what was sealed for a public key."""
        try:
            self.private(slug, public)
        except KeyMissing:
            return False
        return True

    def content(self, slug: str, public: bytes) -> bytes:
        """What lies in the file of a key, wrapped or not; closed to others from now on. Raises KeyMissing."""
        self._bring_over(slug)
        path = self.path(slug, public)
        try:
            return key_files.read_private(path)
        except (FileNotFoundError, NotADirectoryError):
            told = _NOT_HERE.format(slug=slug, name=path.name, directory=path.parent)
            raise KeyMissing(told) from None
        except key_files.Exposed as exposed:
            raise KeyMissing(f"The private key of {slug} is not used: {exposed}.") from None
        except OSError as refused:
            raise KeyMissing(f"{path} cannot be read: {refused.strerror}.") from None

    def standing(self, slug: str, public: bytes) -> Standing:
        """How the key in force lies there; changes nothing but where an older installation's lies. Raises KeyMissing."""
        older = sum(map(_is_key, self.others(slug, public)))
        path = self.path(slug, public)
        try:
            return Standing(
                wrapped=wrapping.is_wrapped(path.read_bytes()), exposed=key_files.is_exposed(path), older=older
            )
        except OSError:
            return Standing(wrapped=False, exposed=False, older=older)

    def kept_from(self, slug: str, public: bytes) -> str:
        """Why the key in force cannot be used though its file is there, or that it can; nothing where it is lost."""
        if not self.path(slug, public).exists():
            return ""
        try:
            content = self.content(slug, public)
        except KeyMissing as kept:
            return str(kept)
        if not wrapping.is_wrapped(content):
            return f"The private key of {slug} is there." if belong_together(public, content) else ""
        try:
            self.private(slug, public)
        except KeyMissing as kept:
            return f"{kept} If the passphrase is forgotten, remove the file {self.path(slug, public)} first."
        return f"The private key of {slug} is there."

    def all_others(self, slug: str, public: bytes) -> list[bytes]:
        """The private keys that can be read beside the one in force. Raises KeyMissing."""
        found = []
        for path in filter(_is_key, self.others(slug, public)):
            with suppress(OSError, KeyMissing):
                content = path.read_bytes()
                found.append(self.unwrapped(slug, content) if wrapping.is_wrapped(content) else content)
        return found

    def others(self, slug: str, public: bytes) -> tuple[Path, ...]:
        """The files of keys that are in force no more, their slow names, and drafts of either. Raises KeyMissing."""
        self._bring_over(slug)
        place = self._place(slug)
        try:
            there = sorted(place.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        ours = self.path(slug, public)
        return tuple(path for path in there if path != ours and (_is_key(path) or _is_names_of_another(path, ours)))

    def keep_names(self, slug: str, private: bytes, names: Mapping[bytes, bytes]) -> None:
        """Keeps slow names (secret -> name) beside the key in force, locked with it: they go when it goes.

        What cannot be kept is made again: a disk that is full, or a key that somebody changes just now, stops no mixer.
        """
        public = PrivateKey(private).public_key.encode()
        path = self.path(slug, public).with_suffix(f".{secrets.token_hex(8)}{_NAMES}")
        with suppress(OSError):
            key_files.write(path, kept_names.locked(names, private))

    def kept_names(self, slug: str, private: bytes) -> dict[bytes, bytes]:
        """The slow names that were kept beside a key; what cannot be read is made again."""
        path, found = self.path(slug, PrivateKey(private).public_key.encode()), dict[bytes, bytes]()
        for one in path.parent.glob(f"{path.stem}.*{_NAMES}"):
            with suppress(OSError):
                found |= kept_names.unlocked(one.read_bytes(), private)
        return found

    def holds_any(self, slug: str) -> bool:
        """Whether there is any key for a consultation. Raises KeyMissing for what cannot be a slug."""
        return any(map(_is_key, self.others(slug, b""))) or (self.directory / f"{slug}.private").exists()

    def destroy_others(self, slug: str, public: bytes) -> int:
        """Destroys every key but the one in force, with its slow names, and answers how many files went.

        Nothing is destroyed unless the one in force is there and fits: a database that was restored from a backup names a
        key that is gone, and then those that are here may be worth something. Raises KeyMissing.
        """
        self.private(slug, public)
        others = self.others(slug, public)
        key_files.destroy(others)
        return len(others)

    def remove(self, slug: str) -> None:
        """Destroys all keys of a consultation and their directory.

        A mixer that is making slow names still may keep some while we look: once the keys are gone, it ends soon. Raises
        KeyMissing for what cannot be a slug, and OSError where the directory will not go: then call it again.
        """
        place = self._place(slug)
        old = [self.directory / f"{slug}.{half}" for half in ("private", "public")]
        for last in (False, False, True):
            there = [path for path in (*old, *(place.iterdir() if place.is_dir() else ())) if _is_file(path)]
            key_files.destroy(there)
            try:
                place.rmdir()
                flush(self.directory)
            except FileNotFoundError:
                return
            except OSError as refused:
                if last or refused.errno != errno.ENOTEMPTY:
                    raise

    def wrap(self, slug: str, public: bytes, passphrase: bytes | None) -> None:
        """Keeps a key wrapped with a passphrase from now on, or, without one, bare. Raises KeyMissing."""
        private = self.private(slug, public)
        kept = private if passphrase is None else wrapping.wrap(private, passphrase, self._salt())
        key_files.replace(self.path(slug, public), kept)

    def path(self, slug: str, public: bytes) -> Path:
        """Where the private half of a public key lies. Raises KeyMissing."""
        return self._place(slug) / f"{public.hex()[:_LETTERS_OF_PUBLIC_KEY]}.private"

    def passphrase(self) -> bytes | None:
        """The passphrase that the operator keeps in a file, without the line's end; None where no file is named.

        Raises KeyMissing.
        """
        if self.typed is not None or self.passphrase_file is None:
            return self.typed
        try:
            if self.passphrase_file.stat().st_mode & 0o007:  # systemd's own shows an access list in the group's bits
                raise KeyMissing(f"Everybody may read {self.passphrase_file}: chmod 600 it, and change the passphrase.")
            passphrase = self.passphrase_file.read_bytes()
        except OSError as refused:
            raise KeyMissing(f"{self.passphrase_file} cannot be read: {refused.strerror}.") from None
        if not passphrase.strip():
            raise KeyMissing(f"There is no passphrase in {self.passphrase_file}.")
        return passphrase.rstrip(b"\r\n")

    def _as_kept(self, private: bytes) -> bytes:
        passphrase = self.passphrase()
        return private if passphrase is None else wrapping.wrap(private, passphrase, self._salt())

    def unwrapped(self, slug: str, content: bytes) -> bytes:
        """The private key in a wrapped one. Raises KeyMissing."""
        passphrase = self.passphrase()
        if passphrase is None:
            raise KeyMissing(_WRAPPED.format(slug=slug))
        try:
            return wrapping.unwrap(content, passphrase)
        except wrapping.WrongPassphrase as wrong:
            raise KeyMissing(f"The private key of {slug} stays closed: {wrong}") from None

    def _salt(self) -> bytes:
        """The salt of a key that is wrapped already, so that all of them cost one derivation together; else a new one."""
        for path in sorted(self.directory.glob("*/*.private")):
            content = path.read_bytes()
            if wrapping.is_wrapped(content):
                return wrapping.salt_of(content)
        return wrapping.new_salt()

    def _place(self, slug: str) -> Path:
        if not can_name(slug):
            raise KeyMissing(f"{slug!r} cannot name a consultation.")
        return self.directory / slug

    def _bring_over(self, slug: str) -> None:
        """Installations until 2026 had one key for a consultation, <slug>.private: it moves to where keys lie now.

        In one step that happens or not, so that no key is ever lost; <slug>.public was never needed.
        """
        place = self._place(slug)
        old = self.directory / f"{slug}.private"
        if not old.is_file():
            return
        private = old.read_bytes()
        if len(private) == _KEY_BYTES:
            key_files.make_directory(place)
            old.rename(self.path(slug, PrivateKey(private).public_key.encode()))
            flush(place)
            (self.directory / f"{slug}.public").unlink(missing_ok=True)
            flush(self.directory)


def can_name(slug: str) -> bool:
    """Whether a consultation may have this slug: it stands in addresses and in the names of key files."""
    return _SLUG.fullmatch(slug) is not None


def belong_together(public: bytes, private: bytes) -> bool:
    """Whether these are the two halves of one key."""
    try:
        return PrivateKey(private).public_key.encode() == public
    except (TypeError, ValueError):
        return False


def _is_key(path: Path) -> bool:
    return ".private" in path.name and _is_file(path)


def _is_names_of_another(path: Path, key: Path) -> bool:
    """Whether these are slow names that lie beside a key which is in force no more, or a draft of some."""
    return (
        _NAMES in path.name and _is_file(path) and not (path.suffix == _NAMES and path.name.startswith(f"{key.stem}."))
    )


def _is_file(path: Path) -> bool:
    return path.is_file() or path.is_symlink()
