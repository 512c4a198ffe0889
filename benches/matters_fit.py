"""Pairs of messages with their terms (benches/matters.rs --pairs) -> the weights of discover::alike.

Logistic regression with a weak L2 penalty (C = 10). With several files the first is fitted and all are scored:

    cargo bench --bench matters -- --pairs own.tsv
    python benches/matters_fit.py own.tsv [other.tsv ...]
"""

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

TERMS = ["words", "pairs", "ask", "place", "no place in common", "days", "shared", "names alone", "about other things"]


def load(path):
    table = np.loadtxt(path)
    return table[:, 0].astype(int), table[:, 5:]


def main():
    same, terms = load(sys.argv[1])
    model = LogisticRegression(C=10, max_iter=5000).fit(terms, same)
    print("constant", model.intercept_.round(2)[0], dict(zip(TERMS, model.coef_[0].round(2).tolist())))
    for path in sys.argv[1:]:
        same, terms = load(path)
        order = np.argsort(-model.decision_function(terms), kind="stable")
        hits = np.cumsum(same[order])
        precision, recall = hits / np.arange(1, len(same) + 1), hits / same.sum()
        at = [f"{precision[np.searchsorted(recall, level)]:.3f} at recall {level}" for level in (0.7, 0.8, 0.85)]
        print(path, f"{same.sum()} of {len(same)} pairs; precision", ", ".join(at))


if __name__ == "__main__":
    main()
