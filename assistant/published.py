"""One table given, answered as published: the exact cells asked for, where they stand, and what was worked out from them.

The head of the table is read (`table_heads`), then the question (`table_question`), then cells are found and figures
computed (`table_ops`), here put together and said in words. No language model; when the words fit no cells, or two sets
of cells equally well, the answer is "not_found" with the reason.
"""

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.table_figures import figures
from assistant.table_heads import MERGED, TOTALS, Grid, read_grid, terms
from assistant.table_mentions import Mention
from assistant.table_ops import LocatedCell, TableDerivation, Unsure, Work
from assistant.table_order import change_clause, extremes, filtered, ranked, ranks_entities, versus_clause
from assistant.table_question import Reading, read_question
from assistant.table_verdict import yes_or_no
from ingest.errors import UnreadableTable
from ingest.schema import Table

LEAST_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What one table says to a question. `cells` are as published, in the order asked; computed figures stand among them."""

    status: Literal["answered", "partly", "not_found"]
    cells: tuple[str, ...]
    text: str
    located: tuple[LocatedCell, ...] = ()
    derivations: tuple[TableDerivation, ...] = ()
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    kind: str = ""
    unexplained: tuple[str, ...] = ()  # words of the question that nothing in the table accounts for


def answer_file(path: Path, question: str) -> TableAnswer:
    """The answer from a CSV file or a workbook: of several tables, the surest. Raises UnreadableTable."""
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        grids = [_csv_grid(path)]
    else:
        from ingest.read import Limits
        from ingest.read_sheet import read_workbook

        grids = [grid_of(table) for table in read_workbook(path, path.name, Limits()).tables]
    answers = [answer_grid(grid, question) for grid in grids]
    return max(answers, key=lambda a: (a.status != "not_found", a.confidence))


def _csv_grid(path: Path) -> Grid:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise UnreadableTable(f"{path.name}: cannot be opened ({error.strerror}); check the path") from error
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    lines = io.StringIO(text.replace("\0", ""), newline="")
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise UnreadableTable(f"{path.name}: not CSV ({error}); save it again as CSV") from error
    if len(rows) < 2:
        raise UnreadableTable(f"{path.name}: holds no table; check the file")
    return read_grid(rows)


def grid_of(table: Table, context: str = "") -> Grid:
    """A table found in a document as a grid; `context` is what is said of it elsewhere, as in the document's title."""
    heads = table.n_header_rows if not any(MERGED in row for row in table.cells) else 0
    return read_grid(table.cells, f"{table.title} {context}".strip(), heads or None)


def answer_table(table: Table, question: str) -> TableAnswer:
    """The answer from a table found in a document."""
    return answer_grid(grid_of(table), question)


def answer_grid(grid: Grid, question: str) -> TableAnswer:
    """The answer from a grid; "not_found" with the reason when the words do not lead to one set of cells."""
    if not grid.rows.items or not grid.columns.items:
        return TableAnswer("not_found", (), "The table has no figures under heads.", reasons=("no figures",))
    reading = read_question(grid, question)
    work = Work(reading)
    try:
        _answer(work)
        if not work.cells:
            raise Unsure("no row or column of the table is named")
    except Unsure as reason:
        return TableAnswer(
            "not_found",
            (),
            f"The table does not answer this for certain: {reason}.",
            reasons=(str(reason),),
            kind=work.kind,
        )
    confidence, reasons = confidence_of(work)
    if confidence < LEAST_CONFIDENCE:
        return TableAnswer(
            "not_found",
            (),
            "The table does not answer this for certain: " + "; ".join(reasons) + ".",
            confidence=confidence,
            reasons=reasons,
            kind=work.kind,
        )
    return TableAnswer(
        "answered",
        tuple(work.cells),
        " ".join(work.sentences),
        tuple(work.located),
        tuple(work.derivations),
        confidence,
        reasons,
        work.kind,
        tuple(dict.fromkeys((*reading.strange, *reading.unexplained))),
    )


# What speaks for and against an answer, as weights of a logistic regression on which answers of the development half of
# HCT-QA were right (`evals/hctqa.py`). The kinds of answer that are hard to mistake weigh most.
_START = 3.1
_KINDS = {
    "yes or no": 1.4, "value": 0.6, "filter and sum": 0.4, "difference": 0.3, "value and sum": 0.3, "list": 0.1,
    "rank": -0.35, "extreme": -0.4, "filter": -0.6, "average": -0.6, "percent change": -0.3, "ratio": -0.3, "share": -2.0,
    "change": 0.3,
}  # fmt: skip


def _kind_unknown(reading: Reading) -> bool:
    """Whether what is asked for by kind ("which hospitals") is a kind the table's heads do not speak of."""
    match = re.search(
        r"\b(?:which|what are the|names? of|list the)(?: (?:top|bottom|highest|lowest|\d+|two|three|four|five|names? of|types? of|kinds? of|the))* ([a-z]+)",
        reading.text,
    )
    return match is not None and match[1] in reading.unexplained


def _all_but_total(mention: Mention, reading: Reading) -> bool:
    """Whether the words left out of a label are ones such as "total": "vacancies" for "Total number of vacancies"."""
    said = set(terms(reading.text[mention.start : mention.end]))
    return all(word in said or word in TOTALS for _, label in mention.labels for word in label.words)


def confidence_of(work: Work) -> tuple[float, tuple[str, ...]]:
    """How sure the answer is, from 0 to 1, and what speaks against it."""
    reading, grid = work.reading, work.reading.grid
    strange = list(dict.fromkeys(reading.strange))
    unused = [m for m in reading.mentions if m not in work.used and not m.is_total and not m.is_strong_total]
    unexplained = [word for word in reading.unexplained if word not in strange]
    partly = [m for m in reading.mentions if m.coverage < 0.96 and m in work.used and not _all_but_total(m, reading)]
    either = [m for m in reading.mentions if m.on("row") and m.on("column") and not m.is_total]
    both_named = any(m.on("row") for m in reading.mentions) and any(m.on("column") for m in reading.mentions)
    same_names = [len({item.name for item in axis.items}) < len(axis.items) for axis in (grid.rows, grid.columns)]
    against = (
        0.4 * min(3, len(strange))
        + 2.0 * min(2, len(reading.foreign))  # a figure for another place is the worst answer of all
        + 3.0 * (bool(unexplained) and not work.used)  # only totals and defaults were found
        + 1.5 * _kind_unknown(reading)
        + 1.0 * min(2, len(work.doubts))
        + 0.65 * min(2, len(partly))
        + 1.15 * min(2, len(either))
        + 0.7 * min(2, len(unused))
        + 0.2 * len(unexplained) / max(1, reading.n_content)
        + 0.6 * any(m.is_total for m in reading.mentions)
        + 0.45 * any(m.is_strong_total for m in reading.mentions)
        + 1.15 * reading.has(r"\beach\b|\brespectively\b")
        + 0.06 * min(40, len(reading.text.split()))
        + 0.35 * max(len(grid.rows.levels()), len(grid.columns.levels()))
        + 0.35 * bool(grid.rows.code_levels)
        + 0.3 * sum(same_names)
    )
    score = _START + _KINDS.get(work.kind, 0.0) + 0.35 * both_named + 0.15 * math.log1p(len(work.cells)) - against
    reasons = list(dict.fromkeys(work.doubts))
    if strange or unexplained:
        reasons.append("not in the table: " + ", ".join([*strange, *unexplained][:6]))
    if unused or partly:
        named = dict.fromkeys(reading.text[m.start : m.end] for m in (*unused, *partly))
        reasons.append("only in part, or not, understood: " + ", ".join(list(named)[:4]))
    if len(either) > 0:
        reasons.append("both a row and a column: " + ", ".join(reading.text[m.start : m.end] for m in either[:3]))
    return 1 / (1 + math.exp(-score)), tuple(reasons)


def _answer(work: Work) -> None:
    reading = work.reading
    if reading.has(r"\b(?:exclud\w*|except(?:ing)?|other than|apart from|besides|without counting)\b"):
        if not any(
            re.search(r"exclud|except|other than|without", label.text.lower())
            for m in reading.mentions
            for _, label in m.labels
        ):
            raise Unsure("something is to be left out")
    if reading.has(r"\byears? (?:is |are |was |were )?(?:larger|greater|later|more|less|earlier|smaller)\b"):
        raise Unsure("years before or after another are asked")
    if reading.yes_or_no:
        yes_or_no(work)
        return
    clauses = [(c.start, c.end) for c in reading.conditions]
    change = None if clauses else change_clause(reading)
    versus = None if clauses or change else versus_clause(reading)
    ranking = reading.ranking if reading.operation != "extremes" else None
    if clauses or change or versus:
        work.kind = "filter"
        filtered(work, clauses, change, versus)
    elif ranking and ranks_entities(work):
        work.kind = "rank"
        ranked(work)
    elif ranking or reading.operation == "extremes":
        work.kind = "extreme"
        extremes(work)
    else:
        figures(work, None, reading.mentions, [])
