"""Pages to Passages: runs of whole sentences under one heading, each with its exact pages and boxes.

A passage's text has one sentence, list item or table row a line, the cells of a row parted by tabs, and an empty line
between blocks, so that whoever quotes from it need not find the sentences again. Reading pages is left to the readers, embedding to `index`.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Protocol

from ingest.schema import Block, Box, Document, Observation, Page, Passage, Table

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sir st rt hon rev no nos vol fig figs ed eds pp p para paras ch sec approx ca c circa cf eg e.g
    ie i.e etc al vs v viz inc ltd co corp dept est jan feb mar apr jun jul aug sep sept oct nov dec u.k u.s a.m p.m
    """.split()  # noqa: SIM905
)
SENTENCE_END = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’)\]]*)(?P<note>\d{0,3})(?=\s+[\"'“‘(\[]*(?:[A-Z0-9£$€•]))")
BULLET = re.compile(r"^\s*(?:[•●▪◦‣■□–—*➢✓]|-(?=\s)|[o](?=\s+[A-Z]))\s*")
NUMBERED = re.compile(r"^\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+")
MARK = "• "
FOOTNOTES = ("Footnotes",)
HANGING = re.compile(
    r"\s(?:an?|and|are|as|at|between|but|by|for|from|in|into|is|of|on|or|than|that|the|to|was|were|with)$"
)
LONG_ITEM = 160  # characters: a longer item is a paragraph with a bullet, and its sentences are told apart


class Tagger(Protocol):
    """What is asked of the gazetteer here: the codes of the places that a text is about."""

    def about(self, text: str, headings: Sequence[str] = (), title: str = "") -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class ChunkParameters:
    """How large passages are, in characters; `max_pieces` bounds the embedded text, which the model cuts at 256.

    The model counts two pieces of its own; the estimate runs a little high on prose and low on nothing we measured.
    """

    min_chars: int = 350
    target_chars: int = 800
    max_chars: int = 1000
    max_pieces: int = 250
    heading_pieces: int = 60


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut: a sentence, a list item, a table row or a heading of a lower level."""

    text: str
    boxes: tuple[Box, ...]
    kind: str
    block: int
    lead: str | None = None

    @property
    def first_page(self) -> int:
        return self.boxes[0].page

    @property
    def last_page(self) -> int:
        return self.boxes[-1].page


def chunk(
    pages: Sequence[Page], document: Document, gazetteer: Tagger | None, parameters: ChunkParameters | None = None
) -> list[Passage]:
    """The passages of one document in reading order, the footnotes of each page after the text of that page."""
    parameters = parameters or ChunkParameters()
    found: list[Passage] = []
    for path, units in _sections(pages):
        for group in _packed(units, parameters, _pieces(_heading_line(path, document))):
            found.append(_passage(group, path, document, gazetteer))
    found.sort(key=lambda passage: (passage.first_page, passage.heading_path[-1:] == FOOTNOTES))
    return _numbered(found)


def embedded_text(passage: Passage, document: Document) -> str:
    """The text that is embedded: the document's title and the headings above the passage, then its own text."""
    return f"{_heading_line(passage.heading_path, document)}\n{passage.text}"


def lines(passage: Passage) -> list[str]:
    """The sentences, list items and table rows of a passage, in order; `index` embeds each on its own as well."""
    return [line for line in passage.text.split("\n") if line.strip()]


def table_cards(
    tables: Iterable[Table],
    document: Document,
    gazetteer: Tagger | None = None,
    observations: Sequence[Observation] = (),
    max_chars: int = 1000,
) -> list[Passage]:
    """One passage of kind "table" for each table: title, columns, years, unit, places, notes and the first rows."""
    return [_card(table, document, gazetteer, observations, max_chars) for table in tables]


def sentences(text: str) -> list[str]:
    """The sentences of a running text: `["It fell.", "Prof. A. Smith agreed."]`; a bare number is no sentence."""
    return [text[start:end] for start, end in _sentence_spans(text)]


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in SENTENCE_END.finditer(text):
        head = text[start : match.start()]
        last = re.split(r"[\s(“\"]", head)[-1].lower() if head.strip() else ""
        unclosed = match["stop"] == "." and not match["note"] and not match["close"]
        if unclosed and (last in ABBREVIATIONS or re.fullmatch(r"[a-z]", last) or not re.search(r"[A-Za-z]{2}", head)):
            continue
        if match["note"] and match["stop"] == "." and re.search(r"(?<!\b19\d)(?<!\b20\d)\d$", head):  # 3.5 is a number
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = ((s + len(text[s:e]) - len(text[s:e].lstrip()), e) for s, e in spans)
    return [(s, s + len(text[s:e].rstrip())) for s, e in trimmed if text[s:e].strip()]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad‐-]", "", text)


def _line_boxes(block: Block, page: int, start: int, end: int) -> tuple[Box, ...]:
    """The boxes of the printed lines that `block.text[start:end]` stands on, found by counting letters.

    Blocks mend hyphens and spaces, so positions are compared with both left out.
    """
    before, within = len(_squeezed(block.text[:start])), len(_squeezed(block.text[start:end]))
    boxes, at = [], 0
    for line in block.lines:
        size = len(_squeezed(line.text))
        if at < before + within and at + size > before:
            boxes.append(Box(page, line.x0, line.top, line.x1, line.bottom))
        at += size
    if not boxes:
        boxes = [Box(page, line.x0, line.top, line.x1, line.bottom) for line in block.lines[-1:]]
    return tuple(boxes) or (Box(page, 0.0, 0.0, 0.0, 0.0),)


def _sections(pages: Sequence[Page]) -> Iterator[tuple[tuple[str, ...], list[_Unit]]]:
    """Headings down to the second level, with the units under them; footnotes as sections of their own."""
    path: list[tuple[int, str]] = []
    units: list[_Unit] = []
    number = 0
    for page in pages:
        notes: list[_Unit] = []
        for block in page.blocks:
            number += 1
            if block.kind in ("header", "footer") or not block.text.strip():
                continue
            if block.kind == "heading" and (block.level or 3) <= 2:
                if units:
                    yield tuple(text for _, text in path), units
                    units = []
                level = block.level or 2
                path = [item for item in path if item[0] < level] + [(level, " ".join(block.text.split()))]
            elif block.kind == "footnote":
                notes += _units(block, page.number, number)
            else:
                units = _joined(units, _units(block, page.number, number))
        if notes:
            yield (*(text for _, text in path), *FOOTNOTES), notes
    if units:
        yield tuple(text for _, text in path), units


def _units(block: Block, page: int, number: int) -> list[_Unit]:
    """The units of one block."""
    if block.kind == "heading":
        text = " ".join(block.text.split())
        return [_Unit(text, _line_boxes(block, page, 0, len(block.text)), "heading", number)]
    if block.kind == "table":
        return _rows(block, page, number)
    if block.kind == "list":
        return [unit for s, e in _item_spans(block.text) for unit in _item_units(block, page, number, s, e)]
    return [_Unit(" ".join(block.text[s:e].split()), _line_boxes(block, page, s, e), block.kind, number)
            for s, e in _sentence_spans(block.text)]  # fmt: skip


def _rows(block: Block, page: int, number: int) -> list[_Unit]:
    """The rows of a table, cells parted by tabs, each leading back to the row of headings."""
    boxes = tuple(Box(page, line.x0, line.top, line.x1, line.bottom) for line in block.lines)
    rows = ["\t".join(" ".join(cell.split()) for cell in line.split(" | ")) for line in block.text.split("\n")]
    rows = [row for row in rows if row.strip()]
    return [_Unit(row, boxes or (Box(page, 0.0, 0.0, 0.0, 0.0),), "table", number, rows[0] if i else None)
            for i, row in enumerate(rows)]  # fmt: skip


def _line_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _item_spans(text: str) -> list[tuple[int, int]]:
    """Where each item of a list stands: from its bullet or number to the next; the whole text if it has none."""
    starts = [s for s, e in _line_spans(text) if BULLET.match(text[s:e]) or NUMBERED.match(text[s:e])]
    if not starts or text[: starts[0]].strip():
        starts = [0, *starts]
    return [(s, e) for s, e in zip(starts, [*starts[1:], len(text)], strict=True) if text[s:e].strip()]


def _item_units(block: Block, page: int, number: int, start: int, end: int) -> list[_Unit]:
    """The sentences of one item, the first behind one kind of bullet; a number or letter in front is kept as printed."""
    text = block.text[start:end]
    bullet = BULLET.match(text)
    if bullet:
        start, text = start + bullet.end(), text[bullet.end() :]
    marked = bool(bullet) or not (NUMBERED.match(text) and len(text) > LONG_ITEM)
    spans = _sentence_spans(text) if len(text) > LONG_ITEM else [(0, len(text))]
    units = []
    for i, (s, e) in enumerate(spans):
        words = " ".join(text[s:e].split())
        boxes = _line_boxes(block, page, start + s, start + e)
        units.append(_Unit(MARK + words if marked and i == 0 else words, boxes, "list", number))
    return units


def _joined(units: list[_Unit], more: list[_Unit]) -> list[_Unit]:
    """Both lists as one; a sentence that a page break or a box cut in two is put together again."""
    if not units or not more:
        return units + more
    last, first = units[-1], more[0]
    open_ended = not re.search(r"[.!?:;…][\"'”’)\]]*\d{0,3}$", last.text)
    runs_on = first.kind == "body" and last.kind in ("body", "list")
    if open_ended and runs_on and (re.match(r"[a-z(,]", first.text) or _awaited(last, first)):
        whole = replace(last, text=f"{last.text} {first.text}", boxes=last.boxes + first.boxes)
        rest = [replace(unit, block=last.block) if last.kind == "body" else unit for unit in more[1:]]
        return [*units[:-1], whole, *rest]
    if first.kind == "list" and last.kind in ("body", "list"):
        lead = last.text if last.text.endswith(":") else last.lead
        more = [replace(unit, lead=lead) if unit.kind == "list" else unit for unit in more]
    return units + more


def _awaited(last: _Unit, first: _Unit) -> bool:
    """Whether a sentence breaks off at a word that another must follow, and what stands next ends as sentences do."""
    return bool(
        HANGING.search(last.text) and re.match(r"[\w£€$“‘]", first.text) and first.text.endswith((".", "?", "!"))
    )


@functools.lru_cache(maxsize=4096)  # a sentence is counted again with each that may join it in a passage
def _pieces(text: str) -> int:
    """About how many word pieces MiniLM makes of a text; a little more than it does on English prose."""
    n = 0
    for word in re.findall(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]", text):
        if word.isalpha():
            n += 1 if len(word) <= 8 else 1 + (len(word) - 3) // 6
        else:
            n += (len(word) + 1) // 2 if word.isdigit() else 1
    return n


def _packed(units: list[_Unit], parameters: ChunkParameters, taken: int) -> Iterator[list[_Unit]]:
    """Runs of units that fit, cut where a block, a page or a lower heading ends if that leaves neither part small."""
    budget = parameters.max_pieces - min(taken, parameters.heading_pieces)
    group: list[_Unit] = []
    for unit in chain.from_iterable(_bounded(unit, parameters, budget) for unit in units):
        if group and _breaks(group, unit, parameters, budget):
            tail = _kept_with_next(group, unit)
            yield group[: len(group) - len(tail)]
            group = tail
        group.append(unit)
    if group:
        yield group


def _breaks(group: list[_Unit], unit: _Unit, parameters: ChunkParameters, budget: int) -> bool:
    size = sum(len(u.text) + 1 for u in group)
    if size + len(unit.text) > parameters.max_chars or sum(_pieces(u.text) for u in (*group, unit)) > budget:
        return len(_kept_with_next(group, unit)) < len(group)
    if unit.kind == "list" and (group[-1].text.endswith(":") or size < parameters.target_chars):
        return False
    if unit.kind == "caption" and group[-1].kind == "table":
        return False
    if unit.kind == "heading" or unit.first_page != group[-1].last_page:
        return size >= parameters.min_chars and group[-1].kind != "heading"
    return unit.block != group[-1].block and size >= parameters.target_chars and group[-1].kind != "caption"


def _kept_with_next(group: list[_Unit], unit: _Unit) -> list[_Unit]:
    """The end of the group that belongs with what comes next: headings, captions, the line that leads a list in."""
    n = 0
    while n < len(group) and (
        group[-1 - n].kind in ("heading", "caption")
        or (n == 0 and unit.kind == "list" and group[-1].kind == "body" and group[-1].text.endswith(":"))
    ):
        n += 1
    return group[len(group) - n :] if 0 < n < len(group) else []


def _bounded(unit: _Unit, parameters: ChunkParameters, budget: int) -> list[_Unit]:
    """The unit, or its parts where it is no sentence but a run-on text longer than a passage may be."""
    if len(unit.text) <= parameters.max_chars and _pieces(unit.text) <= budget:
        return [unit]
    texts: list[str] = []
    for part in _clauses(unit.text, budget // 2):
        if texts and len(texts[-1]) + len(part) < parameters.max_chars // 2 and _pieces(texts[-1] + part) < budget // 2:
            texts[-1] = f"{texts[-1]} {part}"
        else:
            texts.append(part)
    total, at, found = max(len(unit.text), 1), 0, []
    for text in texts:
        first, last = (
            at * len(unit.boxes) // total,
            min((at + len(text)) * len(unit.boxes) // total, len(unit.boxes) - 1),
        )
        found.append(replace(unit, text=text, boxes=unit.boxes[first : last + 1]))
        at += len(text)
    return found


def _clauses(text: str, n_pieces: int) -> list[str]:
    """The text cut after commas and colons, and at spaces where a part would still be longer than `n_pieces`."""
    parts: list[str] = []
    for clause in re.split(r"(?<=[;:,.])\s+|\s+(?=[•●▪])", text):
        if _pieces(clause) <= n_pieces:
            parts.append(clause)
            continue
        words: list[str] = []
        taken = 0
        for word in clause.split(" "):  # pieces of words add up, so that a long run of them is counted once
            size = _pieces(word)
            if words and taken + size > n_pieces:
                parts.append(" ".join(words))
                words, taken = [], 0
            words.append(word)
            taken += size
        parts.append(" ".join(words))
    return parts


def _text(group: list[_Unit]) -> str:
    """The units, one a line, with an empty line where a new block begins."""
    text = group[0].text
    for before, unit in pairwise(group):
        text += ("\n" if unit.block == before.block else "\n\n") + unit.text
    return text


def _passage(group: list[_Unit], path: tuple[str, ...], document: Document, gazetteer: Tagger | None) -> Passage:
    text = _text(group)
    if group[0].lead:  # a list or a table that goes on: its first line again
        text = f"{group[0].lead}\n{text}"
    pages = [box.page for unit in group for box in unit.boxes]
    return Passage(
        passage_id="",
        document_id=document.document_id,
        text=text,
        heading_path=path,
        first_page=min(pages),
        last_page=max(pages),
        boxes=_merged(group),
        place_codes=tuple(gazetteer.about(text, path, document.title)) if gazetteer else (),
        published=document.published,
    )


def _merged(group: list[_Unit]) -> tuple[Box, ...]:
    """One box for each block on each page, in reading order."""
    edges: dict[tuple[int, int], list[float]] = {}
    for unit in group:
        for page, *box in unit.boxes:
            old = edges.setdefault((unit.block, page), box)
            old[:] = min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3])
    return tuple(Box(page, *box) for (_, page), box in edges.items())


def _numbered(passages: list[Passage]) -> list[Passage]:
    """The passages with ids such as "hub-2017#p3.2": the second passage that begins on page 3."""
    counts: dict[int, int] = {}
    named = []
    for passage in passages:
        counts[passage.first_page] = counts.get(passage.first_page, 0) + 1
        name = f"{passage.document_id}#p{passage.first_page}.{counts[passage.first_page]}"
        named.append(replace(passage, passage_id=name))
    return named


def _heading_line(path: Sequence[str], document: Document) -> str:
    """The title and headings on one line, the outer headings shortened first when it would be long."""
    parts = [document.title, *(heading for heading in path if heading.casefold() != document.title.casefold())]
    line = " > ".join(parts)
    while len(line) > 200 and len(parts) > 2:
        parts.pop(1)
        line = " > ".join(parts)
    return line[:200]


def _card(
    table: Table, document: Document, gazetteer: Tagger | None, observations: Sequence[Observation], max_chars: int
) -> Passage:
    heads, rows = table.cells[: table.n_header_rows], table.cells[table.n_header_rows :]
    mine = [o for o in observations if o.cell.table_id == table.table_id]
    columns = [" ".join(dict.fromkeys(row[i].strip() for row in heads if row[i].strip())) for i in range(len(heads[0]))] if heads else []  # fmt: skip
    facts = {
        "Columns": _listed(columns, 12),
        "Years": _listed(sorted({o.period for o in mine}), 12),
        "Unit": _listed(sorted({o.unit for o in mine}), 4),
        "Places": _listed(list(dict.fromkeys(o.place_name for o in mine)), 12),
        "Notes": " ".join(table.notes)[:200],
    }
    lines = [table.title, *(f"{name}: {value}" for name, value in facts.items() if value)]
    for row in rows:
        line = "\t".join(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip()))
        if sum(len(text) + 1 for text in lines) + len(line) > max_chars or _pieces("\n".join([*lines, line])) > 190:
            break
        lines.append(line)
    text = "\n".join(lines)
    codes = tuple(dict.fromkeys(o.place_code for o in mine))
    if not codes and gazetteer:
        codes = tuple(gazetteer.about(text, (table.title,), document.title))
    page = table.page or 1
    name = (
        table.table_id
        if table.table_id.startswith(document.document_id)
        else f"{document.document_id}#{table.table_id}"
    )
    return Passage(
        name, document.document_id, text, (table.title,), page, page, (table.box,) if table.box else (), codes,
        document.published, "table", table.table_id,
    )  # fmt: skip


def _listed(names: Sequence[str], n: int) -> str:
    """The names with commas, at most `n` of them, and how many more there are."""
    named = [name for name in names if name]
    return ", ".join(named[:n]) + (f" and {len(named) - n} more" if len(named) > n else "")
