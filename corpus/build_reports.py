"""Typeset the briefings: each `sources/NAME.md` becomes `reports/NAME.pdf`, with the same bytes every time.

    python corpus/build_reports.py [NAME ...] [--out DIR]

A source is front matter (`key: value` lines between `---`, then `sources:` with `- title | url` lines) and a small
Markdown: headings, paragraphs, lists, `> ` for the points in brief, tables, notes `[^key]` that become numbered notes
at the end, **bold** and *italic*. A table is a `Table 1: caption` line, optionally `Units:` and `Figures:` lines, the
rows, then `Note:` lines. `Figures:` says which file and series the numbers come from; it is checked, not printed.
"""

import argparse
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent
NAVY, TEAL, INK, GREY = HexColor("#12324a"), HexColor("#0b6b72"), HexColor("#1d2730"), HexColor("#5b6770")
PALE, RULE = HexColor("#eef4f5"), HexColor("#c4d2d6")
MARGIN, TOP, BOTTOM = 22 * mm, 24 * mm, 20 * mm
WIDTH = A4[0] - 2 * MARGIN
N_ROWS_KEPT = 13  # a table of so many rows, head included, is never broken over two pages
NOTICE = "Written for Hub Assistant from public sources; not a publication of the Smart Specialisation Hub."
FONTS = {
    "Serif": ("font_source_serif_pro", "SourceSerifPro", ("Regular", "Bold", "It", "BoldIt")),
    "Sans": ("font_source_sans_pro", "SourceSansPro", ("Regular", "Semibold", "It", "SemiboldIt")),
}


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table as written: its caption with the number, the cells row by row (head first) and the series behind them."""

    caption: str
    units: str | None
    figures: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text of one kind. `items` are paragraphs, points or list items; `level` is of a heading, from 1."""

    kind: Literal["heading", "body", "bullets", "numbers", "brief"]
    items: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Briefing:
    """One source: its front matter, its sources as (title, url), its blocks, and its notes by key."""

    fields: dict[str, str]
    sources: tuple[tuple[str, str], ...]
    blocks: tuple[TextBlock | TableBlock, ...]
    notes: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Briefing:
    """The briefing a source describes. Raises ValueError for front matter or a table that cannot be read."""
    _, head, body = text.split("---\n", 2)
    fields: dict[str, str] = {}
    sources: list[tuple[str, str]] = []
    for line in head.splitlines():
        if line.startswith("- "):
            title, _, url = line[2:].rpartition(" | ")
            sources.append((title.strip(), url.strip()))
        elif line.strip():
            key, _, value = line.partition(":")
            fields[key.strip()] = value.strip()
    notes: dict[str, str] = {}
    blocks: list[TextBlock | TableBlock] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = chunk.strip().splitlines()
        if re.match(r"\[\^[\w-]+\]: ", lines[0]):
            for line in lines:
                key, _, note = line[2:].partition("]: ")
                notes[key] = note
        else:
            blocks.append(_block(lines))
    return Briefing(fields, tuple(sources), tuple(blocks), notes)


def _block(lines: list[str]) -> TextBlock | TableBlock:
    first = lines[0]
    if match := re.match(r"(#+) (.+)", first):
        return TextBlock("heading", (match[2],), len(match[1]))
    if re.match(r"Table \d+: ", first):
        return _table(lines)
    kinds: dict[str, Literal["bullets", "numbers", "brief"]] = {"- ": "bullets", "1. ": "numbers", "> ": "brief"}
    for start, kind in kinds.items():
        if first.startswith(start):
            return TextBlock(kind, tuple(re.sub(r"^(- |\d+\. |> )", "", line) for line in lines))
    return TextBlock("body", (" ".join(lines),))


def _table(lines: list[str]) -> TableBlock:
    said = {
        word: [line.removeprefix(word).strip() for line in lines if line.startswith(word)]
        for word in ("Units:", "Figures:", "Note:")
    }
    rows = [
        tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines if line.startswith("|")
    ]
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"{lines[0]}: rows are not equally long; give every row the same number of cells")
    return TableBlock(
        lines[0],
        said["Units:"][0] if said["Units:"] else None,
        tuple(said["Figures:"]),
        (rows[0], *rows[2:]),
        tuple(cell.endswith(":") for cell in rows[1]),
        tuple(said["Note:"]),
    )


def number_notes(briefing: Briefing) -> dict[str, int]:
    """Each note's number, in the order of first mention. Raises ValueError for a note that is missing or unused."""
    said = [
        text
        for block in briefing.blocks
        for text in (
            block.items
            if isinstance(block, TextBlock)
            else (*(cell for row in block.rows for cell in row), *block.notes)
        )
    ]
    keys = list(dict.fromkeys(key for text in said for key in re.findall(r"\[\^([\w-]+)\]", text)))
    if set(keys) != set(briefing.notes):
        raise ValueError(
            f"{briefing.fields['name']}: notes differ from mentions: {sorted(set(keys) ^ set(briefing.notes))}"
        )
    return {key: number for number, key in enumerate(keys, start=1)}


def register_fonts() -> None:
    """Register Source Serif and Source Sans (SIL Open Font Licence), which come as pip packages.

    Raises ValueError when a package is not installed.
    """
    missing = [package.replace("_", "-") for package, _, _ in FONTS.values() if find_spec(package) is None]
    if missing:
        raise ValueError(f"missing; run `pip install {' '.join(missing)}`")
    for family, (package, stem, cuts) in FONTS.items():
        names = (family, f"{family}-Bold", f"{family}-Italic", f"{family}-BoldItalic")
        for name, cut in zip(names, cuts, strict=True):
            registerFont(TTFont(name, str(files(package) / "files" / f"{stem}-{cut}.ttf")))
        registerFontFamily(family, *names)


def _style(name: str, font: str = "Serif", size: float = 10, leading: float = 14, **more: object) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, textColor=more.pop("color", INK), **more)


STYLES = {
    1: _style("h1", "Sans-Bold", 15.5, 19, color=NAVY, spaceBefore=16, spaceAfter=5, keepWithNext=1),
    2: _style("h2", "Sans-Bold", 12, 15, color=TEAL, spaceBefore=11, spaceAfter=3, keepWithNext=1),
    3: _style("h3", "Sans-Bold", 10.2, 13, color=INK, spaceBefore=8, spaceAfter=2, keepWithNext=1),
    "body": _style("body", spaceAfter=6.5, allowWidows=0, allowOrphans=0),
    "item": _style("item", spaceAfter=2.5, allowWidows=0, allowOrphans=0),
    "brief": _style("brief", "Sans", 10, 13.8, spaceAfter=3.5),
    "brief head": _style("brief head", "Sans-Bold", 10.5, 14, color=TEAL, spaceAfter=4),
    "caption": _style("caption", "Sans-Bold", 9.6, 12.2, color=NAVY, spaceBefore=8, spaceAfter=1.5, keepWithNext=1),
    "units": _style("units", "Sans-Italic", 8.4, 10.6, color=GREY, spaceAfter=2.5, keepWithNext=1),
    "table note": _style("table note", "Sans", 8.2, 10.4, color=GREY, spaceBefore=2),
    "note": _style("note", "Sans", 8.3, 10.6, spaceAfter=2.6, leftIndent=34, firstLineIndent=-34),
    "colophon": _style("colophon", "Sans", 8.3, 10.6, color=GREY),
    "title": _style("title", "Sans-Bold", 25, 29, color=white, spaceAfter=7),
    "summary": _style("summary", "Serif-Italic", 12, 16.2, color=HexColor("#e3eef0"), spaceAfter=0),
    "kicker": _style("kicker", "Sans-Bold", 9, 11, color=HexColor("#8fd0d4"), spaceAfter=7),
    "facts": _style("facts", "Sans", 9, 12.4, color=INK),
}  # fmt: skip


def _inline(text: str, numbers: dict[str, int]) -> str:
    marked = escape(text)
    marked = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", marked)
    marked = re.sub(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])", r"<i>\1</i>", marked)
    marked = re.sub(r"(https?://\S+?)(?=[.,)]*(?:\s|$))", lambda match: _link(match[1]), marked)
    # The mention goes before the full stop, so that a sentence quoted alone keeps its note.
    return re.sub(
        r"([.,;:]?)\s*((?:\[\^[\w-]+\])+)",
        lambda match: _mention([numbers[key] for key in re.findall(r"\^([\w-]+)", match[2])]) + match[1],
        marked,
    )


def _link(url: str) -> str:
    shown = re.sub(r"(.{60,85}[/_?&=+-])(?=.)", r"\1<br/>", url) if len(url) > 95 else url
    return f'<a href="{url}" color="#0b6b72">{shown}</a>'


def _mention(found: list[int]) -> str:
    found = sorted(set(found))
    links = [f'<a href="#note-{number}" color="#0b6b72">{number}</a>' for number in found]
    joined = links[0] if len(links) == 1 else ",\u00a0".join(links[:-1]) + "\u00a0and\u00a0" + links[-1]
    return (
        f'\u00a0<font name="Sans" size="7.6" color="#0b6b72">(note{"s" if len(links) > 1 else ""}\u00a0{joined})</font>'
    )


def _column_widths(block: TableBlock, size: float, width: float) -> list[float]:
    pad = 9.0
    natural, least = [], []
    for cells in zip(*block.rows, strict=True):
        plain = [re.sub(r"\[\^[\w-]+\]", " (note 9)", cell).replace("**", "") for cell in cells]
        wide = [stringWidth(text, "Sans-Bold" if i == 0 else "Sans", size) + pad for i, text in enumerate(plain)]
        words = [
            stringWidth(word, "Sans-Bold" if i == 0 else "Sans", size)
            for i, text in enumerate(plain)
            for word in text.split()
        ]
        natural.append(max(wide))
        least.append(max([*words, 14.0]) + pad)
        if all(re.fullmatch(r"[-−–£€\d,.% ]*|\.\.|n/a", text) for text in plain[1:]):
            natural[-1] = max([*wide[1:], min(wide[0], 1.5 * least[-1])])
    if sum(natural) <= width:
        spare = (width - sum(natural)) / len(natural)
        return [each + spare for each in natural]
    least[0] = max(least[0], min(natural[0], 0.19 * width))
    room = width - sum(least)
    if room < 0:
        return [each * width / sum(least) for each in least]
    # Square roots keep one long column of prose from starving the others.
    wish = [max(long - short, 0.0) ** 0.7 for long, short in zip(natural, least, strict=True)]
    return [short + room * part / sum(wish) for short, part in zip(least, wish, strict=True)]


def _typeset_table(block: TableBlock, numbers: dict[str, int], width: float, heads: list[Flowable]) -> list[Flowable]:
    n_columns = len(block.rows[0])
    size = 8.8 if n_columns <= 5 else 8.2 if n_columns <= 8 else 7.6
    look = {"size": size, "leading": size * 1.24}
    left, right = _style("cell", "Sans", **look), _style("number", "Sans", alignment=TA_RIGHT, **look)
    head = _style("head", "Sans-Bold", color=NAVY, **look)
    head_right = _style("head right", "Sans-Bold", color=NAVY, alignment=TA_RIGHT, **look)
    cells = [
        [
            Paragraph(
                _inline(cell, numbers), (head_right if is_right else head) if i == 0 else (right if is_right else left)
            )
            for cell, is_right in zip(row, block.right, strict=True)
        ]
        for i, row in enumerate(block.rows)
    ]
    table = RunningTable(cells, colWidths=_column_widths(block, size, width), repeatRows=1, hAlign="LEFT")
    table.caption = block.caption
    # The sides of cells are drawn, if faintly: readers of PDF tell columns of words apart by rules.
    style = [
        ("GRID", (0, 0), (-1, -1), 0.3, RULE),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEABOVE", (0, 0), (-1, 0), 1.1, NAVY), ("LINEBELOW", (0, 0), (-1, 0), 0.7, NAVY),
        ("LINEBELOW", (0, -1), (-1, -1), 0.7, NAVY),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, PALE]),
        ("TOPPADDING", (0, 0), (-1, -1), 2.1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]  # fmt: skip
    table.setStyle(TableStyle(style))
    is_short = len(block.rows) <= N_ROWS_KEPT
    styles = {name: ParagraphStyle(name, STYLES[name], keepWithNext=int(is_short)) for name in ("caption", "units")}
    top: list[Flowable] = [Paragraph(_inline(block.caption, numbers), styles["caption"])]
    if block.units:
        top.append(Paragraph("Units: " + _inline(block.units, numbers), styles["units"]))
    foot: list[Flowable] = [Paragraph("Note: " + _inline(note, numbers), STYLES["table note"]) for note in block.notes]
    if is_short:
        return [KeepTogether([*heads, *top, table, *foot]), Spacer(1, 9)]
    return [CondPageBreak(190), *heads, *top, table, *foot, Spacer(1, 9)]


def _typeset_text(block: TextBlock, numbers: dict[str, int], width: float, columns: int) -> list[Flowable]:
    texts = [_inline(item, numbers) for item in block.items]
    if block.kind == "heading":
        level = min(block.level, 3)
        # keepWithNext would keep a heading with the whole of the columns under it, so there the break is conditional.
        style = ParagraphStyle("in columns", STYLES[level], keepWithNext=0) if columns > 1 else STYLES[level]
        return [CondPageBreak(110), Heading(texts[0], style, level, block.items[0])]
    if block.kind == "body":
        return [Paragraph(texts[0], STYLES["body"])]
    if block.kind == "brief":
        inside = [Paragraph("In brief", STYLES["brief head"]), *(Paragraph(text, STYLES["brief"]) for text in texts)]
        box = Table([[inside]], colWidths=[width])
        lines = [("BACKGROUND", (0, 0), (-1, -1), PALE), ("LINEBEFORE", (0, 0), (0, -1), 3, TEAL),
                 ("LEFTPADDING", (0, 0), (-1, -1), 12), ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                 ("TOPPADDING", (0, 0), (-1, -1), 8), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]  # fmt: skip
        box.setStyle(TableStyle(lines))
        return [box, Spacer(1, 6)]
    marks = (
        {"bulletType": "bullet", "start": "•"}
        if block.kind == "bullets"
        else {"bulletType": "1", "bulletFormat": "%s."}
    )
    points = [ListItem(Paragraph(text, STYLES["item"]), leftIndent=15) for text in texts]
    listed = ListFlowable(points, leftIndent=15, bulletFontName="Sans", bulletFontSize=9.5, bulletColor=TEAL, **marks)
    return [listed, Spacer(1, 5)]


class RunningTable(Table):
    """A table that says on the next page which table is being continued."""

    caption = ""

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits, the caption again, and the rest."""
        parts = super().split(width, height)
        if len(parts) == 2 and len(parts[1]._cellvalues) <= self.repeatRows + 3:
            # Two or three rows alone on a page look lost: send some more with them.
            parts = super().split(width, height - 3 * max(self._rowHeights[1:])) or parts
        if len(parts) != 2:
            return parts
        parts[1].caption = self.caption
        number, _, said = self.caption.partition(": ")
        said = re.sub(r"\[\^[\w-]+\]", "", said)
        return [parts[0], Paragraph(escape(f"{number} (continued): {said}"), STYLES["caption"]), parts[1]]


class Heading(Paragraph):
    """A heading that puts itself into the outline."""

    def __init__(self, text: str, style: ParagraphStyle, level: int, plain: str) -> None:
        super().__init__(text, style)
        self.level, self.plain = level, re.sub(r"\*|\[\^[\w-]+\]", "", plain)

    def draw(self) -> None:
        """Draw the heading and its bookmark."""
        key = f"h-{self.canv.getPageNumber()}-{round(self.canv.absolutePosition(0, 0)[1])}-{self.plain}"
        self.canv.bookmarkHorizontal(key, 0, self.height + 6)
        self.canv.addOutlineEntry(self.plain, key, self.level - 1, closed=self.level > 1)
        super().draw()

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Nothing: a heading moves to the next page whole."""
        return []


class Headed(Flowable):
    """A heading in a column with the paragraph under it, so that the two are never parted.

    KeepTogether does not work inside BalancedColumns (reportlab 5.1), which calls `wrap` on its frame breaks.
    """

    def __init__(self, heading: Heading, body: Paragraph) -> None:
        super().__init__()
        self.heading, self.body = heading, body

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The width given and the height of both."""
        self.head_height = self.heading.wrap(width, 10000)[1] + self.heading.getSpaceAfter()
        self.body_height = self.body.wrap(width, 10000)[1]
        return width, self.head_height + self.body_height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The heading with the lines that fit, and the other lines; nothing when no lines fit."""
        self.wrap(width, height)
        parts = self.body.split(width, height - self.head_height) if height > self.head_height else []
        return [Headed(self.heading, parts[0]), parts[1]] if len(parts) == 2 else []

    def draw(self) -> None:
        """Draw the heading above the paragraph."""
        self.heading.drawOn(self.canv, 0, self.body_height + self.heading.getSpaceAfter())
        self.body.drawOn(self.canv, 0, 0)

    def getSpaceBefore(self) -> float:
        """The heading's space before."""
        return float(self.heading.getSpaceBefore())

    def getSpaceAfter(self) -> float:
        """The paragraph's space after."""
        return float(self.body.getSpaceAfter())


class NoteTarget(Paragraph):
    """A note that mentions in the text link to."""

    number = 0

    def draw(self) -> None:
        """Draw the note and the place a link leads to."""
        self.canv.bookmarkHorizontal(f"note-{self.number}", 0, self.height + 4)
        super().draw()

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Nothing: a note moves to the next page whole."""
        return []


def _band(canvas: Canvas, y: float, height: float, colour: Color) -> None:
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.rect(0, y, A4[0], height, stroke=0, fill=1)
    canvas.restoreState()


def _cover(fields: dict[str, str]) -> tuple[list[Flowable], float]:
    """The title block of the first page, and how tall its band is."""
    top: list[Flowable] = [
        Paragraph("HUB ASSISTANT BRIEFING", STYLES["kicker"]),
        Paragraph(escape(fields["title"]), STYLES["title"]),
        Paragraph(escape(fields["description"]), STYLES["summary"]),
    ]
    heights = [part.wrap(WIDTH, 1000)[1] + part.getSpaceAfter() for part in top]
    date = datetime.fromisoformat(fields["published"])
    facts = f"<b>Facts cover:</b> {escape(fields['covers'])}. <b>Written:</b> {date.day} {date:%B %Y}.<br/>{NOTICE}"
    return [*top, Spacer(1, 26), Paragraph(facts, STYLES["facts"]), Spacer(1, 10)], sum(heights) + TOP + 12


def typeset(briefing: Briefing, target: Path) -> None:
    """Write the briefing as a PDF, the same bytes for the same source."""
    fields, numbers = briefing.fields, number_notes(briefing)
    os.environ["SOURCE_DATE_EPOCH"] = str(
        int(datetime.fromisoformat(fields["published"]).replace(tzinfo=UTC).timestamp())
    )
    cover, band = _cover(fields)

    def first_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        _band(canvas, A4[1] - band, band, NAVY)
        _band(canvas, A4[1] - band - 3, 3, TEAL)
        foot(canvas)

    def later_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Sans", 8.2)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, A4[1] - 15 * mm, fields.get("running", fields["title"]))
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 15 * mm, "Hub Assistant briefing")
        canvas.setStrokeColor(TEAL)
        canvas.setLineWidth(0.7)
        canvas.line(MARGIN, A4[1] - 17 * mm, A4[0] - MARGIN, A4[1] - 17 * mm)
        foot(canvas)

    def foot(canvas: Canvas) -> None:
        canvas.setFont("Sans", 8.2)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 11 * mm, "Not a publication of the Smart Specialisation Hub")
        canvas.drawRightString(A4[0] - MARGIN, 11 * mm, str(canvas.getPageNumber()))

    document = BaseDocTemplate(
        str(target), pagesize=A4, title=fields["title"], author="Hub Assistant", subject=fields["description"],
        keywords=[word.strip() for word in fields["keywords"].split(";")], creator="Hub Assistant", lang="en-GB",
        invariant=1, pageCompression=1, allowSplitting=1,
    )  # fmt: skip
    frame = Frame(MARGIN, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0, id="page")
    document.addPageTemplates(
        [
            PageTemplate("first", [frame], first_page, autoNextPageTemplate="later"),
            PageTemplate("later", [frame], later_page),
        ]
    )
    document.build([*cover, *_story(briefing, numbers)])


def _story(briefing: Briefing, numbers: dict[str, int]) -> list[Flowable]:
    columns = int(briefing.fields.get("columns", "1"))
    story: list[Flowable] = []
    run: list[Flowable] = []  # text to be set in columns, up to the next thing that takes the full width

    def close() -> None:
        heads: list[Flowable] = []
        while run and isinstance(run[-1], Heading):
            heads.insert(0, run.pop())
        n_words = sum(len(part.getPlainText().split()) for part in run if isinstance(part, Paragraph))
        if n_words < 60 and not any(isinstance(part, ListFlowable | Headed) for part in run):
            story.extend(run)
        else:
            story.append(
                BalancedColumns(
                    list(run),
                    nCols=columns,
                    needed=60,
                    innerPadding=16,
                    leftPadding=0,
                    rightPadding=0,
                    topPadding=0,
                    bottomPadding=0,
                )
            )
        run.clear()
        story.extend(heads)

    for block in briefing.blocks:
        wide = isinstance(block, TableBlock) or block.kind == "brief" or block.level == 1
        if isinstance(block, TableBlock):
            if run:
                close()
            heads = []
            while story and isinstance(story[-1], Heading | CondPageBreak):
                heads.append(story.pop())
            parts = _typeset_table(
                block, numbers, WIDTH, [part for part in reversed(heads) if isinstance(part, Heading)]
            )
        else:
            parts = _typeset_text(block, numbers, WIDTH, columns)
        if columns == 1 or wide:
            if run:
                close()
            story.extend(parts)
        else:
            parts = [part for part in parts if not isinstance(part, CondPageBreak)]
            if run and isinstance(run[-1], Heading) and not isinstance(parts[0], Heading | ListFlowable):
                parts[0] = Headed(run.pop(), parts[0])
            run.extend(parts)
    if run:
        close()
    story.extend([CondPageBreak(100), Heading("Notes and sources", STYLES[1], 1, "Notes and sources")])
    for key, number in numbers.items():
        note = NoteTarget(f"<b>Note {number}.</b> {_inline(briefing.notes[key], numbers)}", STYLES["note"])
        note.number = number
        story.append(note)
    licence = (
        "<b>Licence.</b> Words: Creative Commons Attribution 4.0 International (CC BY 4.0). Figures: Open Government Licence "
        "v3.0 for those of the Office for National Statistics and other public bodies; the terms of Eurostat, HESA and Nesta for theirs."
    )
    return [*story, Spacer(1, 5), Paragraph(licence, STYLES["colophon"])]


def main() -> int:
    """Build the briefings named, or all; 0 when all are written, 1 when a source cannot be read."""
    parser = argparse.ArgumentParser(description="Typeset the briefings in corpus/sources as PDFs.")
    parser.add_argument("names", nargs="*", help="names of sources, without .md; all when none is given")
    parser.add_argument(
        "--out", type=Path, default=HERE / "reports", help="directory for the PDFs (default: corpus/reports)"
    )
    given = parser.parse_args()
    paths = [HERE / "sources" / f"{name}.md" for name in given.names] or sorted((HERE / "sources").glob("*.md"))
    given.out.mkdir(parents=True, exist_ok=True)
    doing = "fonts"
    try:
        register_fonts()
        for path in paths:
            doing, target = path.name, given.out / f"{path.stem}.pdf"
            typeset(parse(path.read_text(encoding="utf-8")), target)
            print(target)
    except (ValueError, KeyError, OSError) as error:
        print(f"error: {doing}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
