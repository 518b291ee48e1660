"""Slows down guessing at sign-in, in this process's memory only: no address is kept, on disk or in the clear."""

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW = 300.0  # seconds
MOST_KEYS = 50_000


class SignInLimit:
    """Counts failed attempts per salted key within five minutes; the salt is drawn anew in every process.

    Behind a reverse proxy everybody comes from its address: with places_differ=False only the account counts, or one who
    guesses would lock everybody out.
    """

    def __init__(
        self, *, per_place_and_account: int = 5, per_place: int = 30, per_account: int = 60, places_differ: bool = True
    ) -> None:
        self._most = (per_account, per_place_and_account, per_place) if places_differ else (per_account,)
        self._salt = secrets.token_bytes(32)
        self._failures: dict[bytes, deque[float]] = {}
        self._lock = Lock()
        self.now: Callable[[], float] = time.monotonic

    def allows(self, place: str, account: str) -> bool:
        """Say whether another attempt may be made from this place for this account."""
        with self._lock:
            counts = [len(self._recent(key)) for key in self._keys(place, account)]
        return all(count < most for count, most in zip(counts, self._most, strict=True))

    def failed(self, place: str, account: str) -> None:
        """Count a failed attempt."""
        with self._lock:
            if len(self._failures) > MOST_KEYS:
                self._failures.clear()
            for key in self._keys(place, account):
                recent = self._recent(key)
                recent.append(self.now())
                self._failures[key] = recent

    def succeeded(self, place: str, account: str) -> None:
        """Forget the failures of an account that has signed in from this place."""
        with self._lock:
            for key in self._keys(place, account)[1:2]:
                self._failures.pop(key, None)

    def _keys(self, place: str, account: str) -> tuple[bytes, ...]:
        """As many as there are rules, in their order."""
        name = account.strip().casefold()
        counted = (f"account\0{name}", f"both\0{place}\0{name}", f"place\0{place}")
        return tuple(self._salted(one) for one in counted[: len(self._most)])

    def _salted(self, text: str) -> bytes:
        return hmac.digest(self._salt, text.encode("utf-8", "replace"), "sha256")[:16]

    def _recent(self, key: bytes) -> deque[float]:
        recent = self._failures.get(key, deque())
        while recent and recent[0] < self.now() - WINDOW:
            recent.popleft()
        return recent
