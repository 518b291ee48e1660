"""What was taken out of a database is cleared out of its files as well, as soon as nobody is in the way."""

import time
from collections.abc import Callable

TRIES = 20
_PAUSE = 0.1


def patiently(clear: Callable[[], bool]) -> bool:
    """Whether it was cleared in the end: a reader who is in the way is mostly gone a moment later."""
    for _ in range(TRIES):
        if clear():
            return True
        time.sleep(_PAUSE)
    return False
