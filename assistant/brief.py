"""A conversation, or chosen answers of it, as a briefing: Markdown or HTML here, Word in `word`.

One `Brief` is made first, with sources numbered through the whole briefing; each format then only writes it down.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.rows import Row, Rows, blocks, notes
from assistant.schema import Answer, Citation, Figure, Outcome, Query, Turn
from ingest.schema import Indicator

MARKER = re.compile(r"\[(\d+)\]")
ELLIPTICAL = 6  # words of a follow-up that says too little to be a heading
STATUS_WORDS: dict[Outcome, str] = {
    "answered": "",
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
    """One answer: the question as understood, its words, whose markers count through the briefing, notes, its figures.

    `status` is "" for a question that was answered; `body` are lines, and lists of figures as tables.
    """

    question: str
    status: str
    body: tuple[str | Rows, ...]
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
    turns: Sequence[Turn], title: str, made: date, build_id: str, pictures: Sequence[tuple[bytes, str] | None] = (),
    indicators: Sequence[Indicator] = (),
) -> Brief:  # fmt: skip
    """The briefing of some turns; `pictures` are a chart as PNG with its description for each turn, None for no chart."""
    numbers: dict[tuple[str, str, str], int] = {}
    sources: list[Source] = []
    sections = []
    for turn in turns:  # in the order in which they are read; then those that only the annex rests on
        cited = {c.marker: c for c in turn.answer.citations}
        for marker in MARKER.findall(turn.answer.text):
            if int(marker) in cited:
                _number(cited[int(marker)], numbers, sources)
    for i, turn in enumerate(turns):
        answer = turn.answer
        renumbered = {c.marker: _number(c, numbers, sources) for c in answer.citations}

        def marked(text: str, renumbered: dict[int, int] = renumbered) -> str:
            return MARKER.sub(lambda m: f"[{renumbered[int(m[1])]}]" if int(m[1]) in renumbered else m[0], text)

        picture = pictures[i] if i < len(pictures) else None
        sections.append(
            Section(
                question=heading(answer.query) or turn.question,
                status=STATUS_WORDS[answer.status],
                body=tuple(_body(answer, indicators, marked)),
                notes=tuple(notes(answer.warnings)),
                workings=tuple(f"{d.operation}: {d.value:,.6g} {d.unit} = {d.formula}" for d in answer.derivations),
                figures=tuple((f, renumbered[f.marker]) for f in answer.figures if f.marker in renumbered),
                picture=picture[0] if picture else None,
                picture_words=picture[1] if picture else "",
            )
        )
    return Brief(" ".join(title.split()) or "Briefing", made, build_id, tuple(sections), tuple(sources))


def heading(query: Query) -> str:
    """The question as a heading; a follow-up that says little by itself is named by what it was taken to ask for."""
    taken = re.fullmatch(r"(.*) \[([^\[\]]+)\]", query.text)
    if not taken:
        return query.text
    if len(taken[1].split()) > ELLIPTICAL:
        return query.question
    said = ", ".join(part.strip() for part in taken[2].split(";"))
    return said[:1].upper() + said[1:]


def _body(answer: Answer, indicators: Sequence[Indicator], marked: Callable[[str], str]) -> Iterator[str | Rows]:
    """The answer's lines and tables, with the markers of the briefing."""
    for block in blocks(answer, indicators):
        if isinstance(block, Rows):
            rows = tuple(Row(row.rank, row.name, row.value, marked(row.marks)) for row in block.rows)
            yield Rows(block.kind, block.measure, marked(block.marks), rows)
        else:
            yield from (marked(line) for line in block if line)


def table(rows: Rows) -> list[list[str]]:
    """The rows as cells, the heads first; the markers that all share stand in the head."""
    own = not rows.marks
    heads = ["Rank"] * rows.ranked + [rows.kind, f"{rows.measure} {rows.marks}".strip()] + ["Source"] * own
    return [heads, *([row.rank] * rows.ranked + [row.name, row.value] + [row.marks] * own for row in rows.rows)]


def _number(citation: Citation, numbers: dict[tuple[str, str, str], int], sources: list[Source]) -> int:
    """The number of a citation's source in the whole briefing; the same page or table, quoted alike, keeps its number."""
    quote = "" if citation.table_id else citation.quote
    key = (citation.document_id, citation.table_id or citation.locator, quote)
    if key not in numbers:
        numbers[key] = len(numbers) + 1
        parts = [
            citation.publisher,
            f"“{citation.title or citation.document}”",
            _day(citation.published),
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


def said_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _day(iso: str | None) -> str | None:
    """A full date as it is said; any other as given."""
    try:
        return said_day(date.fromisoformat(iso or ""))
    except ValueError:
        return iso


def colophon(made: Brief) -> str:
    return (
        f"Made with Hub Assistant on {said_day(made.made)}, from index {made.build_id}. Numbers beside the text lead to the "
        "sources. Figures are as held; check them against their source before quoting."
    )


def annex_row(figure: Figure, number: int) -> tuple[str, ...]:
    o = figure.observation
    value = o.status if o.value is None else f"{o.value:,.10g}"
    place = f"{o.place_name} ({o.place_type})"
    return place, figure.label, o.period, value, o.unit, o.status, f"{o.cell.row}; {o.cell.column}", f"[{number}]"


HEADS = ("Place", "Indicator", "Period", "Value", "Unit", "Status", "Row; column", "Source")

# ---- Markdown -------------------------------------------------------------------------------------------------------


def as_markdown(made: Brief) -> str:
    """The briefing as Markdown, sources as footnotes."""
    out = [f"# {_md(made.title)}", "", f"*{_md(colophon(made))}*", ""]
    for section in made.sections:
        out += [f"## {_md(section.question)}", ""]
        if section.status:
            out += [f"**{_md(section.status)}**", ""]
        listed = False
        for part in section.body:
            if isinstance(part, Rows):
                out += ["", *_md_table(table(part), part.ranked), ""]
                continue
            item = part.startswith("- ")
            if listed and not item:
                out.append("")
            body = _md_cited(part[2:] if item else part)
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
            cells = [_md(cell) for cell in annex_row(figure, number)[:-1]] + [f"[^{number}]"]
            out.append("| " + " | ".join(cells) + " |")
        out += ["", *(f"- {_md(line)}" for line in section.workings), ""]
    if made.sources:
        out += ["## Sources", ""]
    for source in made.sources:
        quote = f" Quoted: “{_md(source.quote)}”" if source.quote else ""
        out.append(f"[^{source.number}]: {_md(source.text)}.{quote}" + (f" <{source.url}>" if source.url else ""))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"


def _md_table(cells: list[list[str]], ranked: bool) -> list[str]:
    """The lines of a table whose last number column is set right."""
    rule = ["---:"] * ranked + ["---", "---:"] + ["---"] * (len(cells[0]) - ranked - 2)
    lines = ["| " + " | ".join(_md_cited(cell) for cell in row) + " |" for row in cells]
    return [lines[0], "| " + " | ".join(rule) + " |", *lines[1:]]


def _md_cited(text: str) -> str:
    """Text as it stands, its markers made footnotes."""
    return MARKER.sub(lambda m: f"[^{m[1]}]", _md(text).replace("\\[", "[").replace("\\]", "]"))


def _md(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$!&])", r"\\\1", " ".join(UNWRITABLE.sub("", text).split()))


# ---- HTML -----------------------------------------------------------------------------------------------------------

STYLE = """
body { font: 1rem/1.55 system-ui, sans-serif; color: #10212b; background: #fff; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25; color: #00424b } .status { font-weight: 600 } .note, .made { color: #4a5a64 }
table { border-collapse: collapse; width: 100%; font-size: .875rem } th, td { border: 1px solid #c3cfd6; padding: .3rem .5rem; text-align: left }
th { background: #eef3f5 } .n { text-align: right; font-variant-numeric: tabular-nums } a { color: #00565f } .wide { overflow-x: auto }
table.list { width: auto } img { max-width: 100% } @media print { a { color: inherit; text-decoration: none } h2 { break-after: avoid } }
"""


def as_html(made: Brief) -> str:
    """The briefing as one HTML page that loads nothing from elsewhere."""
    out = [
        "<!doctype html>",
        '<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
        f"<title>{_h(made.title)}</title><style>{STYLE}</style></head><body><main>",
        f'<h1>{_h(made.title)}</h1><p class="made">{_h(colophon(made))}</p>',
    ]
    for section in made.sections:
        status = f'<p class="status">{_h(section.status)}</p>' if section.status else ""
        out.append(f"<section><h2>{_h(section.question)}</h2>{status}")
        items: list[str] = []
        for text in (*section.body, ""):
            if not isinstance(text, Rows) and text.startswith("- "):
                items.append(f"<li>{_cited(text[2:])}</li>")
                continue
            if items:
                out.append("<ul>" + "".join(items) + "</ul>")
                items = []
            if isinstance(text, Rows):
                out.append(_html_table(table(text), text.ranked))
            elif text:
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
            cells = annex_row(figure, number)
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


def _html_table(cells: list[list[str]], ranked: bool) -> str:
    """A table as wide as it must be, numbers set right."""
    heads = "".join(f'<th scope="col">{_cited(cell)}</th>' for cell in cells[0])
    right = {0, 2} if ranked else {1}
    lines = "".join("<tr>" + "".join(f"<td{' class=n' if i in right else ''}>{_cited(cell)}</td>" for i, cell in enumerate(row)) + "</tr>" for row in cells[1:])  # fmt: skip
    return f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


def _h(text: str | None) -> str:
    return html.escape(UNWRITABLE.sub("", text or ""), quote=True)


def _cited(text: str) -> str:
    """Escaped text whose markers lead to their sources."""
    return MARKER.sub(lambda m: f'<a href="#source-{m[1]}">[{m[1]}]</a>', _h(text))


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()
