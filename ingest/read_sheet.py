"""CSV files and workbooks to Tables: titles, notes and several tables on a sheet told apart; cells stay as published."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from ingest.cells import Row, is_number, n_header_rows, row_text, tidy_grid
from ingest.errors import UnreadableTable
from ingest.read import Limits, Reading
from ingest.read_web import decoded
from ingest.schema import Block, Page, Table

NOTE = re.compile(
    r"^(?:sources?\b|notes?\b|footnotes?\b|\[?note\s*\d+|\(?\d{1,2}[).]\s|[*†‡]|\[[a-z0-9]{1,3}\]|©|crown copyright|copyright|contact|"
    r"released?\b|published\b|next (?:release|update)|last updated|coverage|geographic|this (?:work)?sheet|back to|return to|"
    r"statistical|email|telephone|data (?:last )?(?:extracted|downloaded|as at)|users? should)",
    re.I,
)
DELIMITERS = (",", ";", "\t", "|")


@dataclass(slots=True)
class Piece:
    """A table found on a sheet, with the text lines around it."""

    rows: list[list[str]]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def read_csv(path: Path, document_id: str, limits: Limits) -> Reading:
    """The tables of a CSV file, whatever its delimiter and encoding. Raises UnreadableTable when it holds none."""
    text = decoded(path)
    delimiter = delimiter_of(text)
    csv.field_size_limit(10_000_000)
    rows: list[list[str]] = []
    n_cells = 0
    try:
        for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter):
            n_cells += len(row)
            if n_cells > limits.max_cells:
                raise UnreadableTable(f"{path.name}: over {limits.max_cells} cells; split it or raise HUB_MAX_CELLS")
            rows.append(row)
    except csv.Error as error:
        raise UnreadableTable(f"{path.name}: row {len(rows) + 1} is not CSV ({error}); save it again as CSV") from error
    title = path.stem.replace("_", " ").replace("-", " ")
    pages, tables = _sheet(document_id, None, rows, title, 1, 1)
    if not tables and not pages:
        raise UnreadableTable(f"{path.name}: holds no cells; check the file")
    notes = list(_ragged(path.name, rows, tables))
    return Reading(document_id, tuple(pages), tuple(tables), (), tuple(notes), tables[0].title if tables else title, 1)


def delimiter_of(text: str) -> str:
    """The sign between cells: the one that most evenly splits the lines into more than one."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:200]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [n for n in counts if n > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(lines) * math.log2(usual + 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _ragged(name: str, rows: Sequence[Sequence[str]], tables: Sequence[Table]) -> Iterable[str]:
    """A sentence on rows that are longer or shorter than the head."""
    if not tables:
        return
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    if len(set(widths)) > 1 and min(widths) > 1:
        yield f"{name}: rows are of {min(widths)} to {max(widths)} cells; short ones are filled up with empty cells"


def read_workbook(path: Path, document_id: str, limits: Limits) -> Reading:
    """The tables of every visible sheet of an XLSX or XLS file.

    Raises UnreadableTable when it is locked or damaged, or holds none.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError as error:
        raise UnreadableTable(f"{path.name}: locked with a password; save a copy without one") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableTable(f"{path.name}: damaged workbook ({error}); open and save it again") from error
    pages: list[Page] = []
    tables: list[Table] = []
    notes: list[str] = []
    n_cells = 0
    visible = python_calamine.SheetVisibleEnum.Visible
    for position, about in enumerate(book.sheets_metadata, start=1):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            notes.append(f"sheet {about.name!r} is a chart or macro sheet and was left out")
            continue
        if about.visible != visible:
            notes.append(f"sheet {about.name!r} is hidden and was left out; unhide it to have it read")
            continue
        try:
            sheet = book.get_sheet_by_name(about.name)
        except (python_calamine.CalamineError, OSError) as error:
            notes.append(f"sheet {about.name!r} is damaged ({error}) and was left out")
            continue
        n_cells += sheet.height * sheet.width
        if n_cells > limits.max_cells:
            raise UnreadableTable(
                f"{path.name}: over {limits.max_cells} cells by sheet {about.name!r}; split it or raise HUB_MAX_CELLS"
            )
        rows = [[shown(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
        new_pages, new_tables = _sheet(document_id, about.name, rows, about.name, position, len(tables) + 1)
        pages += new_pages
        tables += new_tables
    if not pages:
        raise UnreadableTable(f"{path.name}: no visible sheet holds any cells; check the file")
    return Reading(document_id, tuple(pages), tuple(tables), (), tuple(notes), None, len(book.sheet_names))


def shown(value: object) -> str:
    """A cell's value as text: whole numbers without ".0", dates as ISO 8601."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return " ".join(str(value).split())


def _sheet(
    document_id: str, sheet: str | None, rows: Sequence[Sequence[str]], name: str, number: int, first_table: int
) -> tuple[list[Page], list[Table]]:
    """The tables of a sheet, and one short Page with its titles, notes and column heads, so that they can be found."""
    pieces, loose = split(rows)
    tables: list[Table] = []
    blocks: list[Block] = []
    for piece in pieces:
        cells = tidy_grid(piece.rows)
        title = piece.above[0] if piece.above else name
        notes = (*piece.above[1:], *piece.below)
        heads = n_header_rows(cells)
        cells = fill_heads(cells, heads)
        table_id = f"{document_id}#t{first_table + len(tables)}"
        tables.append(Table(table_id, document_id, title, number if sheet else None, sheet, cells, heads, notes))
        blocks.append(Block(title, (), "heading", 1))
        blocks += [Block(note, (), "body") for note in notes]
        if heads:
            blocks.append(Block("Columns: " + "; ".join(_column_names(cells, heads)), (), "table"))
    blocks += [Block(line, (), "body") for line in loose]
    if not blocks:
        return [], []
    text = "\n\n".join(block.text for block in blocks)
    return [Page(document_id, number, text, tuple(blocks), 0.0, 0.0)], tables


def _column_names(cells: Sequence[Row], heads: int) -> list[str]:
    """The heads of each column, upper ones first."""
    names = []
    for column in range(len(cells[0])):
        parts = dict.fromkeys(row[column] for row in cells[:heads] if row[column])
        names.append(" ".join(parts))
    return [name for name in dict.fromkeys(names) if name][:200]


def fill_heads(cells: tuple[Row, ...], heads: int) -> tuple[Row, ...]:
    """The table with an upper head carried over the empty places to its right, as a merged cell would show it."""
    filled: list[Row] = []
    for i, row in enumerate(cells):
        if i < heads - 1 and sum(map(bool, row)) < len(row):
            new = list(row)
            for column in range(1, len(new)):
                # only over columns that the next head row names
                if not new[column] and new[column - 1] and cells[i + 1][column] and column > 1:
                    new[column] = new[column - 1]
            row = tuple(new)
        filled.append(row)
    return tuple(filled)


def split(rows: Sequence[Sequence[str]]) -> tuple[list[Piece], list[str]]:
    """The tables among the rows with the lines above and below each, and the lines that belong to none."""
    bands: list[list[list[str]]] = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            if bands and bands[-1]:
                bands.append([])
            continue
        if not bands:
            bands.append([])
        bands[-1].append(cells)
    pieces: list[Piece] = []
    waiting: list[str] = []
    for band in filter(None, bands):
        lead, body, tail = _strip(band)
        if not body:
            lines = lead + tail
            if pieces and not waiting and NOTE.match(lines[0]):
                pieces[-1].below += lines
            else:
                waiting += lines
            continue
        if pieces and not lead and not waiting and _continues(pieces[-1], body):
            pieces[-1].rows += body
            pieces[-1].below += tail
            continue
        pieces.append(Piece(body, waiting + lead, tail))
        waiting = []
    if pieces:
        pieces[-1].below += waiting
        waiting = []
    return pieces, waiting


def _strip(band: list[list[str]]) -> tuple[list[str], list[list[str]], list[str]]:
    """Lines of text above, rows, lines of text below, within rows that have no empty row between them."""
    filled = [sum(map(bool, row)) for row in band]
    wide = [i for i, n in enumerate(filled) if n > 1]
    if not wide:
        if (
            len(band) > 2
            and all(len(row_text(row)) < 40 for row in band)
            and sum(is_number(row_text(r)) for r in band) > 1
        ):
            return [], band, []
        return [row_text(row) for row in band], [], []
    first, last = wide[0], wide[-1]
    while last + 1 < len(band) and not NOTE.match(row_text(band[last + 1])) and len(row_text(band[last + 1])) < 40:
        last += 1
    while (
        last > first
        and filled[last] <= 2
        and NOTE.match(row_text(band[last]))
        and not any(map(is_number, band[last][1:]))
    ):
        last -= 1
    return [row_text(row) for row in band[:first]], band[first : last + 1], [row_text(row) for row in band[last + 1 :]]


def _continues(piece: Piece, body: list[list[str]]) -> bool:
    """Whether rows after an empty row go on with the table above: the same columns, and no head of their own."""
    width = max(map(len, piece.rows))
    if max(map(len, body)) > width:
        return False
    return n_header_rows([tuple(row) for row in body]) == 0 or len(body) == 1
