"""What others do, measured in the same run: MinHash LSH, and TF-IDF cosine in a window of days.

Needs datasketch and scikit-learn, which running the archive does not. Both are flattered: their
thresholds are the best for the very articles they are measured on.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from archive.models import Article

from .grouping import groups
from .measures import Clusters, Pair, b_cubed_f1, grouped_pairs, labelled, precision_recall_f1, true_pairs

WINDOW_DAYS = 3
THRESHOLDS = np.arange(0.15, 0.8, 0.025)
_SHINGLE, _PERMUTATIONS, _JACCARD = 5, 128, 0.5


def compare(sets: Mapping[str, Clusters]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures of both baselines for each labelled set, in one pool."""
    fields = ("pk", "headline", "text", "published_on")
    rows = list(Article.objects.order_by("pk").values_list(*fields))
    texts = [f"{headline} {text}" for _, headline, text, _ in rows]
    ids = [row[0] for row in rows]
    days = {row[0]: row[3].toordinal() if row[3] else None for row in rows}
    cosines, signatures = _tfidf(ids, texts, days), _minhash(ids, texts)
    return {
        "TF-IDF cosine within 3 days": {name: _best(cosines, of) for name, of in sets.items()},
        "MinHash LSH at 0.5": {name: _figures(dict.fromkeys(signatures, 1.0), of, 0.5) for name, of in sets.items()},
    }


def _best(scores: Mapping[Pair, float], clusters: Clusters) -> dict[str, float]:
    found = [_figures(scores, clusters, float(limit)) for limit in THRESHOLDS]
    return max(found, key=lambda figures: figures["pair_f1"])


def _figures(scores: Mapping[Pair, float], clusters: Clusters, limit: float) -> dict[str, float]:
    formed = groups(scores, limit, uncompared=limit)
    true = true_pairs(clusters)
    found = labelled((pair for pair, value in scores.items() if value >= limit), clusters)
    precision, recall, f1 = precision_recall_f1(found, true)
    return {
        "link_recall": round(recall, 4),
        "link_precision": round(precision, 4),
        "link_f1": round(f1, 4),
        "pair_f1": round(precision_recall_f1(labelled(grouped_pairs(formed), clusters), true)[2], 4),
        "b_cubed_f1": round(b_cubed_f1(formed, clusters), 4),
    }


def _tfidf(ids: Sequence[int], texts: Sequence[str], days: Mapping[int, int | None]) -> dict[Pair, float]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer: Any = TfidfVectorizer(sublinear_tf=True, stop_words="english")  # type: ignore[no-untyped-call]
    table = vectorizer.fit_transform(texts)
    scores: dict[Pair, float] = {}
    for start in range(0, len(ids), 500):
        block = (table[start : start + 500] @ table.T).tocoo()
        alike = block.data >= THRESHOLDS[0]
        for row, column, value in zip(block.row[alike], block.col[alike], block.data[alike], strict=True):
            left, right = ids[start + row], ids[column]
            one, other = days[left], days[right]
            if left < right and (one is None or other is None or abs(one - other) <= WINDOW_DAYS):
                scores[left, right] = float(value)
    return scores


def _minhash(ids: Sequence[int], texts: Sequence[str]) -> set[Pair]:
    from datasketch import MinHash, MinHashLSH

    index: Any = MinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS)
    found: set[Pair] = set()
    for pk, text in zip(ids, texts, strict=True):
        words = text.lower().split()
        signature: Any = MinHash(num_perm=_PERMUTATIONS)
        signature.update_batch([" ".join(words[n : n + _SHINGLE]).encode() for n in range(len(words) - _SHINGLE + 1)])
        found |= {(min(pk, other), max(pk, other)) for other in index.query(signature)}
        index.insert(pk, signature)
    return found
