"""Samples of invented comments, again and again: how often what is said of a share holds, and how narrow it is."""

import numpy as np

from consultation.themes.trust.prevalence import AtLeast, AtMost, CannotBeSaid, Counted, prevalence
from tests.themes.trust.populations import by_respondents, scored, themed

WHOLE, ROUNDS = 2000, 300


def ends(said):
    """The interval of whatever was said; everything where nothing could be."""
    if isinstance(said, Counted):
        return said.share, said.share
    if isinstance(said, CannotBeSaid):
        return 0.0, 1.0
    return 0.0 if isinstance(said, AtMost) else said.low, 1.0 if isinstance(said, AtLeast) else said.high


def one_by_one(share, sample, machine, *, whole=WHOLE, rounds=ROUNDS, seed=0):
    """Coverage, and the width with the machine over that without, for comments that were drawn one by one."""
    rng = np.random.default_rng(seed)
    truth, held, widths = themed(whole, share), [], []
    for _ in range(rounds):
        scores, drawn = scored(truth, machine, rng), np.zeros(whole, dtype=bool)
        drawn[rng.choice(whole, sample, replace=False)] = True
        held.append(tried(truth, drawn, scores, None, widths))
    return np.mean(held), np.mean(widths)


def by_respondent(share, sample, machine, likeness, *, whole=800, rounds=ROUNDS, seed=0):
    """The same for respondents who were drawn with all they wrote, and whose comments are more or less alike."""
    rng, held, widths = np.random.default_rng(seed), [], []
    for _ in range(rounds):
        owner, truth = by_respondents(whole, share, likeness, rng)
        drawn = np.isin(owner, rng.choice(whole, sample, replace=False))
        held.append(tried(truth, drawn, scored(truth, machine, rng), owner, widths))
    return np.mean(held), np.mean(widths)


def tried(truth, drawn, scores, together, widths):
    """Whether the interval holds the true share; adds its width over that of the sample alone."""
    low, high = ends(prevalence(drawn, truth, scores=scores, together=together))
    alone_low, alone_high = ends(prevalence(drawn, truth, together=together))
    widths.append((high - low) / (alone_high - alone_low))
    return low <= truth.mean() <= high
