"""The same comments give the same proposal to the last digit, whatever processor, threads and hash seed it is made with."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy._core._multiarray_umath import __cpu_dispatch__

from consultation.themes.finding.exact import lengths, of_length_one, on_grid

ROOT = Path(__file__).parents[3]
OLD = {
    "OPENBLAS_CORETYPE": "Nehalem",  # a processor of 2008: other products, added in another order
    "NPY_DISABLE_CPU_FEATURES": " ".join(__cpu_dispatch__),
    "PYTHONHASHSEED": "12345",
    "OPENBLAS_NUM_THREADS": "3",
    "OMP_NUM_THREADS": "3",
}


def proposal(**settings):
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.themes.finding.proposal_digest"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return made.stdout


def test_an_old_processor_proposes_what_a_new_one_does():
    assert proposal(**OLD) == proposal(PYTHONHASHSEED="0")


def test_products_of_points_are_the_same_in_whatever_order_they_are_added():
    rng = np.random.default_rng(0)
    points = of_length_one(rng.standard_normal((200, 80)))
    turned = rng.permutation(80)
    assert (points @ points.T == points[:, turned] @ points[:, turned].T).all()
    assert (points.sum(axis=0) == points[::-1].sum(axis=0)).all()
    assert np.allclose(lengths(points), 1, atol=1e-6)


def test_a_grid_keeps_what_lies_on_it_and_zeros_have_no_direction():
    assert on_grid(np.array([0.5, -0.25, 1 / 3]), 2).tolist() == [0.5, -0.25, 0.25]
    assert of_length_one(np.zeros((2, 3))).tolist() == [[0, 0, 0]] * 2
