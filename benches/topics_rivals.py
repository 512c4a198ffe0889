"""The words of our topics (benches/topics.rs) beside those of LDA and NMF with the same number of topics.

    cargo bench --bench topics -- FILE topics.json
    python benches/topics_rivals.py topics.json

needs jieba, scikit-learn and tomotopy. All get the same texts, cut by jieba, words of two or more Chinese characters
in at least 5 messages and at most a quarter of them. Coherence is the mean NPMI of all pairs of a topic's ten words,
counted in messages; diversity is the share of different words among all shown. LDA and NMF are run with five seeds
each (NMF with random starts, and once with its default start nndsvda); mean and range are printed.
"""

import json
import logging
import math
import re
import sys
import time
from collections import Counter

import jieba
import numpy as np
import scipy.sparse as sp
import tomotopy
from sklearn.decomposition import NMF

jieba.setLogLevel(logging.ERROR)
SEEDS = range(5)


def main():
    ours = json.load(open(sys.argv[1]))
    texts = [[w for w in jieba.cut(t) if re.fullmatch("[\u4e00-\u9fff]{2,}", w)] for t in ours["texts"]]
    counts = Counter(word for text in texts for word in set(text))
    # What our dictionary joins and jieba's does not is looked up in the raw text.
    shown = {word for topic in ours["topics"] for word in topic}
    kept = {word for word, n in counts.items() if 5 <= n <= len(texts) / 4}
    holding = {word: {i for i, text in enumerate(texts) if word in set(text)} for word in kept}
    for word in shown - kept:
        holding[word] = {i for i, text in enumerate(ours["texts"]) if word in text}

    def npmi(a, b):
        both = len(holding[a] & holding[b])
        if both == 0:
            return -1.0
        p = both / len(texts)
        return math.log(p * len(texts) ** 2 / (len(holding[a]) * len(holding[b]))) / -math.log(p)

    def coherence(topics):
        return float(np.mean([np.mean([npmi(a, b) for i, a in enumerate(t) for b in t[:i]]) for t in topics]))

    def diversity(topics):
        return len({w for t in topics for w in t}) / sum(map(len, topics))

    def show(name, runs):
        c, d = [coherence(t) for t, _ in runs], [diversity(t) for t, _ in runs]
        s = [seconds for _, seconds in runs]
        print(f"{name:24} NPMI {np.mean(c):.3f} ({min(c):.3f}-{max(c):.3f})  diversity {np.mean(d):.3f}  {np.mean(s):6.2f} s")

    k = len(ours["topics"])
    print(f"{len(texts)} messages, {k} topics, {100 * ours['none']:.1f}% of messages without one")
    show("jiaoban", [(ours["topics"], ours["seconds"])])

    def lda(seed):
        started = time.time()
        model = tomotopy.LDAModel(k=k, seed=seed)
        for text in texts:
            words = [w for w in text if w in kept]
            if words:
                model.add_doc(words)
        model.train(1000, workers=1)
        return [[w for w, _ in model.get_topic_words(t, 10)] for t in range(k)], time.time() - started

    show("tomotopy LDA", [lda(seed) for seed in SEEDS])
    words = sorted(kept)
    column = {w: i for i, w in enumerate(words)}
    entries = [(i, column[w], n) for i, t in enumerate(texts) for w, n in Counter(t).items() if w in column]
    rows, columns, values = map(np.array, zip(*entries))
    tfidf = sp.csr_matrix((1 + np.log(values), (rows, columns)), shape=(len(texts), len(words)))
    tfidf = tfidf @ sp.diags(np.log(len(texts) / np.bincount(columns, minlength=len(words))))
    length = np.sqrt(np.asarray(tfidf.multiply(tfidf).sum(1)).ravel())
    tfidf = sp.diags(1 / np.maximum(length, 1e-12)) @ tfidf

    def nmf(start, seed):
        started = time.time()
        parts = NMF(k, init=start, random_state=seed, max_iter=400).fit(tfidf).components_
        return [[words[i] for i in np.argsort(-part)[:10]] for part in parts], time.time() - started

    show("scikit-learn NMF", [nmf("nndsvda", 0)])
    show("scikit-learn NMF random", [nmf("random", seed) for seed in SEEDS])


if __name__ == "__main__":
    main()
