"""Invented comments whose themes are known, and machines of every quality to score them."""

import numpy as np

MACHINES = ("sure", "blind", "good", "middling", "poor", "misleading", "constant", "off")
APART = {"good": 3.0, "middling": 1.5, "poor": 0.5, "misleading": 1.5, "off": 2.0}


def scored(truth, machine, rng):
    """Scores for comments with these themes: hard and mostly right or half blind, soft ones, one that has it backwards."""
    if machine == "constant":
        return np.full(len(truth), 0.3)
    if machine == "blind":
        return np.where(truth, rng.random(len(truth)) < 0.7, 0.0)
    if machine == "sure":
        wrong = 0.1 * truth.sum() / max(len(truth) - truth.sum(), 1)
        return np.where(truth, rng.random(len(truth)) < 0.9, rng.random(len(truth)) < wrong).astype(float)
    apart = APART[machine]
    clues = apart * truth + rng.standard_normal(len(truth))
    share = np.clip(truth.mean(), 0.001, 0.999)
    sure = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + apart * clues - apart * apart / 2)))
    return {"misleading": 1 - sure, "off": np.minimum(0.4 * sure + 0.3, 1)}.get(machine, sure)


def themed(comments, share):
    """So many comments of which so large a share has the theme, at least one."""
    return np.arange(comments) < max(round(comments * share), 1)


def by_respondents(respondents, share, likeness, rng):
    """Comments of respondents who wrote one to many each: whose they are, and which have the theme."""
    owner = np.repeat(np.arange(respondents), 1 + rng.poisson(1.5, respondents))
    habit = rng.random(respondents) < share
    return owner, np.where(rng.random(len(owner)) < likeness, habit[owner], rng.random(len(owner)) < share)
