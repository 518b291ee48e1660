"""Which comments a reviewer should read next: a fixed random share, else those that teach most: rare, open, diverse."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from consultation.themes.coding.lot import lot

AUDIT_SHARE = 0.4  # of the queue; an honest estimate of shares needs comments that nobody's model picked
UNCERTAIN_SHARE = 0.2

Reason = Literal["audit", "rare", "uncertain"]


@dataclass(frozen=True, slots=True)
class ToRead:
    """A comment's position, why it is asked for, and for a rare theme's likely comment which theme that is."""

    comment: int
    reason: Reason
    theme: str | None = None


def reading_queue(
    keys: Sequence[bytes],
    probabilities: npt.NDArray[np.float64],
    classes: Sequence[str],
    codings: Mapping[str, int],
    *,
    read: Collection[int] = (),
    size: int = 20,
    random_state: int = 0,
) -> tuple[ToRead, ...]:
    """The next comments to read, the three kinds mixed in fixed proportions.

    The audit part follows an order that a hash of key and ``random_state`` fixes once and for all, whatever has been
    suggested or read: those read from its front are a random sample of all comments. The rare part goes round the
    themes, those with fewest codings first, and takes the likeliest comment of each; the uncertain part takes what no
    score settles, in turn from each likeliest theme. Neither asks for a comment that scores just as one that is read or
    asked for: copies of a campaign come by the audit part alone.

    Args:
        keys: the comments' random keys.
        probabilities: scores, shape (n, len(classes)); shape (n, 0) where nothing has been suggested.
        classes: the themes of the columns.
        codings: how many comments are confirmed for each theme; a theme that is left out has none.
        read: positions that are read already.
        size: how many to return, fewer where fewer are left.
        random_state: fixes the audit order.
    """
    done = set(read)
    audit = [at for at in audit_order(keys, random_state) if at not in done]
    settled = done | _copies(probabilities, done)
    rare = _rare_first(probabilities, classes, codings, settled)
    uncertain = _uncertain_first(probabilities, settled)
    sources: dict[Reason, list[tuple[int, str | None]]] = {
        "audit": [(at, None) for at in audit],
        "rare": rare,
        "uncertain": [(at, None) for at in uncertain],
    }
    return _mixed(sources, min(size, len(keys) - len(done)))


def audit_order(keys: Sequence[bytes], random_state: int = 0) -> list[int]:
    """All positions in a random order that depends on the keys and ``random_state`` alone."""
    return sorted(range(len(keys)), key=lambda at: lot(keys[at], random_state))


def _mixed(sources: dict[Reason, list[tuple[int, str | None]]], size: int) -> tuple[ToRead, ...]:
    shares: dict[Reason, float] = {
        "audit": AUDIT_SHARE,
        "rare": 1 - AUDIT_SHARE - UNCERTAIN_SHARE,
        "uncertain": UNCERTAIN_SHARE,
    }
    due = dict.fromkeys(shares, 0.0)
    waiting = {reason: iter(found) for reason, found in sources.items()}
    chosen: dict[int, ToRead] = {}
    while len(chosen) < size and waiting:
        for reason in waiting:
            due[reason] += shares[reason]
        reason = max(waiting, key=lambda one: due[one])
        due[reason] -= 1
        following = next((found for found in waiting[reason] if found[0] not in chosen), None)
        if following is None:
            del waiting[reason]
        else:
            chosen[following[0]] = ToRead(following[0], reason, following[1])
    return tuple(chosen.values())


def _rare_first(
    probabilities: npt.NDArray[np.float64], classes: Sequence[str], codings: Mapping[str, int], done: set[int]
) -> list[tuple[int, str | None]]:
    """Round and round the themes, rarest first, each time the likeliest comment that is left for it."""
    rarest = sorted(range(len(classes)), key=lambda at: (codings.get(classes[at], 0), classes[at]))
    likeliest = {at: iter(np.argsort(-probabilities[:, at], kind="stable").tolist()) for at in rarest}
    seen = set(done)
    found: list[tuple[int, str | None]] = []
    while len(seen) < len(probabilities) and likeliest:
        for at in [one for one in rarest if one in likeliest]:
            following = next((one for one in likeliest[at] if one not in seen), None)
            if following is None:
                del likeliest[at]
            else:
                seen.add(following)
                found.append((following, classes[at]))
    return found


def _uncertain_first(probabilities: npt.NDArray[np.float64], done: set[int]) -> list[int]:
    """Comments by how much their likeliest theme leaves open (one half leaves most), in turn from every such theme.

    Without turns the theme that most comments have would be asked about again and again.
    """
    if not probabilities.shape[1]:
        return []
    nearest = probabilities.argmax(axis=1).tolist()
    turns: Counter[int] = Counter()
    found: list[tuple[int, int]] = []
    for at in np.argsort(np.abs(probabilities.max(axis=1) - 0.5), kind="stable").tolist():
        if at not in done:
            found.append((turns[nearest[at]], at))
            turns[nearest[at]] += 1
    return [at for _, at in sorted(found, key=lambda one: one[0])]


def _copies(probabilities: npt.NDArray[np.float64], done: set[int]) -> set[int]:
    """Comments that score just as one before them, or one that is read: of a campaign, one teaches all there is to learn.

    Where nothing scores anything, nothing is known to be a copy.
    """
    scoring = (probabilities.sum(axis=1) > 0).tolist()
    known = {probabilities[at].tobytes() for at in done if scoring[at]}
    found: set[int] = set()
    for at in range(len(probabilities)):
        if not scoring[at]:
            continue
        row = probabilities[at].tobytes()
        if at not in done and row in known:
            found.add(at)
        known.add(row)
    return found
