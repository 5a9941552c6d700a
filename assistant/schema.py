"""The nouns of one question: what was understood, what the answer rests on, and the answer.

Frozen; sequences are tuples; `None` is unknown. `as_json` gives the published JSON form of an answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, overload

from assistant.cues import Cues, Operation
from assistant.periods import Asked
from ingest.schema import Box, Mention, Observation, Place

Outcome = Literal["answered", "partly", "nearest", "ambiguous", "not_found", "out_of_scope", "blocked", "error"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. `text` stands alone: what a follow-up left out has been put in from the turn before.

    `mentions` are the places named, each with what it could mean; `places` the ones taken, a town's LEPs included;
    `relations` other places asked for by relation ("neighbours", "national", "region", "lep average", or "average" of whatever can be told);
    `place_type` the kind of area a ranking runs over, and `groups` named sets of places ("northern LEPs");
    `concepts` are the measures asked about (ids of `Indicator.concept`), `breakdowns` the sectors or product groups;
    `also` are measures that the words could name as well, less likely;
    `informal` are groups of places without a boundary ("the golden triangle"), each with what it is usually taken to be;
    `of_lep` is True when a place's LEP is asked about rather than the place;
    `without` are places that a ranking leaves out ("the richest LEP outside London"); `against` is the place whose figure others
    are to be above or below ("above the UK average");
    `any_of` is True when any of the measures may answer, so that those not held need not be missed;
    `untold` are words that point to places which the turns before do not tell ("those four LEPs");
    `choices` are measures that may be meant, near by meaning, none near enough to be taken;
    `about_figures` is False when the words point to the reports rather than the tables;
    `narrowed` are words that make the measure another than the one found ("superfast" of broadband);
    `notes` say what was mended or assumed; `missing` what must be asked back ("place", "measure").
    """

    question: str
    text: str
    places: tuple[Place, ...] = ()
    mentions: tuple[Mention, ...] = ()
    concepts: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    asked: Asked = field(default_factory=Asked)
    operation: Operation | None = None
    cues: Cues = field(default_factory=lambda: Cues(None, frozenset()))
    place_type: str | None = None
    groups: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    relations: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    informal: tuple[tuple[str, str], ...] = ()
    of_lep: bool = False
    any_of: bool = False
    without: tuple[Place, ...] = ()
    against: tuple[Mention, ...] = ()
    unexplained: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    about_figures: bool = False
    also: tuple[str, ...] = ()
    follows: bool = False
    untold: str = ""
    choices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> tuple[Mention, ...]:
        """The mentions that could mean several different places."""
        return tuple(m for m in self.mentions if m.ambiguous)

    @property
    def beside_places(self) -> str:
        """The question in small letters without the names of its places: the "Enterprise" of Enterprise M3 counts no enterprises."""
        low = self.question.lower()
        for mention in self.mentions:
            low = low.replace(mention.text.lower(), " ")
        return low


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


class Hits(Sequence[Hit]):
    """Retrieved passages, best first, looked for when they are first read: an answer from figures alone reads none."""

    def __init__(self, find: Callable[[], tuple[Hit, ...]]) -> None:
        self._find: Callable[[], tuple[Hit, ...]] | None = find
        self._found: tuple[Hit, ...] = ()

    def _all(self) -> tuple[Hit, ...]:
        if (find := self._find) is not None:  # two threads that come here together find the same
            self._found, self._find = find(), None
        return self._found

    @overload
    def __getitem__(self, i: int) -> Hit: ...

    @overload
    def __getitem__(self, i: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, i: int | slice) -> Hit | tuple[Hit, ...]:
        return self._all()[i]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hits | tuple) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return "Hits(not looked for yet)" if self._find else f"Hits{self._found!r}"

    @property
    def so_far(self) -> tuple[Hit, ...]:
        """The passages if they have been read; () if nothing has looked for them."""
        return self._found


def read_so_far(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The passages of an answer, without looking for those that nobody has read."""
    return hits.so_far if isinstance(hits, Hits) else tuple(hits)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets. `text` holds markers such as [1], each the `marker` of one citation.

    `written` are the sentences of a chat model where there is one, each with why it was dropped, or None where it stands.
    """

    query: Query
    text: str
    status: Outcome
    confidence: float = 0.0
    figures: tuple[Figure, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: Sequence[Hit] = ()
    cells: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    answer_id: str = ""
    timings_ms: tuple[tuple[str, float], ...] = field(default=())
    written: tuple[tuple[str, str | None], ...] = ()


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
            {
                "document": h.document,
                "page": h.page,
                "last_page": h.last_page,
                "score": round(h.score, 4),
                "text": h.text,
            }
            for h in answer.hits
        ],
        "cells": list(answer.cells),
        "warnings": list(answer.warnings),
        "suggestions": list(answer.suggestions),
        "answer_id": answer.answer_id,
        "timings_ms": dict(answer.timings_ms),
        "understood": query.text,
        **({"written": [{"sentence": s, "dropped": why} for s, why in answer.written]} if answer.written else {}),
    }
