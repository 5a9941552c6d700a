"""The index as a reader sees it: one published build, opened without torch and never written to.

Making and publishing a build is left to `pipeline` and `publish`.
"""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from ingest import publish
from ingest.chunk import lines as lines_of
from ingest.embed import ROUNDED, QuestionEmbedder, Vectors, WordVectors
from ingest.errors import IndexMismatch, IndexMissing
from ingest.gazetteer import Gazetteer
from ingest.keyword import Words
from ingest.manifest import Manifest
from ingest.names import read_names
from ingest.schema import Box, Document, Indicator, Line, Observation, Page, Passage, Table
from ingest.store import Store
from ingest.vectors import Collection, failures

SQUEEZED = re.compile(r"[\s\u00ad\u2010-\u2015\u2212\-'\"‘’‚‛“”„‟`´«»‹›•▪●|]+")
IN_MANY = 8  # documents in which a line stands alike, from which it is taken to say nothing of any of them
PASSAGES_KEPT = 5_000  # read once and remembered, some 3 kB each
LEAST_OVERLAP = 24  # squeezed characters that must stand on a page for a quote that runs over its edge


class Index:
    """One published build. Safe for threads; close it when done."""

    def __init__(self, root: Path, build_id: str, gazetteer: Gazetteer | None = None) -> None:
        folder = publish.build_folder(root, build_id)
        self.root = root
        self.build_id = build_id
        self.manifest: Manifest = publish.intact(root, build_id)
        self.warnings: tuple[str, ...] = ()
        self._folder = folder
        self._lock = threading.Lock()
        self._gazetteer = gazetteer
        if not publish.has_model(root, self.manifest.model_hash):
            raise IndexMissing(
                f"{publish.model_folder(root, self.manifest.model_hash)} lacks the model for questions; make it again"
                f" with `python -m ingest --index {root}`, which embeds nothing anew"
            )
        self._named = build_id
        try:
            self._store = Store(folder / publish.STORE)
            self.documents: tuple[Document, ...] = tuple(self._store.documents())
            self.indicators: tuple[Indicator, ...] = tuple(self._store.indicators())
            self._words = Words(folder / publish.WORDS)
            self._vectors = np.load(folder / publish.VECTORS, mmap_mode="r")
            self._line_vectors = np.load(folder / publish.LINE_VECTORS, mmap_mode="r")
            self._line_starts = np.load(folder / publish.LINE_STARTS)
            self._pieces = np.load(folder / publish.PIECES, mmap_mode="r")
            self._piece_starts = np.load(folder / publish.PIECE_STARTS)
        except (sqlite3.DatabaseError, OSError, ValueError, KeyError) as error:
            raise IndexMismatch(
                f"{folder} is damaged ({error}); rebuild it with `python -m ingest --rebuild`"
            ) from error
        self._passages: dict[str, Passage] = {}  # replaced, never changed, so that threads may read it
        self._documents = {document.document_id: document for document in self.documents}
        self._collection = Collection(
            folder / publish.CHROMA, self.manifest.collection, self.manifest.chroma_url, self.manifest.n_passages
        )

    @classmethod
    def open(cls, root: Path, gazetteer: Gazetteer | None = None) -> "Index":
        """The build in use; when it is damaged the one before it, with a sentence in `warnings`.

        Raises IndexMissing when nothing was ever published there, IndexMismatch when no build can be read.
        """
        build_id = publish.current(root)
        if build_id is None:
            raise IndexMissing(f"no index at {root}; make one with `python -m ingest --index {root}`")
        try:
            return cls(root, build_id, gazetteer)
        except IndexMismatch as error:
            for earlier in publish.others(root, build_id):
                try:
                    index = cls(root, earlier, gazetteer)
                except IndexMismatch:
                    continue
                index._named = build_id
                index.warnings = (f"{error}; until then the build before it answers, of {index.manifest.built}",)
                return index
            raise

    def stale(self) -> bool:
        """Whether another build has been published since this one was opened."""
        return publish.current(self.root) not in (None, self._named)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places as they stood when the build was made."""
        return self._gazetteer or Gazetteer.load(self._folder / publish.PLACES)

    @cached_property
    def _questions(self) -> QuestionEmbedder:
        """The model for questions, loaded when the first is asked."""
        return QuestionEmbedder(publish.model_folder(self.root, self.manifest.model_hash))

    @cached_property
    def word_vectors(self) -> WordVectors:
        """What single words mean by themselves, by the model's own vectors."""
        return WordVectors(publish.model_folder(self.root, self.manifest.model_hash))

    @cached_property
    def passage_ids(self) -> tuple[str, ...]:
        """Every passage's id, in reading order: documents as catalogued, then as printed."""
        return tuple(row[0] for row in self._store.rows("SELECT passage_id FROM passages ORDER BY position"))

    @cached_property
    def _position(self) -> dict[str, int]:
        """The row of each passage in the vectors."""
        return {passage_id: i for i, passage_id in enumerate(self.passage_ids)}

    def embed(self, text: str) -> Vectors:
        """The vector of a question. Shape: (dimension,), float32, L2-normalised."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[Vectors, Vectors]:
        """The vector of a question, and those of its word pieces. Shapes: (dimension,) and (n_pieces, directions)."""
        with self._lock:
            questions = self._questions
        return questions.read(text)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ids of the k nearest passages with their cosine similarity, best first.

        Of a build that was removed while this one reads it, whose Chroma may open no further file of it, the same vectors,
        still mapped, are compared one by one.
        """
        try:
            return self._collection.nearest(vector, k)
        except failures():
            if (self._folder / publish.CHROMA).exists() or self.manifest.chroma_url is not None:
                raise
        cosines = np.asarray(self._vectors @ vector)
        return [(self.passage_ids[i], float(cosines[i])) for i in (-cosines).argsort(kind="stable")[:k]]

    def keyword(self, text: str, k: int) -> list[tuple[str, float]]:
        """The ids of the k passages that share most with the words of the text, with their BM25 scores, best first."""
        return [(self.passage_ids[i], score) for i, score in self._words.find(text, k)]

    def rarity(self, stem: str) -> float:
        """How rare a word is among the passages: its inverse document frequency."""
        return self._words.rarity(stem)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in the order asked. Raises KeyError for an id the index does not hold."""
        kept = self._passages
        if missing := [passage_id for passage_id in dict.fromkeys(ids) if passage_id not in kept]:
            if len(kept) + len(missing) > PASSAGES_KEPT:
                kept = {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}
            found = self._store.passages(f"passage_id IN ({_marks(missing)})", missing)
            self._passages = kept = {**kept, **{passage.passage_id: passage for passage in found}}
        return [kept[passage_id] for passage_id in ids]

    @cached_property
    def boilerplate(self) -> frozenset[str]:
        """The lines of text that stand word for word in many documents: a licence, "all enquiries to …"."""
        tables = {indicator.document_id for indicator in self.indicators}
        found: dict[str, set[str]] = {}
        for passage in self._store.every_passage():
            if passage.kind == "text" and passage.document_id not in tables:
                for line in lines_of(passage):
                    found.setdefault(line, set()).add(passage.document_id)
        return frozenset(line for line, documents in found.items() if len(documents) >= IN_MANY)

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order; [] when it has none."""
        return self._store.passages("document_id = ?", (document_id,))

    def passages_on(self, document_id: str, first_page: int, last_page: int) -> list[Passage]:
        """The passages of a document that stand wholly or partly on these pages, in reading order."""
        return self._store.passages(
            "document_id = ? AND first_page <= ? AND last_page >= ?", (document_id, last_page, first_page)
        )

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of passages. Shape: (n_ids, dimension), float32, L2-normalised."""
        return np.asarray(self._vectors[[self._position[i] for i in ids]], dtype=np.float32)

    def line_vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of each passage's lines. Shape of each: (n_lines, dimension), float32, L2-normalised."""
        spans = {i: self._line_starts[self._position[i] : self._position[i] + 2] for i in ids}
        return {i: self._line_vectors[start:end].astype(np.float32) for i, (start, end) in spans.items()}

    def met(self, pieces: Vectors, ids: Sequence[str]) -> dict[str, Vectors]:
        """How near each piece of a question is to the nearest of a passage's headings and of each of its lines.

        Shape of each: (1 + n_lines, n_pieces), float32, cosines; the first row is of the headings, 0 where there is none.
        """
        found = {}
        for passage_id in ids:
            at = self._position[passage_id]
            edges = self._piece_starts[self._line_starts[at] + at : self._line_starts[at + 1] + at + 2]
            near = np.zeros((len(edges) - 1, len(pieces)), dtype=np.float32)
            if edges[0] < edges[-1]:
                alike = self._pieces[edges[0] : edges[-1]].astype(np.float32) @ (pieces.T / np.float32(ROUNDED))
                said = np.diff(edges) > 0
                near[said] = np.maximum.reduceat(alike, (edges[:-1] - edges[0])[said], axis=0)
            found[passage_id] = near
        return found

    @cached_property
    def name_vectors(self) -> dict[str, Vectors]:
        """The vector of each name of a measure or sector, and of each word in those names; {} when the build has none."""
        return read_names(self._folder)

    def document(self, document_id: str) -> Document:
        """One document. Raises KeyError when the index does not hold it."""
        return self._documents[document_id]

    def page(self, document_id: str, number: int) -> Page:
        """One page with its blocks and line boxes. Raises KeyError when the index does not hold it."""
        found = self._store.pages(document_id, number)
        if not found:
            raise KeyError(f"{document_id} p. {number}")
        return found[0]

    def pages_of(self, document_id: str) -> list[Page]:
        """A document's pages in order."""
        return self._store.pages(document_id)

    def highlight(self, document_id: str, page: int, quote: str) -> tuple[Box, ...]:
        """The boxes of the lines that the quote stands on; () when it does not stand on the page.

        Compared without white space, hyphens and quotation marks; a quote may begin or end on another page.
        """
        found = self._store.pages(document_id, page)
        if not found or not _squeezed(quote):
            return ()
        every = [(line, block.kind) for block in found[0].blocks for line in block.lines]
        running = [(line, kind) for line, kind in every if kind not in ("header", "footer", "footnote", "caption")]
        for lines in ([line for line, _ in every], [line for line, _ in running]):
            if boxes := _lines_of(_squeezed(quote), lines, page):
                return boxes
        return ()

    def observations(
        self, indicator_ids: Sequence[str], place_codes: Sequence[str] = (), periods: Sequence[str] = ()
    ) -> list[Observation]:
        """The figures of these indicators, of these places and periods where any are named, as their tables list them."""
        where = f"indicator_id IN ({_marks(indicator_ids)})"
        if place_codes:
            where += f" AND place_code IN ({_marks(place_codes)})"
        if periods:
            where += f" AND period IN ({_marks(periods)})"
        return self._store.observations(where, (*indicator_ids, *place_codes, *periods))

    def observations_at(self, place_code: str) -> list[Observation]:
        """Every figure held for one place."""
        return self._store.observations("place_code = ?", (place_code,))

    @cached_property
    def table_titles(self) -> dict[str, str]:
        """The title of each table by its id, in the order of the documents."""
        return dict(self._store.rows("SELECT table_id, title FROM tables ORDER BY position"))

    def table_cards(self) -> dict[str, str]:
        """The table of each table card, by the card's passage id, of the tables that gave no figures."""
        return dict(
            self._store.rows(
                "SELECT passage_id, table_id FROM passages WHERE table_id IS NOT NULL"
                " AND table_id NOT IN (SELECT DISTINCT table_id FROM observations) ORDER BY position"
            )
        )

    def table(self, table_id: str) -> Table:
        """One table as published. Raises KeyError when the index does not hold it."""
        found = self._store.tables("table_id = ?", (table_id,))
        if not found:
            raise KeyError(table_id)
        return found[0]

    def tables_of(self, document_id: str) -> list[Table]:
        """A document's tables in order."""
        return self._store.tables("document_id = ?", (document_id,))

    def close(self) -> None:
        """Let go of files and temporary copies."""
        self._collection.close()
        self._store.close()


def _marks(values: Sequence[object]) -> str:
    """As many parameter marks as there are values."""
    return ",".join("?" * len(values))


@lru_cache(maxsize=20_000)
def _squeezed(text: str) -> str:
    """The text without what print and extraction differ in: case, spaces, hyphens, quotation marks, ligatures."""
    return SQUEEZED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _lines_of(quote: str, lines: Sequence[Line], page: int) -> tuple[Box, ...]:
    """The boxes of the lines on which a squeezed quote stands, whole or up to the page's edge."""
    ends: list[int] = []
    text = ""
    for line in lines:
        text += _squeezed(line.text)
        ends.append(len(text))
    start = text.find(quote)
    end = start + len(quote)
    if start < 0:
        start, end = _over_the_edge(quote, text)
    boxes = []
    for i, line in enumerate(lines):
        begins = ends[i - 1] if i else 0
        if start < end and begins < end and ends[i] > start and ends[i] > begins:
            boxes.append(Box(page, line.x0, line.top, line.x1, line.bottom))
    return tuple(boxes)


def _over_the_edge(quote: str, text: str) -> tuple[int, int]:
    """Where the quote's beginning ends the page, or its end begins it; (0, 0) for neither."""
    for n in range(min(len(quote), len(text)) - 1, LEAST_OVERLAP - 1, -1):
        if text.endswith(quote[:n]):
            return len(text) - n, len(text)
        if text.startswith(quote[-n:]):
            return 0, n
    return 0, 0
