"""The nouns of one question: what was understood, what the answer rests on, and the answer.

Frozen; sequences are tuples; `None` is unknown. `as_json` gives the published JSON form of an answer.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ingest.schema import Box, Mention, Observation, Place

Operation = Literal[
    "value", "latest", "list", "compare", "rank", "place_rank", "change", "trend", "share", "ratio", "difference",
    "per_head", "sum", "mean", "threshold", "count", "sectors", "profile", "similar", "since",
]  # fmt: skip
Outcome = Literal["answered", "partly", "nearest", "ambiguous", "not_found", "out_of_scope", "blocked", "error"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. `text` stands alone: what a follow-up left out has been put in from the turn before.

    `concepts` are the measures asked about (ids of `Indicator.concept`); `breakdowns` the sectors or product groups;
    `group` a named set of places ("northern LEPs"); `reader_notes` say what was mended or assumed.
    """

    question: str
    text: str
    places: tuple[Place, ...] = ()
    mentions: tuple[Mention, ...] = ()
    place_type: str | None = None
    concepts: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    operation: Operation | None = None
    comparators: tuple[Place, ...] = ()
    group: str | None = None
    limit: int | None = None
    lowest: bool = False
    threshold: float | None = None
    unit: str | None = None
    latest: bool = False
    document_id: str | None = None
    follows: bool = False
    reader_notes: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer comes from. `document` is the file name in the corpus."""

    marker: int
    document_id: str
    document: str
    locator: str
    quote: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    table_id: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation as an answer shows it: with the full label of its indicator and the marker that cites it."""

    observation: Observation
    label: str
    marker: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """A number computed here: the operation, its formula in words, and the figures it was computed from.

    `inputs` count from 0 into the answer's figures.
    """

    operation: str
    value: float
    unit: str
    formula: str
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage with its score; `text` is the passage's own text."""

    passage_id: str
    document_id: str
    document: str
    page: int
    last_page: int
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets. `text` holds markers such as [1], each the `marker` of one citation."""

    query: Query
    text: str
    status: Outcome
    confidence: float = 0.0
    figures: tuple[Figure, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    cells: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    answer_id: str = ""
    timings_ms: tuple[tuple[str, float], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: Answer


def as_json(answer: Answer, line_id: str | None = None) -> dict[str, Any]:
    """The answer in its published JSON form, keys in a fixed order; `id` only where a batch gave one."""
    query = answer.query
    mentioned = {place.code: mention.text for mention in query.mentions for place in mention.candidates}
    return {
        **({"id": line_id} if line_id is not None else {}),
        "question": query.question,
        "text": answer.text,
        "status": answer.status,
        "confidence": round(answer.confidence, 3),
        "places": [
            {"code": p.code, "name": p.name, "place_type": p.place_type, "mention": mentioned.get(p.code)}
            for p in query.places
        ],
        "observations": [
            {
                "indicator": f.label,
                "place": f.observation.place_name,
                "place_type": f.observation.place_type,
                "period": f.observation.period,
                "value": f.observation.value,
                "unit": f.observation.unit,
                "status": f.observation.status,
                "table": f.observation.cell.table_id,
                "row": f.observation.cell.row,
                "column": f.observation.cell.column,
                "marker": f.marker,
            }
            for f in answer.figures
        ],
        "derivations": [{**asdict(d), "inputs": list(d.inputs)} for d in answer.derivations],
        "citations": [
            {
                "marker": c.marker,
                "document": c.document,
                "page": c.page,
                "locator": c.locator,
                "quote": c.quote,
                "boxes": [list(box) for box in c.boxes],
                "title": c.title,
                "publisher": c.publisher,
                "published": c.published,
                "url": c.url,
                "table": c.table_id,
                "row": c.row,
                "column": c.column,
            }
            for c in answer.citations
        ],
        "passages": [
            {"document": h.document, "page": h.page, "last_page": h.last_page, "score": round(h.score, 4), "text": h.text}
            for h in answer.hits
        ],
        "cells": list(answer.cells),
        "warnings": list(answer.warnings),
        "suggestions": list(answer.suggestions),
        "answer_id": answer.answer_id,
        "timings_ms": dict(answer.timings_ms),
        "understood": query.text,
    }
