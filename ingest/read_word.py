"""A Word document (DOCX) to Pages and Tables: headings, lists, tables with merged cells, footnotes."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.cells import Row, Span, n_header_rows, spread, tidy_grid
from ingest.errors import UnreadableDocument
from ingest.read import Limits, Reading
from ingest.read_web import Item, sections
from ingest.schema import Block, BlockKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MAX_DEPTH = 40


def read_word(path: Path, document_id: str, limits: Limits) -> Reading:
    """The document's text and tables, one Page per top section. Raises UnreadableDocument for a damaged file."""
    try:
        with zipfile.ZipFile(path) as archive:
            document = _parsed(archive, "word/document.xml")
            if document is None:
                raise UnreadableDocument(f"{path.name}: holds no Word document; save it again as DOCX")
            styles = _heading_styles(_parsed(archive, "word/styles.xml"))
            notes = _notes(_parsed(archive, "word/footnotes.xml")) | _notes(_parsed(archive, "word/endnotes.xml"), "e")
            title = _title(_parsed(archive, "docProps/core.xml"))
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        zlib.error,
    ) as error:
        raise UnreadableDocument(f"{path.name}: damaged Word file ({error}); open and save it again") from error
    body = document.find(f"{W}body")
    items: list[Item] = []
    if body is not None:
        items = list(_Body(styles, notes).items(body, 0))
    if title is None:
        title = next((item.text for item in items if isinstance(item, Block) and item.level == 1), None)
    return sections(path, document_id, items, title, limits)


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part of the file as XML, without entities or anything from outside; `None` when there is no such part."""
    try:
        content = archive.read(name)
    except KeyError:
        return None
    # Documents saved as "strict" differ in the namespace alone.
    content = content.replace(STRICT, W[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _heading_styles(styles: etree._Element | None) -> dict[str, int]:
    """Style id to heading level, through the styles they are based on; the title style is level 1."""
    if styles is None:
        return {}
    found: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        style_id = style.get(f"{W}styleId", "")
        name = _value(style.find(f"{W}name")).lower()
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        parents[style_id] = _value(style.find(f"{W}basedOn"))
        if match := re.fullmatch(r"heading (\d)", name):
            found[style_id] = int(match[1])
        elif name == "title":
            found[style_id] = 1
        elif outline is not None and _value(outline).isdecimal() and int(_value(outline)) < 9:
            found[style_id] = int(_value(outline)) + 1
    for style_id in parents:
        ancestor, steps = style_id, 0
        while ancestor and ancestor not in found and steps < 20:
            ancestor, steps = parents.get(ancestor, ""), steps + 1
        if ancestor in found:
            found[style_id] = found[ancestor]
    return found


def _value(element: etree._Element | None) -> str:
    """The w:val of an element, or nothing."""
    return "" if element is None else element.get(f"{W}val", "")


def _notes(root: etree._Element | None, prefix: str = "") -> dict[str, str]:
    """Footnotes by id."""
    if root is None:
        return {}
    return {
        prefix + note.get(f"{W}id", ""): text
        for note in root
        if note.get(f"{W}type") in (None, "normal")
        and (text := " ".join(" ".join(_text(p) for p in note.iter(f"{W}p")).split()))
    }


def _title(core: etree._Element | None) -> str | None:
    """The title in the file's properties."""
    if core is None:
        return None
    return " ".join((core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").split()) or None


def _text(paragraph: etree._Element) -> str:
    """A paragraph's text as shown: insertions kept, deletions and field codes left out."""
    pieces: list[str] = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if any(parent.tag in (f"{MC}Fallback", f"{W}del", f"{W}moveFrom") for parent in node.iterancestors()):
            continue
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif node.getparent().tag != f"{W}tabs":
            pieces.append(" ")
    return " ".join("".join(pieces).split())


class _Body:
    """Walks the body with the document's styles and footnotes at hand."""

    def __init__(self, styles: dict[str, int], notes: dict[str, str]) -> None:
        """Keep the styles and notes."""
        self.styles = styles
        self.notes = notes

    def items(self, parent: etree._Element, depth: int) -> Iterator[Item]:
        """Blocks and tables in order; a footnote follows the paragraph that calls it."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child, depth)
            elif (
                child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag")
                and depth < MAX_DEPTH
            ):
                yield from self.items(child, depth + 1)

    def paragraph(self, paragraph: etree._Element) -> Iterator[Item]:
        """One block with its kind, and the footnotes it calls."""
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        outline = _value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None or "list" in style.lower()
        text = _text(paragraph)
        if text:
            level = self.styles.get(style) or (int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else None)
            kind: BlockKind = "body"
            if level is not None:
                kind = "heading"
            elif "caption" in style.lower():
                kind = "caption"
            elif numbered:
                kind, text = "list", text if re.match(r"^[•\d]", text) else f"• {text}"
            yield Block(text, (), kind, level)
        for tag, prefix in (("footnoteReference", ""), ("endnoteReference", "e")):
            for call in paragraph.iter(f"{W}{tag}"):
                if note := self.notes.get(prefix + call.get(f"{W}id", "")):
                    yield Block(note, (), "footnote")

    def table(self, table: etree._Element, depth: int) -> Iterator[Item]:
        """The cells with merged ones filled; a table of one column only lays out the page."""
        rows = table.findall(f"{W}tr")
        grid: list[list[Span]] = []
        above: dict[int, str] = {}
        heads = 0
        for row in rows:
            spans: list[Span] = []
            column = sum(int(_value(x) or 0) for x in row.iterfind(f"{W}trPr/{W}gridBefore") if _value(x).isdecimal())
            spans += [Span("")] * min(column, 100)
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl")) is not table:
                    continue
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                width = _value(cell.find(f"{W}tcPr/{W}gridSpan"))
                columns = max(1, min(int(width), 200)) if width.isdecimal() else 1
                text = " ".join(filter(None, (_text(p) for p in cell.iter(f"{W}p"))))
                if merge is not None and _value(merge) != "restart":
                    text = above.get(column, "")
                above[column] = text
                spans.append(Span(text, columns))
                column += columns
            grid.append(spans)
            if row.find(f"{W}trPr/{W}tblHeader") is not None and heads == len(grid) - 1:
                heads += 1
        cells: tuple[Row, ...] = tidy_grid(spread(grid))
        if (not cells or len(cells[0]) < 2) and depth < MAX_DEPTH:
            for cell in table.iterfind(f"{W}tr/{W}tc"):
                yield from self.items(cell, depth + 1)
            return
        if cells:
            yield ("", heads if 0 < heads < len(cells) else n_header_rows(cells), cells)
