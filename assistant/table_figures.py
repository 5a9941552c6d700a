"""The figures where the rows and columns that a question names cross: as published, or summed, averaged, compared."""

import re
from collections.abc import Sequence

from assistant.table_heads import GAPS, MERGED, Item
from assistant.table_ops import (
    Subject,
    Unsure,
    Work,
    entities,
    in_order,
    locate,
    names_of,
    other,
    pick,
    subject_of,
    times_among,
    total_of,
    without_totals,
)
from assistant.table_question import AxisKind, Mention, Reading


def figures(
    work: Work,
    scope: tuple[Subject, list[Item], list[Item]] | None,
    near: Sequence[Mention],
    far: Sequence[Mention],
) -> None:
    """Values, or one computation over them, in the rows and columns named; `scope` holds entities already chosen."""
    reading = work.reading
    operation = reading.operation
    if (
        scope is None
        and not near
        and reading.has(r"\b(?:different|listed|list (?:all|of|the)|in the table|included)\b")
    ):
        subject = subject_of(work, ())
        if subject.asked and operation == "value" and not reading.unexplained:
            work.base = entities(work, subject, ())
            _list(work, subject, work.base, ())
            for item in work.base:
                whole = total_of(reading.axis(other(subject.kind)).items)
                for measure in whole[:1]:
                    locate(work, item, measure, subject.kind)
            return
    if scope is None:
        rows, columns, labelled = _plain_extent(work, near)
        operation = reading.operation
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
                    r"|\bwhat (?:was|were|is|are) (?:it|they|these)\b"
                )
            ):
                _list(work, subject, kept, near)
                return
            if wants_total and not reading.has(r"\bthose (?:values?|numbers?|figures?|totals?|percent|amounts?)"):
                times = times_among(work, other(kind), [*near, *far])
                targets = pick(work, other(kind), times) or total_of(reading.axis(other(kind)).items)
                if not targets:
                    raise Unsure("there is no total")
            else:
                targets = measures
            if operation == "value" and not subject.asked and len(targets) > 1:
                raise Unsure("which figure is wanted is not said")
        rows, columns = (kept, targets) if kind == "row" else (targets, kept)
    if operation in ("percent change", "change") and 2 not in (len(rows), len(columns)) and _in_percent(reading):
        operation = "value"  # the change is published
    if operation == "count":
        _count(work, rows if kind == "row" else columns)
    elif operation in ("difference", "change", "percent change", "ratio", "share"):
        _pairs(work, rows, columns, subject, scope is not None)
    elif operation in ("sum", "average"):
        rows, columns = (
            without_totals(rows, reading.mentions, "row"),
            without_totals(columns, reading.mentions, "column"),
        )
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
            times = times_among(work, kind, near)
            whole = pick(work, kind, times) if times else total_of(work.reading.axis(kind).items)
            out |= {item.index: item for item in whole}
            continue
        levels = {label.level for m in chunk for k, label in m.labels if k == kind}
        others = [m for m in near if m not in chunk and not {lab.level for k, lab in m.labels if k == kind} & levels]
        for item in pick(work, kind, chunk, [*times_among(work, kind, others), *far]):
            out[item.index] = item
    work.used |= set(shared)
    return [out[i] for i in sorted(out)]


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
    per = re.search(r"\bper (?!cent|annum|year|month)[a-z]+", reading.text)
    if per and not any(m.start <= per.start() < m.end for m in reading.mentions) and not _in_percent(reading):
        raise Unsure("a rate is asked that the table does not hold")
    if reading.has(
        r"^\W*what (?:percent|share|proportion)|\bper (?:person|bed|head|capita|borrower|room|unit)\b"
    ) and not _in_percent(reading):
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
    heads = " ".join(
        [
            grid.title,
            grid.columns.name,
            *grid.rows.level_names,
            *(label.text for axis in (grid.rows, grid.columns) for label in axis.labels),
        ]
    )
    figures = [v for row in grid.values for v in row if v is not None]
    return (
        bool(re.search(r"%|percent|rate|share|ratio|\bper\b", heads.lower()))
        or max(map(abs, figures), default=0) <= 101
    )


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
    items = entities(work, Subject(kind, None, (), False), mentions)
    if work.reading.operation == "value" and any(m.is_total for m in work.reading.mentions) and len(items) > 1:
        work.reading.operation = "sum"  # a total is asked that is not published
        return items
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
    for entity in in_order(work, subject.kind, list(outer)):
        if subject.asked:
            work.cells += names_of(work, subject, entity, [], work.base)
        for measure in in_order(work, other(subject.kind), list(inner)):
            row, column = (entity, measure) if subject.kind == "row" else (measure, entity)
            text = work.cell(row, column)
            if not text or text == MERGED:
                raise Unsure(f"the cell at {row.name}, {column.name} is empty")
            work.cells.append(text)
            gap = " (no figure is published)" if text.lower() in GAPS else ""
            parts.append(f"{row.name}, {column.name}: {text}{gap}")
    work.sentences.append("; ".join(parts) + ".")
    in_all = any(m.is_total for m in work.reading.mentions) or work.reading.has(r"\btotal\b")
    if (
        in_all
        and not any(map(_is_rate, (*rows, *columns)))
        and not subject.asked
        and work.kind in ("value", "filter")
        and 1 < len(parts) <= 12
    ):
        kind = work.kind
        _aggregate(work, rows, columns, "sum")
        work.kind = kind + " and sum"


def _is_rate(item: Item) -> bool:
    """Whether the head says that the figures are percentages or rates, which do not add up with counts."""
    return any(
        re.search(r"%|percent|\brates?\b|\bratio\b|\bper\b|\bshare\b", label.text.lower()) for label in item.labels
    )


def _aggregate(work: Work, rows: Sequence[Item], columns: Sequence[Item], operation: str) -> None:
    """The sum or mean of the figures."""
    work.kind = operation
    rates = {_is_rate(item) for item in rows}, {_is_rate(item) for item in columns}
    if any(len(kinds) > 1 for kinds in rates):
        raise Unsure("counts and rates cannot be added")
    if (
        work.reading.has(r"\b(?:for|of|in|by|per|under) each\b|\beach (?:of|[a-z]+)\??\s*$|\brespectively\b")
        and len(rows) * len(columns) > 1
    ):
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
                work.cells += _total(
                    work, [item] if kind == "row" else across, across if kind == "row" else [item], operation
                )
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
    pair = in_order(work, along, list(rows if along == "row" else columns))
    if len(pair) != 2:
        raise Unsure("there are not two figures to compare")
    if operation in ("change", "percent change") and all(map(_year_of, pair)):
        pair.sort(key=_year_of)  # a change runs forward in time, in whatever order it is asked
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
        elif operation == "change":
            work.cells.append(work.derive(operation, round(b - a, 6), f"{texts[1]} - {texts[0]}", places))
        elif operation == "percent change":
            if a == 0:
                raise Unsure("the first figure is zero")
            work.cells.append(
                work.derive(operation, (b - a) / a * 100, f"({texts[1]} - {texts[0]}) / {texts[0]} x 100", places, "%")
            )
        else:
            if b == 0:
                raise Unsure("the second figure is zero")
            factor = 100 if operation == "share" else 1
            work.cells.append(work.derive(operation, a / b * factor, f"{texts[0]} / {texts[1]}", places))
        work.sentences.append(
            f"{item.name}: {work.cells[-1]} = {work.derivations[-1].formula} ({pair[0].name}; {pair[1].name})."
        )


def _year_of(item: Item) -> str:
    """The year among an item's labels, or nothing."""
    return next((w for label in item.labels for w in label.words if re.match(r"(?:19|20)\d\d(?:-|$)", w)), "")


def _between_axis(work: Work, rows: Sequence[Item], columns: Sequence[Item]) -> AxisKind:
    """The axis of the two labels named next after "between"."""
    text = work.reading.text
    at = max(text.rfind("between"), text.rfind("from "))
    after = [m for m in work.reading.mentions if m.start >= at and not m.is_total] if at >= 0 else []
    if not after:
        raise Unsure("what is to be subtracted from what is not said")
    return "row" if after[0].on("row") else "column"
