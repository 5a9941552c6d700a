"""HTML, Markdown and plain text to Pages and Tables. Nothing is fetched: links, pictures and scripts are left alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from lxml import etree

from ingest.cells import Row, Span, n_header_rows, spread, table_text, tidy_grid
from ingest.errors import UnreadableDocument
from ingest.read import Limits, Reading
from ingest.schema import Block, Page, Table

DROPPED = {
    "script", "style", "noscript", "template", "nav", "footer", "iframe", "svg", "math", "form", "button", "select",
    "object", "embed", "canvas", "audio", "video", "head", "dialog", "menu",
}  # fmt: skip
DROPPED_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"}
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|skip-?link|site-?(?:nav|header|footer|menu)|share|social|related|sidebar|"
    r"feedback|newsletter|advert|pagination|visually-?hidden|sr-only|print-link|back-to-top|toolbar)(?:$|[\s_-])",
    re.I,
)
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)", re.I
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
PARAGRAPHS = {"p", "blockquote", "pre", "dt", "dd", "address", "summary", "legend"}
TITLE = re.compile(r"^(?:table|figure|chart|box)\b", re.I)
MAX_DEPTH = 200

Item = Block | tuple[str, int, tuple[Row, ...]]  # a block, or a table: caption, number of head rows, cells


def read_html(path: Path, document_id: str, limits: Limits) -> Reading:
    """The main content of a web page, one Page per top section."""
    text = decoded(path).replace("\f", " ")
    # An XML declaration with an encoding is refused by lxml on text that is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{path.name}: no readable HTML ({error}); save the page again") from error
    title = " ".join((root.findtext(".//title") or "").split()) or None
    _drop_furniture(root)
    items = list(_items(_main(root), 0))
    return sections(path, document_id, items, title, limits)


def decoded(path: Path) -> str:
    """The file's text without control characters, by its byte order mark, its charset, UTF-8, or else Windows-1252."""
    return CONTROLS.sub("", _decoded(path))


def _decoded(path: Path) -> str:
    """The file's text by its byte order mark, its declared charset, UTF-8, or else Windows-1252."""
    content = path.read_bytes()
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:2000].count(b"\0") > 0.2 * len(content[:2000]):
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = re.search(rb"charset=[\"']?([\w-]+)", content[:2048])
        name = declared[1].decode("ascii") if declared else "cp1252"
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            return content.decode("cp1252", errors="replace")


def _drop_furniture(root: etree._Element) -> None:
    """Take out what a reader does not see, or sees on every page of the site."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article"):
            continue
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.getparent() is None:
            continue
        in_article = any(parent.tag in ("article", "main") for parent in element.iterancestors())
        if (
            element.tag in DROPPED
            or (element.tag in ("header", "aside") and not in_article)
            or element.get("role", "").lower() in DROPPED_ROLES
            or element.get("hidden") is not None
            or element.get("aria-hidden", "").lower() == "true"
            or HIDDEN_STYLE.search(element.get("style", ""))
            or FURNITURE.search(marks)
        ):
            element.drop_tree()


def _main(root: etree._Element) -> etree._Element:
    """The element that holds the page's own content."""
    body = root.find("body")
    body = root if body is None else body
    n_all = len(" ".join(body.itertext()).split())
    for query in (".//main", ".//*[@role='main']", ".//*[@id='main-content']", ".//*[@id='content']", ".//article"):
        found = body.xpath(query)
        if len(found) == 1 and len(" ".join(found[0].itertext()).split()) > 0.3 * n_all:
            return found[0]
    return body


def _items(element: etree._Element, depth: int) -> Iterator[Item]:
    """Blocks and tables under an element, in order; text that stands outside any paragraph is one too."""
    loose: list[str] = [element.text or ""]

    def flush() -> Iterator[Item]:
        text = " ".join(" ".join(loose).split())
        loose.clear()
        if text:
            yield Block(text, (), "body")

    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in HEADINGS:
            yield from flush()
            if text := _text(child):
                yield Block(text, (), "heading", HEADINGS[tag])
        elif tag == "table":
            yield from flush()
            yield from _table(child, depth)
        elif tag in ("ul", "ol"):
            yield from flush()
            yield from _list(child, 0, depth)
        elif tag == "figcaption":
            yield from flush()
            if text := _text(child):
                yield Block(text, (), "caption")
        elif tag in PARAGRAPHS and not child.xpath(".//table|.//ul|.//ol|.//p|.//h1|.//h2|.//h3|.//h4"):
            yield from flush()
            if text := _text(child):
                yield Block(text, (), "body")
        elif (
            tag
            and depth < MAX_DEPTH
            and (
                child.xpath(".//table|.//ul|.//ol|.//p|.//h1|.//h2|.//h3|.//h4|.//div|.//li")
                or tag in ("div", "section", "li", "figure")
            )
        ):
            yield from flush()
            yield from _items(child, depth + 1)
        elif tag == "br":
            yield from flush()
        elif tag:
            loose.append(_text(child))
        loose.append(child.tail or "")
    yield from flush()


def _text(element: etree._Element) -> str:
    """An element's text with single spaces; a line break is a space."""
    for br in element.iter("br"):
        br.tail = " " + (br.tail or "")
    return " ".join("".join(element.itertext()).split())


def _list(element: etree._Element, level: int, depth: int) -> Iterator[Item]:
    """List items with their bullets or numbers, those of lists within after them."""
    number = 0
    for item in element:
        if not isinstance(item.tag, str):
            continue
        if item.tag in ("ul", "ol"):
            yield from _list(item, level + 1, depth + 1)
            continue
        number += 1
        inner = [child for child in item if child.tag in ("ul", "ol", "table")]
        for child in inner:
            tail = child.tail
            item.remove(child)
            if tail and tail.strip():
                item[-1].tail = (item[-1].tail or "") + tail if len(item) else None
                item.text = item.text if len(item) else (item.text or "") + tail
        if text := _text(item):
            yield Block(f"{number}. {text}" if element.tag == "ol" else f"• {text}", (), "list")
        for child in inner:
            if depth < MAX_DEPTH:
                yield from _table(child, depth + 1) if child.tag == "table" else _list(child, level + 1, depth + 1)


def _table(element: etree._Element, depth: int) -> Iterator[Item]:
    """A table's cells, or its content in order when it only lays out the page."""
    rows = [row for row in element.xpath(".//tr") if next(row.iterancestors("table")) is element]
    if element.xpath(".//table") or max((len(row.xpath("./td|./th")) for row in rows), default=0) < 2 or len(rows) < 2:
        for row in rows:
            for cell in row.xpath("./td|./th"):
                if depth < MAX_DEPTH:
                    yield from _items(cell, depth + 1)
        return
    spans = [
        [Span(_text(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.xpath("./td|./th")]
        for row in rows
    ]
    cells = tidy_grid(spread(spans))
    heads = 0
    for row in rows:
        only_heads = bool(row.xpath("./th")) and not row.xpath("./td")
        if next(row.iterancestors("thead"), None) is None and not only_heads:
            break
        heads += any(_text(cell) for cell in row.xpath("./td|./th"))
    captions = element.xpath("./caption")
    yield (_text(captions[0]) if captions else "", heads or n_header_rows(cells), cells)


def _span(cell: etree._Element, name: str) -> int:
    """A colspan or rowspan; 1 for nonsense."""
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), 1000)) if text.isdecimal() and len(text) < 6 else 1


def read_markdown(path: Path, document_id: str, limits: Limits) -> Reading:
    """A Markdown file, one Page per top section."""
    items: list[Item] = []
    paragraph: list[str] = []
    lines = decoded(path).splitlines()
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):
        end = next(i for i, line in enumerate(lines[1:], start=1) if line.strip() == "---")
        lines = lines[end + 1 :]

    def flush() -> None:
        if paragraph:
            items.append(Block(plain(" ".join(paragraph)), (), "body"))
            paragraph.clear()

    fenced = False
    i = 0
    while i < len(lines):
        line = lines[i].rstrip()
        i += 1
        if line.lstrip().startswith(("```", "~~~")):
            flush()
            fenced = not fenced
        elif fenced:
            items.append(Block(line, (), "body"))
        elif match := re.match(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$", line):
            flush()
            items.append(Block(plain(match[2]), (), "heading", len(match[1])))
        elif paragraph and re.match(r"^ {0,3}(=+|-+)\s*$", line):
            level = 1 if "=" in line else 2
            items.append(Block(plain(" ".join(paragraph)), (), "heading", level))
            paragraph.clear()
        elif (
            "|" in line and i < len(lines) and re.match(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$", lines[i])
        ):
            flush()
            rows = [_pipes(line)]
            i += 1
            while i < len(lines) and "|" in lines[i]:
                rows.append(_pipes(lines[i]))
                i += 1
            items.append(("", 1, tidy_grid(rows)))
        elif match := re.match(r"^\s*([-*+]|\d{1,3}[.)])\s+(.*)$", line):
            flush()
            text = [match[2]]
            while (
                i < len(lines)
                and re.match(r"^\s{2,}\S", lines[i])
                and not re.match(r"^\s*([-*+]|\d{1,3}[.)])\s", lines[i])
            ):
                text.append(lines[i].strip())
                i += 1
            mark = match[1] if match[1][0].isdigit() else "•"
            items.append(Block(f"{mark} {plain(' '.join(text))}", (), "list"))
        elif not line.strip():
            flush()
        elif not re.match(r"^\s*(?:[-*_]\s*){3,}$", line):
            paragraph.append(line.strip().removeprefix("> "))
    flush()
    title = next((item.text for item in items if isinstance(item, Block) and item.level == 1), None)
    return sections(path, document_id, items, title, limits)


def _pipes(line: str) -> list[str]:
    """The cells of a row written between bars."""
    return [plain(cell.replace("\\|", "|").strip()) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def plain(text: str) -> str:
    """Markdown's marks taken out of a text; a link keeps its words."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])", r"\1", text)
    text = re.sub(r"`([^`]+)`", r"\1", text)
    return " ".join(re.sub(r"<[^>]{1,200}>", "", text).split())


def read_text(path: Path, document_id: str, limits: Limits) -> Reading:
    """A plain text file: one Page, or one for each form feed."""
    pages: list[Page] = []
    for number, part in enumerate(decoded(path).split("\f"), start=1):
        paragraphs = [" ".join(piece.split()) for piece in re.split(r"\n\s*\n", part.replace("\r\n", "\n"))]
        blocks = tuple(Block(text, (), "body") for text in paragraphs if text)
        if blocks:
            pages.append(Page(document_id, number, "\n\n".join(b.text for b in blocks), blocks, 0.0, 0.0))
    if not pages:
        raise UnreadableDocument(f"{path.name}: holds no text; check the file")
    return Reading(document_id, tuple(pages), (), (), (), None, pages[-1].number)


def sections(path: Path, document_id: str, items: list[Item], title: str | None, limits: Limits) -> Reading:
    """Blocks and tables as Pages, a new one at each heading of the highest level that comes more than once."""
    levels = [item.level for item in items if isinstance(item, Block) and item.level is not None]
    repeated = [level for level in sorted(set(levels)) if levels.count(level) > 1]
    top = repeated[0] if repeated else None
    pages: list[Page] = []
    tables: list[Table] = []
    blocks: list[Block] = []
    n_cells = 0

    def close() -> None:
        if blocks:
            text = "\n\n".join(block.text for block in blocks)
            pages.append(Page(document_id, len(pages) + 1, text, tuple(blocks), 0.0, 0.0))
            blocks.clear()

    for item in items:
        if isinstance(item, Block):
            if item.kind == "heading" and item.level == top and any(block.kind != "heading" for block in blocks):
                close()
            blocks.append(item)
            continue
        caption, heads, cells = item
        if not cells:
            continue
        n_cells += len(cells) * len(cells[0])
        if n_cells > limits.max_cells:
            raise UnreadableDocument(
                f"{path.name}: its tables hold over {limits.max_cells} cells; split it or raise HUB_MAX_CELLS"
            )
        name = caption or _title_before(blocks) or f"Table {len(tables) + 1}"
        tables.append(Table(f"{document_id}#t{len(tables) + 1}", document_id, name, len(pages) + 1, None, cells, heads))
        if caption:
            blocks.append(Block(caption, (), "caption"))
        blocks.append(Block(table_text(cells), (), "table"))
    close()
    if not pages:
        raise UnreadableDocument(f"{path.name}: holds no text; check the file")
    if len(pages) > limits.max_pages:
        raise UnreadableDocument(
            f"{path.name}: {len(pages)} sections are over the limit of {limits.max_pages}; split it or raise HUB_MAX_PAGES"
        )
    notes = (f"has no pages; numbered by its {len(pages)} sections",) if len(pages) > 1 else ("has no pages; one page",)
    return Reading(document_id, tuple(pages), tuple(tables), (), notes, title, len(pages))


def _title_before(blocks: list[Block]) -> str:
    """A table's title from the text just above it: a line that says "Table 2", or the last heading."""
    if blocks and (TITLE.match(blocks[-1].text) or blocks[-1].kind == "caption") and len(blocks[-1].text) < 300:
        return blocks[-1].text
    return next((block.text for block in reversed(blocks) if block.kind == "heading"), "")
