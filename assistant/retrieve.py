"""A question to the pages that answer it: meaning of page, line and word pieces, names, keywords; each page once.

What each step earns is printed by `python -m evals.ablation`. Which sentences to quote is left to `extract`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.bodies import renamed
from assistant.on_page import page_of
from assistant.schema import Hit, Query
from assistant.sentences import Vectors, cosines, embedded, pieces_met, spoken, words_of
from assistant.words import content_stems
from ingest.chunk import lines
from ingest.gazetteer import Gazetteer
from ingest.index import Index
from ingest.schema import Passage

POOL = 100
POOL_OF_PART = 60
LOOKED_INTO = 60  # candidates whose words are held against the question's
KEEP_FIRST = 4  # the first pages of the whole question stay first
PER_PART = 3
MAX_FROM_PARTS = 8
PER_DOCUMENT = 4  # pages of one document that stand before those of others, when a question has several parts


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. The first four add up to 1, so that a score is a mean likeness between 0 and 1.

    Each sign lies between 0 and 1. Near a conditional logit over the first 40 candidates of each of 475 questions with a
    known page; how it does on documents left out of the fitting is in docs/passages.md.
    """

    page: float = 0.22  # cosine of the best passage on the same page
    line: float = 0.12  # cosine of the best line of the passage
    pieces: float = 0.41  # how near the question's word pieces, read in their sentence, come to some of the passage's
    together: float = 0.25  # how near they come to some of one line's, of the line's before it, and of the headings'
    names: float = 0.04  # taken off for names of the question that the passage lacks
    keyword: float = 0.12  # BM25 as a share of the best, which counts for the order after the first
    parts: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, how near each of its lines is to the question, its score, and the page that it stands for."""

    passage: Passage
    lines: Vectors
    score: float
    page: int


WEIGHTS = Weights()
NAME = re.compile(r"(?<![\w’'])(?:[A-Z0-9][\w&’'-]*)(?:\s+(?:of\s+|and\s+the\s+)?[A-Z0-9][\w&’'-]*)*")
ASKS = re.compile(r"(?:(?:in|on|at|for|by|to) )?(?:what|which|who|whose|when|where|why|how)\b", re.I)
ENOUGH_SAID = 4  # words of a clause that asks, from which it is a question of its own, common as they may be
CUT = re.compile(r",?\s+(?:and|or|but|against|versus|vs|compared (?:with|to))\s+|[,;:]\s+|\s+each\s+", re.I)


def retrieve(query: Query, index: Index, k: int = 10, weights: Weights = WEIGHTS) -> tuple[Hit, ...]:
    """The best passages for the question, best first, no page twice; fewer than `k` only when fewer are held.

    Cards of tables of figures come after the pages of reports: their figures are found cell by cell, not by passage.
    """
    best = distinct(_by_any_name(query.text, index, weights))
    found = sorted(best, key=lambda c: index.document(c.passage.document_id).kind == "table")
    if weights.parts:
        found = _with_parts(query.text, index, weights, found)
    return tuple(_hit(candidate, index) for candidate in found[:k])


def _by_any_name(text: str, index: Index, weights: Weights) -> list[Candidate]:
    """The passages by the names for the bodies in the text that bring the likest one first: "the education ministry" or "DfE"."""
    every = [ranked(form, index, weights) for form in (text, *renamed(text))]
    return max(every, key=lambda found: found[0].score if found else 0.0)


def worded(text: str, hits: Sequence[Hit], index: Index) -> str:
    """The text with the bodies in it by the names that the first passage found comes nearest to."""
    forms = (text, *renamed(text))
    if len(forms) == 1 or not hits:
        return text
    passage = index.passages([hits[0].passage_id])
    return max(forms, key=lambda form: pieces_met(passage, form, index)[0].whole)


def ranked(text: str, index: Index, weights: Weights = WEIGHTS, pool: int = POOL) -> list[Candidate]:
    """The passages near the text by meaning or words, best first; looked into are those that seem best at first.

    The first is the one with the highest score. For the order of the others their keywords count as well: they find the
    right page where the likest one is wrong, and put a wrong one first more often than they help.
    """
    vector = embedded(text, index)
    said = dict(index.keyword(text, pool))
    passages = index.passages(list(dict.fromkeys([*(i for i, _ in index.nearest(vector, pool)), *said])))
    if not passages:
        return []
    page = _best_on_page(passages, index.vectors([p.passage_id for p in passages]) @ vector)
    lines = cosines(passages, text, index)
    named = words_of(" ".join(names(text)))
    found = []
    for passage, beside, near in zip(passages, page, lines, strict=True):
        score = weights.page * beside + weights.line * float(near.max(initial=0.0))
        if named:
            score -= weights.names * len(named - spoken(passage, index)) / len(named)
        found.append(Candidate(passage, near, score, passage.first_page))
    found.sort(key=lambda c: -c.score)
    first = [c.passage for c in found[:LOOKED_INTO]]
    again = []
    for c, met in zip(found, pieces_met(first, text, index), strict=False):
        score = c.score + weights.pieces * met.whole + weights.together * float(met.together.max(initial=0.0))
        again.append(replace(c, score=score, page=_page(c.passage, met.line, index)))
    again.sort(key=lambda c: -c.score)
    most = max(said.values(), default=1.0)
    second = sorted(again[1:], key=lambda c: -(c.score + weights.keyword * said.get(c.passage.passage_id, 0.0) / most))
    return [*again[:1], *second]


def _page(passage: Passage, near: Vectors, index: Index) -> int:
    """The page on which the nearest line of a passage stands."""
    if passage.first_page == passage.last_page:
        return passage.first_page
    texts = lines(passage)
    pages = (page_of(texts[i], passage, index) for i in (-near).argsort())
    return next((page for page in pages if page is not None), passage.first_page)


def _best_on_page(passages: Sequence[Passage], cosines: Vectors) -> list[float]:
    """For each passage the best cosine of those that stand on one of its pages, its own among them."""
    best: dict[tuple[str, int], float] = {}
    for passage, cosine in zip(passages, cosines, strict=True):
        for n in range(passage.first_page, passage.last_page + 1):
            key = (passage.document_id, n)
            best[key] = max(best.get(key, -1.0), float(cosine))
    return [max(best[p.document_id, n] for n in range(p.first_page, p.last_page + 1)) for p in passages]


def distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those whose page better ones have shown already."""
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in found:
        best.setdefault((candidate.passage.document_id, candidate.page), candidate)
    return list(best.values())


def names(text: str) -> list[str]:
    """Names and figures in a question, the word it begins with left out: `["New Anglia", "2017"]`."""
    return [match[0] for match in NAME.finditer(text) if match.start() > 0]


def parts(text: str) -> list[str]:
    """The subjects of a question that asks for several things; [] for one subject.

    "What do the culture report and the hospital plan hold for Hull?" asks for two.
    """
    pieces: list[str] = []
    for piece in CUT.split(text.rstrip("?! ")):
        if pieces and not content_stems(piece):
            pieces[-1] += f" {piece}"
        elif piece.strip():
            pieces.append(piece.strip())
    subjects = [
        piece
        for piece in pieces
        if len(content_stems(piece)) >= 2 or (ASKS.match(piece) and len(words_of(piece)) >= ENOUGH_SAID)
    ]
    return subjects if len(subjects) > 1 else []


def placed(subjects: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """The subjects, those that name no place with the place of the one before: "schools in Hull", "roads, Hull".

    A country is not carried over: it tells the pages of a report on that country from none of its others.
    """
    found: list[str] = []
    where = ""
    for subject in subjects:
        mentions = gazetteer.mentions(subject)
        if mentions:
            places = [m.text for m in mentions if m.candidates[0].place_type != "country"]
            where = " and ".join(dict.fromkeys(places))
        found.append(f"{subject}, {where}" if where and not mentions else subject)
    return found


def _with_parts(text: str, index: Index, weights: Weights, found: list[Candidate]) -> list[Candidate]:
    """The pages of the whole question, with the best pages of its parts after the first few, of several documents."""
    asked = placed(parts(text), index.gazetteer)
    best = [distinct(ranked(part, index, weights, POOL_OF_PART))[:PER_PART] for part in asked]
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
        page=candidate.page,
        last_page=candidate.page,
        score=candidate.score,
        text=passage.text,
    )
