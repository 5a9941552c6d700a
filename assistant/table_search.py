"""A question to the tables published in the documents: the ones that could answer, tried in turn, and the one that does.

The figures of the indicator tables are asked first (`lookup`). Here are the tables that gave no figures: crosstabs of a
survey, accounts in a report. `published` answers from one table; here it is decided which table, and whether its answer
may be given at all: every word of the question must be accounted for by the table or by what is said of it, every place
named must label the cells, the year must be theirs, and no other table may say otherwise.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from assistant.published import TableAnswer, answer_grid, grid_of
from assistant.schema import Answer, Citation, Derivation, Query
from assistant.sentences import embedded
from assistant.table_heads import PER_CENT, Axis, Grid, number, stem, terms
from assistant.table_mentions import GRAMMAR, OPERATION_WORDS, level_names
from assistant.table_ops import LocatedCell
from ingest.index import Index
from ingest.schema import Box, Place, Table

POOL = 40  # tables whose words are looked at, nearest first
TRIED = 12  # tables that are asked
MAX_CELLS = 20_000  # of a table that is asked: beyond that it is data, not a table that is read
MAX_LISTED = 6  # cells that an answer without a list or ranking may have
ASKS_FIGURE = re.compile(
    r"\bhow (?:many|much|big|large|high|low|often|long)\b|\bwhat (?:was|were|is|are|did|does|do|share|percent\w*|proportion|rate|number)\b"
    r"|\bwhich\b|\bcompare\b|\b(?:number|share|percentage|proportion|rate|total|average|median|cost|value|change|difference|top|highest|lowest|most|fewest)\b"
    r"|^\W*(?:is|are|was|were|did|does|do|has|have)\b|%|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
ASKS_WHICH = re.compile(
    r"\b(?:which|list|names?|where|who)\b|\bhow many (?:leps?|areas?|places?|regions?|countries|\w+ies)\b", re.I
)
KIND_ASKED = re.compile(
    r"\b(?:which|what|top|bottom|highest|lowest|best|worst|list(?: the)?)"
    r"(?: (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|of|the|top|bottom|highest|lowest|largest|smallest))* ([a-z]+)",
    re.IGNORECASE,
)
# Words with which a survey or an account is spoken of, whatever its tables call those who answered or what was counted.
ANY_TABLE = frozenset(
    stem(w)
    for w in """survey surveys table tables report reports reporting reported say said says respond respondents responded
    according employer employers establishment establishments firm firms business businesses company companies
    organisation organisations workplace workplaces people person persons england english uk united kingdom area areas
    local enterprise partnership partnerships lep leps region regions place places january february march april may june
    july august september october november december financial calendar end annual accounts figure figures published did
    sheet page document site sites overall level held recorded experienced there answer question asked spent spend get got""".split()  # noqa: SIM905
)
ASKS_SEVERAL = re.compile(
    r"\b(?:and|or|each|both|all|every|respectively|versus|vs|from|between|since|over|by)\b|[,;&]", re.I
)
# Who or what was counted: a share of employers is not one of people, whatever else a table and a question have in common.
COUNTED = tuple(
    frozenset(words.split())  # whole words: "employer" and "employment" share their stem
    for words in (
        "employer employers establishment establishments firm firms business businesses company companies organisation"
        " organisations enterprise enterprises workplace workplaces site sites unit units provider providers",
        "people person persons employee employees employed employment staff worker workers workforce resident residents population"
        " adult adults men women male female members pupils students learners apprentices jobs individuals household",
    )
)
# "Which audits are in Wales?" asks for audits: a word of the table's head, not the date or the amount beside them.
WHICH_ARE = re.compile(
    r"\bwhich (?:of the )?(?:\w+ ){0,2}?(\w+) (?:are|is|was|were|has|have|had|did|does|do|got|lies?|sits?|in|at)\b",
    re.IGNORECASE,
)
SPANS = re.compile(r"\b((?:19|20)\d\d)(?:\s*[-/–]\s*((?:19|20)?\d\d)\b)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A table with what it says; how near it is to the question, the labels of its cells counted twice."""

    table: Table
    grid: Grid
    said: TableAnswer
    nearness: float
    affirmed: bool = False  # the "Yes" of a table that says whether something is so


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of a table: of its labels, and of all that is said of it."""

    labels: frozenset[str]
    about: frozenset[str]


# A cell that says there is no figure: "sum not held", "n/a", "..", "–".
SAYS_NOTHING = re.compile(
    r"\bnot (?:held|stated|given|known|published|available|applicable)\b|^\W*(?:n/?a|none given|tbc|tbd)?\W*$",
    re.IGNORECASE,
)


class PublishedTables:
    """The tables of one index that gave no figures, ready to be asked. Shared by threads: it only remembers."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._grid = lru_cache(maxsize=256)(self._read)
        self._words = lru_cache(maxsize=4096)(self._table_words)
        self._places = lru_cache(maxsize=20_000)(self._places_of)

    @cached_property
    def _cards(self) -> dict[str, str]:
        """The table of each card."""
        return self._index.table_cards()

    def answer(self, query: Query) -> Answer | None:
        """The answer of the one table that answers for certain; None when none does or two disagree."""
        if not self._cards or not ASKS_FIGURE.search(query.question) or "injection" in query.cues.names:
            return None
        found = [one for one in self._asked(query) if self._may_answer(query, one)]
        if not found:
            return None
        best = max(found, key=lambda one: one.nearness)
        for other in found:
            if other.nearness > best.nearness - MARGIN and not _agree(best.said, other.said):
                return None
        return self._as_answer(query, best)

    def _asked(self, query: Query) -> list[Found]:
        """The nearest tables with what each says."""
        wanted = _wanted(query.text)
        out = []
        for nearness, table_id in self._nearest(query.text, wanted):
            table, grid = self._grid(table_id)
            said, affirmed = answer_grid(grid, query.text), False
            if asks_whether(table, grid, query.text):
                with_yes = answer_grid(grid, f"{query.text.rstrip('?. ')}, Yes?")
                if with_yes.status != "not_found":
                    said, affirmed = with_yes, True
            labels = {word for cell in said.located for part in _parts(cell) for word in terms(part)}
            if affirmed:
                labels |= set(terms(table.title))
            nearness += len(wanted & labels) / max(1, len(wanted))
            out.append(Found(table, grid, said, nearness, affirmed))
        return out

    def _nearest(self, question: str, wanted: frozenset[str]) -> list[tuple[float, str]]:
        """The tables to ask with their nearness: the cosine of the card and the share of the question's words they hold."""
        cards = list(self._cards)
        vector = embedded(question, self._index)
        cosines = self._index.vectors(cards) @ vector
        near = [cards[i] for i in np.argsort(-cosines)[:POOL]]
        near += [i for i, _ in self._index.keyword(question, 4 * POOL) if i in self._cards]
        cosine = dict(zip(cards, map(float, cosines), strict=True))
        held = {card: self._words(self._cards[card]) for card in dict.fromkeys(near)}
        often = Counter(word for words in held.values() for word in wanted & words.about)
        weight = {word: math.log(1 + len(held) / (1 + often[word])) + 0.1 for word in wanted}
        total = sum(weight.values()) or 1.0
        scored = []
        for card, words in held.items():
            shares = [sum(weight[word] for word in wanted & some) / total for some in (words.labels, words.about)]
            scored.append((cosine[card] + sum(shares) / 2, self._cards[card]))
        return sorted(scored, reverse=True)[:TRIED]

    def _context(self, table: Table) -> str:
        """What is said of a table beside its title: its notes, its sheet, its document."""
        document = self._index.document(table.document_id)
        name = re.sub(r"[_\W]+", " ", document.path.stem)
        return " ".join(
            [*(note for note in table.notes if len(note) < SHORT_NOTE), table.sheet or "", document.title, name]
        )

    def _table_words(self, table_id: str) -> Words:
        """The words of a table's heads and row labels, and of its title and document; none of one too large to ask."""
        table = self._index.table(table_id)
        if not table.cells or len(table.cells) * len(table.cells[0]) > MAX_CELLS:
            return Words(frozenset(), frozenset())
        heads = [cell for row in table.cells[: table.n_header_rows or 1] for cell in row]
        labels = frozenset(terms(" ".join([*heads, *(cell for row in table.cells for cell in row[:2])])))
        return Words(labels, labels | frozenset(terms(f"{table.title} {self._context(table)}")))

    def _read(self, table_id: str) -> tuple[Table, Grid]:
        """A table and its grid, whose axes are called by the kind of place that they list."""
        table = self._index.table(table_id)
        grid = grid_of(table, self._context(table))
        columns, rows = grid.columns, grid.rows
        if not columns.name and (kind := self._kind_of_places(columns)):
            columns = replace(columns, name=kind)
        names = tuple(name or self._kind_of_places(rows, level) for level, name in enumerate(rows.level_names))
        return table, replace(grid, columns=columns, rows=replace(rows, level_names=names))

    def _kind_of_places(self, axis: Axis, level: int | None = None) -> str:
        """The kind of place that most labels of an axis, or of one of its levels, are; "" when they are no places."""
        labels = [label for label in axis.labels if not label.is_total and level in (None, label.level)][:30]
        kinds = Counter(kind for label in labels for kind in {p.place_type for p in self._places(label.text)})
        if not kinds:
            return ""
        kind, n = kinds.most_common(1)[0]
        return f"{kind} area place" if n >= 3 and n >= 0.6 * len(labels) else ""

    def _lists_a_few(self, grid: Grid) -> bool:
        """Whether an axis of the table lists some places of a kind and leaves many out: first of those is first of few."""
        for axis in (grid.rows, grid.columns):
            listed = {p.code: p.place_type for label in axis.labels for p in self._places(label.text)[:1]}
            if len(listed) < 3:
                continue
            kind, n = Counter(listed.values()).most_common(1)[0]
            in_all = sum(p.place_type == kind and p.valid_to is None for p in self._index.gazetteer.places)
            if n < MOST_PLACES * in_all:
                return True
        return False

    def _places_of(self, label: str) -> tuple[Place, ...]:
        """The places that a label may mean when it is nothing but a place's name."""
        return self._index.gazetteer.named(label)

    # ---- whether the answer may be given -------------------------------------------------------------------------

    def _may_answer(self, query: Query, found: Found) -> bool:
        """Whether the table speaks of all that is asked, of no other place, and of no other year."""
        said = found.said
        if said.status == "not_found" or (
            said.reasons and any(not r.startswith("not in the table") for r in said.reasons)
        ):
            return False
        if any(stem(word) not in ANY_TABLE for word in said.unexplained):
            return False
        if not said.located or (said.kind in ("value", "value and sum") and len(said.located) > MAX_LISTED):
            return False
        if said.kind == "value" and len(said.located) > 1 and not ASKS_SEVERAL.search(query.question):
            return False  # "managers with any skills gap" is one figure, and two rows are none
        if said.kind.startswith("value") and (thing := WHICH_ARE.search(query.question)):
            if any(stem(thing[1].lower()) not in terms(cell.column_label) for cell in said.located):
                return False
        if said.kind.startswith("filter") and not ASKS_WHICH.search(query.question):
            return False
        if any(SAYS_NOTHING.search(cell.value) for cell in said.located):
            return False
        if not found.affirmed and not self._labelled(query, found):
            return False
        if said.kind.startswith(("rank", "extreme", "filter", "list")):
            if not _kind_listed(query.question, found) or self._lists_a_few(found.grid):
                return False
        seen: dict[tuple[str, str], str] = {}
        for cell in said.located:  # one label over two columns, as when a head was lost, leaves open which is meant
            if seen.setdefault((cell.row_label, cell.column_label), cell.value) != cell.value:
                return False
        return self._right_places(query, found) and _right_years(query, found, self._context(found.table))

    def _right_places(self, query: Query, found: Found) -> bool:
        """Whether each place named labels a cell of the answer or what the table is about; and no cell is of a place
        that was not asked for where one was."""
        about = f"{found.table.title} {self._context(found.table)}"
        labels = {part for cell in found.said.located for part in _parts(cell)}
        named = {label: {p.code for p in self._places(label)} for label in labels}
        for mention in query.mentions:
            codes = {place.code for place in mention.candidates}
            if any(codes & held for held in named.values()):
                continue
            if not any(codes & {p.code for p in m.candidates} for m in self._index.gazetteer.mentions(about)):
                return False
        return True

    def _labelled(self, query: Query, found: Found) -> bool:
        """Whether the labels of the cells say what was counted, and they and the titles all that the question says.

        The titles alone do not: under "Causes of vacancies" the total may be one of employers. Nor do other labels of the
        table: beside a column of location quotients stands one of output.
        """
        places = {word for mention in query.mentions for word in terms(mention.text)}
        wanted = {word for word in _wanted(query.text) - places if not word[0].isdigit()}
        labels = {word for cell in found.said.located for part in _parts(cell) for word in terms(part)}
        about = labels | set(terms(f"{found.table.title} {' '.join(found.table.notes)}"))
        # a document's title tells who publishes it or what it is called, not what each of its tables counts
        names = {word for name in re.findall(r"(?<=\s)[A-Z][\w’'&-]*", query.question) for word in terms(name)}
        about |= names & set(terms(self._context(found.table)))
        held = [part for cell in found.said.located for part in _parts(cell)]
        asked_of, told_of = (
            set(re.findall(r"[a-z]+", text.lower()))
            for text in (
                query.text,
                " ".join([*held, found.table.title, *found.table.notes, self._context(found.table)]),
            )
        )
        counted = all(bool(asked_of & kind) <= bool(told_of & kind) for kind in COUNTED)
        return counted and bool(wanted & labels) and wanted <= about | ANY_TABLE

    # ---- the answer ------------------------------------------------------------------------------------------------

    def _as_answer(self, query: Query, found: Found) -> Answer:
        """The table's answer with one citation a cell row: document, page or sheet, table, row, column, box."""
        table, said = found.table, found.said
        document = self._index.document(table.document_id)
        where = f"sheet “{table.sheet}”" if table.sheet else f"p. {table.page or 1}"
        rows = list(dict.fromkeys(cell.row_label for cell in said.located))
        columns = list(dict.fromkeys(cell.column_label for cell in said.located))
        listed = ", ".join(rows[:3]) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
        across = ", ".join(columns[:3]) + (f" and {len(columns) - 3} more" if len(columns) > 3 else "")
        citation = Citation(
            marker=1,
            document_id=document.document_id,
            document=document.path.name,
            locator=f"{where}, table “{table.title}”, row{'s' * (len(rows) > 1)} {listed},"
            f" column{'s' * (len(columns) > 1)} {across}",
            quote="\n".join(f"{c.row_label} | {c.column_label} | {c.value}" for c in said.located[:60]),
            page=table.page,
            boxes=self._boxes(found),
            title=document.title,
            publisher=document.publisher,
            published=document.published.isoformat() if document.published else None,
            url=document.url,
            table_id=table.table_id,
            row=rows[0] if len(rows) == 1 else None,
            column=columns[0] if len(columns) == 1 else None,
        )
        held = any(re.search(r"\d", cell.value) for cell in said.located)
        said_of_all = (found.grid.columns.name, *table.notes)
        unit = next((f"; {note}" for note in said_of_all if len(note) < SHORT_NOTE and UNIT_NOTE.search(note)), "")
        text = f"{_text(found)} (“{table.title}”{unit}) [1]."
        return Answer(
            query=query,
            text=text if held else f"No figure is published for that: {text}",
            status="answered" if held else "not_found",
            confidence=said.confidence,
            derivations=tuple(
                Derivation(d.operation, d.value, d.unit, d.formula, ()) for d in said.derivations if d.value is not None
            ),
            citations=(citation,),
            cells=said.cells,
            warnings=query.notes,
        )

    def _boxes(self, found: Found) -> tuple[Box, ...]:
        """The boxes of the rows that the cells stand in, or that of the table; () where a document has no pages."""
        table = found.table
        if table.box is None or table.page is None:
            return ()
        rows = _rows_of(found)
        boxes = [
            box
            for row in rows[:MAX_LISTED]
            for box in self._index.highlight(table.document_id, table.page, row)
            if table.box.top - 2 <= box.top and box.bottom <= table.box.bottom + 2
        ]
        return tuple(dict.fromkeys(boxes)) or (table.box,)


UNIT_NOTE = re.compile(r"^(?:base|units?)\b|^[^.]*(?:£|€|\bmillion|\bthousand|000s?\b|per ?cent|%)", re.IGNORECASE)
SHORT_NOTE = 80  # characters: such a note says what a table is of ("Base: all employers"), a longer one explains
MOST_PLACES = 0.6  # the share of the places of a kind that a table must list to be asked which is first
MARGIN = 0.12  # by which one table must be nearer than another that says something else


def asks_whether(table: Table, grid: Grid, question: str) -> bool:
    """Whether a table says of whom something is so, and the question asks for those of whom it is.

    It does when it says at least half of what the title says after "whether".
    """
    match = re.search(r"\bwhether\b(.*)", table.title, re.IGNORECASE)
    if match is None or all(label.text != "Yes" for label in grid.rows.labels):
        return False
    if re.search(r"\b(?:not|no|never|without|whether|yes|know)\b|n['’]t\b", question, re.IGNORECASE):
        return False
    so = _wanted(match[1])
    return 2 * len(so & _wanted(question)) >= len(so) > 0


def _wanted(question: str) -> frozenset[str]:
    """The stems of a question that tell tables apart."""
    return frozenset(w for w in terms(question) if w not in GRAMMAR | OPERATION_WORDS)


def _kind_listed(question: str, found: Found) -> bool:
    """Whether what a ranking or list is asked of ("which sectors") is what the table says its rows or columns are."""
    match = KIND_ASKED.search(question)
    if match is None:
        return True
    names = {word for words, _, _ in level_names(found.grid) for word in words}
    by = {word for said in re.findall(r"\bby ((?:[\w-]+ ?){1,3})", found.table.title) for word in terms(said)}
    return stem(match[1].lower()) in names | by


def _agree(one: TableAnswer, other: TableAnswer) -> bool:
    """Whether two answers say the same, one perhaps with fewer decimals."""
    if len(one.cells) != len(other.cells):
        return False
    for a, b in zip(one.cells, other.cells, strict=True):
        x, y = number(a), number(b)
        if x is None or y is None:
            if a.lower() != b.lower():
                return False
        elif abs(x - y) > 0.5 * 10 ** -min(_decimals(a), _decimals(b)) + 1e-9:
            return False
    return True


def _decimals(cell: str) -> int:
    match = re.search(r"\.(\d+)", cell)
    return len(match[1]) if match else 0


def _parts(cell: LocatedCell) -> Sequence[str]:
    return [part for label in (cell.row_label, cell.column_label) for part in label.split(" / ")]


def _text(found: Found) -> str:
    """What the table says: its cells in words, without heads that all its columns have; without the mark of a share."""
    if found.said.kind != "value":
        return found.said.text.strip().removesuffix(".")
    heads = [{label.text for label in item.labels} for item in found.grid.columns.items]
    common = set.intersection(*heads) if len(heads) > 1 else set()
    said = []
    for cell in found.said.located:
        column = ", ".join(part for part in cell.column_label.split(" / ") if part not in common)
        row = ", ".join(part for part in cell.row_label.split(" / ") if part != PER_CENT)
        said.append(f"{row}, {column}: {cell.value}" if column and row else f"{row or column}: {cell.value}")
    return "; ".join(said)


def _right_years(query: Query, found: Found, context: str) -> bool:
    """Whether each year of the question labels a cell of the answer, or is the year of the table or its document."""
    labels = " ".join(part for cell in found.said.located for part in _parts(cell))
    held = _years(f"{labels} {found.table.title} {context}")
    return _years(query.text) <= held


def _years(text: str) -> set[str]:
    """The years in a text: "2017-18" is the one span, "2017" the one year; "Mar-18" is 2018."""
    out = set()
    for match in SPANS.finditer(text):
        out.add(f"{match[1]}-{match[2][-2:]}" if match[2] else match[1])
    return out | {f"20{y}" for y in re.findall(r"\b[A-Z][a-z]{2}[- ’'](\d\d)\b", text)}


def _rows_of(found: Found) -> list[str]:
    """The rows of the answer as printed."""
    values = {cell.row: found.grid.cells[cell.row] for cell in found.said.located}
    printed = []
    for row in found.table.cells:
        for cells in values.values():
            if tuple(row[-len(cells) :]) == tuple(cells):
                printed.append(" ".join(cell for cell in row if cell))
                break
    return printed
