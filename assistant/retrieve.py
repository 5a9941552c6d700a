"""A question to the pages that answer it: meaning, words, the best line of each passage, names, then distinct pages.

What each step earns is printed by `python -m evals.ablation`. Which sentences to quote is left to `extract`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.schema import Hit, Query
from assistant.sentences import Vectors, cosines, embedded, lines_count, spoken, words_of
from assistant.words import content_stems
from ingest.index import Index
from ingest.schema import Passage

POOL = 100
POOL_OF_PART = 60
DEEP = 8  # passages read line by line when the index keeps no vectors of lines
KEEP_FIRST = 3  # the first pages of the whole question stay first
PER_PART = 2
MAX_FROM_PARTS = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts beside the cosine of the whole passage; chosen on the development questions."""

    line: float = 1.0
    keyword: float = 0.2
    names: float = 0.1
    footnotes: float = 0.05
    parts: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, the cosine of each of its lines with the question, and its score."""

    passage: Passage
    lines: Vectors
    score: float


WEIGHTS = Weights()
NAME = re.compile(r"(?<![\w’'])(?:[A-Z0-9][\w&’'-]*)(?:\s+(?:of\s+|and\s+the\s+)?[A-Z0-9][\w&’'-]*)*")
CUT = re.compile(r",?\s+(?:and|or|but|against|versus|vs|compared (?:with|to))\s+|[,;:]\s+|\s+each\s+", re.I)


def retrieve(query: Query, index: Index, k: int = 10, weights: Weights = WEIGHTS) -> tuple[Hit, ...]:
    """The best passages for the question, best first, no page twice; fewer than `k` only when fewer are held.

    Cards of tables of figures come after the pages of reports: their figures are found cell by cell, not by passage.
    """
    best = distinct(ranked(query.text, index, weights))
    found = sorted(best, key=lambda c: index.document(c.passage.document_id).kind == "table")[: max(k, KEEP_FIRST)]
    if weights.parts:
        found = _with_parts(query.text, index, weights, found)
    return tuple(_hit(candidate, index) for candidate in found[:k])


def ranked(text: str, index: Index, weights: Weights = WEIGHTS, pool: int = POOL) -> list[Candidate]:
    """The passages near the text by meaning or words, best first."""
    vector = embedded(text, index)
    keyword = dict(index.keyword(text, pool))
    ids = list(dict.fromkeys([*(i for i, _ in index.nearest(vector, pool)), *keyword]))
    if not ids:
        return []
    most = max(keyword.values(), default=1.0)
    dense = index.vectors(ids) @ vector
    named = words_of(" ".join(names(text)))
    base = []
    for passage, cosine in zip(index.passages(ids), dense, strict=True):
        score = float(cosine) + weights.keyword * keyword.get(passage.passage_id, 0.0) / most
        if named:
            score -= weights.names * len(named - spoken(passage, index)) / len(named)
        if passage.heading_path[-1:] == ("Footnotes",):
            score -= weights.footnotes
        base.append((score, passage))
    base.sort(key=lambda item: -item[0])
    n_deep = len(base) if lines_count(index) else DEEP
    lines = cosines([passage for _, passage in base[:n_deep]], text, index)
    deep = [
        Candidate(passage, found, score + weights.line * float(found.max(initial=0.0)))
        for (score, passage), found in zip(base[:n_deep], lines, strict=True)
    ]
    rest = [Candidate(passage, np.zeros(0, np.float32), score) for score, passage in base[n_deep:]]
    return sorted(deep, key=lambda c: -c.score) + rest


def distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those whose pages better ones of the same document have shown already."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for candidate in found:
        passage = candidate.passage
        pages = {(passage.document_id, n) for n in range(passage.first_page, passage.last_page + 1)}
        if not pages <= seen:
            kept.append(candidate)
        seen |= pages
    return kept


def names(text: str) -> list[str]:
    """Names and figures in a question, the word it begins with left out: `["New Anglia", "2017"]`."""
    return [match[0] for match in NAME.finditer(text) if match.start() > 0]


def parts(text: str) -> list[str]:
    """The subjects of a question that asks for several things, each with the names of the others; [] for one subject.

    "What do the culture report and the hospital plan hold for Hull?" asks for two.
    """
    pieces: list[str] = []
    for piece in CUT.split(text.rstrip("?! ")):
        if pieces and not content_stems(piece):
            pieces[-1] += f" {piece}"
        elif piece.strip():
            pieces.append(piece.strip())
    subjects = [piece for piece in pieces if len(content_stems(piece)) >= 2]
    if len(subjects) < 2:
        return []
    named = names(text)
    return [" ".join([piece, *(name for name in named if name not in piece)]) for piece in subjects]


def _with_parts(text: str, index: Index, weights: Weights, found: list[Candidate]) -> list[Candidate]:
    """The pages of the whole question, with the best pages of its parts after the first few."""
    best = [distinct(ranked(part, index, weights, POOL_OF_PART))[:PER_PART] for part in parts(text)]
    level = [one[i] for i in range(PER_PART) for one in best if i < len(one)]
    held = {candidate.passage.passage_id for candidate in found[:KEEP_FIRST]}
    new = list({c.passage.passage_id: c for c in level if c.passage.passage_id not in held}.values())
    return distinct([*found[:KEEP_FIRST], *new[:MAX_FROM_PARTS], *found[KEEP_FIRST:]])


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
