"""The evidence under an answer: a card for each citation, the cited page as a picture, and the whole table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from assistant.schema import Answer, Citation, Figure
from assistant.view.page_image import page_png
from assistant.view.text import csv_cell, lines, link, plain, shortened
from ingest.errors import UnreadableDocument
from ingest.index import Index
from ingest.schema import Box, Table

AROUND = 220  # characters of the page shown before and after a quote
MOST_ROWS = 5
MANY_CARDS = 4  # from here on the cards are drawn in less room
SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")


def surroundings(page_text: str, quote: str) -> list[tuple[str, bool]]:
    """Pieces of the page around the quote, each with whether it is quoted; the quote alone when it is not found.

    A quote may be several sentences that stand apart on the page; what lies far from any of them is left out.
    """
    page_text, quote = " ".join(page_text.split()), " ".join(quote.split())
    spans: list[tuple[int, int]] = []
    whole = page_text.find(quote)
    parts = [quote] if whole >= 0 else [part for part in SENTENCE.split(quote) if len(part) > 12]
    for part in parts:
        at = page_text.find(part)
        if at >= 0:
            spans.append((at, at + len(part)))
    if not quote or not spans or (whole < 0 and sum(b - a for a, b in spans) < 0.6 * len(quote)):
        return [(quote, True)]
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _merged(spans):
        before = page_text[end:start]
        room = AROUND if not pieces else 2 * AROUND
        if len(before) > room:
            head = before[:AROUND].rsplit(" ", 1)[0] + " … " if pieces else "… "
            before = head + before[-AROUND:].split(" ", 1)[-1]
        pieces += [(before, False), (page_text[start:stop], True)]
        end = stop
    after = page_text[end:]
    pieces.append((after if len(after) <= AROUND else after[:AROUND].rsplit(" ", 1)[0] + " …", False))
    return [(text, quoted) for text, quoted in pieces if text.strip()]


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch made one."""
    out: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        else:
            out.append((start, stop))
    return out


def draw_cards(answer: Answer, anchor: str, index: Index) -> None:
    """A card for every citation, in the order of the markers."""
    small = len(answer.citations) >= MANY_CARDS
    for citation in answer.citations:
        used = [f for f in answer.figures if f.marker == citation.marker]
        with st.container(border=True, key=f"card-{anchor}{citation.marker}", gap="xsmall" if small else "small"):
            draw_card(citation, used, f"{anchor}{citation.marker}", index, small)


def draw_card(citation: Citation, used: Sequence[Figure], name: str, index: Index, small: bool = False) -> None:
    """One card: what is cited, who published it and when, where it stands, and the ways to see it in full."""
    st.subheader(f"\\[{citation.marker}\\] {plain(citation.title or citation.document)}", anchor=name, divider=False)
    st.caption(_byline(citation))
    kind: Literal["secondary", "tertiary"] = "tertiary" if small else "secondary"
    if used and small and len(used) <= 2:
        st.markdown("  \n".join(_in_a_line(f) for f in used))
    elif used:
        _draw_rows(used)
    elif citation.quote:
        _draw_quote(citation, index)
    with st.container(horizontal=True, gap="small"):
        if citation.page is not None and st.button(
            f"See page {citation.page}", key=f"page-{name}", icon=":material/article:", type=kind
        ):
            st.session_state[f"at-{name}"] = citation.page
            show_page(citation, name, index)
        if citation.table_id and st.button("Open whole table", key=f"table-{name}", icon=":material/table:", type=kind):
            show_table(citation.table_id, [(f.observation.cell.row, f.observation.cell.column) for f in used], index)
        if url := link(citation.url):
            st.link_button(
                "Source", url, icon=":material/open_in_new:", help=plain(f"Opens {url} in a new tab"), type=kind
            )


def _byline(citation: Citation) -> str:
    """Publisher, date and place in the document, of what is known."""
    parts = [citation.publisher, said_date(citation.published)]
    if citation.page is not None:
        parts.append(f"page {citation.page}")
    elif citation.locator and not citation.table_id:
        parts.append(citation.locator)
    parts.append(f"file {citation.document}")
    return " · ".join(plain(part) for part in parts if part)


def said_date(iso: str | None) -> str | None:
    """A date as it is said, such as "2 March 2019"; as given when it is no full date."""
    match = re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso or "")
    if not match:
        return iso
    try:
        day = date.fromisoformat(match[0])
    except ValueError:
        return iso
    return f"{day.day} {day:%B} {day.year}"


def _draw_rows(used: Sequence[Figure]) -> None:
    """The cells an answer rests on, with their row, column and unit, as held; the first few where they are many."""
    shown = used if len(used) <= MOST_ROWS + 1 else used[:MOST_ROWS]
    rows = pd.DataFrame(
        {
            "Row · column": [f"{plain(f.observation.cell.row)} · {plain(f.observation.cell.column)}" for f in shown],
            "Value as held": [f":primary-background[**{plain(held(f))}**] {plain(f.observation.unit)}" for f in shown],
        }
    ).set_index("Row · column")
    st.table(rows)
    if len(shown) < len(used):
        st.caption(f"and {len(used) - len(shown)} more rows, in the whole table and in the CSV download")


def _in_a_line(figure: Figure) -> str:
    """One cell an answer rests on: its row, its column, the value as held and its unit."""
    o = figure.observation
    return (
        f"{plain(o.cell.row)} · {plain(o.cell.column)} · :primary-background[**{plain(held(figure))}**] {plain(o.unit)}"
    )


def held(figure: Figure) -> str:
    """The value as the table holds it, with what the publisher marks it as."""
    o = figure.observation
    if o.value is None:
        return o.status
    mark = f" ({o.status})" if o.status in ("provisional", "estimated") else ""
    return f"{o.value:,.10g}{mark}"


def _draw_quote(citation: Citation, index: Index) -> None:
    """The quote, marked, with what stands before and after it on the page."""
    text = page_text(citation.document_id, citation.page, index)
    pieces = surroundings(text, citation.quote)
    st.markdown("".join(_marked(piece, quoted) for piece, quoted in pieces))


def _marked(text: str, quoted: bool) -> str:
    """Markdown for one piece, its outer spaces kept outside the mark."""
    if not quoted:
        return (" " if text[:1].isspace() else "") + plain(text) + (" " if text[-1:].isspace() else "")
    return f":yellow-background[{plain(text)}]"


def page_text(document_id: str, page: int | None, index: Index) -> str:
    """The running text of a page without its head and foot; "" when the index no longer holds it."""
    if page is None:
        return ""
    try:
        found = index.page(document_id, page)
    except KeyError:
        return ""
    blocks = [block.text for block in found.blocks if block.kind not in ("header", "footer")]
    return " ".join(blocks) or found.text


@st.cache_data(max_entries=48, show_spinner=False)
def picture(path: str, changed: float, number: int, boxes: tuple[Box, ...], scale: float) -> bytes:
    """The page as PNG, kept for the next look; `changed` makes an edited file be drawn anew."""
    return page_png(Path(path), number, boxes, scale)


@st.dialog("Evidence", width=880, position="right")
def show_page(citation: Citation, name: str, index: Index) -> None:
    """A drawer with the cited page, the quote marked, and the pages before and after it."""
    at = f"at-{name}"
    number = int(st.session_state.get(at, citation.page or 1))
    st.markdown(f"**{plain(citation.title or citation.document)}**")
    st.caption(_byline(citation))
    try:
        document = index.document(citation.document_id)
    except KeyError:
        st.info(
            "This answer was given from an earlier index, and the document is no longer held.", icon=":material/info:"
        )
        st.markdown(f":yellow-background[{plain(citation.quote)}]")
        return
    n_pages = document.n_pages or number
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button("Previous", key=f"before-{name}", icon=":material/chevron_left:", disabled=number <= 1):
            st.session_state[at] = number - 1
            st.rerun(scope="fragment")
        st.markdown(f"Page {number} of {n_pages}")
        if st.button("Next", key=f"after-{name}", icon=":material/chevron_right:", disabled=number >= n_pages):
            st.session_state[at] = number + 1
            st.rerun(scope="fragment")
        if document.path.is_file():
            st.download_button("Download file", document.path.read_bytes, document.path.name, on_click="ignore", icon=":material/download:", key=f"file-{name}")  # fmt: skip
    draw_page(document.path, citation, number, index)


def draw_page(path: Path, citation: Citation, number: int, index: Index) -> None:
    """The page: as a picture when it is a PDF that is still there, else as text."""
    boxes = citation.boxes or index.highlight(citation.document_id, number, citation.quote)
    if path.suffix.lower() == ".pdf" and path.is_file():
        try:
            drawn = picture(str(path), path.stat().st_mtime, number, tuple(Box(*box) for box in boxes), 1.6)
        except UnreadableDocument as error:
            st.warning(plain(str(error)), icon=":material/broken_image:")
        else:
            if number == citation.page and not any(box[0] == number for box in boxes):
                st.info("The quote could not be located on the page, so nothing is marked.", icon=":material/info:")
            st.image(
                drawn,
                width="stretch",
                alt=shortened(f"Page {number} of {citation.title or path.name}. Marked: {citation.quote}", 400),
            )
            return
    elif path.suffix.lower() == ".pdf":
        st.info("The file is no longer where the index found it, so its text is shown.", icon=":material/info:")
    text = page_text(citation.document_id, number, index)
    if not text:
        st.info("No text is held for this page.", icon=":material/info:")
    elif number == citation.page:
        st.markdown("".join(_marked(*piece) for piece in surroundings(text, citation.quote)))
    else:
        st.markdown(lines(text))


@st.dialog("Whole table", width=880, position="right")
def show_table(table_id: str, used: Sequence[tuple[str, str]], index: Index) -> None:
    """A drawer with the table as published, the cells used marked, and its download."""
    try:
        table = index.table(table_id)
        document = index.document(table.document_id)
    except KeyError:
        st.info("This answer was given from an earlier index, and the table is no longer held.", icon=":material/info:")
        return
    alone = table.sheet is None and table.page is None
    draw_table(replace(table, title=document.title) if alone else table, used)
    if document.path.is_file():
        st.download_button("Download file", document.path.read_bytes, document.path.name, on_click="ignore", icon=":material/download:", key=f"file-{table_id}")  # fmt: skip
    st.caption(plain(f"{document.publisher or ''} {document.licence or ''}".strip() or document.path.name))


def draw_table(table: Table, used: Sequence[tuple[str, str]]) -> None:
    """A table as published; the rows that were used come first where there are many, and their cells are marked."""
    where = f"sheet {table.sheet}" if table.sheet else f"page {table.page}" if table.page else None
    st.markdown(f"**{plain(table.title)}**" + (f" · {plain(where)}" if where else ""))
    heads = headings(table)
    body = table.cells[table.n_header_rows :]
    cells = {cell for row, column in used for cell in [position(table, row, column)] if cell}
    wanted = {i for i, _ in cells}
    if wanted:
        st.caption(
            f"{'The cell' if len(cells) == 1 else f'The {len(cells)} cells'} used by the answer: shaded, in the first row{'s' * (len(wanted) > 1)}."
        )
    order = sorted(wanted) + [i for i in range(len(body)) if i not in wanted]
    frame = pd.DataFrame([body[i] for i in order], columns=heads, index=[i + table.n_header_rows + 1 for i in order])

    def shade(row: pd.Series) -> list[str]:
        i = int(row.name) - table.n_header_rows - 1  # type: ignore[call-overload]
        on = "background-color: #ffe58a; color: #10212b; font-weight: bold"
        return [on if (i, j) in cells else "" for j in range(len(heads))]

    small = len(frame) * max(1, len(heads)) <= 20_000
    st.dataframe(
        frame.style.apply(shade, axis=1) if cells and small else frame, height=460, alt=shortened(table.title, 200)
    )
    for note in table.notes[:8]:
        st.caption(plain(note))
    text = "\r\n".join(",".join(_quoted(cell) for cell in row) for row in table.cells)
    st.download_button("Download as CSV", text.encode("utf-8-sig"), f"{_file_name(table.table_id)}.csv", "text/csv", on_click="ignore", icon=":material/csv:", key=f"csv-{table.table_id}")  # fmt: skip


def _quoted(cell: str) -> str:
    return '"' + csv_cell(cell).replace('"', '""') + '"'


def _file_name(text: str) -> str:
    return re.sub(r"[^\w\-]+", "-", text).strip("-") or "table"


def headings(table: Table) -> list[str]:
    """One name for each column: its heads from above to below, made different where two are alike."""
    out: list[str] = []
    for j in range(len(table.cells[0]) if table.cells else 0):
        parts = dict.fromkeys(row[j].strip() for row in table.cells[: table.n_header_rows] if row[j].strip())
        name = " · ".join(parts) or f"Column {j + 1}"
        out.append(name if name not in out else f"{name} ({j + 1})")
    return out


def position(table: Table, row: str, column: str) -> tuple[int, int] | None:
    """Where a cell with these labels stands, rows counted from the first below the heads; None when not found."""
    heads = [_same(" ".join(r[j] for r in table.cells[: table.n_header_rows])) for j in range(len(table.cells[0]))] if table.cells else []  # fmt: skip
    last = [_same(table.cells[table.n_header_rows - 1][j]) for j in range(len(heads))] if table.n_header_rows else heads
    wanted = _same(column)
    js = [j for j, head in enumerate(heads) if head == wanted] or [j for j, head in enumerate(last) if head == wanted]
    body = table.cells[table.n_header_rows :]
    label = _same(row)
    rows = [i for i, cells in enumerate(body) if any(_same(cell) == label for cell in cells)]
    if not rows:
        rows = [i for i, cells in enumerate(body) if _row_label(cells, row)]
    return (rows[0], js[0]) if len(js) == 1 and len(rows) == 1 else None


def _row_label(cells: Sequence[str], row: str) -> bool:
    """Whether a label made of several cells, such as "New Anglia, 2017", is this row's."""
    parts = [_same(part) for part in re.split(r"\s*[,|/·;]\s+|\s+\|\s+", row)]
    return len(parts) > 1 and set(parts) <= {_same(cell) for cell in cells}


def _same(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
