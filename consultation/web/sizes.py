"""Pages and forms travel in few sizes, so that who watches the network learns from a length neither what was asked nor how much was said."""

SMALLEST = 4 * 1024
"""Bytes of the smallest page; each size is twice the one before."""

SMALLEST_ANSWER = 16 * 1024
"""Bytes of the smallest page that answers a form: it can repeat what somebody wrote. Three words and two pages look alike."""


def lacking(length: int, *, smallest: int = SMALLEST, overhead: int = 0) -> int:
    """How many bytes bring a length to the next size, where fewer than `overhead` but more than none cannot be written."""
    size = smallest
    while 0 < size - length < overhead or size < length:
        size *= 2
    return size - length
