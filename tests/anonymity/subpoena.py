"""Whoever was handed everything, every image, log, log of writing and live key and the list of who answered when, guesses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import poisson

from consultation.privacy.sealing import CannotOpen, SealedResponse, unseal

Signal = dict[bytes, Any]
"""Response -> a value that can be sorted."""
FALSE_ALARMS = 1e-4
"""How often a drill may call a success what was luck: once in ten thousand."""
_KEY_BYTES = 32
ALL_TOGETHER = "all signals together"


@dataclass(frozen=True)
class Handed:
    """What the attacker has: the envelopes in the order in which known people sent them, and what is stored in the end.

    sent: of each person in order the envelope as it came, from an image, a log of writing, or a copy taken at the time.
    batches: which people, by their place in that order, can have answered in which of the stored responses: an image taken
    between two mixings tells as much, and nothing finer is promised.
    """

    sent: Sequence[SealedResponse]
    batches: Sequence[tuple[Sequence[int], Sequence[bytes]]]
    signals: Mapping[str, Signal]
    comments: Mapping[bytes, str]
    live_keys: Sequence[bytes]


@dataclass(frozen=True)
class Guessed:
    """For each way of guessing, who was said to have given which response."""

    pairs: Mapping[str, Mapping[int, bytes]]
    opened: int

    def right(self, truth: Sequence[bytes]) -> dict[str, int]:
        """How many people each way named rightly."""
        return {
            way: sum(truth[person] == response for person, response in pairs.items())
            for way, pairs in self.pairs.items()
        }


def keys_in(*images: Path) -> list[bytes]:
    """Everything in files, whole or at any multiple of a key's length, that could be a private key."""
    found = set()
    for image in images:
        for path in image.rglob("*"):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= 64 * _KEY_BYTES:
                content = path.read_bytes()
                pieces = range(0, len(content) - _KEY_BYTES + 1, _KEY_BYTES)
                found.update(content[at : at + _KEY_BYTES] for at in pieces)
    return sorted(found)


def guess(handed: Handed) -> Guessed:
    """Open whatever a live key opens; then let every signal, and all together, put responses in an order of arrival."""
    opened = dict(_opened(handed))
    pairs: dict[str, dict[int, bytes]] = defaultdict(dict)
    pairs["opened with a live key"] |= opened
    for people, stored in handed.batches:
        costs = dict(_costs(handed, people, stored))
        if costs:
            costs[ALL_TOGETHER] = sum(costs.values(), np.zeros((len(people), len(stored))))
        for way, cost in costs.items():
            rows, columns = linear_sum_assignment(cost)
            pairs[way] |= {people[row]: stored[column] for row, column in zip(rows, columns, strict=True)}
    return Guessed(pairs, len(opened))


def more_than_luck(right: Mapping[str, int], expected: float) -> dict[str, int]:
    """The ways that named more people rightly than luck does.

    Of n people and n responses that are put together by lot, about one is right, whatever n: the number is Poisson(1)
    (Montmort's matching problem), of several batches or drills together Poisson of how many there were. So many ways are
    tried that the luckiest is looked for: allowed is what all of them together exceed in FALSE_ALARMS of all drills.
    """
    most = int(poisson.isf(FALSE_ALARMS / max(len(right), 1), expected))
    return {way: count for way, count in right.items() if count > most}


def together(drills: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """How many people each way named rightly in several drills."""
    found: dict[str, int] = defaultdict(int)
    for drill in drills:
        for way, count in drill.items():
            found[way] += count
    return dict(found)


def _opened(handed: Handed) -> Iterator[tuple[int, bytes]]:
    """What a live key opens says in plain words which response it is."""
    by_words = {words: key for key, words in handed.comments.items()}
    for person, one in enumerate(handed.sent):
        for key in handed.live_keys:
            try:
                response = unseal(one.sealed, key)
            except (CannotOpen, ValueError, TypeError):
                continue
            for words in getattr(response, "comments", {}).values():
                if words in by_words:
                    yield person, by_words[words]


def _costs(handed: Handed, people: Sequence[int], stored: Sequence[bytes]) -> Iterator[tuple[str, np.ndarray]]:
    """How badly each response's rank in a signal fits each person's: in order of arrival, and of their envelopes' names.

    Names were in the images, and a mixer that read the box by name would have stored responses so.
    """
    by_name = sorted(people, key=lambda person: handed.sent[person].envelope)
    orders = {"arrival": list(people), "envelope name": by_name}
    for order, persons in orders.items():
        place = np.array([persons.index(person) for person in people], dtype=float)
        for name, signal in handed.signals.items():
            known = [key for key in stored if key in signal]
            if len({signal[key] for key in known}) < 2 or len(known) < len(stored):
                continue
            ranked = sorted(known, key=lambda key: (signal[key], key))
            rank = np.array([ranked.index(key) for key in stored], dtype=float)
            for direction, there in (("", rank), (", backwards", len(stored) - 1 - rank)):
                # Squared, so that the whole order is fitted; a plain distance has many equally good solutions.
                yield f"{name} by {order}{direction}", (place[:, None] - there[None, :]) ** 2
