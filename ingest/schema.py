"""The nouns that travel from a file to the index: frozen, tuples for sequences, `None` for unknown."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "body", "list", "table", "caption", "footnote", "header", "footer"]
PassageKind = Literal["text", "table"]
Status = Literal["published", "provisional", "estimated", "suppressed", "missing", "derived"]
Polarity = Literal["higher", "lower", "none"]


class Box(NamedTuple):
    """A rectangle on a page. Units: points, from the top left corner; `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """A source file, with what is known of it. `path` is as the corpus was given; `sha256` is of the bytes."""

    document_id: str
    title: str
    publisher: str | None
    published: date | None
    url: str | None
    licence: str | None
    path: Path
    sha256: str
    n_pages: int | None = None
    description: str | None = None
    kind: str | None = None  # "report", "table", "briefing" ...: as the catalogue says


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line and its box. Units: points from the page's top left corner, as a viewer shows the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, in reading order. `text` is mended: hyphens joined, ligatures spelt out.

    `level` is 1 for the highest heading and counts down from there; `None` unless `kind` is "heading".
    """

    text: str
    lines: tuple[Line, ...]
    kind: BlockKind
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `number` counts from 1, as a viewer does; formats without pages are one page, or one per section."""

    document_id: str
    number: int
    text: str
    blocks: tuple[Block, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table as published. `cells` are text, row by row, all rows equally long; the first `n_header_rows` are heads."""

    table_id: str
    document_id: str
    title: str
    page: int | None
    sheet: str | None
    cells: tuple[tuple[str, ...], ...]
    n_header_rows: int
    notes: tuple[str, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that is retrieved and cited as one, never across a heading of the first two levels.

    `text` is what is shown and quoted; what is embedded is the title and heading path put before it.
    `place_codes` are the places the passage is about, not all that it mentions.
    """

    passage_id: str
    document_id: str
    text: str
    heading_path: tuple[str, ...]
    first_page: int
    last_page: int
    boxes: tuple[Box, ...] = ()
    place_codes: tuple[str, ...] = ()
    published: date | None = None
    kind: PassageKind = "text"
    table_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure stands: a table, and the labels of its row and its column as published."""

    table_id: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: a place, an indicator, a period, a value with its unit, and the cell it was read from.

    `period` is ISO 8601: "2017", or "2014/2016" for a span. `value` is `None` when suppressed or missing.
    """

    place_code: str
    place_name: str
    place_type: str
    indicator_id: str
    period: str
    value: float | None
    unit: str
    status: Status
    cell: Cell
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a series measures. Several indicators may measure one `concept` (BERD in euros and in pounds).

    `label` is the full name as published; `name` the short plain one used in sentences; `breakdown` the sector or
    product group where the indicator is one of a family, `family` then being the label without it. `search_terms` are
    further words that people use for the measure; they are never shown.
    """

    indicator_id: str
    concept: str
    label: str
    name: str
    unit: str
    description: str
    polarity: Polarity
    aliases: tuple[str, ...]
    place_types: tuple[str, ...]
    periods: tuple[str, ...]
    source: str
    document_id: str
    family: str | None = None
    breakdown: str | None = None
    breakdown_aliases: tuple[str, ...] = ()
    search_terms: tuple[str, ...] = ()
    url: str | None = None
    licence: str | None = None
    published: date | None = None
    caveat: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place under one code. `valid_to` is the last year in which the place existed; `None` means it still did."""

    code: str
    scheme: str
    place_type: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name found in a text, with every place it could mean, the likeliest first.

    `ambiguous` when the choice must be left to the asker. `mended` is the name as understood when the text misspelt it.
    `part` is the name with the part of the place that is meant, which ends where the name does: "north Cumbria".
    """

    text: str
    start: int
    end: int
    candidates: tuple[Place, ...]
    ambiguous: bool = False
    mended: str | None = None
    part: str = ""

    @property
    def said_from(self) -> int:
        """Where what is said of the place begins: at its name, or at the part of it."""
        return self.end - len(self.part) if self.part else self.start
