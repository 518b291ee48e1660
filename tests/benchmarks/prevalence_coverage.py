"""How often the 95 % interval of a share holds it, by share, sample size and machine; and how narrow it is beside people alone."""

import numpy as np

from consultation.themes.trust.prevalence import AtLeast, AtMost, CannotBeSaid, Counted, prevalence
from tests.themes.trust.populations import MACHINES, by_respondents, scored, themed

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
SAMPLES = (50, 100, 200, 400)
WHOLE, ROUNDS = 2000, 500


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
        held.append(_tried(truth, drawn, scores, None, widths))
    return np.mean(held), np.mean(widths)


def by_respondent(share, sample, machine, likeness, *, whole=800, rounds=ROUNDS, seed=0):
    """The same for respondents who were drawn with all they wrote, and whose comments are more or less alike."""
    rng, held, widths = np.random.default_rng(seed), [], []
    for _ in range(rounds):
        owner, truth = by_respondents(whole, share, likeness, rng)
        drawn = np.isin(owner, rng.choice(whole, sample, replace=False))
        held.append(_tried(truth, drawn, scored(truth, machine, rng), owner, widths))
    return np.mean(held), np.mean(widths)


def _tried(truth, drawn, scores, together, widths):
    low, high = ends(prevalence(drawn, truth, scores=scores, together=together))
    alone_low, alone_high = ends(prevalence(drawn, truth, together=together))
    widths.append((high - low) / (alone_high - alone_low))
    return low <= truth.mean() <= high


def main() -> None:
    """Print both tables: coverage in percent, and in brackets the width as a share of the human sample's own."""
    print(
        f"  {WHOLE} comments, {ROUNDS} samples a cell; where the share is below 5 in the sample size, no interval can"
    )
    print("  cover just 95 %: it covers more (what is said there is mostly only 'at most').")
    for machine in MACHINES:
        print(f"  {machine:11}" + "".join(f"{f'n={sample}':>14}" for sample in SAMPLES))
        for share in SHARES:
            cells = [one_by_one(share, sample, machine) for sample in SAMPLES]
            print(
                f"    {share:9.2f}" + "".join(f"{100 * held:7.1f} ({width:.2f})" for held, width in cells), flush=True
            )
    print("  drawn by respondent (of 800), machine 'good': how alike one respondent's comments are, 0 to 1")
    for likeness in (0, 0.5, 0.9):
        for share in (0.05, 0.2, 0.5):
            cells = [by_respondent(share, sample, "good", likeness) for sample in (50, 100, 200)]
            row = "".join(f"{100 * held:7.1f} ({width:.2f})" for held, width in cells)
            print(f"    {likeness:.1f} {share:5.2f}{row}", flush=True)
