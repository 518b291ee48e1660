"""Pages that are the same for everybody but for one piece, such as a nonce, a receipt or the answers, are rendered once."""

from collections.abc import Callable, Hashable
from threading import Lock

from consultation.questionnaire.opening import Consultation

PLACE = "one-piece-comes-here"
MOST = 400


class KeptPages:
    """Rendered pages by what they depend on; forgets everything when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[bytes, ...]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, render: Callable[[], str], piece: str = "") -> bytes:
        """The page under this key, rendered on the first visit; every visit gets its own piece, which is HTML, at PLACE."""
        pieces = self._kept.get(key)
        if pieces is None:
            pieces = tuple(render().encode().split(PLACE.encode()))
            with self._lock:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = pieces
        return piece.encode().join(pieces)


kept = KeptPages()


def version(consultation: Consultation) -> tuple[object, ...]:
    """What a page of this consultation depends on, beside its language and role."""
    return (
        consultation.slug,
        consultation.fingerprint,
        consultation.version,
        consultation.closes_on,
        consultation.erase_on,
    )
