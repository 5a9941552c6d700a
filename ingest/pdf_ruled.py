"""Tables whose cells are drawn: rules and shades to cells, cells to rows and columns."""

import itertools
import statistics
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ingest.cells import is_number
from ingest.pdf_strips import (
    Found,
    Glyphs,
    Spot,
    is_figure,
    lines_of,
    strips_of,
    text_of,
)

Rule = tuple[float, float, float, float]


SNAP = 2.5  # points within which two rules are one


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


def ruled_tables(words: Sequence[Glyphs], horizontal: list[Edge], vertical: list[Edge]) -> list[Found]:
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


def _covered(along: Sequence[Edge], start: float, end: float) -> bool:
    """Whether rules run along most of a cell's side."""
    return sum(max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in along) > 0.6 * (end - start)


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

    down_at = [[edge for edge in down if abs(edge.at - at) <= 2 * SNAP] for at in columns]
    across_at = [[edge for edge in across if abs(edge.at - at) <= 2 * SNAP] for at in rows]
    for i in range(n_rows):
        for j in range(n_columns):
            if j + 1 < n_columns and not _covered(down_at[j + 1], rows[i], rows[i + 1]):
                parent[root(i * n_columns + j)] = root(i * n_columns + j + 1)
            if i + 1 < n_rows and not _covered(across_at[i + 1], columns[j], columns[j + 1]):
                parent[root(i * n_columns + j)] = root((i + 1) * n_columns + j)
    texts: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for word in words:
        texts[bisect(rows, (word.v0 + word.v1) / 2) - 1, bisect(columns, (word.u0 + word.u1) / 2) - 1].append(word.text)
    for i in range(n_rows - 1):
        _forget_shading(texts, parent, root, i, n_columns)
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
        i = min(max(bisect(rows, v) - 1, 0), n_rows - 1)
        j = min(max(bisect(columns, u) - 1, 0), n_columns - 1)
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
        lines = lines_of(words, inside[k])
        if i0 == i1 and len(bands[i0]) > 1:
            for part, (low, high) in enumerate(bands[i0]):
                kept = [line for line in lines if low <= words[line[0]].base < high]
                if kept:
                    spots.append(Spot(_offset(bands, i0) + part, j0, 1, j1 - j0 + 1, text_of(words, kept)))
            continue
        top, bottom = _offset(bands, i0), _offset(bands, i1) + len(bands[i1])
        if j1 > j0 and (parts := _by_column(words, inside[k], columns[j0 + 1 : j1 + 1])):
            spots += [Spot(top, j0 + j, bottom - top, 1, text) for j, text in parts]
            continue
        spots.append(Spot(top, j0, bottom - top, j1 - j0 + 1, text_of(words, lines)))
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
    texts: dict[tuple[int, int], list[str]], parent: list[int], root: Callable[[int], int], i: int, n_columns: int
) -> None:
    """Join row i and the next where only a few columns part them and no figures stand on both sides: shaded text."""
    parted = [j for j in range(n_columns) if root(i * n_columns + j) != root((i + 1) * n_columns + j)]
    if n_columns < 3 or not parted or len(parted) >= 0.5 * n_columns:
        return
    if any(is_figure(" ".join(texts[i, j])) and is_figure(" ".join(texts[i + 1, j])) for j in parted):
        return
    for j in parted:
        parent[root(i * n_columns + j)] = root((i + 1) * n_columns + j)


def _offset(bands: dict[int, list[tuple[float, float]]], i: int) -> int:
    """The number of rows above drawn row i once drawn rows are split."""
    return sum(len(bands[k]) for k in range(i))


def _joined(spots: list[Spot]) -> list[Spot]:
    """The cells without columns and rows that shading inside the cells has drawn, not the table."""
    spots = _without_slivers(spots)
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
        label = pairs[0][0] is not pairs[0][1] and all(held[1:]) and any(is_figure(b.text) for _, b in pairs[1:] if b)
        rows.append(rows[-1] + (not label and not all(held)))
    texts: dict[tuple[int, int], Spot] = {}
    for spot in sorted(spots):
        row, column = rows[spot.row], columns[spot.column]
        last_row, last_column = rows[spot.row + spot.n_rows - 1], columns[spot.column + spot.n_columns - 1]
        before = texts.get((row, column))
        text = f"{before.text} {spot.text}" if before else spot.text
        texts[row, column] = Spot(row, column, last_row - row + 1, last_column - column + 1, text)
    return list(texts.values())


def _without_slivers(spots: list[Spot]) -> list[Spot]:
    """The cells without the rows and columns that none fills alone: borders that do not quite meet make such."""
    for axis in ("row", "column"):

        def span(spot: Spot, axis: str = axis) -> tuple[int, int]:
            """The first place along the axis that the cell covers, and how many."""
            return (spot.row, spot.n_rows) if axis == "row" else (spot.column, spot.n_columns)

        for place in range(max(sum(span(spot)) for spot in spots) - 1, -1, -1):
            covering = [n for start, n in map(span, spots) if start <= place < start + n]
            if not covering or 1 in covering:
                continue
            moved = []
            for spot in spots:
                start, n = span(spot)
                n -= start <= place < start + n
                start -= start > place
                row = axis == "row"
                moved.append(spot._replace(row=start, n_rows=n) if row else spot._replace(column=start, n_columns=n))
            spots = moved
    return spots


def _by_column(words: Sequence[Glyphs], positions: Sequence[int], limits: Sequence[float]) -> list[tuple[int, str]]:
    """The texts of a drawn cell over several columns, column by column, when its pieces keep to them; else nothing."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for strip in strips_of(words, positions):
        for cell in strip.cells:
            u0, u1 = words[cell[0]].u0, words[cell[-1]].u1
            if any(u0 + 2 < limit < u1 - 2 for limit in limits):
                return []
            held[sum((u0 + u1) / 2 > limit for limit in limits)] += cell
    if len(held) < 2:
        return []
    return [(j, text_of(words, lines_of(words, part))) for j, part in sorted(held.items())]


def _row_bands(
    words: Sequence[Glyphs],
    cells: dict[int, list[tuple[int, int]]],
    inside: dict[int, list[int]],
    rows: list[float],
) -> dict[int, list[tuple[float, float]]]:
    """For each drawn row the spans of baselines it falls into: several where records stand in it without a rule."""
    bands: dict[int, list[tuple[float, float]]] = {}
    in_row: defaultdict[int, list[int]] = defaultdict(list)
    for k, places in cells.items():
        if inside[k] and len({row for row, _ in places}) == 1:
            in_row[places[0][0]].append(k)
    for i in range(len(rows) - 1):
        bands[i] = [(rows[i] - 5, rows[i + 1] + 5)]
        columns = in_row[i]
        if len(columns) < 2:
            continue
        starts = [[words[line[0]].base for line in lines_of(words, inside[k])] for k in columns]
        numeric = [
            [words[line[0]].base for line in lines_of(words, inside[k]) if is_number(text_of(words, [line]))]
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
