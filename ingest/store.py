"""The SQLite file of a build: documents, pages with their line boxes, passages, tables, indicators, observations.

One writer makes it; after that it never changes, so readers open it immutable and take no locks.
"""

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from ingest.read import Reading
from ingest.schema import Block, Box, Cell, Document, Indicator, Line, Observation, Page, Passage, Status, Table

SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, document_id TEXT UNIQUE NOT NULL, fields TEXT NOT NULL);
CREATE TABLE readings (document_id TEXT PRIMARY KEY, key TEXT NOT NULL, fields TEXT NOT NULL);
CREATE TABLE pages (document_id TEXT, number INTEGER, text TEXT, width REAL, height REAL, blocks BLOB,
    PRIMARY KEY (document_id, number)) WITHOUT ROWID;
CREATE TABLE tables (position INTEGER PRIMARY KEY, table_id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
    title TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX tables_of ON tables (document_id);
CREATE TABLE passages (position INTEGER PRIMARY KEY, passage_id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
    text TEXT, heading_path TEXT, first_page INTEGER, last_page INTEGER, boxes TEXT, place_codes TEXT, published TEXT,
    kind TEXT, table_id TEXT, embed_hash TEXT NOT NULL);
CREATE INDEX passages_of ON passages (document_id);
CREATE TABLE indicators (position INTEGER PRIMARY KEY, indicator_id TEXT UNIQUE NOT NULL, fields TEXT NOT NULL);
CREATE TABLE observations (position INTEGER PRIMARY KEY, indicator_id TEXT NOT NULL, place_code TEXT NOT NULL,
    period TEXT NOT NULL, place_name TEXT, place_type TEXT, value REAL, unit TEXT, status TEXT, table_id TEXT,
    table_row TEXT, table_column TEXT, note TEXT);
CREATE INDEX observations_by ON observations (indicator_id, place_code, period);
CREATE INDEX observations_at ON observations (place_code);
"""
PASSAGE = (
    "passage_id, document_id, text, heading_path, first_page, last_page, boxes, place_codes, published, kind, table_id"
)
OBSERVATION = (
    "place_code, place_name, place_type, indicator_id, period, value, unit, status, table_id, table_row, table_column,"
    " note"
)


class _Tables:
    """What can be read from the SQLite file, finished or not."""

    _db: sqlite3.Connection
    _lock: threading.Lock

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query. Raises sqlite3.DatabaseError when the file is damaged."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def documents(self) -> list[Document]:
        """The documents in the order of the catalogue."""
        return [_document(json.loads(row[0])) for row in self.rows("SELECT fields FROM documents ORDER BY position")]

    def reading(self, key: str, document_id: str) -> Reading | None:
        """What an earlier ingest read under this key for this document, or None."""
        found = self.rows("SELECT fields FROM readings WHERE key = ? AND document_id = ?", (key, document_id))
        if not found:
            return None
        fields = json.loads(found[0][0])
        return Reading(
            document_id=document_id,
            pages=tuple(self.pages(document_id)),
            tables=tuple(self.tables("document_id = ?", (document_id,))),
            empty_pages=tuple(fields["empty_pages"]),
            notes=tuple(fields["notes"]),
            title=fields["title"],
            n_pages=fields["n_pages"],
        )

    def pages(self, document_id: str, number: int | None = None) -> list[Page]:
        """A document's pages in order, or the one page asked for."""
        only = "" if number is None else " AND number = ?"
        values = (document_id,) if number is None else (document_id, number)
        sql = f"SELECT document_id, number, text, blocks, width, height FROM pages WHERE document_id = ?{only} ORDER BY number"
        return [Page(i, n, text, _blocks(blob), w, h) for i, n, text, blob, w, h in self.rows(sql, values)]

    def tables(self, where: str = "1", values: Sequence[Any] = ()) -> list[Table]:
        """The tables for which `where` holds, in order."""
        sql = f"SELECT table_id, document_id, title, body FROM tables WHERE {where} ORDER BY position"
        return [_table(*row) for row in self.rows(sql, values)]

    def passages(self, where: str = "1", values: Sequence[Any] = ()) -> list[Passage]:
        """The passages for which `where` holds, in reading order."""
        rows = self.rows(f"SELECT {PASSAGE} FROM passages WHERE {where} ORDER BY position", values)
        return [_passage(row) for row in rows]

    def every_passage(self, at_once: int = 1000) -> Iterator[Passage]:
        """All passages in reading order, without holding them all."""
        last = 0
        while rows := self.rows(
            f"SELECT {PASSAGE}, position FROM passages WHERE position > ? ORDER BY position LIMIT ?", (last, at_once)
        ):
            last = rows[-1][-1]
            yield from (_passage(row[:-1]) for row in rows)

    def observations(self, where: str, values: Sequence[Any]) -> list[Observation]:
        """The figures for which `where` holds, in the order of their tables."""
        rows = self.rows(f"SELECT {OBSERVATION} FROM observations WHERE {where} ORDER BY position", values)
        return [_observation(*row) for row in rows]

    def indicators(self) -> list[Indicator]:
        """Everything that is measured."""
        rows = self.rows("SELECT fields FROM indicators ORDER BY position")
        return [_indicator(json.loads(row[0])) for row in rows]

    def embed_hashes(self) -> Iterator[str]:
        """The hash of each passage's embedded text, in reading order."""
        return (row[0] for row in self.rows("SELECT embed_hash FROM passages ORDER BY position"))


class StoreWriter(_Tables):
    """A new SQLite file, filled once and closed. Not safe for threads."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._lock = threading.Lock()
        # The build is thrown away if this process dies, so nothing is gained by waiting for the disk before the end.
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(SCHEMA)

    def add_reading(self, key: str, reading: Reading) -> None:
        """Keep what one file holds; `key` is what a later ingest finds it by."""
        fields = {
            "empty_pages": reading.empty_pages,
            "notes": reading.notes,
            "title": reading.title,
            "n_pages": reading.n_pages,
        }
        self._db.execute("INSERT INTO readings VALUES (?,?,?)", (reading.document_id, key, _json(fields)))
        self._db.executemany(
            "INSERT INTO pages VALUES (?,?,?,?,?,?)",
            ((p.document_id, p.number, p.text, p.width, p.height, _blocks_blob(p.blocks)) for p in reading.pages),
        )
        self._db.executemany(
            "INSERT INTO tables (table_id, document_id, title, body) VALUES (?,?,?,?)",
            ((t.table_id, t.document_id, t.title, _table_blob(t)) for t in reading.tables),
        )

    def drop(self, document_id: str) -> None:
        """Take out again what a file holds."""
        for table in ("readings", "pages", "tables"):
            self._db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))

    def add_document(self, document: Document) -> None:
        """Add a document's catalogue entry."""
        self._db.execute(
            "INSERT INTO documents (document_id, fields) VALUES (?,?)", (document.document_id, _json(asdict(document)))
        )

    def add_passages(self, passages: Sequence[Passage], embed_hashes: Sequence[str]) -> None:
        """Add passages in reading order, each with the hash of its embedded text."""
        self._db.executemany(
            f"INSERT INTO passages ({PASSAGE}, embed_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    p.passage_id, p.document_id, p.text, _json(p.heading_path), p.first_page, p.last_page,
                    _json(p.boxes), _json(p.place_codes), p.published and p.published.isoformat(), p.kind, p.table_id,
                    embed_hash,
                )
                for p, embed_hash in zip(passages, embed_hashes, strict=True)
            ),
        )  # fmt: skip

    def add_observations(self, observations: Iterable[Observation]) -> None:
        """Add figures, in the order of the tables they come from."""
        self._db.executemany(
            f"INSERT INTO observations ({OBSERVATION}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    o.place_code, o.place_name, o.place_type, o.indicator_id, o.period, o.value, o.unit, o.status,
                    o.cell.table_id, o.cell.row, o.cell.column, o.note,
                )
                for o in observations
            ),
        )  # fmt: skip

    def add_indicators(self, indicators: Iterable[Indicator]) -> None:
        """Add what the figures measure."""
        self._db.executemany(
            "INSERT INTO indicators (indicator_id, fields) VALUES (?,?)",
            ((i.indicator_id, _json(asdict(i))) for i in indicators),
        )

    def finish(self) -> None:
        """Finish the file: everything added is in it."""
        self._db.commit()
        self._db.execute("ANALYZE")
        self._db.commit()


class Store(_Tables):
    """A finished SQLite file, read by any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        quoted = path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self._db = sqlite3.connect(f"file:{quoted}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = threading.Lock()


def _json(value: object) -> str:
    """Compact JSON; dates and paths as text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _blocks_blob(blocks: Sequence[Block]) -> bytes:
    """Blocks and their lines, compressed: they are most of a build's bytes and are read a page at a time."""
    rows = [(b.text, b.kind, b.level, [(x.text, x.x0, x.top, x.x1, x.bottom) for x in b.lines]) for b in blocks]
    return zlib.compress(_json(rows).encode(), 1)


def _blocks(blob: bytes) -> tuple[Block, ...]:
    """The blocks of one page as they were read."""
    rows = json.loads(zlib.decompress(blob))
    return tuple(Block(text, tuple(Line(*line) for line in lines), kind, level) for text, kind, level, lines in rows)


def _table_blob(table: Table) -> bytes:
    """Everything of a table but its ids and title, compressed."""
    rest = (table.page, table.sheet, table.cells, table.n_header_rows, table.notes, table.box)
    return zlib.compress(_json(rest).encode(), 1)


def _table(table_id: str, document_id: str, title: str, blob: bytes) -> Table:
    """A table as it was read."""
    page, sheet, cells, n_header_rows, notes, box = json.loads(zlib.decompress(blob))
    rows = tuple(tuple(row) for row in cells)
    return Table(table_id, document_id, title, page, sheet, rows, n_header_rows, tuple(notes), box and Box(*box))


def _document(fields: dict[str, Any]) -> Document:
    """A document as it was catalogued."""
    fields["path"] = Path(fields["path"])
    fields["published"] = _date(fields["published"])
    return Document(**fields)


def _passage(row: tuple[Any, ...]) -> Passage:
    """A passage as it was cut."""
    passage_id, document_id, text, headings, first, last, boxes, codes, published, kind, table_id = row
    return Passage(
        passage_id, document_id, text, tuple(json.loads(headings)), first, last,
        tuple(Box(*box) for box in json.loads(boxes)), tuple(json.loads(codes)), _date(published), kind, table_id,
    )  # fmt: skip


def _observation(
    code: str, name: str, place_type: str, indicator_id: str, period: str, value: float | None, unit: str,
    status: Status, table_id: str, row: str, column: str, note: str | None,
) -> Observation:  # fmt: skip
    """A figure as it was tidied."""
    cell = Cell(table_id, row, column)
    return Observation(code, name, place_type, indicator_id, period, value, unit, status, cell, note)


def _indicator(fields: dict[str, Any]) -> Indicator:
    """An indicator as it was tidied."""
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    fields["published"] = _date(fields["published"])
    return Indicator(**fields)


def _date(text: str | None) -> date | None:
    """The date of an ISO text."""
    return date.fromisoformat(text) if text else None
