"""Small groups join into a tree, and every cut of it is one that a finer cut only divides."""

import numpy as np

from consultation.themes.finding.hierarchy import grown


def clouds(number=4, each=40):
    rng = np.random.default_rng(1)
    made = np.repeat(np.eye(8)[:number], each, axis=0) + rng.normal(0, 0.08, (number * each, 8))
    return made / np.linalg.norm(made, axis=1, keepdims=True), np.repeat(np.arange(number), each)


def test_the_tree_finds_clouds_that_are_plainly_apart():
    points, cloud = clouds()
    labels = grown(points, 20, 0).cut(4)
    assert len({(one, other) for one, other in zip(labels.tolist(), cloud.tolist(), strict=True)}) == 4


def test_a_coarser_cut_only_joins_what_a_finer_one_has():
    points, _ = clouds()
    tree = grown(points, 20, 0)
    fine, coarse = tree.cut(6), tree.cut(3)
    assert all(len(set(coarse[fine == group].tolist())) == 1 for group in np.unique(fine))
