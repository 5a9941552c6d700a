"""The rows or columns of a table that meet a condition, stand highest or lowest, and what is asked about them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.table_figures import figures
from assistant.table_heads import Item
from assistant.table_ops import (
    TESTS,
    Subject,
    Unsure,
    Work,
    entities,
    in_order,
    locate,
    names_of,
    one_measure,
    other,
    passes,
    pick,
    subject_of,
    total_of,
    without_totals,
)
from assistant.table_question import AxisKind, Mention, Reading


def change_clause(reading: Reading) -> tuple[int, int, bool] | None:
    """Where "had a decrease from 2019 to 2020" stands, and whether it is a rise."""
    match = re.search(
        r"\b(?:(?P<up>increase[sd]?|rise|rose|grew|growth)|(?P<down>decrease[sd]?|decline[sd]?|drop(?:ped)?|fell|fall|reduction))\b",
        reading.text,
    )
    if not match or not re.search(
        r"\b(?:which|what (?:are|were) the|where|list|report)\b", reading.text[: match.start()]
    ):
        return None
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


def versus_clause(reading: Reading) -> tuple[int, int, int, str] | None:
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


def filtered(
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
        first, last = in_order(work, across, ends)
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
            held = {e.index: work.value(e, measure, kind) for e in base}
            largest = max((abs(v) for v in held.values() if v is not None), default=0.0)
            kept = [e for e in kept if (v := held[e.index]) is not None and passes(condition, v, largest)]
            measures.append(measure)
    if not kept:
        raise Unsure(f"no {kind} meets the condition")
    for entity in kept:
        for measure in measures:
            locate(work, entity, measure, kind)
    ranking = reading.ranking
    if reading.operation == "extremes" or (ranking and not any(s <= ranking.start < e for s, e in spans)):
        _extremes_among(work, subject, kept, outside, inside)
        return
    figures(work, (subject, kept, measures), outside, inside)


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
        work.cells.append(work.located[locate(work, entity, measure, subject.kind)].value)
        work.sentences.append(f"{'Highest' if up else 'Lowest'}: {work.cells[-1]} ({entity.name}, {measure.name}).")


_HIGH = r"max|high|larg|great|big|most|top"
_SUPERLATIVES = r"\b(?:maximum|max|highest|largest|greatest|biggest|most|minimum|min|lowest|smallest|least|fewest)\b"


def _changed(work: Work, entity: Item, first: Item, last: Item, kind: AxisKind, up: bool) -> bool:
    a, b = work.value(entity, first, kind), work.value(entity, last, kind)
    return a is not None and b is not None and (b > a if up else b < a)


def ranks_entities(work: Work) -> bool:
    """Whether labels are asked for ("which month had the most"), or the reply is a figure ("what is the highest")."""
    reading, ranking = work.reading, work.reading.ranking
    if any(d.asked for d in reading.dimensions) or (ranking and ranking.n > 1):
        return True
    return reading.has(r"\bwhich\b|\bfor the [a-z ]{0,30}with the\b|\bof the [a-z ]{0,20}with the\b|\bwho\b")


def ranked(work: Work) -> None:
    """The top or bottom entities, or what is asked about them."""
    reading, ranking = work.reading, work.reading.ranking
    if ranking is None:
        raise Unsure("no order asked for")
    opposite = (
        r"\b(?:lowest|smallest|least|fewest|minimum|bottom)\b"
        if ranking.highest
        else r"\b(?:highest|largest|most|maximum|greatest|top)\b"
    )
    if re.search(opposite, reading.text[ranking.end - (ranking.end - ranking.start) :]) and not reading.has(
        r"\bat (?:least|most)\b"
    ):
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
    once = {(v, e.labels[-1].text if e.labels else str(e.index)): (v, e) for v, e in reversed(scored)}
    scored = list(once.values())
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
            locate(work, entity, measure, kind)
        figures(work, (subject, kept, [measure]), outside, near)
        return
    for entity in kept:
        names = names_of(work, subject, entity, [], base)
        position = locate(work, entity, measure, kind)
        work.cells += [*names, work.located[position].value]
    listed = "; ".join(
        f"{' / '.join(names_of(work, subject, e, [], base))}: {work.located[locate(work, e, measure, kind)].value}"
        for e in kept
    )
    work.sentences.append(f"{'Highest' if ranking.highest else 'Lowest'} by {measure.name}: {listed}.")


def extremes(work: Work) -> None:
    """The highest or lowest figure, or both."""
    reading = work.reading
    marks = [(m.start(), m.end(), re.match(_HIGH, m[0]) is not None) for m in re.finditer(_SUPERLATIVES, reading.text)]
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
    return any(a & b for a, b in pairwise(levels))


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
