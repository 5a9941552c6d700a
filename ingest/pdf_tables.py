"""Tables on a PDF page, from its drawn rules where there are any, and from how its words line up where there are not."""

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.cells import GAPS, Row, is_number, is_year

Rule = tuple[float, float, float, float]
SNAP = 2.5  # points within which two rules are one
DATE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$")
LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|_{5,}")


class Glyphs(NamedTuple):
    """A word as the tables see it, in the direction of reading."""

    text: str
    u0: float
    v0: float
    u1: float
    v1: float
    base: float
    size: float


class Spot(NamedTuple):
    """A cell of a found table and the places it covers."""

    row: int
    column: int
    n_rows: int
    n_columns: int
    text: str


@dataclass(slots=True)
class Found:
    """A table as found: its box in the direction of reading, its cells, and the words it takes."""

    u0: float
    v0: float
    u1: float
    v1: float
    spots: list[Spot]
    ruled: bool
    words: list[int] = field(default_factory=list)  # positions in the list of words given
    cells: list[list[int]] = field(default_factory=list)  # the words of each drawn cell

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return max((spot.row + spot.n_rows for spot in self.spots), default=0)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return max((spot.column + spot.n_columns for spot in self.spots), default=0)

    def grid(self) -> tuple[Row, ...]:
        """The cells as a full grid, merged ones repeated in every place they cover."""
        rows = [[""] * self.n_columns for _ in range(self.n_rows)]
        for spot in self.spots:
            for i in range(spot.row, spot.row + spot.n_rows):
                for j in range(spot.column, spot.column + spot.n_columns):
                    rows[i][j] = rows[i][j] or spot.text
        return tuple(map(tuple, rows))


def find_tables(words: Sequence[Glyphs], rules: Iterable[Rule], width: float, height: float) -> list[Found]:
    """The tables among the words of a page, top to bottom."""
    if len(words) < 6:
        return []
    horizontal, vertical = edges(rules, width, height)
    free = set(range(len(words)))
    found: list[Found] = []
    for table in _ruled(words, horizontal, vertical):
        if not free.issuperset(table.words):
            continue
        table = _finer(words, table, horizontal)
        found.append(table)
        free -= set(table.words)
    found += _aligned(words, sorted(free), horizontal, width)
    return sorted(found, key=lambda table: (table.v0, table.u0))


# Rules


class Edge(NamedTuple):
    """A straight rule: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


def edges(rules: Iterable[Rule], width: float, height: float) -> tuple[list[Edge], list[Edge]]:
    """The horizontal and the vertical rules; the sides of a rectangle count, a frame of the whole page does not."""
    across: list[Edge] = []
    down: list[Edge] = []
    for u0, v0, u1, v1 in rules:
        if u1 < 0 or v1 < 0 or u0 > width or v0 > height:
            continue
        long, high = u1 - u0, v1 - v0
        if high <= SNAP + 0.5 and long > high:
            across.append(Edge((v0 + v1) / 2, u0, u1))
        elif long <= SNAP + 0.5:
            down.append(Edge((u0 + u1) / 2, v0, v1))
        elif long > 6 and high > 5 and long * high < 0.75 * width * height:
            across += [Edge(v0, u0, u1), Edge(v1, u0, u1)]
            down += [Edge(u0, v0, v1), Edge(u1, v0, v1)]
    return [e for e in _merged(across) if e.end - e.start > 10], [e for e in _merged(down) if e.end - e.start > 6]


def _merged(found: list[Edge]) -> list[Edge]:
    """The rules with those on one line that touch made into one."""
    found = sorted(found)
    lines: list[list[Edge]] = []
    for edge in found:
        if lines and edge.at - lines[-1][0].at <= SNAP:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    result = []
    for line in lines:
        at = statistics.median(edge.at for edge in line)
        line.sort(key=lambda edge: edge.start)
        start, end = line[0].start, line[0].end
        for edge in line[1:]:
            if edge.start <= end + 3:
                end = max(end, edge.end)
            else:
                result.append(Edge(at, start, end))
                start, end = edge.start, edge.end
        result.append(Edge(at, start, end))
    return result


def _nets(horizontal: list[Edge], vertical: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """The rules in groups that cross or touch each other."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, upright in enumerate(vertical):
        for i, flat in enumerate(horizontal):
            if flat.start - 3 <= upright.at <= flat.end + 3 and upright.start - 3 <= flat.at <= upright.end + 3:
                parent[root(i)] = root(len(horizontal) + j)
    nets: defaultdict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, flat in enumerate(horizontal):
        nets[root(i)][0].append(flat)
    for j, upright in enumerate(vertical):
        nets[root(len(horizontal) + j)][1].append(upright)
    return [net for net in nets.values() if net[0] and net[1]]


def _ruled(words: Sequence[Glyphs], horizontal: list[Edge], vertical: list[Edge]) -> list[Found]:
    """Tables whose cells are drawn."""
    if len(horizontal) > 1500 or len(vertical) > 1500 or len(vertical) < 1 or len(horizontal) < 2:
        return []
    found = []
    for across, down in _nets(horizontal, vertical):
        columns = _positions([e.at for e in down] + [min(e.start for e in across), max(e.end for e in across)])
        rows = _positions([e.at for e in across] + [min(e.start for e in down), max(e.end for e in down)])
        if len(columns) < 3 or len(rows) < 3 or len(columns) > 60 or len(rows) > 300:
            continue
        table = _lattice(words, across, down, columns, rows)
        if table is not None:
            found.append(table)
    # an inner net within the cell of another is part of that one
    found.sort(key=lambda t: -(t.u1 - t.u0) * (t.v1 - t.v0))
    return found


def _positions(values: Iterable[float]) -> list[float]:
    """The values with near ones made one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 2 * SNAP:
            kept.append(value)
    return kept


def _covered(found: Sequence[Edge], at: float, start: float, end: float) -> bool:
    """Whether a rule runs along most of a cell's side."""
    length = sum(
        max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in found if abs(edge.at - at) <= 2 * SNAP
    )
    return length > 0.6 * (end - start)


def _lattice(
    words: Sequence[Glyphs], across: list[Edge], down: list[Edge], columns: list[float], rows: list[float]
) -> Found | None:
    """The drawn cells with their words, or `None` when they make no table."""
    n_rows, n_columns = len(rows) - 1, len(columns) - 1
    parent = list(range(n_rows * n_columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(n_rows):
        for j in range(n_columns):
            if j + 1 < n_columns and not _covered(down, columns[j + 1], rows[i], rows[i + 1]):
                parent[root(i * n_columns + j)] = root(i * n_columns + j + 1)
            if i + 1 < n_rows and not _covered(across, rows[i + 1], columns[j], columns[j + 1]):
                parent[root(i * n_columns + j)] = root((i + 1) * n_columns + j)
    for i in range(n_rows - 1):
        _forget_shading(words, parent, root, i, n_columns, columns, rows)
    cells: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for i in range(n_rows):
        for j in range(n_columns):
            cells[root(i * n_columns + j)].append((i, j))

    inside: defaultdict[int, list[int]] = defaultdict(list)
    taken: list[int] = []
    crossing = 0
    for position, word in enumerate(words):
        u, v = (word.u0 + word.u1) / 2, (word.v0 + word.v1) / 2
        if not (columns[0] - 1 <= u <= columns[-1] + 1 and rows[0] - 1 <= v <= rows[-1] + 1):
            continue
        i = max(0, sum(v >= at for at in rows[1:-1]))
        j = max(0, sum(u >= at for at in columns[1:-1]))
        inside[root(i * n_columns + j)].append(position)
        taken.append(position)
        crossing += any(word.u0 + 2 < edge.at < word.u1 - 2 and edge.start < v < edge.end for edge in down)
    if len(taken) < 4 or crossing > 0.1 * len(taken):
        return None
    filled = [k for k in cells if inside[k]]
    if len(filled) < 4:
        return None
    bands = _row_bands(words, cells, inside, rows)
    spots: list[Spot] = []
    for k, places in cells.items():
        i0, i1 = min(i for i, _ in places), max(i for i, _ in places)
        j0, j1 = min(j for _, j in places), max(j for _, j in places)
        if not inside[k]:
            continue
        lines = _lines(words, inside[k])
        if i0 == i1 and len(bands[i0]) > 1:
            for part, (low, high) in enumerate(bands[i0]):
                kept = [line for line in lines if low <= words[line[0]].base < high]
                if kept:
                    spots.append(Spot(_offset(bands, i0) + part, j0, 1, j1 - j0 + 1, _text(words, kept)))
            continue
        top, bottom = _offset(bands, i0), _offset(bands, i1) + len(bands[i1])
        if j1 > j0 and (parts := _by_column(words, inside[k], columns[j0 + 1 : j1 + 1])):
            spots += [Spot(top, j0 + j, bottom - top, 1, text) for j, text in parts]
            continue
        spots.append(Spot(top, j0, bottom - top, j1 - j0 + 1, _text(words, lines)))
    found = Found(
        columns[0], rows[0], columns[-1], rows[-1], _joined(_squeezed(spots)), True, taken, [inside[k] for k in filled]
    )
    if found.n_columns < 2 or found.n_rows < 2:
        return None
    # A frame with one big cell of prose beside small ones is a box or a layout, not a table.
    if max(len(inside[k]) for k in filled) > max(60, 0.55 * len(taken)):
        return None
    return found


def _forget_shading(
    words: Sequence[Glyphs],
    parent: list[int],
    root: Callable[[int], int],
    i: int,
    n_columns: int,
    columns: list[float],
    rows: list[float],
) -> None:
    """Join row i and the next where only a few columns part them and no figures stand on both sides: shaded text."""
    parted = [j for j in range(n_columns) if root(i * n_columns + j) != root((i + 1) * n_columns + j)]
    if n_columns < 3 or not parted or len(parted) >= 0.5 * n_columns:
        return
    for j in parted:
        held = [
            " ".join(
                w.text
                for w in words
                if columns[j] <= (w.u0 + w.u1) / 2 < columns[j + 1] and rows[k] <= (w.v0 + w.v1) / 2 < rows[k + 1]
            )
            for k in (i, i + 1)
        ]
        if all(map(_is_figure, held)):
            return
    for j in parted:
        parent[root(i * n_columns + j)] = root((i + 1) * n_columns + j)


def _finer(words: Sequence[Glyphs], table: Found, horizontal: list[Edge]) -> Found:
    """The table, or the one its words line up to when its drawn columns each hold several columns of figures."""
    crowded = sum(
        len(cells) > 1 and sum(_is_figure(_label(words, cell)) for cell in cells) > 1
        for cells in (strip.cells for k in table.cells for strip in _strips(words, k))
    )
    if crowded < 2 or crowded < 0.25 * table.n_rows:
        return table
    strips = _strips(words, table.words)
    marks = [_marked(words, strip) for strip in strips]
    if sum(marks) < 2:
        return table
    first, last = marks.index(True), len(marks) - 1 - marks[::-1].index(True)
    body = [strip for strip, mark in zip(strips, marks, strict=True) if mark]
    finer = _placed(words, strips[: last + 1], _columns(words, body), first, table.words, horizontal)
    return finer if finer is not None and finer.n_columns > table.n_columns else table


def _offset(bands: dict[int, list[tuple[float, float]]], i: int) -> int:
    """The number of rows above drawn row i once drawn rows are split."""
    return sum(len(bands[k]) for k in range(i))


def _joined(spots: list[Spot]) -> list[Spot]:
    """The cells without columns and rows that shading inside the cells has drawn, not the table."""
    n_rows = max(spot.row + spot.n_rows for spot in spots)
    n_columns = max(spot.column + spot.n_columns for spot in spots)
    owner: list[list[Spot | None]] = [[None] * n_columns for _ in range(n_rows)]
    for spot in spots:
        for i in range(spot.row, spot.row + spot.n_rows):
            owner[i][spot.column : spot.column + spot.n_columns] = [spot] * spot.n_columns
    columns = [0]
    for j in range(1, n_columns):
        same = sum(row[j] is not None and row[j] is row[j - 1] for row in owner)
        apart = sum(row[j] is not None and row[j - 1] is not None and row[j] is not row[j - 1] for row in owner)
        columns.append(columns[-1] + (apart > 0 or same < 0.5 * n_rows))
    rows = [0]
    for i in range(1, n_rows):
        pairs = list(zip(owner[i - 1], owner[i], strict=True))
        held = [a is b and a is not None for a, b in pairs]
        label = pairs[0][0] is not pairs[0][1] and all(held[1:]) and any(_is_figure(b.text) for _, b in pairs[1:] if b)
        rows.append(rows[-1] + (not label and not all(held)))
    texts: dict[tuple[int, int], Spot] = {}
    for spot in sorted(spots):
        row, column = rows[spot.row], columns[spot.column]
        last_row, last_column = rows[spot.row + spot.n_rows - 1], columns[spot.column + spot.n_columns - 1]
        before = texts.get((row, column))
        text = f"{before.text} {spot.text}" if before else spot.text
        texts[row, column] = Spot(row, column, last_row - row + 1, last_column - column + 1, text)
    return list(texts.values())


def _by_column(words: Sequence[Glyphs], positions: Sequence[int], limits: Sequence[float]) -> list[tuple[int, str]]:
    """The texts of a drawn cell over several columns, column by column, when its pieces keep to them; else nothing."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for strip in _strips(words, positions):
        for cell in strip.cells:
            u0, u1 = words[cell[0]].u0, words[cell[-1]].u1
            if any(u0 + 2 < limit < u1 - 2 for limit in limits):
                return []
            held[sum((u0 + u1) / 2 > limit for limit in limits)] += cell
    if len(held) < 2:
        return []
    return [(j, _text(words, _lines(words, part))) for j, part in sorted(held.items())]


def _row_bands(
    words: Sequence[Glyphs],
    cells: dict[int, list[tuple[int, int]]],
    inside: dict[int, list[int]],
    rows: list[float],
) -> dict[int, list[tuple[float, float]]]:
    """For each drawn row the spans of baselines it falls into: several where records stand in it without a rule."""
    bands: dict[int, list[tuple[float, float]]] = {}
    for i in range(len(rows) - 1):
        bands[i] = [(rows[i] - 5, rows[i + 1] + 5)]
        columns = [k for k, places in cells.items() if all(row == i for row, _ in places) and inside[k]]
        if len(columns) < 2:
            continue
        starts = [[words[line[0]].base for line in _lines(words, inside[k])] for k in columns]
        numeric = [
            [words[line[0]].base for line in _lines(words, inside[k]) if is_number(_text(words, [line]))]
            for k in columns
        ]
        tallest = max(numeric, key=len)
        if len(tallest) < 2:
            continue
        agreeing = sum(
            1 for bases in starts if sum(any(abs(b - t) < 3 for b in bases) for t in tallest) >= 0.7 * len(tallest)
        )
        if agreeing < max(2, 0.6 * len(columns)):
            continue
        size = statistics.median(words[p].size for k in columns for p in inside[k])
        cuts = [t - 0.8 * size for t in tallest]
        # a label of two lines starts above its figures' line only when the figures are centred on it
        bounds = [rows[i] - 5, *cuts[1:], rows[i + 1] + 5]
        bands[i] = list(itertools.pairwise(bounds))
    return bands


def _lines(words: Sequence[Glyphs], positions: Iterable[int]) -> list[list[int]]:
    """Words of a cell as lines, top to bottom, each left to right."""
    lines: list[list[int]] = []
    for position in sorted(positions, key=lambda p: words[p].base):
        word = words[position]
        if lines and word.base - words[lines[-1][0]].base < 0.5 * max(word.size, 1):
            lines[-1].append(position)
        else:
            lines.append([position])
    for line in lines:
        line.sort(key=lambda p: words[p].u0)
    return lines


def _text(words: Sequence[Glyphs], lines: Iterable[Sequence[int]]) -> str:
    """The lines of a cell as one text; a word cut by a hyphen is made whole."""
    text = ""
    for line in lines:
        new = " ".join(words[position].text for position in line)
        if re.search(r"[a-z]-$", text) and new[:1].islower():
            text = text[:-1] + new
        else:
            text = f"{text} {new}" if text else new
    return text


def _squeezed(spots: list[Spot]) -> list[Spot]:
    """The cells without the rows and columns in which none begins."""
    rows = {row: n for n, row in enumerate(sorted({spot.row for spot in spots}))}
    columns = {column: n for n, column in enumerate(sorted({spot.column for spot in spots}))}
    return [
        Spot(
            rows[s.row],
            columns[s.column],
            sum(s.row <= row < s.row + s.n_rows for row in rows),
            sum(s.column <= column < s.column + s.n_columns for column in columns),
            s.text,
        )
        for s in sorted(spots)
    ]


# Words that line up


@dataclass(slots=True)
class Strip:
    """The words on one baseline, cut at wide gaps."""

    base: float
    size: float
    cells: list[list[int]]


def _strips(words: Sequence[Glyphs], positions: Iterable[int]) -> list[Strip]:
    """The baselines of the page, top to bottom, cut where columns of figures stand."""
    strips: list[Strip] = []
    for line in _lines(words, positions):
        size = statistics.median(words[p].size for p in line)
        cells = [[line[0]]]
        for position in line[1:]:
            last, word = words[cells[-1][-1]], words[position]
            gap = word.u0 - last.u1
            figures = (
                gap > 0.15 * size
                and _is_figure(last.text)
                and _is_figure(word.text)
                and not (is_number(last.text) and word.text.startswith("("))  # "38 (24.7%)" is one cell
                and (is_number(last.text) == is_number(word.text) or not (is_year(last.text) or is_year(word.text)))
            )
            if gap > 0.75 * size or (figures and not _one_number(last.text, word.text, gap, size)):
                cells.append([position])
            else:
                cells[-1].append(position)
        strips.append(Strip(words[line[0]].base, size, cells))
    _cut_at_edges(words, strips)
    return strips


def _one_number(left: str, right: str, gap: float, size: float) -> bool:
    """Whether two figures side by side are one number with a space between its thousands."""
    return gap < 0.45 * size and bool(re.fullmatch(r"[-−–]?\d{1,3}", left) and re.fullmatch(r"\d{3}(?:\.\d+)?", right))


def _cut_at_edges(words: Sequence[Glyphs], strips: list[Strip]) -> None:
    """Cut a figure off the label before it where other figures, standing alone, share its left or right edge."""
    lefts: defaultdict[int, int] = defaultdict(int)
    rights: defaultdict[int, int] = defaultdict(int)
    for strip in strips:
        for cell in strip.cells[1:]:
            if len(cell) == 1 and _is_figure(words[cell[0]].text):
                lefts[round(words[cell[0]].u0)] += 1
                rights[round(words[cell[0]].u1)] += 1

    def shared(edges: dict[int, int], at: float) -> bool:
        return sum(edges.get(round(at) + step, 0) for step in (-1, 0, 1)) >= 3

    for strip in strips:
        cells: list[list[int]] = []
        for cell in strip.cells:
            word = words[cell[-1]]
            if len(cell) > 1 and is_number(word.text) and not is_number(words[cell[-2]].text):
                if shared(lefts, word.u0) or shared(rights, word.u1):
                    cells += [cell[:-1], cell[-1:]]
                    continue
            cells.append(cell)
        strip.cells = cells


def _label(words: Sequence[Glyphs], cell: Sequence[int]) -> str:
    """The text of one piece of a line."""
    return " ".join(words[position].text for position in cell)


def _is_figure(text: str) -> bool:
    """Whether a piece of a line is a figure or a date, or stands for a missing one."""
    return is_number(text) or text.lower() in GAPS or bool(DATE.match(text) or LEADERS.fullmatch(text))


def _aligned(words: Sequence[Glyphs], free: Sequence[int], horizontal: list[Edge], width: float) -> list[Found]:
    """Tables whose columns are told by white space: runs of lines that share them and hold figures."""
    strips = _strips(words, free)
    marks = [_marked(words, strip) for strip in strips]
    found: list[Found] = []
    i = 0
    while i < len(strips):
        if not marks[i]:
            i += 1
            continue
        last, j, misses = i, i + 1, 0
        while j < len(strips):
            far = strips[j].base - strips[j - 1].base > 3.2 * max(strips[j].size, strips[j - 1].size)
            if far:
                break
            if marks[j]:
                last, misses = j, 0
            else:
                misses += 1
                if misses > 3 or _prose(words, strips[j], width):
                    break
            j += 1
        if sum(marks[i : last + 1]) >= 2:
            table = _from_strips(words, strips, marks, i, last, horizontal)
            if table is not None:
                found.append(table)
        i = last + 1
    return found


def _marked(words: Sequence[Glyphs], strip: Strip) -> bool:
    """Whether a line reads as a row of figures: pieces apart, most after the first being figures."""
    texts = [_label(words, cell) for cell in strip.cells]
    n_figures = sum(_is_figure(text) and not is_year(text) for text in texts[1:])
    if len(texts) < 2 or n_figures < 1 or (len(texts) == 2 and any(map(LEADERS.search, texts))):
        return False
    return len(texts) >= 4 or n_figures >= 0.5 * (len(texts) - 1)


def _prose(words: Sequence[Glyphs], strip: Strip, width: float) -> bool:
    """Whether a line is running text: one long piece."""
    return len(strip.cells) == 1 and words[strip.cells[0][-1]].u1 - words[strip.cells[0][0]].u0 > 0.55 * width


def _from_strips(
    words: Sequence[Glyphs], strips: list[Strip], marks: list[bool], first: int, last: int, horizontal: list[Edge]
) -> Found | None:
    """The table in a run of lines, its heads looked for above; `None` when it does not hold together."""
    body = [strips[k] for k in range(first, last + 1) if marks[k]]
    columns = _columns(words, body)
    if len(columns) < 2:
        return None
    # Heads: lines above that stand over the columns, up to a rule over the whole width, a gap, or running text.
    left, right = columns[0][0], columns[-1][1]
    lid = max(
        (
            edge.at
            for edge in horizontal
            if strips[first].base - 150 < edge.at < strips[first].base - strips[first].size
            and min(edge.end, right) - max(edge.start, left) > 0.7 * (right - left)
        ),
        default=None,
        key=lambda at: -at,
    )
    top = first
    while top > 0:
        above = strips[top - 1]
        gap = strips[top].base - above.base
        u0, u1 = words[above.cells[0][0]].u0, words[above.cells[-1][-1]].u1
        under_lid = lid is not None and above.base > lid
        if gap > (5 if under_lid else 2.6) * max(above.size, strips[top].size) or first - top >= 12:
            break
        if CAPTIONED.match(_label(words, above.cells[0])) and not any(
            _is_figure(_label(words, cell)) for cell in above.cells[1:]
        ):
            break
        if u0 < left - 30 or u1 > right + 30:
            break
        if len(above.cells) == 1:
            n_over = sum(min(u1, b) - max(u0, a) > 1 for a, b in columns)
            over_first = min(u1, columns[0][1]) - max(u0, columns[0][0]) > 1
            text = _label(words, above.cells[0])
            higher = _label(words, strips[top - 2].cells[0]) if top > 1 else ""
            if CAPTIONED.match(higher) and above.base - strips[top - 2].base < 1.6 * above.size:
                break
            if CAPTIONED.match(text) or (n_over >= max(3, 0.5 * len(columns)) and not under_lid):
                break
            if over_first and not under_lid and (n_over > 1 or top == first or len(text) > 60):
                break
        top -= 1
    while top < first and len(strips[top].cells) == 1 and _over_first(words, strips[top], columns):
        top += 1
    while (
        last + 1 < len(strips)
        and len(strips[last + 1].cells) == 1
        and strips[last + 1].base - strips[last].base < 1.3 * strips[last].size
        and words[strips[last + 1].cells[0][-1]].u1 < columns[1][0]
        and not NOTED.match(_label(words, strips[last + 1].cells[0]))
    ):
        last += 1  # the last row's label goes on
    chosen = strips[top : last + 1]
    taken = [position for strip in chosen for cell in strip.cells for position in cell]
    return _placed(words, chosen, columns, first - top, taken, horizontal)


NOTED = re.compile(r"^(?:sources?|notes?)\b|^[*†‡]|^\(?\d\)", re.I)
CAPTIONED = re.compile(r"^(?:table|figure|chart|box|annex|graph)\s*[A-Z]{0,2}[-–.]?\d", re.I)


def _over_first(words: Sequence[Glyphs], strip: Strip, columns: list[tuple[float, float]]) -> bool:
    """Whether a line's only piece begins in the first column."""
    return words[strip.cells[0][0]].u0 < columns[0][1]


def _columns(words: Sequence[Glyphs], body: list[Strip]) -> list[tuple[float, float]]:
    """The spans of the columns: where the pieces of the lines lie, cut at white space that nearly all lines leave."""
    spans = sorted((words[cell[0]].u0, words[cell[-1]].u1) for strip in body for cell in strip.cells)
    events = sorted([(a, 1) for a, _ in spans] + [(b, -1) for _, b in spans])
    allowed = 0.08 * len(body)
    columns: list[tuple[float, float]] = []
    depth, start = 0, None
    for at, step in events:
        before = depth
        depth += step
        if before <= allowed < depth and start is None:
            start = at
        elif depth <= allowed < before and start is not None:
            columns.append((start, at))
            start = None
    merged: list[tuple[float, float]] = []
    size = statistics.median(strip.size for strip in body)
    for span in columns:
        if merged and span[0] - merged[-1][1] < 0.3 * size:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def _placed(
    words: Sequence[Glyphs],
    strips: list[Strip],
    columns: list[tuple[float, float]],
    n_above: int,
    taken: list[int],
    horizontal: list[Edge],
) -> Found | None:
    """The words set into rows and columns."""
    limits = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    rows: list[list[tuple[int, int, str]]] = []  # first column, number of columns, text
    bases: list[float] = []
    for strip in strips:
        row: list[tuple[int, int, str]] = []
        for cell in strip.cells if len(rows) >= n_above else _cut(words, strip.cells, 0.42 * strip.size):
            u0, u1 = words[cell[0]].u0, words[cell[-1]].u1
            over = [
                k
                for k, (a, b) in enumerate(columns)
                if min(u1, b) - max(u0, a) > 0.3 * min(b - a, u1 - u0) or min(u1, b) - max(u0, a) > 4
            ]
            if len(over) > 1 and len(cell) > 1 and (len(rows) >= n_above or _gaps_at(words, cell, limits, strip.size)):
                # pieces of a body line that run into each other are cut between words at the column's edge
                pieces: dict[int, list[int]] = defaultdict(list)
                for position in cell:
                    middle = (words[position].u0 + words[position].u1) / 2
                    pieces[sum(middle > limit for limit in limits)].append(position)
                row += [(k, 1, _label(words, piece)) for k, piece in pieces.items()]
                continue
            k = over[0] if over else sum((u0 + u1) / 2 > limit for limit in limits)
            row.append((k, max(1, len(over)), _label(words, cell)))
        rows.append(row)
        bases.append(strip.base)
    rows = _merged_rows(rows, bases, strips, n_above, horizontal, columns)
    spots = [Spot(i, k, 1, n, text) for i, row in enumerate(rows) for k, n, text in row]
    if not spots:
        return None
    found = Found(
        min(words[p].u0 for p in taken),
        min(words[p].v0 for p in taken),
        max(words[p].u1 for p in taken),
        max(words[p].v1 for p in taken),
        spots,
        False,
        taken,
    )
    return found if _holds(found) else None


def _cut(words: Sequence[Glyphs], cells: Iterable[Sequence[int]], widest: float) -> list[list[int]]:
    """The pieces of a line cut at every gap wider than given: heads of neighbouring columns stand close."""
    found: list[list[int]] = []
    for cell in cells:
        found.append([cell[0]])
        for a, b in itertools.pairwise(cell):
            if words[b].u0 - words[a].u1 > widest:
                found.append([b])
            else:
                found[-1].append(b)
    return found


def _gaps_at(words: Sequence[Glyphs], cell: Sequence[int], limits: Sequence[float], size: float) -> bool:
    """Whether a piece of a head has a space wider than its others wherever it goes over from one column to the next."""
    gaps = [(words[b].u0 - words[a].u1, words[a].u1, words[b].u0) for a, b in itertools.pairwise(cell)]
    within = [limit for limit in limits if words[cell[0]].u0 < limit < words[cell[-1]].u1]
    crossing = [gap for gap in gaps if any(gap[1] - 1 <= limit <= gap[2] + 1 for limit in within)]
    if len(crossing) < len(within):
        return False
    others = [gap[0] for gap in gaps if gap not in crossing] or [0.25 * size]
    return min(gap[0] for gap in crossing) > max(1.3 * statistics.median(others), 0.3 * size)


def _merged_rows(
    rows: list[list[tuple[int, int, str]]],
    bases: list[float],
    strips: list[Strip],
    n_above: int,
    horizontal: list[Edge],
    columns: list[tuple[float, float]],
) -> list[list[tuple[int, int, str]]]:
    """Rows with the lines of one cell joined: heads set in several lines, labels that go on under themselves."""
    figure_rows = [any(_is_figure(text) and k > 0 for k, _, text in row) for row in rows]
    pitches = [b - a for a, b, f, g in zip(bases, bases[1:], figure_rows, figure_rows[1:], strict=False) if f and g]
    usual = statistics.median(pitches) if pitches else 0.0
    left, right = columns[0][0], columns[-1][1]

    def ruled(i: int) -> bool:
        """Whether a rule parts line i from the line above."""
        return any(
            bases[i - 1] - 1 < edge.at < bases[i] - 0.3 * strips[i].size
            and min(edge.end, right) - max(edge.start, left) > 0.3 * (right - left)
            for edge in horizontal
        )

    merged: list[list[tuple[int, int, str]]] = []
    for i, row in enumerate(rows):
        tight = i > 0 and bases[i] - bases[i - 1] < min(1.35 * strips[i].size, 0.95 * usual if usual else 99)
        if (i > 0 and i < n_above and tight and not ruled(i) and all(n == 1 for _, n, _ in merged[-1] + row)) or (
            i >= n_above
            and merged
            and not figure_rows[i]
            and len(row) == 1
            and row[0][0] == 0
            and tight
            and i > n_above
        ):
            merged[-1] = _both(merged[-1], row)
        else:
            merged.append(list(row))
    return merged


def _both(upper: list[tuple[int, int, str]], lower: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Two lines of one row as one."""
    texts: dict[int, str] = {}
    for k, _, text in upper + lower:
        texts[k] = f"{texts[k]} {text}" if k in texts else text
    return [(k, 1, text) for k, text in sorted(texts.items())]


def _holds(found: Found) -> bool:
    """Whether lined-up words are a table: enough rows, columns, filled cells and figures."""
    n_rows, n_columns = found.n_rows, found.n_columns
    if n_columns < 2 or n_rows < 3:
        return False
    filled = len(found.spots) / (n_rows * n_columns)
    figures = sum(_is_figure(spot.text) for spot in found.spots) / max(len(found.spots), 1)
    return filled >= 0.5 and figures >= 0.25
