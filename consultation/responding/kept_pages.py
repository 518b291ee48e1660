"""Pages that are the same for everybody but for a piece or two, such as a nonce, a receipt or the answers, are rendered once."""

import re
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app

from consultation.questionnaire.opening import Consultation
from consultation.web.assembled import Assembled, Fixed, Own

PLACE, ANOTHER_PLACE = "one-piece-comes-here", "another-piece-comes-here"
MOST = 1000
_EXTENSION = "consultation.kept_pages"
_PLACES = re.compile(f"({PLACE}|{ANOTHER_PLACE})".encode())


class KeptPages:
    """Rendered pages by what they depend on; forgets everything when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Fixed, ...]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, render: Callable[[], str], piece: str = "", another: str = "") -> Assembled:
        """The page under this key, rendered on the first visit.

        Every visit gets its own piece, which is HTML, at PLACE, and another at ANOTHER_PLACE.
        """
        pieces = self._kept.get(key)
        if pieces is None:
            pieces = tuple(map(Fixed, _PLACES.split(render().encode())))
            with self._lock:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = pieces
        own = {PLACE.encode(): Own(piece.encode()), ANOTHER_PLACE.encode(): Own(another.encode())}
        return Assembled([own.get(part.content, part) for part in pieces])


def kept() -> KeptPages:
    """Those of the app that answers: another in the same program may be set otherwise, and say other things."""
    found: KeptPages = current_app.extensions.get(_EXTENSION) or current_app.extensions.setdefault(
        _EXTENSION, KeptPages()
    )
    return found


def version(consultation: Consultation) -> tuple[object, ...]:
    """What a page of this consultation depends on, beside its language and role."""
    return (
        consultation.slug,
        consultation.fingerprint,
        consultation.version,
        consultation.closes_on,
        consultation.erase_on,
    )
