"""Grids of text cells: where the head ends, what merged cells cover, how a table reads as lines."""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Row = tuple[str, ...]

NUMBER = re.compile(
    r"^[(\-–−+~<>≤≥]?\s*(?:[£$€]|GBP|EUR|USD)?\s*[\-–−+]?(?:\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+)?(?:[.,]\d+)?\s*(?:%|p|bn|m|k|pp)?\)?(?:\s*[*†‡a-z]|\s*\[[a-z0-9]+\])?$",
    re.I,
)
SCALE = re.compile(r"^\(?(?:[£$€]|GBP|EUR|USD)?\s*['‘’]?\s*0{3,}s?\)?$", re.I)  # "£000", "’000s": a unit, no figure
COUNT_AND_SHARE = re.compile(r"^([\d,.]+%?)\s*\([\d,.]+\s*%?\)$")
YEAR = re.compile(r"^(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?(?:\s*\(?[pre]\)?)?$", re.I)
GAPS = {
    "-",
    "–",
    "—",
    ":",
    "..",
    "...",
    "…",
    "x",
    "c",
    "n/a",
    "na",
    "z",
    "*",
    "[c]",
    "[x]",
    "[z]",
    "[u]",
    "[low]",
    "#",
    "nan",
}


class Span(NamedTuple):
    """A cell with the columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def spread(rows: Iterable[Sequence[Span]], max_columns: int = 1000) -> tuple[Row, ...]:
    """A full grid in which a merged cell's text stands in every place the cell covers."""
    grid: list[dict[int, str]] = []
    hanging: dict[int, tuple[str, int]] = {}  # column: text, rows still to cover
    for spans in rows:
        row: dict[int, str] = {}
        for column in list(hanging):
            text, left = hanging[column]
            row[column] = text
            if left > 1:
                hanging[column] = (text, left - 1)
            else:
                del hanging[column]
        column = 0
        for span in spans:
            while column in row:
                column += 1
            for _ in range(max(1, min(span.columns, max_columns - column))):
                row[column] = span.text
                if span.rows > 1:
                    hanging[column] = (span.text, min(span.rows, 10_000) - 1)
                column += 1
        grid.append(row)
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return tuple(tuple(row.get(i, "") for i in range(width)) for row in grid)


@functools.lru_cache(maxsize=8192)  # a word of a page is asked about again and again while its tables are found
def is_number(text: str) -> bool:
    """Whether a cell is a figure: "1,250", "£3.2m", "(4)", "12.5%", "2.1 p"."""
    text = text.strip()
    if match := COUNT_AND_SHARE.match(text):
        text = match[1]
    return any(c.isdigit() for c in text) and bool(NUMBER.match(text)) and not SCALE.match(text)


def is_year(text: str) -> bool:
    """Whether a cell is a year or a span of years: "2017", "2016/17"."""
    return bool(YEAR.match(text.strip()))


def n_header_rows(cells: Sequence[Row]) -> int:
    """How many rows at the top are heads: those before the first row of figures; 1 when there are no figures."""
    for i, row in enumerate(cells[:12]):
        rest = [cell for cell in row[1:] if cell.strip()]
        figures = [cell for cell in rest if is_number(cell) or cell.strip().lower() in GAPS]
        years = [cell for cell in rest if is_year(cell)]
        if not rest or len(years) == len(rest) or (i == 0 and len(years) > 0.4 * len(rest) and len(years) > 1):
            continue
        suppressed = i > 0 and len(figures) == len(rest)
        if suppressed or (any(is_number(cell) for cell in figures) and len(figures) >= 0.4 * len(rest)):
            if i == 0 and len(cells) > 1 and not any(is_number(cell) for cell in cells[1]):
                continue  # columns called 1, 2, 3 over words
            if i > 3 and sum(map(bool, (c for r in cells[1:i] for c in r))) > 0.8 * (i - 1) * len(row):
                return 1  # rows of words, then one that looks like figures: "01/03"
            n = i
            while n > 1 and not any(cell.strip() for cell in cells[n - 1][1:]):
                n -= 1  # a row with a label alone opens the body, as "England" over its regions
            return n
    return 1 if len(cells) > 1 else 0


def tidy_grid(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """The rows with spaces mended, equally long, without rows and columns that are empty throughout."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    width = max(map(len, cells), default=0)
    cells = [row + [""] * (width - len(row)) for row in cells]
    used = [i for i in range(width) if any(row[i] for row in cells)]
    return tuple(tuple(row[i] for i in used) for row in cells)


def row_text(row: Sequence[str]) -> str:
    """A row as a line: "New Anglia | 31,200 | 2017", merged cells once."""
    kept = [
        cell for i, cell in enumerate(row) if cell and (i == 0 or cell != row[i - 1] or not any(map(str.isalpha, cell)))
    ]
    return " | ".join(kept)


def table_text(cells: Sequence[Row]) -> str:
    """A table as lines, one a row."""
    return "\n".join(filter(None, map(row_text, cells)))
