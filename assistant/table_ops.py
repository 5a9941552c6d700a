"""What a reading asks of a grid, worked out: which rows and columns are meant, and the figures found or computed there.

Nothing is guessed: where two rows or columns fit the words equally well, `Unsure` is raised with the reason.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.table_heads import Item, Label, bare_name
from assistant.table_question import AxisKind, Condition, Mention, Reading


class Unsure(ValueError):
    """The question does not lead to one set of cells; the message says why."""


@dataclass(frozen=True, slots=True)
class LocatedCell:
    """A cell as published, and where it stands; `row` and `column` count from 0 in the body of the table."""

    row_label: str
    column_label: str
    row: int
    column: int
    value: str


@dataclass(frozen=True, slots=True)
class TableDerivation:
    """A number worked out from cells; `inputs` count from 0 into the located cells."""

    operation: str
    value: float
    formula: str
    inputs: tuple[int, ...]
    unit: str = ""


@dataclass(slots=True)
class Work:
    """What has been found so far: the cells to return, where they stand, what was computed, and what was assumed."""

    reading: Reading
    cells: list[str] = field(default_factory=list)
    located: list[LocatedCell] = field(default_factory=list)
    derivations: list[TableDerivation] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    used: set[Mention] = field(default_factory=set)
    base: Sequence[Item] = ()  # what was gone through, of which some were kept
    doubts: list[str] = field(default_factory=list)
    kind: str = "value"

    def value(self, entity: Item, measure: Item, entity_kind: AxisKind) -> float | None:
        """The figure where an entity and a measure cross."""
        row, column = (entity, measure) if entity_kind == "row" else (measure, entity)
        return self.reading.grid.values[row.index][column.index]

    def locate(self, row: Item, column: Item) -> int:
        """Put down a cell as evidence; its position among the located cells."""
        text = self.reading.grid.cells[row.index][column.index]
        cell = LocatedCell(row.name, column.name, row.index, column.index, text)
        if cell not in self.located:
            self.located.append(cell)
        return self.located.index(cell)

    def cell(self, row: Item, column: Item) -> str:
        """The cell's text, put down as evidence."""
        return self.located[self.locate(row, column)].value

    def derive(self, operation: str, value: float, formula: str, inputs: Iterable[int], unit: str = "") -> str:
        """Put down a computed number; how it is written."""
        if self.reading.has(r"nearest (?:whole|integer)"):
            value = float(round(value))
        self.derivations.append(TableDerivation(operation, round(value, 6), formula, tuple(inputs), unit))
        return shown(value)


def shown(value: float) -> str:
    """A computed number as written: at most four decimals, none that say nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def other(kind: AxisKind) -> AxisKind:
    """The axis across."""
    return "column" if kind == "row" else "row"


def pick(
    work: Work,
    kind: AxisKind,
    near: Sequence[Mention],
    far: Sequence[Mention] = (),
    within: Sequence[Item] | None = None,
) -> list[Item]:
    """The rows or columns that the mentions name, in table order; empty when they name none.

    An item is meant when no other explains more of what is named. Of items that explain the same, the one that the
    mentions further off also name is taken, then the total, then the one with no label left over.
    """
    items = list(within if within is not None else work.reading.axis(kind).items)
    chunks = _paired(near, kind) if within is None else []
    if chunks:
        chosen = {item.index: item for chunk in chunks for item in pick(work, kind, chunk, far, items)}
        return sorted(chosen.values(), key=lambda item: item.index)
    naming = [m for m in near if m.on(kind) and not m.is_total]
    explained = {item.index: _explained(item, naming, kind) for item in items}
    groups: dict[frozenset[int], list[Item]] = defaultdict(list)
    for item in items:
        if explained[item.index]:
            groups[explained[item.index]].append(item)
    best = [key for key in groups if not any(key < key2 for key2 in groups)]
    out: list[Item] = []
    context = [m for m in far if m.on(kind) and not m.is_total]
    for key in best:
        by_range: dict[tuple[Label, ...], list[Item]] = defaultdict(list)
        for item in groups[key]:  # a mention that names several labels, as a range of years does, stays several
            by_range[tuple(lab for lab in item.labels if any((kind, lab) in naming[i].labels for i in key))].append(
                item
            )
        for group in by_range.values():
            out += _settled(work, kind, group, naming, context, any(m.is_total for m in near))
    work.used |= {naming[i] for key in best for i in key}
    years = [item for item in out if all(_is_whole_year(label) for label in item.labels)]
    if years and len(years) < len(out) and any("quarter" in label.words for item in out for label in item.labels):
        out = [item for item in out if item not in years]  # a year named beside its quarters says when
    return sorted(out, key=lambda item: item.index)


def _is_whole_year(label: Label) -> bool:
    return all(word == "year" or re.fullmatch(r"(?:19|20)\d\d", word) for word in label.words)


def _paired(mentions: Sequence[Mention], kind: AxisKind) -> list[list[Mention]]:
    """The mentions in pairs where the question names pairs, as in "Qatari males and non-Qatari females"; else nothing."""
    naming = [m for m in sorted(mentions, key=lambda m: m.start) if m.on(kind) and not m.is_total]
    levels = [frozenset(label.level for k, label in m.labels if k == kind) for m in naming]
    for size in (2, 3):
        if len(levels) < 2 * size or len(levels) % size or len(set(levels[:size])) < size:
            continue
        if all(level == levels[i % size] for i, level in enumerate(levels)):
            return [list(naming[i : i + size]) for i in range(0, len(naming), size)]
    return []


def _explained(item: Item, mentions: Sequence[Mention], kind: AxisKind) -> frozenset[int]:
    return frozenset(i for i, m in enumerate(mentions) if any((kind, label) in m.labels for label in item.labels))


def _settled(
    work: Work, kind: AxisKind, group: list[Item], near: Sequence[Mention], far: Sequence[Mention], wants_total: bool
) -> list[Item]:
    """Of items that explain the same mentions, those to take."""
    if len(group) == 1:
        return group
    timed = (*near, *times_among(work, kind, far))
    totals = [
        item
        for item in group
        if any(lab.is_total for lab in item.labels)
        and all(lab.is_total or _named(lab, kind, timed) for lab in item.labels)
    ]
    for context in (times_among(work, kind, far), far):
        if context is far and len(totals) == 1 and len(group) > 1 and wants_total:
            return totals
        score = {item.index: len(_explained(item, context, kind)) for item in group}
        most = max(score.values())
        group = [item for item in group if score[item.index] == most]
        totals = [item for item in totals if item in group]
    known = {label for m in (*near, *far) for k, label in m.labels if k == kind}
    rest = {item.index: [label for label in item.labels if label not in known] for item in group}
    for fits in (
        [item for item in group if not rest[item.index]],
        [item for item in group if all(label.is_total for label in rest[item.index])],
    ):
        if len(fits) == 1 and len(group) > 1:
            return fits
    if len(group) > 1 and len({_figures(work, kind, item) for item in group}) == 1:
        return group[:1]  # one thing under two codes
    if len(group) > 1:
        work.doubts.append(f"{len(group)} {kind}s fit: {'; '.join(item.name for item in group[:4])}")
    return group


def _figures(work: Work, kind: AxisKind, item: Item) -> tuple[float | None, ...]:
    values = work.reading.grid.values
    return values[item.index] if kind == "row" else tuple(row[item.index] for row in values)


def _named(label: Label, kind: AxisKind, mentions: Sequence[Mention]) -> bool:
    return any((kind, label) in m.labels for m in mentions)


def times_among(work: Work, kind: AxisKind, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that name a time: what is said once of when holds for the whole question."""
    axis = work.reading.axis(kind)
    return [
        m
        for m in mentions
        if any(k == kind and axis.kind_of_level(lab.level) in ("year", "month", "quarter") for k, lab in m.labels)
    ]


def _is_whole(item: Item) -> bool:
    """Whether the innermost label begins as that of a total does: "Total employed", "All ages"."""
    return any(
        re.match(r"\W*(?:grand total|totals?|all|overall)\b", label.text.lower())
        for label in item.labels
        if label.level >= -1
    )


def without_totals(items: Sequence[Item], mentions: Sequence[Mention], kind: AxisKind) -> list[Item]:
    """The items without those that add up others among them."""
    named = {label for m in mentions if not m.is_total for k, label in m.labels if k == kind}
    parts = [item for item in items if not any(lab.is_total and lab not in named for lab in item.labels)]
    return parts or list(items)


def total_of(items: Sequence[Item]) -> list[Item]:
    """The item that adds the others up, if there is one such."""
    if len(items) == 1:
        return list(items)
    whole = [item for item in items if item.labels and all(label.is_total for label in item.labels)]
    if len(whole) > 1:
        fewest = min(len(item.labels) for item in whole)
        whole = [item for item in whole if len(item.labels) == fewest] if fewest else whole
    return whole if len(whole) == 1 else []


@dataclass(frozen=True, slots=True)
class Subject:
    """What the question goes through one by one: the axis, the level of its labels, and which are to be named."""

    kind: AxisKind
    level: int | None
    asked_levels: tuple[int, ...]
    asked: bool


def subject_of(work: Work, measured: Sequence[Mention]) -> Subject:
    """The entities of the question: what it asks for by name, or else the axis that its measures do not stand on."""
    reading = work.reading
    asked = [d for d in reading.dimensions if d.asked]
    if not asked and reading.has(r"\b(?:names?|lists?) (?:and|of)\b|\bnames?\b.{0,40}\bwhere\b"):
        asked = [replace(d, asked=True) for d in reading.dimensions if d.axis == "row"][:1]
        if not asked:
            return Subject("row", None, (), True)
    if asked:
        kind = asked[0].axis
        levels = tuple(dict.fromkeys(d.level for d in asked if d.axis == kind))
        return Subject(kind, levels[-1], levels, True)
    spoken = [d for d in reading.dimensions if d.every] or [d for d in reading.dimensions if not d.bound]
    if spoken:
        return Subject(spoken[0].axis, spoken[0].level, (), False)
    kinds = {kind for m in measured for kind in ("row", "column") if m.on(kind) and not m.is_total}
    which = reading.has(r"\bwhich\b")
    if kinds == {"row"}:
        return Subject("column", None, (), which)
    return Subject("row", None, (), which)


def entities(work: Work, subject: Subject, mentions: Sequence[Mention]) -> list[Item]:
    """The rows or columns to go through: those named where some are, else all; never a total beside its parts."""
    axis = work.reading.axis(subject.kind)
    doubts = len(work.doubts)
    items = pick(work, subject.kind, mentions) or list(axis.items)
    del work.doubts[doubts:]
    named = {label for m in mentions if not m.is_total for k, label in m.labels if k == subject.kind}
    codes = work.reading.axis(subject.kind).code_levels
    levels = [level for level in axis.levels() if level not in codes]
    level = subject.level if subject.level is not None else max(levels, default=0)
    if level in codes and levels:
        level = max(levels)
    kept = [
        item
        for item in items
        if not any(lab.is_total and lab.level in (level, -1) and lab not in named for lab in item.labels)
    ]
    kept = [
        item
        for item in kept
        if item.index not in axis.sums or any(lab in named for lab in item.labels if lab.level >= 0)
    ]
    if any(lab.level == level for item in kept for lab in item.labels):
        kept = [item for item in kept if any(lab.level == level for lab in item.labels) or len(item.labels) == 1]
        kept = [item for item in kept if not (len(item.labels) == 1 and item.labels[0].is_total)]
    if sum(not _is_whole(item) for item in kept) > 1:
        kept = [
            item for item in kept if not _is_whole(item) or any(lab in named for lab in item.labels if lab.level >= 0)
        ]
    groups: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in kept:
        groups[tuple(lab.text for lab in item.labels if lab.level in (level, -1) or lab in named)].append(item)
    out: list[Item] = []
    for group in groups.values():
        if len(group) > 1:
            whole = [i for i in group if all(x.is_total or x.level in (level, -1) or x in named for x in i.labels)]
            if len(whole) == 1:
                group = whole
            elif level != max(levels, default=0) or not all(i.labels and i.labels[-1].level == level for i in group):
                raise Unsure(f"several {subject.kind}s stand under one label")
        out += group
    return sorted(out, key=lambda item: item.index)


def names_of(
    work: Work, subject: Subject, item: Item, mentions: Sequence[Mention], among: Sequence[Item] = ()
) -> list[str]:
    """The labels by which an entity is named in the answer: the levels asked for, else its innermost name."""
    constant = {lab for m in work.reading.mentions if m.is_strong_total for k, lab in m.labels if k == subject.kind}
    if len(among) > 1:  # what all of them are called tells none of them apart
        constant |= set.intersection(*(set(i.labels) for i in among))
    if subject.asked_levels:
        chosen = [
            lab for level in subject.asked_levels for lab in item.labels if lab.level == level and lab not in constant
        ]
        if chosen:
            return [_without_code(work, subject, lab) for lab in chosen]
    named = {label for m in mentions for _, label in m.labels} | constant
    codes = work.reading.axis(subject.kind).code_levels
    plain_labels = [lab for lab in item.labels if lab.level not in codes and lab not in named and not lab.is_total]
    plain_labels = plain_labels or [lab for lab in item.labels if lab.level not in codes] or list(item.labels)
    if not plain_labels:
        raise Unsure("a row without a label fits")
    axis = work.reading.axis(subject.kind)
    variety = {lab.level: sum(other.level == lab.level for other in axis.labels) for lab in plain_labels}
    telling = max(plain_labels, key=lambda lab: (variety[lab.level] > 0.5 * max(variety.values()), lab.level))
    return [_without_code(work, subject, telling)]


def _without_code(work: Work, subject: Subject, label: Label) -> str:
    """A label's text without its enumerator; a bare number before it is one where most of its neighbours have one."""
    coded = r"^\d{1,2}\s+(?=[A-Z])"
    texts = [lab.text for lab in work.reading.axis(subject.kind).labels if lab.level == label.level]
    if sum(bool(re.match(coded, text)) for text in texts) > 0.6 * len(texts):
        return re.sub(coded, "", label.text)
    return bare_name(label.text)


def one_measure(
    work: Work, kind: AxisKind, near: Sequence[Mention], far: Sequence[Mention] = (), need_total: bool = True
) -> Item:
    """The one row or column that figures are to be read from. Raises Unsure when none or several fit."""
    items = pick(work, kind, near, far)
    if not items and any(m.is_total for m in near):
        items = total_of(work.reading.axis(kind).items)
    items = items or pick(work, kind, far)
    if not items and need_total:
        items = total_of(work.reading.axis(kind).items)
    if len(items) != 1:
        raise Unsure(f"{len(items) or 'no'} {kind}s fit the figure asked about")
    return items[0]


TESTS: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: abs(a - b) < 1e-9,
    "!=": lambda a, b: a != b,
}


def passes(condition: Condition, value: float, largest: float) -> bool:
    """Whether a figure meets a condition; "500 million" is 500 in a table whose figures are in millions."""
    if condition.number is None:
        return False
    scaled = condition.number * condition.scale
    limit = scaled if condition.scale == 1.0 or scaled <= largest else condition.number
    if condition.sign == "between" and condition.upper is not None:
        return limit <= value <= condition.upper
    return TESTS[condition.sign](value, limit)


def locate(work: Work, entity: Item, measure: Item, kind: AxisKind) -> int:
    row, column = (entity, measure) if kind == "row" else (measure, entity)
    return work.locate(row, column)


def in_order(work: Work, kind: AxisKind, items: list[Item]) -> list[Item]:
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
