"""What lies between candidates: which of them run into each other, how many comments speak of both, and some of these."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.candidates import CandidateTheme, Overlap
from consultation.themes.finding.examples import Sentences, typical
from consultation.themes.finding.hierarchy import NOTHING_IN_COMMON
from consultation.themes.finding.placing import Placed

NEARLY_AS_NEAR = 0.85  # of the likeness to the nearest candidate, from which on a text lies between it and the next
EXAMPLES = 3
TERMS_OF_EACH = 2


def overlaps(
    texts: Sequence[str],
    lying: Placed,
    far: npt.NDArray[np.bool_],
    candidates: Sequence[CandidateTheme],
    *,
    sentences: Sentences | None = None,
) -> tuple[Overlap, ...]:
    """Every pair of candidates with texts between them, the pair that shares most first; ``lying`` has a place per text.

    A text lies between two when the cosine to the next is at least .85 of that to the nearest. Far texts lie nowhere.
    """
    likeness, following = NOTHING_IN_COMMON - lying.distances, NOTHING_IN_COMMON - lying.next_distances
    both = (following >= NEARLY_AS_NEAR * likeness) & (following > 0) & (lying.labels != lying.next_labels) & ~far
    positions = np.flatnonzero(both)
    pairs = np.sort(np.column_stack([lying.labels[positions], lying.next_labels[positions]]), axis=1)
    found = []
    for first, second in np.unique(pairs, axis=0).tolist():
        members = positions[(pairs == (first, second)).all(axis=1)]
        terms = [term for at in (first, second) for term in candidates[at].terms[:TERMS_OF_EACH]]
        shown = typical(texts, members, lying.next_distances, tuple(terms), sentences=sentences)[:EXAMPLES]
        share = len(members) / min(candidates[first].size, candidates[second].size)
        found.append(Overlap(first, second, len(members), share, shown))
    return tuple(sorted(found, key=lambda one: (-one.share, one.first, one.second)))
