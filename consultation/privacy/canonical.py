"""One way to write plain values as bytes: equal values give equal bytes, on every machine and in every run."""

import json
from collections.abc import Mapping, Sequence

Plain = str | int | float | None | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical(value: Plain) -> bytes:
    """Compact JSON with sorted keys in UTF-8 (after RFC 8785, but for its number format).

    Lone surrogates, which a browser can send, are written as they are instead of failing: a respondent must never meet
    an error for an odd character. Raises ValueError for NaN and the infinities.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")
