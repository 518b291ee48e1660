"""The part of a question's comments that chance chose and people judged: what every share rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.read_judgements import Judgements

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from consultation.themes.coding.assign import ThemeAssigner

    Flags = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]
    Scores = npt.NDArray[np.float64]

ENOUGH_TO_TEACH = 50  # comments read; with fewer the machine's scores only cost time
FOLDS = 4
SAMPLE_ORDER = 0  # fixes the random order that is read from its front; see `themes.coding.queue.audit_order`


class NothingRead(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Too few wrote, no comment of the random sample is read, or there is no theme: there is nothing to measure yet."""


@dataclass(frozen=True, slots=True)
class RandomSample:
    """A question's comments in the order of their keys: which chance chose and people judged, and what they found.

    Each theme has a sample of its own: the front of the one random order, as far as its comments were read for it. That
    of a theme which was made late is shorter until the first comments are read again.
    """

    corpus: Corpus
    themes: tuple[str, ...]
    drawn: Flags  # (comments, themes)
    undecided: int  # chance chose them, too, and nobody could say; the most of any theme
    found: Flags  # (comments, themes)
    scores: Scores | None  # (comments, themes), none by a model that learnt from that comment


def draw_sample(codebook: Codebook, corpus: Corpus, judgements: Judgements, seed: int) -> RandomSample:
    """Return a question's random sample with what people found in it. Raises NothingRead.

    A comment that has to be read anew, since a theme of it was divided, stays in the samples of its other themes. A part
    has no sample where one of these ends it: it would go as far as the first comment that may speak of the part.
    """
    import numpy as np  # the worker's library, never the respondent's

    from consultation.themes.coding.queue import audit_order
    from consultation.themes.trust.prevalence import drawn_first

    themes = tuple(theme.id for theme in codebook.themes)
    order = audit_order(corpus.keys, SAMPLE_ORDER)
    drawn, left_out = np.zeros((len(corpus), len(themes)), dtype=np.bool_), 0
    for column, theme in enumerate(themes):
        judged = [at for at, key in enumerate(corpus.keys) if theme in judgements.asked.get(key, ())]
        unsure = [at for at, key in enumerate(corpus.keys) if theme in judgements.undecided.get(key, ())]
        front = int(drawn_first(order, [*judged, *unsure]).sum())
        if front < len(order) and corpus.keys[order[front]] in judgements.anew:
            continue
        drawn[:, column] = drawn_first(order, judged, unsure)
        left_out = max(left_out, front - int(drawn[:, column].sum()))
    if not drawn.any():
        raise NothingRead
    found = [[theme in judgements.found.get(key, ()) for theme in themes] for key in corpus.keys]
    scores = None if drawn.all() else _scored(codebook, corpus, judgements, themes, seed)  # or nothing is to be guessed
    return RandomSample(corpus, themes, drawn, left_out, np.array(found, dtype=np.bool_), scores)


def _scored(
    codebook: Codebook, corpus: Corpus, judgements: Judgements, themes: Sequence[str], seed: int
) -> Scores | None:
    """Scores of all comments, each by models that have not learnt from that comment; None where nothing was held out.

    What was read is scored by the model that learnt from the other folds, and the rest by all of these in the mean: so the
    scores of both err alike (Zrnic & Candès 2024, "Cross-prediction-powered inference"). A model that learnt from all
    scored rare themes lower than one that was held out, and their shares came out too small.
    """
    at_work = [at for at, key in enumerate(corpus.keys) if key in judgements.found]
    if len(at_work) < ENOUGH_TO_TEACH:
        return None
    import numpy as np

    mine, others = np.array(at_work), np.setdiff1d(np.arange(len(corpus)), at_work)
    fold = np.random.default_rng(seed).permutation(len(mine)) % FOLDS
    scores = np.zeros((len(corpus), len(themes)))
    for one in range(FOLDS):
        held_out = mine[fold == one]
        assigner = _learnt(codebook, corpus, judgements, mine[fold != one], seed)
        scores[held_out] = _scores_of(assigner, corpus, held_out, themes)
        scores[others] += _scores_of(assigner, corpus, others, themes) / FOLDS
    clipped: Scores = np.clip(scores, 0.0, 1.0)
    return clipped


def _learnt(codebook: Codebook, corpus: Corpus, judgements: Judgements, lessons: Places, seed: int) -> ThemeAssigner:
    from consultation.themes.coding.assign import ThemeAssigner

    known = {theme.id for theme in codebook.themes}
    chosen = [corpus.comments[at] for at in lessons]
    return ThemeAssigner(random_state=seed).fit(
        [comment.text for comment in chosen],
        [judgements.found[comment.key] & known for comment in chosen],
        {theme.id: theme.description() for theme in codebook.themes},
        asked=[judgements.asked[comment.key] for comment in chosen],
    )


def _scores_of(assigner: ThemeAssigner, corpus: Corpus, places: Places, themes: Sequence[str]) -> Scores:
    """Scores (places, themes); none for a theme that there were no lessons for, which its prevalence then does without."""
    import numpy as np

    scores = np.full((len(places), len(themes)), np.nan)
    if len(places):
        column = [themes.index(theme) for theme in assigner.classes_]
        scores[:, column] = assigner.predict_proba([corpus.comments[at].text for at in places])
    return scores
