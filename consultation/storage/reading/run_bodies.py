"""What came out of a run over a question, and the JSON that it is kept as; what an earlier version kept reads as it did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage

Kind = Literal["discover", "assign"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A verbatim example by the comment's own key, which stays right when more comments arrive."""

    comment: bytes
    passage: Passage


@dataclass(frozen=True, slots=True)
class Between:
    """What lies between two candidates, by their numbers: how many comments, and passages of some of them.

    ``share`` is that number over the comments of the lesser candidate, 0 to 1.
    """

    first: int
    second: int
    size: int
    share: float
    examples: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A proposal within a candidate, with its verbatim examples."""

    candidate: CandidateTheme
    examples: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run over one question: what it was given, with which seed and versions, and what came out.

    ``by_role`` counts each candidate's comments by role: true numbers, which no page shows before disclosure control has
    seen them; they stand here and not in the candidates, so that no decision on one carries them away. ``voices`` are the
    comments that no candidate covers, those that say much the same together, in the order in which reading them pays.
    ``within`` has the sub-themes of those candidates that somebody asked for.
    """

    key: str
    question: str
    kind: Kind
    seed: int
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    input_hash: str
    made_on: date
    comments: int
    not_covered: int
    candidates: tuple[CandidateTheme, ...] = ()
    examples: tuple[tuple[Shown, ...], ...] = field(default=())
    by_role: tuple[Mapping[str, int], ...] = ()
    between: tuple[Between, ...] = ()
    voices: tuple[tuple[bytes, ...], ...] = ()
    within: Mapping[int, tuple[SubTheme, ...]] = field(default_factory=dict)
    stale: bool = False
    """Whether a response that was there when it was made has been withdrawn since."""


def as_json(run: Run) -> dict[str, Any]:
    """What of a run has no column of its own, as plain values."""
    return {
        "comments": run.comments,
        "not_covered": run.not_covered,
        "candidates": [candidate.as_json() for candidate in run.candidates],
        "examples": [_shown_as_json(examples) for examples in run.examples],
        "by_role": [dict(counts) for counts in run.by_role],
        "between": [[one.first, one.second, one.size, one.share, _shown_as_json(one.examples)] for one in run.between],
        "voices": [[comment.hex() for comment in comments] for comments in run.voices],
        "within": {str(number): subthemes_as_json(found) for number, found in run.within.items()},
    }


def subthemes_as_json(found: Sequence[SubTheme]) -> list[Any]:
    """Sub-themes as plain values."""
    return [[one.candidate.as_json(), _shown_as_json(one.examples)] for one in found]


def from_json(body: Mapping[str, Any], **columns: Any) -> Run:
    """The run again, with what stands in columns of its own."""
    return Run(
        **columns,
        comments=body["comments"],
        not_covered=body["not_covered"],
        candidates=tuple(CandidateTheme.from_json(one) for one in body["candidates"]),
        examples=tuple(map(_shown, body["examples"])),
        by_role=tuple(body.get("by_role", ())),
        between=tuple(
            Between(first, second, size, float(share), _shown(examples))
            for first, second, size, share, examples in body.get("between", ())
        ),
        voices=tuple(tuple(map(bytes.fromhex, comments)) for comments in body.get("voices", ())),
        within={
            int(number): tuple(SubTheme(CandidateTheme.from_json(one), _shown(examples)) for one, examples in found)
            for number, found in body.get("within", {}).items()
        },
    )


def written(value: object) -> str:
    """Plain values as JSON: equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _shown_as_json(examples: Sequence[Shown]) -> list[list[Any]]:
    return [[one.comment.hex(), one.passage.start, one.passage.stop] for one in examples]


def _shown(examples: Sequence[Sequence[Any]]) -> tuple[Shown, ...]:
    return tuple(Shown(bytes.fromhex(key), Passage(start, stop)) for key, start, stop in examples)
