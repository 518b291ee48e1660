"""The parts of scikit-learn and SciPy that themes are built from, named in one place because they carry no types."""

from contextlib import AbstractContextManager
from typing import Any

import scipy.sparse
import threadpoolctl
from sklearn import decomposition, linear_model, metrics, preprocessing, svm
from sklearn.utils import validation

sparse: Any = scipy.sparse
threads: Any = threadpoolctl
TruncatedSVD: Any = decomposition.TruncatedSVD
LogisticRegression: Any = linear_model.LogisticRegression
LinearSVC: Any = svm.LinearSVC
adjusted_rand_score: Any = metrics.adjusted_rand_score
normalize: Any = preprocessing.normalize
check_is_fitted: Any = validation.check_is_fitted


def one_thread() -> AbstractContextManager[Any]:
    """Linear algebra in one thread: the same bytes whatever the number of cores, and no fight over them."""
    limited: AbstractContextManager[Any] = threads.threadpool_limits(limits=1)
    return limited
