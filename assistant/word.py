"""A briefing as a Word document: numbered headings, tables, charts, real footnotes, sources and an annex of figures."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from assistant.brief import HEADS, MARKER, UNWRITABLE, Brief, Section, Source, annex_row, colophon, said_day, table
from assistant.rows import Rows

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TEAL, GREY = (0x00, 0x42, 0x4B), (0x4A, 0x5A, 0x64)
HEAD_FILL = "E3EEF0"
NUMBERS = 3  # the annex's column of values
WIDTHS_CM = (4.0, 6.4, 1.8, 2.6, 2.6, 2.2, 4.4, 1.8)  # of the annex's columns, on a page on its side
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_word(made: Brief) -> bytes:
    """The briefing as the bytes of a .docx file."""
    import docx  # a quarter of a second, and only when a briefing is made

    document = docx.Document()
    writer = _Writer(document, made)
    writer.body()
    writer.sources()
    writer.annex()
    _add_footnotes(document, made.sources)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Writes one briefing into one document; remembers which sources have had their footnote."""

    def __init__(self, document: "WordDocument", made: Brief) -> None:
        self.document, self.made = document, made
        self.noted: set[int] = set()
        _set_up(document, made)

    def body(self) -> None:
        """The title, and a section for each answer."""
        self.document.add_heading(_w(self.made.title), 0)
        _small(self.document.add_paragraph(_w(colophon(self.made))))
        for section in self.made.sections:
            self.document.add_heading(_w(section.question), 1)
            if section.status:
                self.document.add_paragraph(_w(section.status)).runs[0].bold = True
            for part in section.body:
                if isinstance(part, Rows):
                    self._list(part)
                    continue
                item = part.startswith("- ")
                paragraph = self.document.add_paragraph(style="List Bullet" if item else None)
                self._cited(paragraph, _w(part[2:] if item else part))
            for note in section.notes:
                _small(self.document.add_paragraph(_w(f"Note: {note}")))
            if section.picture:
                self._picture(section)

    def _picture(self, section: Section) -> None:
        """The section's chart, with its words for those who cannot see it."""
        from docx.shared import Cm

        assert section.picture is not None
        shape = self.document.add_picture(io.BytesIO(section.picture), width=Cm(15.5))
        shape._inline.docPr.set("descr", _w(section.picture_words))  # python-docx has no call for alternative text

    def _list(self, rows: Rows) -> None:
        """A list of figures as a table."""
        cells = table(rows)
        widths = [1.6] * rows.ranked + [7.2, 6.4] + [2.0] * (not rows.marks)
        self._table(cells, {0, 2} if rows.ranked else {1}, 10, widths)
        self.document.add_paragraph()

    def sources(self) -> None:
        """Each source in full, with what is quoted of it and where it was published."""
        if not self.made.sources:
            return
        self.document.add_heading("Sources", 1)
        for source in self.made.sources:
            paragraph = self.document.add_paragraph()
            _hang(paragraph)
            paragraph.add_run(f"{source.number}.\t{_w(source.text)}.")
            if source.quote:
                paragraph.add_run(f" “{_w(source.quote)}”").italic = True
            if source.url:
                paragraph.add_run(" ")
                _web_link(paragraph, source.url)

    def annex(self) -> None:
        """Every figure the answers rest on, on pages on their side."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        annexed = [section for section in self.made.sections if section.figures]
        if not annexed:
            return
        page: Any = self.document.add_section(WD_SECTION.NEW_PAGE)
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
        self.document.add_heading("Annex: figures", 1)
        for section in annexed:
            self.document.add_heading(_w(section.question), 2)
            rows = [list(HEADS), *(list(annex_row(figure, number)) for figure, number in section.figures)]
            self._table(rows, {NUMBERS}, 8.5, WIDTHS_CM)
            for working in section.workings:
                _small(self.document.add_paragraph(_w(working)))

    def _table(self, cells: list[list[str]], right: set[int], size: float, widths_cm: Sequence[float]) -> None:
        """A table whose first row is repeated on every page and whose numbers are set right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement, parse_xml
        from docx.shared import Cm, Pt

        made: Any = self.document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, widths_cm, strict=True):
            column.width = Cm(width)
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for i, (line, texts) in enumerate(zip(made.rows, cells, strict=True)):
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for j, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
                cell.width = Cm(widths_cm[j])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                self._cited(paragraph, _w(text))
                if j in right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                for run in paragraph.runs:
                    run.font.size, run.bold = Pt(size), i == 0
                if i == 0:
                    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>'))  # fmt: skip

    def _cited(self, paragraph: Any, text: str) -> None:
        """Add the text; a source's first marker becomes its footnote, later ones refer to that."""
        from docx.oxml import parse_xml

        known = {source.number for source in self.made.sources}
        end = 0
        for match in MARKER.finditer(text):
            number = int(match[1])
            if number not in known:
                continue
            paragraph.add_run(text[end : match.start()].rstrip())
            raised = '<w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr>'
            if text[match.end() :].startswith("["):
                comma = f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>,</w:t></w:r>'
            else:
                comma = ""
            if number in self.noted:
                steps = [f'<w:fldSimple {W} w:instr=" NOTEREF _Source{number} \\h "><w:r>{raised}<w:t>{number}</w:t></w:r></w:fldSimple>']  # fmt: skip
            else:
                self.noted.add(number)
                steps = [
                    f'<w:bookmarkStart {W} w:id="{number}" w:name="_Source{number}"/>',
                    f'<w:r {W}>{raised}<w:footnoteReference w:id="{number + 1}"/></w:r>',
                    f'<w:bookmarkEnd {W} w:id="{number}"/>',
                ]
            for step in [*steps, comma]:
                if step:
                    paragraph._p.append(parse_xml(step))
            end = match.end()
        paragraph.add_run(text[end:])


def _w(text: str) -> str:
    return UNWRITABLE.sub("", text)


def _set_up(document: "WordDocument", made: Brief) -> None:
    """A4, the styles, the properties, and a foot with title, date and page number."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt, RGBColor

    core = document.core_properties
    core.title, core.author, core.subject = _w(made.title), "Hub Assistant", f"Index {made.build_id}"
    core.language = "en-GB"
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.2)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.color.rgb, style.font.name = RGBColor(*TEAL), "Calibri"
    for name, kind in (("footnote text", WD_STYLE_TYPE.PARAGRAPH), ("footnote reference", WD_STYLE_TYPE.CHARACTER)):
        added: Any = document.styles.add_style(name, kind)
        if kind == WD_STYLE_TYPE.PARAGRAPH:
            added.base_style, added.font.size, added.paragraph_format.space_after = normal, Pt(9), Pt(1)
        added.element.set(f"{{{W[9:-1]}}}styleId", name.title().replace(" ", ""))
    foot = page.footer.paragraphs[0]
    _small(foot, f"{_w(made.title)[:40]} · {said_day(made.made)} · page ")
    foot._p.append(parse_xml(f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'))  # fmt: skip


def _small(paragraph: Any, text: str = "") -> None:
    """Set a paragraph in small grey letters."""
    from docx.shared import Pt, RGBColor

    if text:
        paragraph.add_run(text)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(*GREY)


def _hang(paragraph: Any) -> None:
    """Let a paragraph's number stand out on its left."""
    from docx.shared import Cm

    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))


def _web_link(paragraph: Any, url: str) -> None:
    """Add an address that can be followed."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {W} xmlns:r="{r}" r:id="{relation}"><w:r><w:rPr><w:color w:val="00565F"/><w:u w:val="single"/></w:rPr>'
            f"<w:t>{escape(url)}</w:t></w:r></w:hyperlink>"
        )
    )


def _add_footnotes(document: "WordDocument", sources: tuple[Source, ...]) -> None:
    """The footnotes' own part of the file, which python-docx cannot make: one for each source."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    lines = [
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in enumerate(("separator", "continuationSeparator"))
    ]
    for source in sources:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        lines.append(
            f'<w:footnote w:id="{source.number + 1}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
            f'<w:r><w:t xml:space="preserve"> {escape(_w(source.text))}.</w:t></w:r></w:p></w:footnote>'
        )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {W}>{"".join(lines)}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
