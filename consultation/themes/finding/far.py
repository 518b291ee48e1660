"""Which comments no candidate covers: those that lie far out, and those that speak mostly of what hardly anyone else does."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.exact import Points
from consultation.themes.finding.placing import Placed
from consultation.themes.reading.text import Lean, read

COVERED = 0.85  # a text further away than this is never counted as covered
LOOKED_AT = 0.2  # share of the texts, those held least, that are read for what they say beside it
LISTED = 0.05  # share of the texts, those that say most that others do not, that people should read
TELLING = 3  # words that carry meaning, from which on a text says something of its own
EXACT = 9


def far(different: Sequence[str], found: Placed, lean: Lean) -> npt.NDArray[np.bool_]:
    """Mark texts beyond Tukey's upper fence of distances, and the twentieth of which least is shared with others.

    Distance alone finds what only few speak of no better than chance: the little that candidates share with it may
    point anywhere. What finds it is how much of a text the space holds, times the share of its words that it knows.
    """
    if not different:
        return np.zeros(0, dtype=np.bool_)
    lower, upper = np.quantile(found.distances, [0.25, 0.75])
    outside = found.distances > min(upper + 1.5 * (upper - lower), COVERED)
    return np.asarray(outside | _own(different, found, lean), dtype=np.bool_)


def _own(different: Sequence[str], found: Placed, lean: Lean) -> npt.NDArray[np.bool_]:
    looked_at = np.flatnonzero(found.held <= np.quantile(found.held, LOOKED_AT))
    said = _said([different[at] for at in looked_at.tolist()], lean)
    shared = np.round(found.held[looked_at] * np.minimum(found.known[looked_at] / np.maximum(said, 1), 1), EXACT)
    looked_at, shared = looked_at[said >= TELLING], shared[said >= TELLING]
    listed = int(LISTED * len(different))
    marked = np.zeros(len(different), dtype=np.bool_)
    if 0 < listed < len(shared):
        marked[looked_at[shared < np.sort(shared)[listed]]] = True
    return marked


def _said(texts: Sequence[str], lean: Lean) -> Points:
    """How many different words each text has that carry meaning."""
    reading = read(texts, lean=lean)
    of_text = np.repeat(np.arange(len(reading)), np.diff(reading.starts))
    telling = ~reading.stops[reading.tokens]
    both = np.unique(np.column_stack([of_text[telling], reading.tokens[telling]]), axis=0)
    return np.bincount(both[:, 0], minlength=len(reading)).astype(np.float64)
