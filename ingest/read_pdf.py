"""A PDF to Pages and Tables: reading order, headings, lists, captions, footnotes, running heads told apart."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf.errors import PyPdfError

from ingest.cells import n_header_rows, table_text, tidy_grid
from ingest.errors import UnreadableDocument
from ingest.ocr import FEWEST_LETTERS, is_scan, read_picture
from ingest.pdf_kinds import body_size, join_over_columns, mark_headings, mark_running, squeezed
from ingest.pdf_parts import CAPTION, Part, Sheet, sheet_of
from ingest.pdf_words import PDFIUM_LOCK, mend_ligatures, page_words
from ingest.read import Limits, Reading
from ingest.schema import Block, Box, Page, Table

OCR_ADVICE = "run OCR on it, or install tesseract and set HUB_OCR=eng"
BARE_CAPTION = re.compile(r"^(?:table|figure|chart|box|annex)\s+[A-Z]{0,2}[-–.]?\d[\w.]*$", re.I)


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
            has_form = pdf.get_formtype() != raw.FORMTYPE_NONE
            has_fields = False
            seen, broken, pictures = [], [], []
            for number in range(1, n_pages + 1):
                try:
                    page = pdf[number - 1]
                    found = page_words(page)
                    if limits.ocr and is_scan(found):
                        found = read_picture(page, found, limits.ocr, path.name)
                        pictures.append(number)
                    seen.append((number, found))
                    has_fields = has_fields or (has_form and _has_fields(page))
                    page.close()
                except pdfium.PdfiumError:
                    broken.append(number)
        finally:
            pdf.close()
    mend_ligatures([words for _, words in seen])
    sheets = [sheet_of(number, words) for number, words in seen]
    body = body_size(sheets)
    mark_running(sheets, body)
    mark_headings(sheets, outline, body)
    for sheet in sheets:
        join_over_columns(sheet)
    words = _vocabulary(sheets)
    fields = _form_fields(path) if has_fields else {}
    pages = tuple(_page(document_id, sheet, words, fields.get(sheet.number, ())) for sheet in sheets)
    tables = _tables(document_id, sheets, pages)
    read = tuple(page for page in pages if page.text.strip())
    empty = tuple(sorted({page.number for page in pages} - {page.number for page in read} | set(broken)))
    if not read:
        where = f"{path.name}: no text on {n_pages} page{'s' * (n_pages > 1)}"
        if any(sheet.n_images for sheet in sheets):
            raise UnreadableDocument(f"{where}, so it is a scan; {OCR_ADVICE}")
        raise UnreadableDocument(f"{where} and no pictures, so it is blank or its letters are drawn; {OCR_ADVICE}")
    notes = []
    if empty:
        notes.append(f"no text on {_numbers(empty)} (blank, a picture, or a scan)")
    if pictures:
        notes.append(f"{_numbers(pictures)} read by OCR from a picture; check words and figures against the page")
    bare = [s.number for s in sheets if s.n_images and 0 < s.n_letters < FEWEST_LETTERS and s.number not in pictures]
    if bare:
        notes.append(f"almost no text beside a picture on {_numbers(bare)}; if it is a scan, {OCR_ADVICE}")
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


def _has_fields(page: pdfium.PdfPage) -> bool:
    """Whether fields of a form stand on the page. The caller holds PDFIUM_LOCK."""
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            return True
    return False


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
        if block.kind == "heading" and not (i + 1 < len(above) and above[i + 1].kind == "caption"):
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
