"""A question to the pages that answer it: meaning, words, the best line of each passage, its page, names; each page once.

What each step earns is printed by `python -m evals.ablation`. Which sentences to quote is left to `extract`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.schema import Hit, Query
from assistant.sentences import Vectors, cosines, embedded, spoken, words_met, words_of
from assistant.words import content_stems
from ingest.index import Index
from ingest.schema import Passage

POOL = 100
POOL_OF_PART = 60
LOOKED_INTO = 60  # candidates whose single words are held against the question's
KEEP_FIRST = 3  # the first pages of the whole question stay first
PER_PART = 2
MAX_FROM_PARTS = 2
PER_DOCUMENT = 3  # pages of one document that stand before those of others, when a question has several parts


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. The first four add up to 1, so that a score is a mean likeness between 0 and 1.

    Each sign lies between 0 and 1. A conditional logit over the first 25 candidates of each question, fitted on 120
    questions with a known page and rounded; how it does on documents left out of the fitting is in docs/passages.md.
    """

    passage: float = 0.16  # cosine of the passage with its headings
    page: float = 0.38  # cosine of the best passage on the same page
    line: float = 0.23  # cosine of the best line of the passage
    words: float = 0.23  # the question's words met in one line and its headings, by meaning and rarity
    keyword: float = 0.07  # share of the best keyword score
    names: float = 0.07  # taken off for names of the question that the passage lacks
    footnotes: float = 0.06  # taken off for footnotes
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
    found = sorted(best, key=lambda c: index.document(c.passage.document_id).kind == "table")
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
    passages = index.passages(ids)
    dense = index.vectors(ids) @ vector
    page = _best_on_page(passages, dense)
    lines = cosines(passages, text, index)
    most = max(keyword.values(), default=1.0)
    named = words_of(" ".join(names(text)))
    found = []
    for passage, cosine, beside, near in zip(passages, dense, page, lines, strict=True):
        score = weights.passage * float(cosine) + weights.page * beside
        score += weights.line * float(near.max(initial=0.0))
        score += weights.keyword * keyword.get(passage.passage_id, 0.0) / most
        if named:
            score -= weights.names * len(named - spoken(passage, index)) / len(named)
        if passage.heading_path[-1:] == ("Footnotes",):
            score -= weights.footnotes
        found.append(Candidate(passage, near, score))
    found.sort(key=lambda c: -c.score)
    met = words_met([c.passage for c in found[:LOOKED_INTO]], text, index)
    again = [
        replace(c, score=c.score + weights.words * float(share.max(initial=0.0)))
        for c, share in zip(found, met, strict=False)
    ]
    return sorted(again, key=lambda c: -c.score) + found[LOOKED_INTO:]


def _best_on_page(passages: Sequence[Passage], cosines: Vectors) -> list[float]:
    """For each passage the best cosine of those that stand on one of its pages, its own among them."""
    best: dict[tuple[str, int], float] = {}
    for passage, cosine in zip(passages, cosines, strict=True):
        for n in range(passage.first_page, passage.last_page + 1):
            key = (passage.document_id, n)
            best[key] = max(best.get(key, -1.0), float(cosine))
    return [max(best[p.document_id, n] for n in range(p.first_page, p.last_page + 1)) for p in passages]


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
    """The pages of the whole question, with the best pages of its parts after the first few, of several documents."""
    best = [distinct(ranked(part, index, weights, POOL_OF_PART))[:PER_PART] for part in parts(text)]
    if not best:
        return found
    level = [one[i] for i in range(PER_PART) for one in best if i < len(one)]
    held = {candidate.passage.passage_id for candidate in found[:KEEP_FIRST]}
    new = list({c.passage.passage_id: c for c in level if c.passage.passage_id not in held}.values())
    return _of_several([*found[:KEEP_FIRST], *new[:MAX_FROM_PARTS], *found[KEEP_FIRST:]])


def _of_several(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without repeated pages; those beyond the first few pages of one document after all others."""
    kept: list[Candidate] = []
    rest: list[Candidate] = []
    of: Counter[str] = Counter()
    for candidate in distinct(found):
        of[candidate.passage.document_id] += 1
        (kept if of[candidate.passage.document_id] <= PER_DOCUMENT else rest).append(candidate)
    return kept + rest


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
