"""Yes or no from a table: two figures compared, figures against a number, or one time against others."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.table_heads import Item
from assistant.table_ops import Unsure, Work, locate, other, passes, pick, total_of, without_totals
from assistant.table_question import Mention, Reading

_THAN = re.compile(r"\b(?:than|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|compared (?:to|with)|outnumber(?:s|ed)?)\b")
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|below|under|least)\b")
_MORE = re.compile(r"\b(?:more|greater|higher|larger|bigger|exceed\w*|surpass\w*|outnumber\w*|above|over|most)\b")
_RISE = re.compile(
    r"\b(?:(?P<up>increas\w*|ris(?:e|en|ing)|rose|gr[eo]w\w*|growth)|(?P<down>decreas\w*|declin\w*|drop\w*|f[ae]ll(?:en)?|reduc\w*))\b"
)


def yes_or_no(work: Work) -> None:
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
    elif reading.has(r"\b(?:same|equal)\b") and not than:
        verdict = _equal(work)
    elif than:
        verdict = _against_each_other(work, than)
    else:
        raise Unsure("what is to be compared is not said")
    work.cells = ["Yes" if verdict else "No"]
    evidence = "; ".join(f"{c.row_label}, {c.column_label}: {c.value}" for c in work.located[:12])
    work.sentences = [f"{work.cells[0]}: {evidence}."]


def _equal(work: Work) -> bool:
    """Whether the two figures named are the same."""
    grid = work.reading.grid
    rows = pick(work, "row", work.reading.mentions) or total_of(grid.rows.items)
    columns = pick(work, "column", work.reading.mentions) or total_of(grid.columns.items)
    cells = [(row, column) for row in rows for column in columns]
    values = [grid.values[row.index][column.index] for row, column in cells]
    if len(cells) != 2 or None in values:
        raise Unsure("which two figures are meant is not said")
    for row, column in cells:
        work.locate(row, column)
    return values[0] == values[1]


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
    if len(set(verdicts)) > 1 and not reading.has(r"\b(?:each|every|all|both)\b"):
        raise Unsure("it is so of some and not of others")
    return all(verdicts)


def _block(work: Work, mentions: Sequence[Mention]) -> list[tuple[Item, Item]]:
    """The cells that mentions name; where one axis is not named, its total."""
    grid = work.reading.grid
    rows = pick(work, "row", mentions) or total_of(grid.rows.items)
    columns = pick(work, "column", mentions) or total_of(grid.columns.items)
    if (
        not rows
        or not columns
        or (len(rows) * len(columns) > 1 and not work.reading.has(r"\b(?:each|every|all|both)\b"))
    ):
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
        axis = reading.axis(kind)
        levels = [level for level in axis.levels() if axis.kind_of_level(level) in ("year", "month", "quarter")]
        if levels:
            break
    else:
        raise Unsure("the table has no times to compare")
    times = pick(work, kind, reading.mentions)
    across = pick(work, other(kind), reading.mentions) or total_of(reading.axis(other(kind)).items)
    if len(across) != 1 or len(times) < 2:
        raise Unsure("the figure or the times compared are not named")
    steadily = reading.has(
        r"\b(?:every|each|consecutive\w*|consistent\w*|continuous\w*|steadily|year (?:on|over|after) year|always)\b"
    )
    if len(times) > 2 and not steadily:
        raise Unsure("between which times is not said")
    if axis.kind_of_level(levels[0]) == "year":
        times = sorted(times, key=lambda item: next(lab.words for lab in item.labels if lab.level == levels[0]))
    values = []
    for time in times:
        value = work.value(time, across[0], kind)
        if value is None:
            raise Unsure("one of the figures is missing")
        values.append(value)
        locate(work, time, across[0], kind)
    return all(b > a if up else b < a for a, b in pairwise(values))
