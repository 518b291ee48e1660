"""How often the 95 % interval of a share holds it, by share, sample size and machine; and how narrow it is beside people alone."""

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from consultation.themes.book.codebook import Codebook
from consultation.themes.book.theme import Theme
from consultation.themes.coding.queue import audit_order
from consultation.themes.reading.corpus import Comment, Corpus
from consultation.usecases.reading.draw_sample import SAMPLE_ORDER, draw_sample
from consultation.usecases.reading.read_judgements import Judgements
from tests.themes.trust.populations import MACHINES
from tests.themes.trust.sampling import ROUNDS, WHOLE, by_respondent, one_by_one, tried

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
SAMPLES = (50, 100, 200, 400)


def on_real_comments(sample, *, rounds=100):
    """For the comments of patients and all their themes: held, held by people alone, and the width, by the share."""
    from tests.benchmarks.themes_quality import coded

    texts, themes, groups, kept = coded()
    taught = {group for at, group in enumerate(sorted(set(groups))) if at % 5 < 2}
    new = [at for at, group in enumerate(groups) if group not in taught]
    old = [at for at, group in enumerate(groups) if group in taught]
    features = TfidfVectorizer(sublinear_tf=True, min_df=2).fit([texts[at] for at in old])
    flags = np.array([[theme in one for theme in kept] for one in themes])
    model = OneVsRestClassifier(LogisticRegression(C=10)).fit(features.transform([texts[at] for at in old]), flags[old])
    scores, truth = model.predict_proba(features.transform([texts[at] for at in new])), flags[new]
    found = []
    for seed in range(rounds):
        drawn = np.isin(np.arange(len(new)), np.random.default_rng(seed).choice(len(new), sample, replace=False))
        for theme in range(len(kept)):
            widths = []
            held = tried(truth[:, theme], drawn, scores[:, theme], None, widths)
            found.append((truth[:, theme].mean(), held, widths[0]))
    return np.array(found)


def as_the_program_measures(*, whole=1500, read=250, rounds=20):
    """The same, by `draw_sample`: what is read from the front of the random order teaches the machine that narrows.

    Comments are read once for all themes, and the last third of the themes only by the first half of those that are read.
    """
    from tests.benchmarks.themes_quality import coded

    texts, themes, _, kept = coded()
    late, found = set(kept[-len(kept) // 3 :]), []
    codebook = Codebook(1, tuple(Theme(f"t{at}", f"Theme {at}", str(name)) for at, name in enumerate(kept)))
    ids = {name: f"t{at}" for at, name in enumerate(kept)}
    for seed in range(rounds):
        rng = np.random.default_rng(seed)
        chosen = [int(at) for at in rng.choice(len(texts), whole, replace=False)]
        of = {rng.bytes(16): at for at in chosen}
        corpus = Corpus.of(Comment(key, "patient", texts[at]) for key, at in of.items())
        order = [corpus.keys[at] for at in audit_order(corpus.keys, SAMPLE_ORDER)][:read]
        asked = {
            key: frozenset(ids[one] for one in kept if at < read // 2 or one not in late)
            for at, key in enumerate(order)
        }
        said = {key: frozenset(ids[one] for one in themes[of[key]] if one in ids) & asked[key] for key in order}
        sample = draw_sample(codebook, corpus, Judgements(said, asked, {}, frozenset()), seed)
        for column, name in enumerate(kept):
            truth = np.array([name in themes[of[key]] for key in corpus.keys])
            widths = []
            held = tried(truth, sample.drawn[:, column], sample.scores[:, column], None, widths)
            found.append((truth.mean(), held, widths[0], name in late))
    return np.array(found)


def main() -> None:
    """Print the tables: coverage in percent, and in brackets the width as a part of the human sample's own."""
    print(
        f"  {WHOLE} comments, {ROUNDS} samples a cell. Where a sample has few comments with the theme no interval can"
    )
    print("  cover just 95 %: it covers more, and what is said is often only 'at most'.")
    every = []
    for machine in MACHINES:
        print(f"  {machine:11}" + "".join(f"{f'n={sample}':>14}" for sample in SAMPLES))
        for share in SHARES:
            cells = [one_by_one(share, sample, machine) for sample in SAMPLES]
            every += [(share * sample, held) for sample, (held, _) in zip(SAMPLES, cells, strict=True)]
            print(
                f"    {share:9.2f}" + "".join(f"{100 * held:7.1f} ({width:.2f})" for held, width in cells), flush=True
            )
    for name, some in (
        ("10 or more", [held for seen, held in every if seen >= 10]),
        ("fewer", [held for seen, held in every if seen < 10]),
    ):
        lowest, mean, highest = (100 * of(some) for of in (min, np.mean, max))
        print(f"  {name} with the theme in a sample: {lowest:.1f} to {highest:.1f}, mean {mean:.1f}")
    print(
        "  drawn by respondent (of 800), machine 'good': how alike one respondent's comments are, 0 to 1; n=50, 100, 200"
    )
    for likeness in (0, 0.5, 0.9):
        for share in (0.05, 0.2, 0.5):
            cells = [by_respondent(share, sample, "good", likeness) for sample in (50, 100, 200)]
            row = "".join(f"{100 * held:7.1f} ({width:.2f})" for held, width in cells)
            print(f"    {likeness:.1f} {share:5.2f}{row}", flush=True)
    if (Path(__file__).parents[3] / "shared" / "data").exists():
        print("  patients' comments, all themes, a plain model taught with two fifths of the respondents")
        for sample in SAMPLES:
            found = on_real_comments(sample)
            for name, some in (("below .05", found[found[:, 0] < 0.05]), (".05 and more", found[found[:, 0] >= 0.05])):
                print(
                    f"    n={sample:<4} share {name:12} {100 * some[:, 1].mean():5.1f} ({some[:, 2].mean():.2f})",
                    flush=True,
                )
        print(
            "  the same comments as the program measures: 1,500, of which 250 are read, a third of the themes only for 125"
        )
        found = as_the_program_measures()
        for name, some in (
            ("themes read for from the start", found[found[:, 3] == 0]),
            ("late themes", found[found[:, 3] == 1]),
        ):
            print(
                f"    {name:31} {100 * some[:, 1].mean():5.1f} ({some[:, 2].mean():.2f}), {len(some)} intervals",
                flush=True,
            )
