"""A conversation, or chosen answers of it, as a briefing: Markdown, HTML or Word, with numbered sources and tables.

One `Brief` is made first, with sources numbered through the whole briefing; each format then only writes it down.
"""

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.schema import Answer, Citation, Figure, Outcome, Turn

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MARKER = re.compile(r"\[(\d+)\]")
STATUS_WORDS: dict[Outcome, str] = {
    "answered": "Answered",
    "partly": "Partly answered",
    "nearest": "Stand-in: what was asked is not held, and this is the nearest",
    "ambiguous": "Asked back: the question can be read in several ways",
    "not_found": "Not held",
    "out_of_scope": "Outside what is held",
    "blocked": "Question not taken",
    "error": "Something went wrong",
}
# Characters that XML, and so Word, cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Section:
    """One answer: the question as understood, paragraphs whose markers count through the briefing, notes, its figures."""

    question: str
    status: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]
    workings: tuple[str, ...]
    figures: tuple[tuple[Figure, int], ...]
    picture: bytes | None = None
    picture_words: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered source, and the quote it is cited for where it is a page."""

    number: int
    text: str
    quote: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing, ready to be written in any format."""

    title: str
    made: date
    build_id: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


def brief(
    turns: Sequence[Turn], title: str, made: date, build_id: str, pictures: Sequence[tuple[bytes, str] | None] = ()
) -> Brief:
    """The briefing of some turns; `pictures` are a chart as PNG with its description for each turn, None for no chart."""
    numbers: dict[tuple[str, str, str], int] = {}
    sources: list[Source] = []
    sections = []
    for i, turn in enumerate(turns):
        answer = turn.answer
        renumbered = {c.marker: _number(c, answer, numbers, sources) for c in answer.citations}

        def marked(text: str, renumbered: dict[int, int] = renumbered) -> str:
            return MARKER.sub(lambda m: f"[{renumbered[int(m[1])]}]" if int(m[1]) in renumbered else m[0], text)

        picture = pictures[i] if i < len(pictures) else None
        sections.append(
            Section(
                question=answer.query.text or turn.question,
                status=STATUS_WORDS[answer.status],
                paragraphs=tuple(marked(line) for line in answer.text.splitlines() if line.strip()),
                notes=answer.warnings,
                workings=tuple(f"{d.operation}: {d.value:,.6g} {d.unit} = {d.formula}" for d in answer.derivations),
                figures=tuple((f, renumbered[f.marker]) for f in answer.figures if f.marker in renumbered),
                picture=picture[0] if picture else None,
                picture_words=picture[1] if picture else "",
            )
        )
    return Brief(" ".join(title.split()) or "Briefing", made, build_id, tuple(sections), tuple(sources))


def _number(citation: Citation, answer: Answer, numbers: dict[tuple[str, str, str], int], sources: list[Source]) -> int:
    """The number of a citation's source in the whole briefing; the same page or table, quoted alike, keeps its number."""
    quote = "" if citation.table_id else citation.quote
    key = (citation.document_id, citation.table_id or citation.locator, quote)
    if key not in numbers:
        numbers[key] = len(numbers) + 1
        parts = [
            citation.publisher,
            f"“{citation.title or citation.document}”",
            citation.published,
            f"p. {citation.page}" if citation.page is not None else None,
            f"file {citation.document}",
        ]
        url = citation.url if re.match(r"https?://[^\s<>\"]+$", citation.url or "") else None
        sources.append(Source(numbers[key], ", ".join(p for p in parts if p), quote, url))
    return numbers[key]


def file_name(made: Brief, ending: str) -> str:
    """A name for the download, such as "new-anglia-2026-11-24.docx"."""
    stem = re.sub(r"[^a-z0-9]+", "-", made.title.lower()).strip("-")[:60] or "briefing"
    return f"{stem}-{made.made.isoformat()}.{ending}"


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _colophon(made: Brief) -> str:
    return f"Made with Hub Assistant on {_said(made.made)} from index {made.build_id}. Figures are as held; check before quoting."


def _row(figure: Figure, number: int) -> tuple[str, ...]:
    o = figure.observation
    value = o.status if o.value is None else f"{o.value:,.10g}"
    place = f"{o.place_name} ({o.place_type})"
    return place, figure.label, o.period, value, o.unit, o.status, f"{o.cell.row} / {o.cell.column}", f"[{number}]"


HEADS = ("Place", "Indicator", "Period", "Value", "Unit", "Status", "Row / column", "Source")

# ---- Markdown -------------------------------------------------------------------------------------------------------


def as_markdown(made: Brief) -> str:
    """The briefing as Markdown, sources as footnotes."""
    out = [f"# {_md(made.title)}", "", f"*{_md(_colophon(made))}*", ""]
    for section in made.sections:
        out += [f"## {_md(section.question)}", "", f"**{_md(section.status)}**", ""]
        listed = False
        for text in section.paragraphs:
            item = text.startswith("- ")
            if listed and not item:
                out.append("")
            body = MARKER.sub(
                lambda m: f"[^{m[1]}]", _md(text[2:] if item else text).replace("\\[", "[").replace("\\]", "]")
            )
            out += [f"- {body}"] if item else [body, ""]
            listed = item
        if listed:
            out.append("")
        out += [f"> Note: {_md(note)}\n" for note in section.notes]
    annexed = [section for section in made.sections if section.figures]
    if annexed:
        out += ["## Annex: figures", ""]
    for section in annexed:
        out += [f"### {_md(section.question)}", "", "| " + " | ".join(HEADS) + " |", "|" + " --- |" * len(HEADS)]
        for figure, number in section.figures:
            cells = [_md(cell) for cell in _row(figure, number)[:-1]] + [f"[^{number}]"]
            out.append("| " + " | ".join(cells) + " |")
        out += ["", *(f"- {_md(line)}" for line in section.workings), ""]
    if made.sources:
        out += ["## Sources", ""]
    for source in made.sources:
        quote = f" Quoted: “{_md(source.quote)}”" if source.quote else ""
        out.append(f"[^{source.number}]: {_md(source.text)}.{quote}" + (f" <{source.url}>" if source.url else ""))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"


def _md(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$!&])", r"\\\1", " ".join(UNWRITABLE.sub("", text).split()))


# ---- HTML -----------------------------------------------------------------------------------------------------------

STYLE = """
body { font: 1rem/1.55 system-ui, sans-serif; color: #10212b; background: #fff; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25; color: #00424b } .status { font-weight: 600 } .note, .made { color: #4a5a64 }
table { border-collapse: collapse; width: 100%; font-size: .875rem } th, td { border: 1px solid #c3cfd6; padding: .3rem .5rem; text-align: left }
th { background: #eef3f5 } .n { text-align: right; font-variant-numeric: tabular-nums } a { color: #00565f } .wide { overflow-x: auto }
img { max-width: 100% } @media print { a { color: inherit; text-decoration: none } h2 { break-after: avoid } }
"""


def as_html(made: Brief) -> str:
    """The briefing as one HTML page that loads nothing from elsewhere."""
    out = [
        "<!doctype html>",
        '<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
        f"<title>{_h(made.title)}</title><style>{STYLE}</style></head><body><main>",
        f'<h1>{_h(made.title)}</h1><p class="made">{_h(_colophon(made))}</p>',
    ]
    for section in made.sections:
        out.append(f'<section><h2>{_h(section.question)}</h2><p class="status">{_h(section.status)}</p>')
        items: list[str] = []
        for text in (*section.paragraphs, ""):
            if text.startswith("- "):
                items.append(f"<li>{_cited(text[2:])}</li>")
                continue
            if items:
                out.append("<ul>" + "".join(items) + "</ul>")
                items = []
            if text:
                out.append(f"<p>{_cited(text)}</p>")
        out += [f'<p class="note">Note: {_h(note)}</p>' for note in section.notes]
        if section.picture:
            out.append(
                f'<p><img src="data:image/png;base64,{_base64(section.picture)}" alt="{_h(section.picture_words)}"></p>'
            )
        out.append("</section>")
    if any(section.figures for section in made.sections):
        out.append("<section><h2>Annex: figures</h2>")
    for section in made.sections:
        if not section.figures:
            continue
        out.append(f'<h3>{_h(section.question)}</h3><div class="wide" tabindex="0"><table><thead><tr>')
        out += [f'<th scope="col">{_h(head)}</th>' for head in HEADS]
        out.append("</tr></thead><tbody>")
        for figure, number in section.figures:
            cells = _row(figure, number)
            tds = [f"<td{' class=n' if i == 3 else ''}>{_h(cell)}</td>" for i, cell in enumerate(cells[:-1])]
            out.append(f"<tr>{''.join(tds)}<td>{_cited(cells[-1])}</td></tr>")
        out.append("</tbody></table></div>")
        out += [f"<p>{_h(line)}</p>" for line in section.workings]
    if any(section.figures for section in made.sections):
        out.append("</section>")
    if made.sources:
        out.append("<section><h2>Sources</h2><ol>")
        for source in made.sources:
            quote = f" <q>{_h(source.quote)}</q>" if source.quote else ""
            link = f' <a href="{_h(source.url)}" rel="noreferrer">{_h(source.url)}</a>' if source.url else ""
            out.append(f'<li id="source-{source.number}">{_h(source.text)}.{quote}{link}</li>')
        out.append("</ol></section>")
    out.append("</main></body></html>")
    return "\n".join(out)


def _h(text: str | None) -> str:
    return html.escape(UNWRITABLE.sub("", text or ""), quote=True)


def _cited(text: str) -> str:
    """Escaped text whose markers lead to their sources."""
    return MARKER.sub(lambda m: f'<a href="#source-{m[1]}">[{m[1]}]</a>', _h(text))


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


# ---- Word -----------------------------------------------------------------------------------------------------------


def as_word(made: Brief) -> bytes:
    """The briefing as a Word document: headings, tables, and markers that lead to their numbered sources."""
    import docx  # a quarter of a second, and only when a briefing is made
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.subject = made.title, "Hub Assistant", f"Index {made.build_id}"
    core.language = "en-GB"
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.color.rgb = RGBColor(0x00, 0x42, 0x4B)
    document.add_heading(_w(made.title), 0)
    document.add_paragraph(_w(_colophon(made))).runs[0].italic = True
    for section in made.sections:
        document.add_heading(_w(section.question), 1)
        document.add_paragraph(_w(section.status)).runs[0].bold = True
        for text in section.paragraphs:
            item = text.startswith("- ")
            _with_links(document.add_paragraph(style="List Bullet" if item else None), _w(text[2:] if item else text))
        for note in section.notes:
            document.add_paragraph(_w(f"Note: {note}")).runs[0].italic = True
        if section.picture:
            shape = document.add_picture(io.BytesIO(section.picture), width=Cm(15))
            shape._inline.docPr.set("descr", _w(section.picture_words))  # python-docx has no call for alternative text
    if any(section.figures for section in made.sections):
        document.add_heading("Annex: figures", 1)
    for section in made.sections:
        if section.figures:
            document.add_heading(_w(section.question), 2)
            _word_table(document, section)
            for line in section.workings:
                document.add_paragraph(_w(line))
    if made.sources:
        document.add_heading("Sources", 1)
    for source in made.sources:
        paragraph = document.add_paragraph()
        _bookmark(paragraph, f"source{source.number}", source.number)
        paragraph.add_run(f"[{source.number}] {_w(source.text)}.")
        if source.quote:
            paragraph.add_run(f" “{_w(source.quote)}”").italic = True
        if source.url:
            paragraph.add_run(f" {_w(source.url)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _w(text: str) -> str:
    return UNWRITABLE.sub("", text)


def _word_table(document: "WordDocument", section: Section) -> None:
    """The section's figures as a table whose first row is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    rows = [HEADS, *(_row(figure, number) for figure, number in section.figures)]
    for _ in rows[1:]:
        table.add_row()
    for i, (line, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(line.cells, cells, strict=True):
            run = cell.paragraphs[0].add_run(_w(text))
            run.font.size, run.bold = Pt(8.5), i == 0


def _with_links(paragraph: Any, text: str) -> None:
    """Add the text, each marker a link to the bookmark of its source."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    end = 0
    for match in MARKER.finditer(text):
        paragraph.add_run(text[end : match.start()])
        anchor = OxmlElement("w:hyperlink")
        anchor.set(qn("w:anchor"), f"source{match[1]}")
        run = paragraph.add_run(match[0])
        run.font.underline = True
        anchor.append(run._r)
        paragraph._p.append(anchor)
        end = match.end()
    paragraph.add_run(text[end:])


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    """A place in the document that links lead to."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)
