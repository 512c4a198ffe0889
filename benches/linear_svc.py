"""A file of features (svmlight) -> the time scikit-learn's LinearSVC needs to fit them, best of N runs."""

import sys
import time

from sklearn.datasets import load_svmlight_file
from sklearn.svm import LinearSVC

features, labels = load_svmlight_file(sys.argv[1])
# LIBLINEAR takes 32-bit positions only, the loader gives 64-bit ones.
features.indices, features.indptr = features.indices.astype("int32"), features.indptr.astype("int32")
best = float("inf")
for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    LinearSVC(C=0.3).fit(features, labels)
    best = min(best, time.perf_counter() - started)
print(f"LinearSVC(C=0.3), 1 thread: {best:.3f} s")
