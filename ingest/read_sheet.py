"""CSV files and workbooks to Tables: titles, notes and several tables on a sheet told apart; cells stay as published."""

import csv
import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine
from lxml import etree

from ingest.cells import Row, is_number, is_year, n_header_rows, row_text, tidy_grid
from ingest.errors import UnreadableTable
from ingest.read import Limits, Reading
from ingest.read_web import decoded
from ingest.schema import Block, Page, Table

NOTE = re.compile(
    r"^(?:sources?\b|notes?\b|footnotes?\b|\[?note\s*\d+|\(?\d{1,2}[).]\s|[*†‡]|\[[a-z0-9]{1,3}\]|©|crown copyright|copyright|contact|"
    r"released?\b|published\b|next (?:release|update)|last updated|coverage|geographic|this (?:work)?sheet|back to|return to|"
    r"[!~#^:•-]\s|statistical|email|telephone|data (?:last )?(?:extracted|downloaded|as at)|users? should)",
    re.I,
)
TABLE_NUMBER = re.compile(r"^table\s+[a-z]{0,2}[-. ]?\d", re.I)
FURNITURE = re.compile(
    r"^(?:back to|return to|contents|this (?:work)?sheet|\d{1,2}[ /.-][a-z0-9]+[ /.-]\d{2,4}$|[\d.%£]+$|https?:|sources?\b|"
    r"notes?\b|date published|published|released?\b|\[|\*|some (?:cells|shorthand)|there (?:may|are))",
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
    csv.field_size_limit(10_000_000)
    delimiter = delimiter_of(text)
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
        percents: dict[tuple[int, int], int] = {}
        if zipfile.is_zipfile(path):
            n_spread, percents, n_uncomputed = _scanned(path, about.name)
            if n_uncomputed:
                notes.append(
                    f"sheet {about.name!r}: {n_uncomputed} formula{'s hold' if n_uncomputed > 1 else ' holds'} no value and"
                    " were read as empty; open and save the workbook in a spreadsheet program, which works them out"
                )
            if n_cells + n_spread > limits.max_cells:
                raise UnreadableTable(
                    f"{path.name}: the cells of sheet {about.name!r} are spread over {n_spread} places, over the limit "
                    f"of {limits.max_cells}; delete stray cells, split it or raise HUB_MAX_CELLS"
                )
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
        rows = [
            [as_percent(value, percents[i, j]) if (i, j) in percents else shown(value) for j, value in enumerate(row)]
            for i, row in enumerate(sheet.to_python(skip_empty_area=False))
        ]
        fill_merged(rows, sheet.merged_cell_ranges or ())
        new_pages, new_tables = _sheet(document_id, about.name, rows, about.name, position, len(tables) + 1)
        pages += new_pages
        tables += new_tables
    if not pages:
        raise UnreadableTable(f"{path.name}: no visible sheet holds any cells; check the file")
    return Reading(document_id, tuple(pages), tuple(tables), (), tuple(notes), None, len(book.sheet_names))


def _scanned(path: Path, sheet: str) -> tuple[int, dict[tuple[int, int], int], int]:
    """How many places lie between the first and the last filled cell of a sheet, which cells show per cent, and how
    many formulas have no value.

    The first is asked before the sheet is read, since one stray cell far out makes the reader reserve all in between.
    The second is {(row, column): decimals}, rows and columns from 0.
    """
    percents: dict[tuple[int, int], int] = {}
    last_row = last_column = n_uncomputed = 0
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of_sheet(archive, sheet)
            if part is None:
                return 0, {}, 0
            styles = _percent_styles(archive)
            with archive.open(part) as file:
                rest = b""
                while chunk := file.read(1 << 20):
                    chunk = rest + chunk
                    end = chunk.rfind(b"<c ")
                    if end <= 0:
                        rest = chunk
                        continue
                    rest, chunk = chunk[end:], chunk[:end]
                    n_uncomputed += len(UNCOMPUTED.findall(chunk))
                    last_row, last_column = _seen_cells(chunk, styles, percents, last_row, last_column)
                n_uncomputed += len(UNCOMPUTED.findall(rest))
                last_row, last_column = _seen_cells(rest, styles, percents, last_row, last_column)
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
    ):
        return 0, {}, 0  # calamine says what is wrong with a damaged workbook
    return last_row * last_column, percents, n_uncomputed


UNCOMPUTED = re.compile(rb"<f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*<[fvi]')


def _seen_cells(
    chunk: bytes, styles: dict[int, int], percents: dict[tuple[int, int], int], last_row: int, last_column: int
) -> tuple[int, int]:
    """The last row and column so far, after the cells of this part of the sheet; `percents` is added to."""
    for letters, digits, attributes in CELL.findall(chunk):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        row = int(digits)
        last_row, last_column = max(last_row, row), max(last_column, column)
        if styles and (style := re.search(rb's="(\d+)"', attributes)) and int(style[1]) in styles:
            percents[row - 1, column - 1] = styles[int(style[1])]
    return last_row, last_column


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """A part of the workbook as XML, without entities or anything from outside."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a sheet."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    ids = {
        node.get("name"): node.get(relation)
        for node in _xml(archive, "xl/workbook.xml").iter("{*}sheet")
        if node.get("name")
    }
    for node in _xml(archive, "xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        if node.get("Id") == ids.get(sheet) and ids.get(sheet):
            target = node.get("Target", "")
            return target[1:] if target.startswith("/") else f"xl/{target}"
    return None


def _percent_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Style number to decimals, of the styles that show per cent."""
    root = _xml(archive, "xl/styles.xml")
    codes = {9: "0%", 10: "0.00%"}
    for node in root.iter("{*}numFmt"):
        codes[int(node.get("numFmtId", "-1"))] = node.get("formatCode", "")
    found: dict[int, int] = {}
    for number, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(int(node.get("numFmtId", "0")), "").split(";")[0]
        if "%" in code and '"' not in code:
            decimals = re.search(r"\.(0+)", code)
            found[number] = len(decimals[1]) if decimals else 0
    return found


def as_percent(value: object, decimals: int) -> str:
    """0.453 as "45.3%", as the workbook shows it; anything but a number as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value * 100:.{decimals}f}%"
    return shown(value)


def fill_merged(rows: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Put a merged cell's text in every place it covers, except where it is all that its rows hold: a title, a note."""
    for (top, left), (bottom, right) in ranges:
        if bottom >= len(rows) or right - left > 500 or bottom - top > 5000:
            continue
        text = rows[top][left] if left < len(rows[top]) else ""
        beside = any(
            cell for row in rows[top : bottom + 1] for j, cell in enumerate(row) if cell and not left <= j <= right
        )
        if not text or not beside:
            continue
        for row in rows[top : bottom + 1]:
            for j in range(left, min(right + 1, len(row))):
                row[j] = row[j] or text


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
        title, above = title_of(piece.above, name)
        notes = (*above, *piece.below)
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


def title_of(lines: Sequence[str], name: str) -> tuple[str, list[str]]:
    """The line above a table that names it, and the other lines: "Table 4: …", else the first that says something."""
    for i, line in enumerate(lines):
        if TABLE_NUMBER.match(line):
            if len(line) < 16 and i + 1 < len(lines):  # "Table 74/1" over its title
                return f"{line}: {lines[i + 1]}", [*lines[:i], *lines[i + 2 :]]
            return line, [*lines[:i], *lines[i + 1 :]]
    for i, line in enumerate(lines):
        if not FURNITURE.match(line) and any(c.isalpha() for c in line):
            return line, [*lines[:i], *lines[i + 1 :]]
    return name, list(lines)


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
    for band in (part for whole in bands if whole for part in side_by_side(whole)):
        lead, body, tail = _strip(band)
        if body and (len(body) == 1 or _is_facts(body)) and len(bands) > 1:
            lead, body, tail = [*lead, *map(fact, body), *tail], [], []
        if not body:
            lines = lead + tail
            if pieces and not waiting and (NOTE.match(lines[0]) or len(lines[0]) > 100):
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


def side_by_side(band: list[list[str]]) -> list[list[list[str]]]:
    """The tables that stand beside each other, parted by an empty column; one that only has a spare column stays whole."""
    width = max(map(len, band))
    full = [row + [""] * (width - len(row)) for row in band]
    spans: list[tuple[int, int]] = []
    for column in range(width):
        if any(row[column] for row in full):
            if spans and spans[-1][1] == column:
                spans[-1] = (spans[-1][0], column + 1)
            else:
                spans.append((column, column + 1))
    if len(spans) < 2 or any(end - start < 2 for start, end in spans):
        return [band]
    parts: list[list[list[str]]] = []
    extents: list[tuple[int, int]] = []
    labelled: list[bool] = []
    for start, end in spans:
        rows = [i for i, row in enumerate(full) if any(row[start:end])]
        extents.append((rows[0], rows[-1]))
        part = [full[i][start:end] for i in range(rows[0], rows[-1] + 1)]
        labels = [row[0] for row in part if row[0]]
        words = sum(not is_number(label) for label in labels)
        labelled.append(len(part) > 1 and bool(labels) and words >= 0.6 * len(labels) and sum(map(bool, part[0])) > 1)
        parts.append(part)
    if len(set(extents)) > 1 and all(len(part) > 1 for part in parts):
        return parts
    return parts if all(labelled) else [band]


def fact(row: Sequence[str]) -> str:
    """A row of a few cells as a line of text: "Date: 2018"."""
    cells = [cell for cell in row if cell]
    return f"{cells[0].rstrip(':')}: {', '.join(cells[1:])}" if len(cells) > 1 else "".join(cells)


def _is_facts(body: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a few named facts about a sheet ("Date", "2018"), or a key to its signs, and no table."""
    cells = [[cell for cell in row if cell] for row in body]
    if len(body) > 8 or max(map(len, cells)) > 2:
        return False
    seconds = [row[1] for row in cells if len(row) == 2]
    return all(len(row[0]) < 40 for row in cells) and not any(is_number(x) and not is_year(x) for x in seconds)


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
