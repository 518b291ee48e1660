"""Cuts a comment so that every mark on it begins and ends where it should, and the words stay as they were written."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from consultation.reviewing.coding.pages import Piece, Sign
from consultation.storage.reading.readings import Marked
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage


def pieces(
    text: str, suggested: Sequence[Suggested], found: Sequence[Marked], signs: Mapping[str, tuple[str, str]]
) -> list[Piece]:
    """Return the comment in pieces that together are all of it, verbatim.

    `suggested` are the machine's, `found` what people marked, `signs` theme -> (sign, name). Where a passage begins stands the
    sign of its theme; equal passages stand there once with all their signs. What lies outside the text is cut off.
    """
    machines = [(_within(one.passage, text), one.theme) for one in suggested]
    people = [(_within(Passage(one.start, one.stop), text), one.theme) for one in found]
    words = [_within(word, text) for one in suggested for word in one.words]
    opening: dict[int, list[Sign]] = {}
    for marks, by_machine in ((machines, True), (people, False)):
        for part, theme in marks:
            if part.start < part.stop and theme in signs:
                opening.setdefault(part.start, []).append(Sign(*signs[theme], by_machine=by_machine))
    evidence, mine = [part for part, _ in machines], [part for part, _ in people]
    ends = sorted({0, len(text), *(end for part in (*evidence, *mine, *words) for end in (part.start, part.stop))})
    covered = [_cover(ends, parts) for parts in (evidence, words, mine)]
    return [
        Piece(text[start:stop], start, opening.get(start, ()), *(cover[at] for cover in covered))
        for at, (start, stop) in enumerate(pairwise(ends))
    ]


def _within(part: Passage, text: str) -> Passage:
    start = min(max(part.start, 0), len(text))
    return Passage(start, min(max(part.stop, start), len(text)))


def _cover(ends: Sequence[int], parts: Iterable[Passage]) -> list[bool]:
    """For each piece between two ends whether one of the parts covers it, in one pass over a long comment."""
    place = {end: at for at, end in enumerate(ends)}
    steps = [0] * (len(ends) + 1)
    for part in parts:
        steps[place[part.start]] += 1
        steps[place[part.stop]] -= 1
    depth, covered = 0, []
    for step in steps[: len(ends)]:
        depth += step
        covered.append(depth > 0)
    return covered
