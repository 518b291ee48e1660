"""Pages that are the same for everybody are rendered once; only the nonce differs, and it is put in at each visit."""

from collections.abc import Callable, Hashable
from threading import Lock

from consultation.privacy import receipts

PLACE = "the-nonce-comes-here"
MOST = 400


class KeptPages:
    """Rendered pages by what they depend on; forgets everything when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[bytes, ...]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, render: Callable[[], str]) -> bytes:
        """The page under this key, rendered on the first visit; every visit gets a nonce of its own."""
        pieces = self._kept.get(key)
        if pieces is None:
            pieces = tuple(render().encode().split(PLACE.encode()))
            with self._lock:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = pieces
        return pieces[0] if len(pieces) == 1 else receipts.new_nonce().encode().join(pieces)
