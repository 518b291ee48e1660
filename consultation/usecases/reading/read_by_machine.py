"""What a machine that has learnt makes of comments: themes with their evidence, whether it can tell, and who is read first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from consultation.storage.reading.suggestions import MachineReading, Outcome
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.corpus import Comment
from consultation.themes.reading.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from consultation.themes.coding.assign import ThemeAssigner
    from consultation.themes.coding.weighing import Weighing

MOST_SUGGESTIONS = 5
MOST_PLACES = 40  # of the words that weighed, where they stand again and again in one comment
AUDIT_SEED = 0  # never the run's: the order of the random sample must outlive every run
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReadByMachine:
    """For each comment its suggestions, likeliest first, and its reading; the run's key is empty in all of them."""

    suggestions: tuple[tuple[bytes, Suggested], ...] = field(repr=False)
    readings: tuple[tuple[bytes, MachineReading], ...] = field(repr=False)


def read_by_machine(
    assigner: "ThemeAssigner",
    comments: Sequence[Comment],
    *,
    wanted: frozenset[str],
    codings: Mapping[str, int],
    progress: Callable[[int, int], None],
) -> ReadByMachine:
    """Let a fitted assigner read comments: up to five of the `wanted` themes for each, its outcome, and its turn.

    `codings` says for each theme how many comments people found it in: the rarest are asked for first. The outcome is
    that of all themes, wanted or not. `progress` is called with (comments read, all of them).
    """
    from consultation.themes.coding.queue import reading_queue

    found: list[tuple[bytes, Suggested]] = []
    outcomes: list[Outcome] = []
    scores: list[Any] = []
    for start in range(0, len(comments), _AT_ONCE):
        some = comments[start : start + _AT_ONCE]
        part, told, rows = _some(assigner, some, wanted)
        found += part
        outcomes += told
        scores.append(rows)
        progress(start + len(some), len(comments))
    queue = reading_queue(
        [one.key for one in comments],
        _stacked(scores, len(assigner.classes_)),
        assigner.classes_,
        codings,
        size=len(comments),
        random_state=AUDIT_SEED,
    )
    readings = tuple(
        (comments[one.comment].key, MachineReading("", outcomes[one.comment], turn, one.reason, one.theme))
        for turn, one in enumerate(queue)
    )
    return ReadByMachine(tuple(found), readings)


def _some(
    assigner: "ThemeAssigner", some: Sequence[Comment], wanted: frozenset[str]
) -> tuple[list[tuple[bytes, Suggested]], list[Outcome], "npt.NDArray[np.float64]"]:
    from consultation.themes.coding.outcomes import NoTheme, Suggestions, outcomes

    texts = [one.text for one in some]
    scores = assigner.predict_proba(texts)
    told = outcomes(texts, scores, assigner.classes_, assigner.limits_)
    ranked = [
        (one, theme, score)
        for one, outcome in zip(some, told, strict=True)
        if isinstance(outcome, Suggestions)
        for theme, score in [pair for pair in outcome.themes if pair[0] in wanted][:MOST_SUGGESTIONS]
    ]
    about, themes = [one.text for one, _, _ in ranked], [theme for _, theme, _ in ranked]
    passages, weighings = assigner.evidences(about, themes), assigner.words(about, themes)
    made = [
        (one.key, Suggested(theme, min(score, 1.0), "", passage, _places(weighing)))
        for (one, theme, score), passage, weighing in zip(ranked, passages, weighings, strict=True)
        if passage.start < passage.stop
    ]
    kinds: dict[type, Outcome] = {Suggestions: "suggested", NoTheme: "none"}
    return made, [kinds.get(type(outcome), "undecided") for outcome in told], scores


def _places(weighing: "Weighing") -> tuple[Passage, ...]:
    """Where the words stand that spoke for the theme, not against it, in the order of the comment."""
    spoke = [place for word in weighing.words if word.contribution > 0 for place in word.places]
    return tuple(sorted(spoke[:MOST_PLACES]))


def _stacked(scores: Sequence["npt.NDArray[np.float64]"], width: int) -> "npt.NDArray[np.float64]":
    import numpy as np

    return np.vstack([np.zeros((0, width)), *scores])


def held_out(assigner: "ThemeAssigner", comments: Sequence[bytes]) -> Iterator[tuple[bytes, frozenset[str]]]:
    """For each comment that the assigner learnt from, what models that had not seen it would have suggested.

    Comments that could not be held out are left out; `comments` are in the order in which they were taught.
    """
    import numpy as np

    limits = np.asarray(assigner.limits_.thresholds)
    for comment, row in zip(comments, assigner.out_of_fold_proba_, strict=True):
        if np.isfinite(row).all():
            above = [at for at in np.argsort(-row, kind="stable") if row[at] >= limits[at] and row[at] > 0]
            yield comment, frozenset(assigner.classes_[at] for at in above[:MOST_SUGGESTIONS])
