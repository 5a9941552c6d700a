"""A PDF to Pages and Tables: reading order, headings, lists, captions, footnotes, running heads told apart."""

import itertools
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf.errors import PyPdfError

from ingest.cells import is_number, n_header_rows, table_text, tidy_grid
from ingest.errors import UnreadableDocument
from ingest.pdf_layout import BULLET, NUMBER_MARK, Fragment, Group, as_read, fragments, groups
from ingest.pdf_tables import Found, Glyphs, Rule, find_tables
from ingest.pdf_words import PDFIUM_LOCK, PageWords, Word, mend_ligatures, page_words
from ingest.read import Limits, Reading
from ingest.schema import Block, BlockKind, Box, Page, Table

CAPTION = re.compile(
    r"^(?:figure|fig\.?|table|chart|box|map|exhibit|graph|diagram|annex table)\s+[A-Z]?\d*[\d.]*[A-Za-z]?\s*[:.–—-]",
    re.I,
)
BARE_CAPTION = re.compile(r"^(?:table|figure|chart|box|annex)\s+[A-Z]{0,2}[-–.]?\d[\w.]*$", re.I)
FOOTNOTE_MARK = re.compile(r"^(?:\d{1,3}|[*†‡§]{1,3}|\[\d{1,3}\])(?=\D|$)")
PAGE_NUMBER = re.compile(r"^(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?$", re.I)


@dataclass(slots=True)
class Part:
    """A block in the making: its lines, its kind, and the text as mended."""

    lines: list[Fragment]
    kind: BlockKind
    level: int | None = None
    table: Found | None = None

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def raw_text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Sheet:
    """One page in the making."""

    number: int
    width: float
    height: float
    parts: list[Part] = field(default_factory=list)
    n_images: int = 0

    @property
    def n_letters(self) -> int:
        """Letters and digits outside running heads."""
        return sum(len(part.raw_text) for part in self.parts if part.kind not in ("header", "footer"))


def read_pdf(path: Path, document_id: str, limits: Limits) -> Reading:
    """The pages and tables of a PDF. Raises UnreadableDocument for a locked or damaged file, or a scan."""
    with PDFIUM_LOCK:
        pdf = _opened(path)
        try:
            n_pages = len(pdf)
            if n_pages == 0:
                raise UnreadableDocument(f"{path.name}: damaged PDF without pages; fetch it again")
            if n_pages > limits.max_pages:
                raise UnreadableDocument(
                    f"{path.name}: {n_pages} pages are over the limit of {limits.max_pages}; split it or raise HUB_MAX_PAGES"
                )
            outline = _outline(pdf)
            title = _title(pdf)
            n_attached = pdf.count_attachments()
            seen, broken = [], []
            for number in range(1, n_pages + 1):
                try:
                    page = pdf[number - 1]
                    seen.append((number, page_words(page)))
                    page.close()
                except pdfium.PdfiumError:
                    broken.append(number)
            has_form = pdf.get_formtype() != raw.FORMTYPE_NONE
        finally:
            pdf.close()
    mend_ligatures([words for _, words in seen])
    sheets = [_sheet(number, words) for number, words in seen]
    body = _body_size(sheets)
    _mark_running(sheets, body)
    _mark_headings(sheets, outline, body)
    for sheet in sheets:
        _join_over_columns(sheet)
    words = _vocabulary(sheets)
    fields = _form_fields(path) if has_form else {}
    pages = tuple(_page(document_id, sheet, words, fields.get(sheet.number, ())) for sheet in sheets)
    tables = _tables(document_id, sheets, pages)
    read = tuple(page for page in pages if page.text.strip())
    empty = tuple(sorted({page.number for page in pages} - {page.number for page in read} | set(broken)))
    if not read:
        where = f"{path.name}: no text on {n_pages} page{'s' * (n_pages > 1)}"
        if any(sheet.n_images for sheet in sheets):
            raise UnreadableDocument(f"{where}, so it is a scan; run OCR on it")
        raise UnreadableDocument(f"{where} and no pictures, so it is blank or its letters are drawn; run OCR on it")
    notes = []
    if empty:
        notes.append(f"no text on {_numbers(empty)} (blank, a picture, or a scan)")
    if pictures := [sheet.number for sheet in sheets if sheet.n_images and 0 < sheet.n_letters < 50]:
        notes.append(f"almost no text beside a picture on {_numbers(pictures)}; run OCR on the file if it is a scan")
    if n_attached:
        notes.append(f"{n_attached} attached file{'s' * (n_attached > 1)} left out; put what matters into the folder")
    return Reading(document_id, read, tables, empty, tuple(notes), title, n_pages)


def _opened(path: Path) -> pdfium.PdfDocument:
    """The open file. Raises UnreadableDocument when it is locked or damaged."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(f"{path.name}: locked with a password; save a copy without one") from error
        raise UnreadableDocument(f"{path.name}: damaged PDF ({error}); fetch it again") from error


def _title(pdf: pdfium.PdfDocument) -> str | None:
    """The title in the file's metadata, when it looks like one."""
    title = " ".join(pdf.get_metadata_value("Title").split())
    if (
        len(title) < 6
        or " " not in title
        or re.search(r"\.(?:docx?|pdf|indd|pptx?|xlsx?)$|^microsoft |untitled", title, re.I)
    ):
        return None
    return title


def _outline(pdf: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """(page number, squeezed title) to level, from the file's bookmarks."""
    found: dict[tuple[int, str], int] = {}
    try:
        for item in pdf.get_toc(max_depth=15):
            destination = item.get_dest()
            index = destination.get_index() if destination is not None else None
            if index is not None:
                found[index + 1, squeezed(item.get_title())] = item.level + 1
            if len(found) > 5000:
                break
    except pdfium.PdfiumError:
        return {}  # a damaged outline is no loss: headings are told by their type
    return found


def _form_fields(path: Path) -> dict[int, tuple[str, ...]]:
    """What has been filled into a form's fields, page by page; PDFium leaves it out of a page's text."""
    found: dict[int, tuple[str, ...]] = {}
    try:
        reader = pypdf.PdfReader(path, strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        for number, page in enumerate(reader.pages, start=1):
            lines = []
            for annotation in page.get("/Annots") or ():
                field = annotation.get_object()
                name, value = field.get("/T"), field.get("/V")
                if isinstance(value, str) and value.strip() and not value.startswith("/"):
                    lines.append(" ".join(f"{name or 'Field'}: {value}".split()))
            if lines:
                found[number] = tuple(lines)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return found  # a damaged form costs its fields, not the document
    return found


def _numbers(numbers: Sequence[int]) -> str:
    """ "page 3" or "pages 1, 4-6"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    text = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    return f"page{'s' * (len(numbers) > 1)} {text}"


def squeezed(text: str) -> str:
    """The letters and digits of a text, lower case, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


# One page


def _sheet(number: int, seen: PageWords) -> Sheet:
    """The page's lines and tables in reading order, split into paragraphs, list items and headings."""
    words = seen.words
    turn = Counter(word.turn for word in words).most_common(1)[0][0] if words else 0
    upright = [word for word in words if word.turn == turn]
    tables = [table for table in find_tables(*_as_read(upright, seen, turn)) if _is_table(table)]
    taken = {position for table in tables for position in table.words}
    rest = [word for position, word in enumerate(upright) if position not in taken]
    rest += [word for word in words if word.turn != turn]
    boxed = [
        Group(_rows([upright[position] for position in table.words], seen), table) for table in tables if table.words
    ]
    sheet = Sheet(number, seen.width, seen.height, n_images=seen.n_images)
    for group in groups(fragments(rest, seen.width, seen.height), boxed):
        if group.table is not None:
            sheet.parts.append(Part(group.lines, "table", table=group.table))
        else:
            sheet.parts += _paragraphs(group)
    return sheet


def _as_read(words: Sequence[Word], seen: PageWords, turn: int) -> tuple[list[Glyphs], list[Rule], float, float]:
    """Words and rules with the page turned so that the words read from left to right."""
    glyphs = []
    for word in words:
        u0, v0, u1, v1, base = as_read(word, seen.width, seen.height)
        glyphs.append(Glyphs(word.text, u0, v0, u1, v1, base, word.size))
    if turn == 0:
        return glyphs, seen.rules, seen.width, seen.height
    rules = []
    for x0, top, x1, bottom in seen.rules:
        box = Word("", x0, top, x1, bottom, 0.0, False, turn, 0.0, 0)
        rules.append(as_read(box, seen.width, seen.height)[:4])
    if turn == 180:
        return glyphs, rules, seen.width, seen.height
    return glyphs, rules, seen.height, seen.width


def _rows(words: list[Word], seen: PageWords) -> list[Fragment]:
    """A table's words as printed lines, top to bottom."""
    lines = fragments(sorted(words, key=lambda w: as_read(w, seen.width, seen.height)[4]), seen.width, seen.height)
    return sorted(lines, key=lambda line: (round(line.base), line.u0))


def _is_table(table: Found) -> bool:
    """Whether a found table is worth keeping: not a box round prose, not an empty frame, not a list of contents."""
    grid = table.grid()
    cells = [cell for row in grid for cell in row]
    filled = [cell for cell in cells if cell]
    if len(grid) < 2 or len(grid[0]) < 2 or len(filled) < 0.5 * len(cells) or len(filled) < 4:
        return False
    if len(table.spots) < 0.4 * len(cells) or _is_contents(grid) or _is_axis(grid):
        return False
    figures = sum(is_number(cell) for cell in filled)
    if not table.ruled:
        return len(grid) >= 3 and figures >= 2
    return figures >= 2 or (len(grid) >= 3 and statistics.median(map(len, filled)) < 300)


def _paragraphs(group: Group) -> list[Part]:
    """A chain of lines cut where a paragraph, a list item, or a change of type begins."""
    parts: list[Part] = []
    pitches = [b.base - a.base for a, b in zip(group.lines, group.lines[1:], strict=False)]
    usual = statistics.median_low(pitches) if pitches else 0.0
    previous: Fragment | None = None
    for line in group.lines:
        item = _starts_item(line)
        if previous is None:
            new = True
        else:
            pitch = line.base - previous.base
            ratio = max(line.size, previous.size) / max(min(line.size, previous.size), 0.1)
            indented = (
                line.u0 - group.u0 > 0.8 * line.size and abs(previous.u0 - group.u0) < 1 and parts[-1].kind == "body"
            )
            short = previous.u1 < group.u1 - 0.35 * (group.u1 - group.u0)
            new = (
                item
                or pitch > 1.3 * usual
                or ratio > 1.07
                or (line.bold != previous.bold and (short or all(x.bold == previous.bold for x in parts[-1].lines)))
                or (indented and short)
                or (
                    parts[-1].kind == "list"
                    and line.u0 < parts[-1].lines[0].u0 - 2
                    and (short or previous.text.endswith((".", ";", ":")))
                )
            )
        if new:
            parts.append(Part([line], "list" if item else "body"))
        else:
            parts[-1].lines.append(line)
        previous = line
    for part in parts:
        if CAPTION.match(part.raw_text) and len(part.raw_text) < 300:
            part.kind = "caption"
    return parts


def _starts_item(line: Fragment) -> bool:
    """Whether the line begins with a bullet or an item number."""
    first = line.words[0].text
    if BULLET.match(first):
        return len(line.words) > 1
    return bool(NUMBER_MARK.match(first)) and len(line.words) > 2


def _is_contents(grid: tuple[tuple[str, ...], ...]) -> bool:
    """Whether rows of words end in whole numbers that never fall: a list of contents."""
    pairs = [(row[:-1], row[-1]) for row in grid if row[-1]]
    if pairs and re.match(r"page\b", pairs[0][1], re.I):
        pairs = pairs[1:]
    if len(pairs) < 3 or len(grid[0]) > 3 or not all(last.isdecimal() for _, last in pairs):
        return False
    numbers = [int(last) for _, last in pairs if last.isdecimal()]
    wordy = sum(any(c.isalpha() for c in "".join(first)) for first, _ in pairs)
    return numbers == sorted(numbers) and numbers[-1] < 2000 and wordy >= 0.7 * len(pairs) and len(set(numbers)) > 2


def _is_axis(grid: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first column counts up or down in equal steps, as a chart's axis does."""
    first = [row[0].replace(",", "").rstrip("%") for row in grid if row[0]]
    n_words = len(first)
    first = [text for text in first if re.fullmatch(r"[-−–]?\d+(?:\.\d+)?", text)]
    if len(first) < 4 or len(first) < 0.7 * n_words:
        return False
    values = [float(re.sub("[−–]", "-", text)) for text in first]
    steps = {round(b - a, 6) for a, b in itertools.pairwise(values)}
    return len(steps) == 1 and steps.pop() not in (0, 1, -1)


# All pages


def _body_size(sheets: list[Sheet]) -> float:
    """The size of type that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind in ("body", "list"):
                for line in part.lines:
                    sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _mark_running(sheets: list[Sheet], body: float) -> None:
    """Mark as header or footer what stands at the same height at the edge of several pages, and page numbers there."""
    seen: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    edges: list[tuple[Sheet, Part, BlockKind, str]] = []
    for sheet in sheets:
        turn = Counter(line.turn for part in sheet.parts for line in part.lines).most_common(1)[:1]
        for part in sheet.parts:
            line_boxes = [line.line() for line in part.lines]
            top, bottom = min(b.top for b in line_boxes), max(b.bottom for b in line_boxes)
            if bottom < 0.12 * sheet.height:
                kind: BlockKind = "header"
            elif top > 0.88 * sheet.height or part.lines[0].turn != turn[0][0]:
                kind = "footer"
            else:
                continue
            key = " ".join(part.raw_text.lower().split())
            if part.size <= 1.05 * body:  # the headings of chapters differ by their number alone
                key = re.sub(r"\d+", "#", key)
            edges.append((sheet, part, kind, key))
            seen[kind, key].add(sheet.number)
    for _, part, kind, key in edges:
        often = len(seen[kind, key]) >= max(3, min(8, len(sheets) // 8)) or (
            len(sheets) in (2, 3) and len(seen[kind, key]) >= 2
        )
        if (often and len(key) < 150) or PAGE_NUMBER.match(part.raw_text.strip()):
            part.kind, part.level = kind, None


def _mark_headings(sheets: list[Sheet], outline: dict[tuple[int, str], int], body: float) -> None:
    """Give headings their kind and level, and set small type at the foot apart as footnotes."""
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind in ("body", "list"):
                level = outline.get((sheet.number, squeezed(part.raw_text)))
                if level is not None or _is_heading(part, body):
                    part.kind, part.level = "heading", level
        _mark_footnotes(sheet, body)
    styles = sorted(
        {_style(part) for sheet in sheets for part in sheet.parts if part.kind == "heading" and part.level is None},
        reverse=True,
    )
    ranks = {style: min(i, 5) + 1 for i, style in enumerate(styles)}
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind == "heading" and part.level is None:
                part.level = ranks[_style(part)]


def _join_over_columns(sheet: Sheet) -> None:
    """Make one of a paragraph that breaks off at the foot of a column and goes on in the next."""
    kept: list[Part] = []
    last: Part | None = None
    for part in sheet.parts:
        goes_on = (
            last is not None
            and part.kind == "body"
            and last.kind in ("body", "list")
            and part.lines[0].v0 < last.lines[-1].v0
            and abs(part.size - last.size) < 0.04 * part.size
            and part.raw_text[:1].islower()
            and not last.raw_text.rstrip().endswith((".", ":", ";", "?", "!", ")"))
        )
        if goes_on and last is not None:
            last.lines += part.lines
            continue
        kept.append(part)
        if part.kind not in ("header", "footer"):
            last = part
    sheet.parts = kept


def _style(part: Part) -> tuple[float, bool]:
    """What makes headings equals: size to the half point, and weight."""
    return round(part.size), part.bold


def _is_heading(part: Part, body: float) -> bool:
    """Whether a part's type and wording are a heading's."""
    text = part.raw_text
    letters = sum(c.isalpha() for c in text)
    if letters < 3 or len(text) > 200 or len(part.lines) > 4:
        return False
    if part.kind == "list" and BULLET.match(part.lines[0].words[0].text):
        return False
    larger = part.size > 1.12 * body
    if text.rstrip().endswith((".", ",", ";")) and not (larger and len(text) < 80):
        return False
    if larger:
        return letters > 0.5 * len(text.replace(" ", ""))
    return part.bold and part.size >= 0.95 * body and len(text) < 120 and text[:1].upper() == text[:1]


def _mark_footnotes(sheet: Sheet, body: float) -> None:
    """Set apart the small type at the foot of a column that opens with a mark."""
    ends = [
        (min(line.u0 for line in part.lines), max(line.u1 for line in part.lines), max(line.v1 for line in part.lines))
        for part in sheet.parts
        if part.kind in ("body", "list", "heading") and part.size > 0.93 * body
    ]
    inside: list[tuple[float, float]] = []
    for part in sorted(sheet.parts, key=lambda p: p.lines[0].v0):
        if part.kind not in ("body", "list") or part.size > 0.93 * body:
            continue
        u0, u1, v0 = part.lines[0].u0, part.lines[0].u1, part.lines[0].v0
        lower = max((v1 for a, b, v1 in ends if min(b, u1) > max(a, u0)), default=0.0)
        follows = any(min(b, u1) > max(a, u0) for a, b in inside)
        if v0 > 0.4 * sheet.height and v0 > lower - 2 and (follows or FOOTNOTE_MARK.match(part.raw_text)):
            part.kind = "footnote"
            inside.append((u0, u1))


# Text


def _vocabulary(sheets: list[Sheet]) -> Counter[str]:
    """How often each word stands whole inside a line, to tell "low-carbon" from "informa-tion" at a line end."""
    words: Counter[str] = Counter()
    for sheet in sheets:
        for part in sheet.parts:
            for line in part.lines:
                for word in line.words[:-1]:
                    words[word.text.strip(".,;:()[]'\"“”‘’").lower()] += 1
    return words


def joined(lines: Iterable[str], words: Counter[str]) -> str:
    """Printed lines as one text: a word cut by a hyphen is made whole, a hyphenated word keeps its hyphen."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif re.search(r"[A-Za-zÀ-ÿ]-$", text) and line[:1].islower():
            head = re.split(r"[\s/(“\"]", text)[-1][:-1]
            tail = re.split(r"[\s.,;:)\]!?/”\"’]", line, maxsplit=1)[0]
            whole, hyphened = words[(head + tail).lower()], words[f"{head}-{tail}".lower()]
            keep = hyphened > whole or (whole == hyphened and (words[head.lower()] > 1 and words[tail.lower()] > 1))
            text = text + line if keep else text[:-1] + line
        elif text.endswith(("-", "/", "–")) and not text.endswith((" -", " –", " /")):
            text += line
        else:
            text += " " + line
    return text


def _page(document_id: str, sheet: Sheet, words: Counter[str], fields: Sequence[str] = ()) -> Page:
    """The finished page."""
    blocks = tuple(
        Block(_block_text(part, words), tuple(line.line() for line in part.lines), part.kind, part.level)
        for part in sheet.parts
    )
    blocks += tuple(Block(field, (), "body") for field in fields)
    body = [block.text for block in blocks if block.kind not in ("header", "footer", "footnote")]
    feet = [block.text for block in blocks if block.kind == "footnote"]
    text = "\n\n".join(body + feet)
    return Page(document_id, sheet.number, text, blocks, round(sheet.width, 1), round(sheet.height, 1))


def _block_text(part: Part, words: Counter[str]) -> str:
    """A block's text: a table row by row, other lines joined."""
    if part.table is not None:
        return table_text(tidy_grid(part.table.grid()))
    return joined((line.text for line in part.lines), words)


def _tables(document_id: str, sheets: Sequence[Sheet], pages: Sequence[Page]) -> tuple[Table, ...]:
    """The tables with their titles and notes, in order."""
    tables: list[Table] = []
    for sheet, page in zip(sheets, pages, strict=True):
        for position, part in enumerate(sheet.parts):
            if part.table is None:
                continue
            cells = tidy_grid(part.table.grid())
            lines = page.blocks[position].lines
            box = Box(
                sheet.number,
                min(line.x0 for line in lines),
                min(line.top for line in lines),
                max(line.x1 for line in lines),
                max(line.bottom for line in lines),
            )
            title = _table_title(page.blocks, position) or f"Table on page {sheet.number}"
            notes = _table_notes(page.blocks, position)
            table_id = f"{document_id}#t{len(tables) + 1}"
            heads = n_header_rows(cells)
            tables.append(Table(table_id, document_id, title, sheet.number, None, cells, heads, notes, box))
    return tuple(tables)


def _table_title(blocks: Sequence[Block], position: int) -> str:
    """The caption just above a table, else just below, else the heading above."""
    above: list[Block] = []
    for block in reversed(blocks[max(0, position - 8) : position]):
        if block.kind == "table" or (block.kind == "body" and len(block.text) > 200):
            break
        if block.kind not in ("header", "footer", "footnote"):
            above.append(block)
    for i, block in enumerate(above[:6]):
        if block.kind == "caption" or CAPTION.match(block.text) or BARE_CAPTION.match(block.text):
            if len(block.text) < 14 and i > 0:  # "Table 1" stands alone over its title
                return " ".join(b.text for b in reversed(above[max(0, i - 3) : i + 1]))[:300]
            return block.text[:300]
        if block.kind == "heading":
            break
    below = blocks[position + 1] if position + 1 < len(blocks) else None
    if below is not None and (below.kind == "caption" or CAPTION.match(below.text)):
        return below.text[:300]
    if above and above[0].kind == "body" and len(above[0].text) < 120:
        return above[0].text
    return next((block.text for block in above if block.kind == "heading"), "")


def _table_notes(blocks: Sequence[Block], position: int) -> tuple[str, ...]:
    """The source and notes that stand right under a table."""
    notes = []
    for block in blocks[position + 1 : position + 5]:
        if not re.match(r"(?:sources?|notes?)\b|[*†‡]|\(?\d\)\s", block.text, re.I) or block.kind in (
            "heading",
            "table",
        ):
            break
        notes.append(block.text)
    return tuple(notes)
