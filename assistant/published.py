"""One table given, answered as published: the exact cells asked for, where they stand, and what was worked out from them.

The head of the table is read (`table_heads`), then the question (`table_question`), then cells are found and figures
computed (`table_ops`), here put together and said in words. No language model; when the words fit no cells, or two sets
of cells equally well, the answer is "not_found" with the reason.
"""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.table_heads import MERGED, Grid, Item, read_grid
from assistant.table_ops import (
    TESTS,
    LocatedCell,
    Subject,
    TableDerivation,
    Unsure,
    Work,
    entities,
    names_of,
    one_measure,
    other,
    passes,
    pick,
    shown,
    subject_of,
    total_of,
    without_totals,
)
from assistant.table_question import AxisKind, Mention, Reading, read_question
from ingest.errors import UnreadableTable
from ingest.schema import Table

LEAST_CONFIDENCE = 0.76


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


def answer_file(path: Path, question: str) -> TableAnswer:
    """The answer from a CSV file or a workbook: of several tables, the surest. Raises UnreadableTable."""
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        grids = [_csv_grid(path)]
    else:
        from ingest.read import Limits
        from ingest.read_sheet import read_workbook

        grids = [_grid_of(table) for table in read_workbook(path, path.name, Limits()).tables]
    answers = [answer_grid(grid, question) for grid in grids]
    return max(answers, key=lambda a: (a.status != "not_found", a.confidence))


def _csv_grid(path: Path) -> Grid:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise UnreadableTable(f"{path.name}: cannot be opened ({error.strerror}); check the path") from error
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = [row for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter) if any(row)]
    if len(rows) < 2:
        raise UnreadableTable(f"{path.name}: holds no table; check the file")
    return read_grid(rows)


def _grid_of(table: Table) -> Grid:
    heads = table.n_header_rows if not any(MERGED in row for row in table.cells) else 0
    return read_grid(table.cells, table.title, heads or None)


def answer_table(table: Table, question: str) -> TableAnswer:
    """The answer from a table found in a document."""
    return answer_grid(_grid_of(table), question)


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
    )


# What speaks for and against an answer, as weights of a logistic regression on which answers of the development half of
# HCT-QA were right (`evals/hctqa.py`). The kinds of answer that are hard to mistake weigh most.
_START = 3.1
_KINDS = {
    "yes or no": 1.4, "value": 0.6, "filter and sum": 0.4, "difference": 0.3, "value and sum": 0.3, "list": 0.1,
    "rank": -0.35, "extreme": -0.4, "filter": -0.6, "average": -0.6, "percent change": -2.0, "ratio": -0.6, "share": -2.0,
}  # fmt: skip


def confidence_of(work: Work) -> tuple[float, tuple[str, ...]]:
    """How sure the answer is, from 0 to 1, and what speaks against it."""
    reading, grid = work.reading, work.reading.grid
    strange = list(dict.fromkeys(reading.strange))
    unused = [m for m in reading.mentions if m not in work.used and not m.is_total and not m.is_strong_total]
    unexplained = [word for word in reading.unexplained if word not in strange]
    partly = [m for m in reading.mentions if m.coverage < 0.96 and m in work.used]
    either = [m for m in reading.mentions if m.on("row") and m.on("column") and not m.is_total]
    both_named = any(m.on("row") for m in reading.mentions) and any(m.on("column") for m in reading.mentions)
    same_names = [len({item.name for item in axis.items}) < len(axis.items) for axis in (grid.rows, grid.columns)]
    against = (
        0.4 * min(3, len(strange))
        + 0.5 * min(2, len(work.doubts))
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
        if not any(re.search(r"exclud|except|other than|without", label.text.lower()) for m in reading.mentions for _, label in m.labels):
            raise Unsure("something is to be left out")
    if reading.yes_or_no:
        _yes_or_no(work)
        return
    comparing = [c for c in reading.conditions]
    clauses = [(c.start, c.end) for c in comparing]
    change = None if comparing else _change_clause(reading)
    versus = None if comparing or change else _versus_clause(reading)
    ranking = reading.ranking if reading.operation != "extremes" else None
    if comparing or change or versus:
        work.kind = "filter"
        _filtered(work, clauses, change, versus)
    elif ranking and _ranks_entities(work):
        work.kind = "rank"
        _ranked(work)
    elif ranking or reading.operation == "extremes":
        work.kind = "extreme"
        _extremes(work)
    else:
        _figures(work, None, reading.mentions, [])


def _change_clause(reading: Reading) -> tuple[int, int, bool] | None:
    """Where "had a decrease from 2019 to 2020" stands, and whether it is a rise."""
    match = re.search(
        r"\b(?:(?P<up>increase[sd]?|rise|rose|grew|growth)|(?P<down>decrease[sd]?|decline[sd]?|drop(?:ped)?|fell|fall|reduction))\b",
        reading.text,
    )
    if not match or not re.search(
        r"\b(?:which|what (?:are|were) the|where|list|report)\b", reading.text[: match.start()]
    ):
        return None
    per = re.search(r"\bper (?!cent|annum|year|month)[a-z]+", reading.text)
    if per and not any(m.start <= per.start() < m.end for m in reading.mentions) and not _in_percent(reading):
        raise Unsure("a rate is asked that the table does not hold")
    if reading.has(
        r"\bdifference\b|\bpercent(?:age)? (?:increase|decrease|change)|\bhighest|\blargest|\bhow (?:much|many)"
    ):
        return None
    openers = [
        m.start()
        for m in re.finditer(
            r"\b(?:had|have|has|with|where|that|which|did|show\w*|saw|experienced)\b", reading.text[: match.start()]
        )
    ]
    end = re.search(r",|\?|\band (?:what|report|how)\b", reading.text[match.end() :])
    return (
        (openers[-1] if openers else match.start()),
        match.end() + (end.start() if end else len(reading.text)),
        bool(match["up"]),
    )


_VERSUS = re.compile(
    r"\b(?:(?P<more>greater|more|higher|larger|exceed(?:s|ed)?)|(?P<less>less|fewer|lower|smaller))(?: than)?(?P<or> or equal(?: to)?)?\b(?!\s*\d)"
)


def _versus_clause(reading: Reading) -> tuple[int, int, int, str] | None:
    """Where "A is greater than B" stands between two columns: start, the comparing word, end, sign."""
    match = _VERSUS.search(reading.text)
    if (
        not match
        or not re.search(r"\b(?:which|where|that|what)\b", reading.text[: match.start()])
        or reading.operation == "difference"
    ):
        return None
    if not re.search(r"than|exceed", match[0]):
        return None
    openers = [m.start() for m in re.finditer(r"\b(?:where|with|had|have|has|which)\b", reading.text[: match.start()])]
    end = re.search(r",|\?|\band (?:what|report|how)\b", reading.text[match.end() :])
    sign = (">" if match["more"] else "<") + ("=" if match["or"] else "")
    return (
        (openers[-1] if openers else 0),
        match.start(),
        match.end() + (end.start() if end else len(reading.text)),
        sign,
    )


def _filtered(
    work: Work,
    clauses: list[tuple[int, int]],
    change: tuple[int, int, bool] | None,
    versus: tuple[int, int, int, str] | None,
) -> None:
    """Answer about the rows or columns that meet every condition."""
    reading = work.reading
    spans = clauses or ([change[:2]] if change else [(versus[0], versus[2])] if versus else [])
    inside = [m for m in reading.mentions if any(s <= m.start and m.end <= e for s, e in spans)]
    outside = [m for m in reading.mentions if m not in inside]
    work.asked_for = outside
    subject = subject_of(work, inside or outside)
    kind, across = subject.kind, other(subject.kind)
    base = entities(work, subject, reading.mentions)
    if not base:
        raise Unsure("no rows to go through")
    work.base = base
    measures: list[Item] = []
    if change:
        ends = pick(work, across, inside, outside)
        if len(ends) != 2:
            raise Unsure("the two times compared are not named")
        first, last = _in_order(work, across, ends)
        kept = [e for e in base if _changed(work, e, first, last, kind, change[2])]
        measures = [first, last]
    elif versus:
        left = one_measure(work, across, reading.mentions_in(versus[0], versus[1]), outside)
        right = one_measure(
            work,
            across,
            reading.mentions_in(versus[1], versus[2]),
            [*reading.mentions_in(versus[0], versus[1]), *outside],
        )
        if left == right:
            raise Unsure("both sides of the comparison are one column")
        kept = []
        for entity in base:
            a, b = work.value(entity, left, kind), work.value(entity, right, kind)
            if a is not None and b is not None and TESTS[versus[3]](a, b):
                kept.append(entity)
        measures = [left, right]
    else:
        kept = base
        for condition in reading.conditions:
            near = reading.mentions_in(condition.start, condition.end)
            measure = one_measure(work, across, near, outside)
            figures = {e.index: work.value(e, measure, kind) for e in base}
            largest = max((abs(v) for v in figures.values() if v is not None), default=0.0)
            kept = [e for e in kept if (v := figures[e.index]) is not None and passes(condition, v, largest)]
            measures.append(measure)
    if not kept:
        raise Unsure(f"no {kind} meets the condition")
    for entity in kept:
        for measure in measures:
            _locate(work, entity, measure, kind)
    ranking = reading.ranking
    if reading.operation == "extremes" or (ranking and not any(s <= ranking.start < e for s, e in spans)):
        _extremes_among(work, subject, kept, outside, inside)
        return
    _figures(work, (subject, kept, measures), outside, inside)


def _extremes_among(
    work: Work, subject: Subject, kept: Sequence[Item], near: Sequence[Mention], far: Sequence[Mention]
) -> None:
    """The highest or lowest figure, or both, among the rows or columns that met a condition."""
    reading = work.reading
    work.kind = "filter and extreme"
    if subject.asked or (reading.ranking and reading.ranking.n > 1):
        raise Unsure("an order within a condition is asked")
    marks = list(re.finditer(_SUPERLATIVES, reading.text))
    for i, mark in enumerate(marks[:2]):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(reading.text)
        mine = [m for m in near if mark.end() <= m.start < end] or list(near)
        measure = one_measure(work, other(subject.kind), mine, [*near, *far])
        scored = [(v, e) for e in kept if (v := work.value(e, measure, subject.kind)) is not None]
        if not scored:
            raise Unsure("no figures to choose from")
        up = re.match(_HIGH, mark[0]) is not None
        _, entity = max(scored, key=lambda x: x[0]) if up else min(scored, key=lambda x: x[0])
        work.cells.append(work.located[_locate(work, entity, measure, subject.kind)].value)
        work.sentences.append(f"{'Highest' if up else 'Lowest'}: {work.cells[-1]} ({entity.name}, {measure.name}).")


_HIGH = r"max|high|larg|great|big|most|top"
_SUPERLATIVES = r"\b(?:maximum|max|highest|largest|greatest|biggest|most|minimum|min|lowest|smallest|least|fewest)\b"


def _locate(work: Work, entity: Item, measure: Item, kind: AxisKind) -> int:
    row, column = (entity, measure) if kind == "row" else (measure, entity)
    return work.locate(row, column)


def _in_order(work: Work, kind: AxisKind, items: list[Item]) -> list[Item]:
    """The items in the order the question names them."""

    def position(item: Item) -> int:
        places = [
            m.start
            for m in work.reading.mentions
            if any((kind, label) in m.labels and not label.is_total for label in item.labels)
        ]
        return max(places, default=10_000) if places else 10_000

    def all_places(item: Item) -> tuple[int, ...]:
        return tuple(m.start for m in work.reading.mentions if any((kind, label) in m.labels for label in item.labels))

    return sorted(items, key=lambda item: (all_places(item), position(item)))


def _changed(work: Work, entity: Item, first: Item, last: Item, kind: AxisKind, up: bool) -> bool:
    a, b = work.value(entity, first, kind), work.value(entity, last, kind)
    return a is not None and b is not None and (b > a if up else b < a)


def _ranks_entities(work: Work) -> bool:
    """Whether labels are asked for ("which month had the most"), or the reply is a figure ("what is the highest")."""
    reading, ranking = work.reading, work.reading.ranking
    if any(d.asked for d in reading.dimensions) or (ranking and ranking.n > 1):
        return True
    return reading.has(r"\bwhich\b|\bfor the [a-z ]{0,30}with the\b|\bof the [a-z ]{0,20}with the\b|\bwho\b")


def _ranked(work: Work) -> None:
    """The top or bottom entities, or what is asked about them."""
    reading, ranking = work.reading, work.reading.ranking
    if ranking is None:
        raise Unsure("no order asked for")
    opposite = r"\b(?:lowest|smallest|least|fewest|minimum|bottom)\b" if ranking.highest else r"\b(?:highest|largest|most|maximum|greatest|top)\b"
    if re.search(opposite, reading.text[ranking.end - (ranking.end - ranking.start) :]) and not reading.has(r"\bat (?:least|most)\b"):
        raise Unsure("both ends of the order are asked for")
    near = reading.mentions_in(ranking.start, ranking.end)
    outside = [m for m in reading.mentions if m not in near]
    subject = subject_of(work, near or outside)
    kind, across = subject.kind, other(subject.kind)
    base = entities(work, subject, reading.mentions)
    if len(base) < 2:
        raise Unsure("there is nothing to put in order")
    measure = one_measure(work, across, near, outside)
    scored = [(v, e) for e in base if (v := work.value(e, measure, kind)) is not None]
    if not scored:
        raise Unsure("no figures to put in order")
    seen: set[tuple[float, str]] = set()
    scored = [(v, e) for v, e in scored if (key := (v, e.labels[-1].text if e.labels else str(e.index))) not in seen and not seen.add(key)]  # type: ignore[func-returns-value]
    scored.sort(key=lambda pair: (-pair[0] if ranking.highest else pair[0], pair[1].index))
    n = min(ranking.n, len(scored))
    edge = scored[n - 1][0]
    kept = [e for i, (v, e) in enumerate(scored) if i < n or v == edge]
    if len(kept) > n + 2:
        raise Unsure("too many share the last place")
    after = [m for m in outside if m.start >= ranking.end]
    asks_more = reading.operation in ("difference", "average", "ratio") or (
        after and any(m.on(across) for m in after) and reading.has(r"\bwhat\b.*\bwhat\b|, (?:what|how)")
    )
    if asks_more:
        for entity in kept:
            _locate(work, entity, measure, kind)
        _figures(work, (subject, kept, [measure]), outside, near)
        return
    for entity in kept:
        names = names_of(work, subject, entity, [], base)
        position = _locate(work, entity, measure, kind)
        work.cells += [*names, work.located[position].value]
    listed = "; ".join(
        f"{' / '.join(names_of(work, subject, e, [], base))}: {work.located[_locate(work, e, measure, kind)].value}"
        for e in kept
    )
    work.sentences.append(f"{'Highest' if ranking.highest else 'Lowest'} by {measure.name}: {listed}.")


def _extremes(work: Work) -> None:
    """The highest or lowest figure, or both."""
    reading = work.reading
    marks = [
        (m.start(), m.end(), re.match(_HIGH, m[0]) is not None)
        for m in re.finditer(_SUPERLATIVES, reading.text)
    ]
    if not marks:
        raise Unsure("no order asked for")
    if len(marks) == 2 and re.fullmatch(r"\s*(?:and|or|&)\s*(?:the )?", reading.text[marks[0][1] : marks[1][0]]):
        parts = [(marks[1][1], len(reading.text), up) for _, _, up in marks]
    else:
        parts = [
            (start, marks[i + 1][0] if i + 1 < len(marks) else len(reading.text), up)
            for i, (start, _, up) in enumerate(marks)
        ]
    if len(parts) > 2:
        raise Unsure("more than two extremes asked for")
    found: list[tuple[Item, Item]] = []
    for start, end, up in parts:
        near = reading.mentions_in(start, end)
        far = [m for m in reading.mentions if m not in near]
        rows, columns = _extent(work, near, far)
        scored = [(v, r, c) for r in rows for c in columns if (v := reading.grid.values[r.index][c.index]) is not None]
        if not scored:
            raise Unsure("no figures to choose from")
        if len(parts) == 1 and len(marks) == 1 and _lists(work, near):
            raise Unsure("whether one figure is wanted or one for each is not said")
        _, row, column = max(scored, key=lambda x: x[0]) if up else min(scored, key=lambda x: x[0])
        if (row, column) in found:
            raise Unsure("the highest and the lowest are one figure")
        found.append((row, column))
        subject = subject_of(work, near or far)
        if subject.asked:
            work.cells += names_of(work, subject, row if subject.kind == "row" else column, [])
        work.cells.append(work.cell(row, column))
        work.sentences.append(f"{'Highest' if up else 'Lowest'}: {work.cells[-1]} ({row.name}, {column.name}).")


def _lists(work: Work, mentions: Sequence[Mention]) -> bool:
    """Whether two labels of one level are named side by side."""
    levels = [frozenset((k, lab.level) for k, lab in m.labels) for m in mentions if not m.is_total]
    return any(a & b for a, b in zip(levels, levels[1:], strict=False))


def _extent(work: Work, near: Sequence[Mention], far: Sequence[Mention]) -> tuple[list[Item], list[Item]]:
    """The rows and columns over which to look, when one axis may be gone through whole."""
    reading = work.reading
    subject = subject_of(work, near or far)
    kind, across = subject.kind, other(subject.kind)
    measures = pick(work, across, near, far) or pick(work, across, far) or total_of(reading.axis(across).items)
    if not measures:
        raise Unsure(f"no {across} is named")
    items = pick(work, kind, near, far) or pick(work, kind, far)
    doubts = len(work.doubts)
    if len(items) < 2:
        items = entities(work, subject, [*near, *far])
    del work.doubts[doubts:]
    items = without_totals(items, [*near, *far], kind)
    return (items, measures) if kind == "row" else (measures, items)


def _figures(
    work: Work,
    scope: tuple[Subject, list[Item], list[Item]] | None,
    near: Sequence[Mention],
    far: Sequence[Mention],
) -> None:
    """Values, or one computation over them, in the rows and columns named; `scope` holds entities already chosen."""
    reading = work.reading
    operation = reading.operation
    if scope is None:
        rows, columns, labelled = _plain_extent(work, near)
        subject, kind = labelled, labelled.kind
    else:
        subject, kept, measures = scope
        kind = subject.kind
        targets = _targets(work, other(kind), near, far)
        wants_total = any(m.is_total for m in near) or bool(re.search(r"\btotal", reading.text))
        if not targets:
            if operation in ("count",):
                _count(work, kept)
                return
            if (
                operation == "value"
                and subject.asked
                and not reading.has(
                    r"\b(?:values?|those|their|its|corresponding|respective|how many|and (?:the |their )?total|also)\b"
                )
            ):
                _list(work, subject, kept, near)
                return
            if wants_total and not reading.has(r"\bthose (?:values?|numbers?|figures?|totals?|percent|amounts?)"):
                times = _of_time(work, other(kind), [*near, *far])
                targets = pick(work, other(kind), times) or total_of(reading.axis(other(kind)).items)
                if not targets:
                    raise Unsure("there is no total")
            else:
                targets = measures
            if operation == "value" and not subject.asked and len(targets) > 1:
                raise Unsure("which figure is wanted is not said")
        rows, columns = (kept, targets) if kind == "row" else (targets, kept)
    if operation == "count":
        _count(work, rows if kind == "row" else columns)
    elif operation in ("difference", "percent change", "ratio", "share"):
        _pairs(work, rows, columns, subject, scope is not None)
    elif operation in ("sum", "average"):
        rows, columns = without_totals(rows, reading.mentions, "row"), without_totals(columns, reading.mentions, "column")
        _aggregate(work, rows, columns, operation)
    elif (
        scope is None
        and any(d.every and not d.each for d in reading.dimensions)
        and reading.has(r"\btotal\b")
        and not subject.asked
    ):
        _aggregate(work, rows, columns, "sum")
    else:
        _values(work, rows, columns, subject)


_NEXT_TARGET = re.compile(
    r"(?:,(?: and)?|\band|\bas well as)\s+(?:also |what (?:is|are|was|were) |how many )?(?:the |their |its )?(?:corresponding |respective )?"
    r"(?:total |average )?(?:numbers?|percent(?:age)?s?|values?|amounts?|rates?|shares?|totals?)\b"
)


def _targets(work: Work, kind: AxisKind, near: Sequence[Mention], far: Sequence[Mention]) -> list[Item]:
    """The rows or columns named, each part of "the total pay and the number of women" by itself."""
    text = work.reading.text
    breaks = [m.start() for m in _NEXT_TARGET.finditer(text)]
    naming = [m for m in near if m.on(kind) and not m.is_total]
    chunks = [
        [m for m in near if start <= m.start < end]
        for start, end in zip([0, *breaks], [*breaks, len(text)], strict=True)
    ]
    first = next((m for m in near if breaks and m.start > breaks[0] and not m.is_total), None)
    beside = [c for c in chunks if any(m.is_total for m in c) and not any(m in naming for m in c)]
    named = sum(any(m in naming for m in chunk) for chunk in chunks)
    if first is None or not first.on(kind):
        beside = []
    if not breaks or (named < 2 and not (named == 1 and beside)):
        return pick(work, kind, near, far)
    last = max((m.end for m in naming), default=0)
    shared = [m for m in near if m.start > last]
    out: dict[int, Item] = {}
    for chunk in chunks:
        if chunk in beside:
            times = _of_time(work, kind, near)
            whole = pick(work, kind, times) if times else total_of(work.reading.axis(kind).items)
            out |= {item.index: item for item in whole}
            continue
        levels = {label.level for m in chunk for k, label in m.labels if k == kind}
        others = [m for m in near if m not in chunk and not {lab.level for k, lab in m.labels if k == kind} & levels]
        for item in pick(work, kind, chunk, [*_of_time(work, kind, others), *far]):
            out[item.index] = item
    work.used |= set(shared)
    return [out[i] for i in sorted(out)]


def _of_time(work: Work, kind: AxisKind, mentions: Sequence[Mention]) -> list[Mention]:
    axis = work.reading.axis(kind)
    return [m for m in mentions if any(k == kind and axis.kind_of_level(lab.level) in ("year", "month", "quarter") for k, lab in m.labels)]


def _plain_extent(work: Work, mentions: Sequence[Mention]) -> tuple[list[Item], list[Item], Subject]:
    """The rows and columns a question without conditions names."""
    reading = work.reading
    rows = _targets(work, "row", mentions, ())
    columns = _targets(work, "column", mentions, ())
    every = [d for d in reading.dimensions if d.every]
    subject = subject_of(work, mentions)
    gathers = reading.operation in ("sum", "average") or bool(every)
    if not rows and not columns:
        raise Unsure("no row or column of the table is named")
    if reading.has(r"^\W*what (?:percent|share|proportion)|\bper (?:person|bed|head|capita|borrower|room|unit)\b") and not _in_percent(reading):
        raise Unsure("a share is asked that the table does not hold")
    for dimension in every if reading.operation == "average" else ():
        items = entities(work, Subject(dimension.axis, dimension.level, (), False), mentions)
        if dimension.axis == "row":
            rows = items
        else:
            columns = items
    if not rows:
        rows = _unnamed(work, "row", gathers, mentions, subject)
    if not columns:
        columns = _unnamed(work, "column", gathers, mentions, subject)
    return rows, columns, subject


def _in_percent(reading: Reading) -> bool:
    """Whether the table's figures are, or may be, percentages or rates."""
    grid = reading.grid
    heads = " ".join([grid.title, grid.columns.name, *grid.rows.level_names, *(label.text for axis in (grid.rows, grid.columns) for label in axis.labels)])
    figures = [v for row in grid.values for v in row if v is not None]
    return bool(re.search(r"%|percent|rate|share|ratio|\bper\b", heads.lower())) or max(map(abs, figures), default=0) <= 101


def _unnamed(work: Work, kind: AxisKind, gathers: bool, mentions: Sequence[Mention], subject: Subject) -> list[Item]:
    """The items of an axis of which the question names none."""
    axis = work.reading.axis(kind)
    each = any(d.every for d in work.reading.dimensions) or work.reading.has(r"\b(?:for|of|in) each\b")
    asked = subject.kind == kind and (subject.asked or each)
    whole = total_of(axis.items)
    if (gathers and work.reading.operation == "average") or asked or (gathers and not whole):
        level = subject.level if subject.kind == kind else None
        return entities(work, Subject(kind, level, (), False), mentions)
    if whole:
        return whole
    raise Unsure(f"no {kind} is named and there is no total")


def _count(work: Work, items: Sequence[Item]) -> None:
    work.cells.append(
        work.derive("count", len(items), "count of " + ", ".join(i.name for i in items[:12]), range(len(work.located)))
    )
    work.sentences.append(f"{len(items)}: {'; '.join(i.name for i in items[:12])}.")


def _list(work: Work, subject: Subject, kept: Sequence[Item], mentions: Sequence[Mention]) -> None:
    work.kind = "list"
    for item in kept:
        work.cells += names_of(work, subject, item, mentions, work.base)
    work.sentences.append("; ".join(work.cells) + ".")


def _values(work: Work, rows: Sequence[Item], columns: Sequence[Item], subject: Subject) -> None:
    """The cells where the rows and columns cross, with the labels where they are asked for."""
    grid = work.reading.grid
    if len(rows) * len(columns) > max(40, 4 * max(len(grid.rows.items), len(grid.columns.items))):
        raise Unsure("too much of the table fits")
    parts: list[str] = []
    outer, inner = (rows, columns) if subject.kind == "row" else (columns, rows)
    for entity in _in_order(work, subject.kind, list(outer)):
        if subject.asked:
            work.cells += names_of(work, subject, entity, [], work.base)
        for measure in _in_order(work, other(subject.kind), list(inner)):
            row, column = (entity, measure) if subject.kind == "row" else (measure, entity)
            text = work.cell(row, column)
            if not text or text == MERGED:
                raise Unsure(f"the cell at {row.name}, {column.name} is empty")
            work.cells.append(text)
            parts.append(f"{row.name}, {column.name}: {text}")
    work.sentences.append("; ".join(parts) + ".")
    in_all = any(m.is_total for m in work.reading.mentions) or work.reading.has(r"\btotal\b")
    if in_all and not subject.asked and work.kind in ("value", "filter") and 1 < len(parts) <= 12:
        kind = work.kind
        _aggregate(work, rows, columns, "sum")
        work.kind = kind + " and sum"


def _aggregate(work: Work, rows: Sequence[Item], columns: Sequence[Item], operation: str) -> None:
    """The sum or mean of the figures."""
    work.kind = operation
    grid = work.reading.grid
    if work.reading.has(r"\b(?:for|of|in|by|per|under) each\b|\beach (?:of|[a-z]+)\??\s*$|\brespectively\b") and len(rows) * len(columns) > 1:
        each = [d for d in work.reading.dimensions if d.each]
        kind: AxisKind = each[0].axis if each else ("row" if len(rows) > 1 else "column")
        across = columns if kind == "row" else rows
        if each and len({_label_at(i, each[0].level) for i in (rows if kind == "row" else columns)}) > 1:
            groups: dict[str, list[Item]] = {}
            for item in rows if kind == "row" else columns:
                groups.setdefault(_label_at(item, each[0].level), []).append(item)
            for group in groups.values():
                work.cells += _total(
                    work, group if kind == "row" else across, across if kind == "row" else group, operation
                )
            return
        if len(rows if kind == "row" else columns) > 1 and not work.reading.has(r"\beach\b.*\beach\b"):
            for item in rows if kind == "row" else columns:
                work.cells += _total(work, [item] if kind == "row" else across, across if kind == "row" else [item], operation)
            return
    work.cells += _total(work, rows, columns, operation)


def _label_at(item: Item, level: int) -> str:
    return next((label.text for label in item.labels if label.level == level), item.name)


def _total(work: Work, rows: Sequence[Item], columns: Sequence[Item], operation: str) -> list[str]:
    """The sum or mean of one block of figures, as it is written."""
    grid = work.reading.grid
    found = [(v, work.locate(r, c)) for r in rows for c in columns if (v := grid.values[r.index][c.index]) is not None]
    if not found:
        raise Unsure("no figures to add up")
    if len(found) == 1 and operation == "sum":
        text = work.located[found[0][1]].value
        work.sentences.append(f"{rows[0].name}, {columns[0].name}: {text}.")
        return [text]
    total = sum(v for v, _ in found)
    value = total / len(found) if operation == "average" else total
    formula = " + ".join(work.located[i].value for _, i in found)
    formula = f"({formula}) / {len(found)}" if operation == "average" else formula
    text = work.derive(operation, value, formula, [i for _, i in found])
    work.sentences.append(f"{operation.capitalize()}: {text} = {formula}.")
    return [text]


def _pairs(work: Work, rows: Sequence[Item], columns: Sequence[Item], subject: Subject, scoped: bool) -> None:
    """Differences, changes, ratios or shares between two rows or two columns, one for each of the others."""
    reading = work.reading
    operation = work.kind = reading.operation
    along: AxisKind
    if scoped:
        along = other(subject.kind)
        if len(rows if along == "row" else columns) != 2 and len(rows if subject.kind == "row" else columns) == 2:
            along = subject.kind
    elif len(columns) == 2 and len(rows) != 2:
        along = "column"
    elif len(rows) == 2 and len(columns) != 2:
        along = "row"
    elif len(rows) == 2 and len(columns) == 2:
        along = _between_axis(work, rows, columns)
    else:
        raise Unsure(f"{len(rows)} rows and {len(columns)} columns fit, where two are to be compared")
    pair = _in_order(work, along, list(rows if along == "row" else columns))
    if len(pair) != 2:
        raise Unsure("there are not two figures to compare")
    for item in columns if along == "row" else rows:
        cells = [(p, item) if along == "row" else (item, p) for p in pair]
        values = [reading.grid.values[r.index][c.index] for r, c in cells]
        places = [work.locate(r, c) for r, c in cells]
        texts = [work.located[i].value for i in places]
        a, b = values
        if a is None or b is None:
            raise Unsure("one of the figures is missing")
        if subject.asked and subject.kind != along:
            work.cells += names_of(work, subject, item, [], work.base)
        if operation == "difference":
            work.cells.append(work.derive(operation, round(a - b, 6), f"{texts[0]} - {texts[1]}", places))
        elif operation == "percent change":
            if a == 0:
                raise Unsure("the first figure is zero")
            work.cells.append(
                work.derive(operation, (b - a) / a * 100, f"({texts[1]} - {texts[0]}) / {texts[0]} x 100", places)
            )
        else:
            if b == 0:
                raise Unsure("the second figure is zero")
            factor = 100 if operation == "share" else 1
            work.cells.append(work.derive(operation, a / b * factor, f"{texts[0]} / {texts[1]}", places))
        work.sentences.append(
            f"{item.name}: {work.cells[-1]} = {work.derivations[-1].formula} ({pair[0].name}; {pair[1].name})."
        )


def _between_axis(work: Work, rows: Sequence[Item], columns: Sequence[Item]) -> AxisKind:
    """The axis of the two labels named next after "between"."""
    text = work.reading.text
    at = max(text.rfind("between"), text.rfind("from "))
    after = [m for m in work.reading.mentions if m.start >= at and not m.is_total] if at >= 0 else []
    if not after:
        raise Unsure("what is to be subtracted from what is not said")
    return "row" if after[0].on("row") else "column"


_THAN = re.compile(r"\b(?:than|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|compared (?:to|with)|outnumber(?:s|ed)?)\b")
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|below|under|least)\b")
_MORE = re.compile(r"\b(?:more|greater|higher|larger|bigger|exceed\w*|surpass\w*|outnumber\w*|above|over|most)\b")
_RISE = re.compile(r"\b(?:(?P<up>increas\w*|ris(?:e|en|ing)|rose|gr[eo]w\w*|growth)|(?P<down>decreas\w*|declin\w*|drop\w*|f[ae]ll(?:en)?|reduc\w*))\b")


def _yes_or_no(work: Work) -> None:
    """Yes or no to a comparison of two figures, of figures with a number, or of one time with others."""
    reading = work.reading
    work.kind = "yes or no"
    than = _THAN.search(reading.text)
    rise = _RISE.search(reading.text)
    if reading.operation != "value" and reading.operation != "sum":
        raise Unsure("a yes or no about a computed figure is asked")
    if len(reading.conditions) == 1:
        verdict = _against_number(work)
    elif reading.conditions:
        raise Unsure("more than one condition is set")
    elif rise and not (than and _MORE.search(reading.text)):
        verdict = _over_time(work, bool(rise["up"]))
    elif than:
        verdict = _against_each_other(work, than)
    else:
        raise Unsure("what is to be compared is not said")
    work.cells = ["Yes" if verdict else "No"]
    evidence = "; ".join(f"{c.row_label}, {c.column_label}: {c.value}" for c in work.located[:12])
    work.sentences = [f"{work.cells[0]}: {evidence}."]


def _sides(reading: Reading, split: int) -> tuple[list[Mention], list[Mention]]:
    """The labels of each side of a comparison; what one side leaves unsaid holds from the other."""
    left, right = reading.mentions_in(0, split), reading.mentions_in(split, len(reading.text))
    return _completed(left, right), _completed(right, left)


def _completed(own: list[Mention], others: list[Mention]) -> list[Mention]:
    levels = {(kind, label.level) for m in own if not m.is_total for kind, label in m.labels}
    added = [m for m in others if not m.is_total and not {(k, lab.level) for k, lab in m.labels} & levels]
    return sorted([*own, *added], key=lambda m: m.start)


def _against_each_other(work: Work, than: re.Match[str]) -> bool:
    """Whether the figure of the left side is more, or less, than that of the right."""
    reading = work.reading
    before = reading.text[: than.end()]
    less, more = _LESS.search(before), _MORE.search(before)
    if bool(less) == bool(more):
        raise Unsure("whether more or less is asked is not said")
    left, right = (_block(work, side) for side in _sides(reading, than.start()))
    if left == right or not left or len(left) != len(right):
        raise Unsure("the two sides of the comparison do not match")
    verdicts = []
    for (row_a, column_a), (row_b, column_b) in zip(left, right, strict=True):
        a, b = reading.grid.values[row_a.index][column_a.index], reading.grid.values[row_b.index][column_b.index]
        work.locate(row_a, column_a)
        work.locate(row_b, column_b)
        if a is None or b is None:
            raise Unsure("one of the figures is missing")
        verdicts.append(a < b if less else a > b)
    return all(verdicts)


def _block(work: Work, mentions: Sequence[Mention]) -> list[tuple[Item, Item]]:
    """The cells that mentions name; where one axis is not named, its total."""
    grid = work.reading.grid
    rows = pick(work, "row", mentions) or total_of(grid.rows.items)
    columns = pick(work, "column", mentions) or total_of(grid.columns.items)
    if not rows or not columns or len(rows) * len(columns) > 1 and not work.reading.has(r"\b(?:each|every|all|both)\b"):
        raise Unsure("one side of the comparison names no single figure")
    return [(row, column) for row in rows for column in columns]


def _against_number(work: Work) -> bool:
    """Whether the figures named meet the condition: any of them where "ever" or "any" is asked, else all."""
    reading = work.reading
    condition = reading.conditions[0]
    rows, columns = pick(work, "row", reading.mentions), pick(work, "column", reading.mentions)
    some = reading.has(r"\b(?:ever|any)\b")
    every = reading.has(r"\b(?:all|each|every|always)\b")
    if not some and not every:
        rows = rows or total_of(reading.grid.rows.items)
        columns = columns or total_of(reading.grid.columns.items)
        if len(rows) * len(columns) != 1:
            raise Unsure("which figure is meant is not said")
    else:
        rows = without_totals(rows or reading.grid.rows.items, reading.mentions, "row")
        columns = without_totals(columns or reading.grid.columns.items, reading.mentions, "column")
    found = [(v, r, c) for r in rows for c in columns if (v := reading.grid.values[r.index][c.index]) is not None]
    if not found:
        raise Unsure("no figures to compare")
    largest = max(abs(v) for v, _, _ in found)
    met = [passes(condition, v, largest) for v, _, _ in found]
    for (_, row, column), fits in zip(found, met, strict=True):
        if len(found) <= 12 or fits == some:
            work.locate(row, column)
    return any(met) if some else all(met)


def _over_time(work: Work, up: bool) -> bool:
    """Whether a figure rose, or fell, from one time to another; from each to the next where that is asked."""
    reading = work.reading
    for kind in ("column", "row"):
        axis = reading.axis(kind)  # type: ignore[arg-type]
        levels = [level for level in axis.levels() if axis.kind_of_level(level) in ("year", "month", "quarter")]
        if levels:
            break
    else:
        raise Unsure("the table has no times to compare")
    times = pick(work, kind, reading.mentions)  # type: ignore[arg-type]
    across = pick(work, other(kind), reading.mentions) or total_of(reading.axis(other(kind)).items)  # type: ignore[arg-type]
    if len(across) != 1 or len(times) < 2:
        raise Unsure("the figure or the times compared are not named")
    steadily = reading.has(r"\b(?:every|each|consecutive\w*|consistent\w*|continuous\w*|steadily|year (?:on|over|after) year|always)\b")
    if len(times) > 2 and not steadily:
        raise Unsure("between which times is not said")
    if axis.kind_of_level(levels[0]) == "year":
        times = sorted(times, key=lambda item: next(lab.words for lab in item.labels if lab.level == levels[0]))
    values = []
    for time in times:
        value = work.value(time, across[0], kind)  # type: ignore[arg-type]
        if value is None:
            raise Unsure("one of the figures is missing")
        values.append(value)
        _locate(work, time, across[0], kind)  # type: ignore[arg-type]
    return all(b > a if up else b < a for a, b in zip(values, values[1:], strict=False))
