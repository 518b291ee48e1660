"""The parts of scikit-learn and SciPy that themes are built from, named in one place because they carry no types."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import scipy.sparse
import scipy.special
import threadpoolctl
from sklearn import linear_model, metrics, preprocessing, svm
from sklearn.utils import validation

sparse: Any = scipy.sparse
special: Any = scipy.special
threads: Any = threadpoolctl
LogisticRegression: Any = linear_model.LogisticRegression
LinearSVC: Any = svm.LinearSVC
adjusted_rand_score: Any = metrics.adjusted_rand_score
normalize: Any = preprocessing.normalize
check_is_fitted: Any = validation.check_is_fitted


_ALONE = RLock()


@contextmanager
def one_thread() -> Iterator[None]:
    """Learning in one thread, and one learning at a time: the same bytes whatever else the program does meanwhile.

    A worker does jobs side by side. The limit on linear algebra is one for the whole process, so the first to leave would
    lift it for the other, which would then add its numbers in another order and propose other themes.
    """
    with _ALONE, threads.threadpool_limits(limits=1):
        yield
