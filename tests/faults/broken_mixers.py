"""Mixers that do it wrong, each in one way; a test that does not find them out has lost its object."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from consultation.jobs import mixing
from consultation.storage import consultations, key_files
from consultation.storage.keys import KeyRing


def destroys_early() -> None:
    """The old key goes before the transaction has ended that names the new one."""
    give_key = consultations.give_key

    def give(session: Session, slug: str, public: bytes) -> None:
        found = consultations.find(session, slug)
        give_key(session, slug, public)
        key_files.destroy([RINGS[-1].path(slug, found.public_key)] if found else [])

    consultations.give_key = give


def writes_late() -> None:
    """The new key is written when the transaction has ended that names it."""
    write, late = key_files.write, list[Any]()

    def put_off(path: Any, content: bytes) -> None:
        late.append((path, content))

    destroy_superseded = mixing.destroy_superseded

    def first_write(*given: Any) -> None:
        while late:
            write(*late.pop())
        destroy_superseded(*given)

    key_files.write, mixing.destroy_superseded = put_off, first_write


def keeps_all() -> None:
    """No key is ever destroyed."""
    mixing.destroy_superseded = lambda *_: None


def changes_none() -> None:
    """One key for the whole consultation, as it was before."""
    from consultation.storage import ballot_box
    from consultation.usecases import empty_ballot_box

    def leave(session: Session, _slug: str, *, keys: KeyRing, leaving: Any) -> None:
        ballot_box.remove(session, leaving)

    empty_ballot_box.change_key = leave


RINGS: list[KeyRing] = []
_of = KeyRing.of


def _remembered(settings: Any) -> KeyRing:
    RINGS.append(_of(settings))
    return RINGS[-1]


KeyRing.of = staticmethod(_remembered)  # type: ignore[method-assign, assignment]

BROKEN: Mapping[str, Callable[[], None]] = {
    "destroys early": destroys_early,
    "writes late": writes_late,
    "keeps all": keeps_all,
    "changes none": changes_none,
}
