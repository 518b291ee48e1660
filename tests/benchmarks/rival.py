"""BERTopic beside ThemeDiscoverer on the same vectors, where it is installed; it is no dependency of anything else.

Without sentence vectors from outside it needs neither torch nor a model:
    pip install --no-deps bertopic==0.17.4 umap-learn==0.5.12 hdbscan==0.8.44 pynndescent==0.7.0 numba==0.68.1 \
        llvmlite==0.50.0 pandas==3.1.1 python-dateutil six plotly==7.1.0 narwhals==2.29.0 tqdm==4.70.1 pyyaml==6.0.3 \
        cloudpickle==3.1.2
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

import numpy as np

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.space import LatentSpace
from consultation.themes.reading.learning import one_thread
from consultation.themes.reading.text import read

NEEDED = ("bertopic", "umap", "hdbscan")


@dataclass(frozen=True)
class Fit:
    """A group per text, -1 where a text was left out; the nearest group of every text; and the seconds of CPU from the texts on."""

    labels: np.ndarray
    nearest: np.ndarray
    far: float
    seconds: float


def missing() -> str:
    """What to say where BERTopic is not here; empty where it is."""
    gone = [name for name in NEEDED if find_spec(name) is None]
    how = "tests/benchmarks/rival.py says how to install it"
    return f"BERTopic was skipped: {', '.join(gone)} not here ({how})." if gone else ""


def ours(texts: list[str], number: int | Literal["auto"], seed: int) -> Fit:
    """Everything from the texts on: reading, vectors, groups, names, examples; no text is left out, the far ones are told."""
    began = time.process_time()
    found = ThemeDiscoverer(number, random_state=seed).fit(texts)
    return Fit(found.labels_, found.labels_, float(found.far_.mean()), time.process_time() - began)


def bertopic(texts: list[str], number: int | None, seed: int) -> Fit:
    """UMAP, HDBSCAN and class TF-IDF with its own settings, on our vectors, whose making counts as in ``ours``.

    Its nearest groups are by the strategy that its manual names first for the given vectors; their time is not counted.
    """
    from bertopic import BERTopic
    from umap import UMAP

    began = time.process_time()
    vectors = _vectors(texts)
    reduced = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(embedding_model=None, umap_model=reduced, nr_topics=number and number + 1, verbose=False)
    topics, _ = model.fit_transform(texts, embeddings=vectors)
    spent = time.process_time() - began
    labels = np.array(topics)
    left_out = float(np.mean(labels == -1))
    nearest = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors) if left_out else topics
    return Fit(labels, np.array(nearest), left_out, spent)


def warm_up() -> None:
    """Let it compile what it compiles once per process, which is not counted."""
    words = ("ventetid", "parkering", "maten", "brevet", "legen", "telefonen", "sengen")
    bertopic([f"{one} {other} {at}" for one in words for other in words for at in range(3)], None, 0)


def _vectors(texts: Sequence[str]) -> np.ndarray:
    different = sorted(set(texts))
    with one_thread():
        _, lying = LatentSpace.learnt_from(read(different))
    place = {text: at for at, text in enumerate(different)}
    return lying.points[[place[text] for text in texts]]
