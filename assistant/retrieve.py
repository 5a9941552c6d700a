"""A question to the pages that answer it: meaning and words, the best line of each passage, places, then distinct pages.

What each step earns is printed by `python -m evals.ablation`. Which sentences to quote is left to `extract`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.schema import Hit, Query
from ingest.chunk import lines
from ingest.index import Index
from ingest.schema import Passage

POOL = 100
DEEP = 12
LINES = 36


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what speaks for it: cosine of the whole, BM25 over the best BM25, cosine of its best line."""

    passage: Passage
    dense: float
    keyword: float
    line: float

    @property
    def score(self) -> float:
        return 0.5 * self.dense + self.line + 0.1 * self.keyword


def retrieve(query: Query, index: Index, k: int = 10) -> tuple[Hit, ...]:
    """The best passages for the question, best first, no page twice; fewer than `k` only when fewer are held."""
    found = candidates(query.text, index)
    return tuple(_hit(candidate, index) for candidate in distinct(found)[:k])


def candidates(text: str, index: Index) -> list[Candidate]:
    """Passages near the text by meaning or words, best first; the first dozen are read line by line."""
    vector = index.embed(text)
    keyword = dict(index.keyword(text, POOL))
    ids = list(dict.fromkeys([*(i for i, _ in index.nearest(vector, POOL)), *keyword]))
    if not ids:
        return []
    dense = index.vectors(ids) @ vector
    most = max(keyword.values(), default=1.0)
    plain = [
        Candidate(passage, float(cosine), keyword.get(passage.passage_id, 0.0) / most, float(cosine))
        for passage, cosine in zip(index.passages(ids), dense, strict=True)
    ]
    plain.sort(key=lambda c: c.score, reverse=True)
    deep = [Candidate(c.passage, c.dense, c.keyword, _best_line(c.passage, vector, index)) for c in plain[:DEEP]]
    return sorted(deep, key=lambda c: c.score, reverse=True) + plain[DEEP:]


def _best_line(passage: Passage, vector: np.ndarray, index: Index) -> float:
    """The cosine of the passage's line that is nearest to the question."""
    return max((float(index.embed(line) @ vector) for line in lines(passage)[:LINES]), default=0.0)


def distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those whose pages a better one of the same document has shown already."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for candidate in found:
        passage = candidate.passage
        pages = {(passage.document_id, n) for n in range(passage.first_page, passage.last_page + 1)}
        if not pages <= seen:
            kept.append(candidate)
        seen |= pages
    return kept


def _hit(candidate: Candidate, index: Index) -> Hit:
    passage = candidate.passage
    return Hit(
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        document=index.document(passage.document_id).path.name,
        page=passage.first_page,
        last_page=passage.last_page,
        score=candidate.score,
        text=passage.text,
    )
