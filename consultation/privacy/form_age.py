"""A form carries when it was made, signed: whoever has no script shows with it that a person took their time. Nothing is stored."""

import hmac
import math
import re

COARSE = 5
"""Seconds to which the time in a form is rounded, upwards, so that a form is never older than it says."""
LEAST = 20
"""Seconds that a form must be old; there is no time at which it is too old."""
_MARK = re.compile(r"[0-9a-f]{1,12}-[0-9a-f]{32}")


def mark(secret: bytes, *, consultation: str, now: float) -> str:
    """What a form of this consultation carries that is made now; `now` in seconds since 1970."""
    made = f"{math.ceil(now / COARSE):x}"
    return f"{made}-{_signature(secret, consultation, made)}"


def is_ours(secret: bytes, sent: str, *, consultation: str) -> bool:
    """Whether we made this mark for a form of this consultation."""
    return _MARK.fullmatch(sent) is not None and hmac.compare_digest(
        sent.partition("-")[2], _signature(secret, consultation, sent.partition("-")[0])
    )


def old_enough(secret: bytes, sent: str, *, consultation: str, now: float) -> bool:
    """Whether a form with this mark was made at least LEAST seconds ago; False where the mark is missing or forged."""
    if not is_ours(secret, sent, consultation=consultation):
        return False
    return now - _made(sent) >= LEAST


def from_the_future(sent: str, *, now: float) -> bool:
    """Whether a mark of ours says later than it is: a clock was set back since, and nobody should wait until it catches up."""
    return _made(sent) > now + COARSE


def _made(sent: str) -> int:
    return int(sent.partition("-")[0], 16) * COARSE


def _signature(secret: bytes, consultation: str, made: str) -> str:
    return hmac.digest(secret, f"form age: {consultation}\0{made}".encode(), "sha256")[:16].hex()
