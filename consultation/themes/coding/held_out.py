"""Scores for comments with codings by models that have not seen them, so that nothing is measured on what it learnt."""

from collections.abc import Callable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from consultation.themes.coding.calibration import calibrate
from consultation.themes.coding.models import LinearThemes, Taught

Values = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Folds = npt.NDArray[np.intp]


def dealt(taught: Taught, folds: int, random_state: int) -> Folds:
    """Deal texts to folds, equal texts together and every theme spread evenly, by hash and so not by order."""
    rarity = taught.truth.sum(axis=0)
    rarest = [min((int(rarity[at]), at) for at in np.flatnonzero(row))[1] if row.any() else -1 for row in taught.truth]
    first = dict(zip(reversed(taught.texts), reversed(rarest), strict=True))
    salt = random_state.to_bytes(8, "big", signed=True)
    in_turn = sorted(
        first, key=lambda text: (first[text], blake2b(text.encode(errors="surrogatepass"), salt=salt).digest())
    )
    fold = {text: at % folds for at, text in enumerate(in_turn)}
    return np.array([fold[text] for text in taught.texts], dtype=np.intp)


def decisions_held_out(taught: Taught, fold_of: Folds, learn: Callable[[Taught], LinearThemes]) -> Values:
    """Decision values for every coding, each by what ``learn`` made of the other folds."""
    decisions = np.zeros(taught.truth.shape)
    for fold in np.unique(fold_of):
        held_out = fold_of == fold
        judge = learn(taught.only(~held_out))
        decisions[held_out] = judge.decisions(taught.only(held_out).texts)
    return decisions


def calibrated_apart(decisions: Values, taught: Taught, fold_of: Folds) -> Values:
    """Probabilities of held-out decisions, each fold calibrated by the codings of the others: not even by that have they been seen."""
    probabilities = np.zeros(decisions.shape)
    for fold in np.unique(fold_of):
        here = fold_of == fold
        others = taught.only(~here)
        calibration = calibrate(decisions[~here], others.truth, asked=others.asked)
        probabilities[here] = calibration.probabilities(decisions[here])
    return probabilities
