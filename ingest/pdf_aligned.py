"""Tables without drawn cells: lines whose pieces stand in shared columns and hold figures."""

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.pdf_ruled import Edge
from ingest.pdf_strips import (
    Found,
    Glyphs,
    Spot,
    Strip,
    is_figure,
    is_row,
    label,
    strips_of,
)

NOTED = re.compile(r"^(?:sources?|notes?)\b|^[*†‡]|^\(?\d\)", re.I)
CAPTIONED = re.compile(r"^(?:table|figure|chart|box|annex|graph)\s*[A-Z]{0,2}[-–.]?\d", re.I)


def aligned_tables(words: Sequence[Glyphs], free: Sequence[int], horizontal: list[Edge], width: float) -> list[Found]:
    """Tables whose columns are told by white space: runs of lines that share them and hold figures."""
    strips = strips_of(words, free)
    marks = [is_row(words, strip) for strip in strips]
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
                titled = CAPTIONED.match(label(words, strips[j].cells[0])) or strips[j].size > 1.12 * strips[i].size
                runs_over = (
                    len(strips[j].cells) == 1
                    and len(strips[j].cells[0]) > 5
                    and words[strips[j].cells[0][0]].u0 < words[strips[last].cells[0][-1]].u1
                    and words[strips[j].cells[0][-1]].u1 > words[strips[last].cells[1][0]].u0
                )
                sentence = len(strips[j].cells[0]) > 7 and label(words, strips[j].cells[0]).endswith(".")
                if titled or runs_over or sentence or misses > 3 or _prose(words, strips[j], width):
                    break
            j += 1
        if sum(marks[i : last + 1]) >= 2:
            table = _from_strips(words, strips, marks, i, last, horizontal)
            if table is not None:
                found.append(table)
        i = last + 1
    return found


def _prose(words: Sequence[Glyphs], strip: Strip, width: float) -> bool:
    """Whether a line is running text: one long piece."""
    return len(strip.cells) == 1 and words[strip.cells[0][-1]].u1 - words[strip.cells[0][0]].u0 > 0.55 * width


def _from_strips(
    words: Sequence[Glyphs], strips: list[Strip], marks: list[bool], first: int, last: int, horizontal: list[Edge]
) -> Found | None:
    """The table in a run of lines, its heads looked for above; `None` when it does not hold together."""
    body = [strips[k] for k in range(first, last + 1) if marks[k]]
    columns = columns_of(words, body)
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
        if above.size > 1.12 * strips[first].size:
            break
        if len(above.cells) == 2 and re.match(r"\d{1,2}(?:\.\d+)*\.?$", label(words, above.cells[0])):
            break  # "3.  Staff costs", a heading
        under_lid = lid is not None and above.base > lid
        if gap > (5 if under_lid else 2.6) * max(above.size, strips[top].size) or first - top >= 12:
            break
        if CAPTIONED.match(label(words, above.cells[0])) and not any(
            is_figure(label(words, cell)) for cell in above.cells[1:]
        ):
            break
        if u0 < left - 30 or u1 > right + 30:
            break
        if len(above.cells) == 1:
            n_over = sum(min(u1, b) - max(u0, a) > 1 for a, b in columns)
            over_first = min(u1, columns[0][1]) - max(u0, columns[0][0]) > 1
            text = label(words, above.cells[0])
            higher = label(words, strips[top - 2].cells[0]) if top > 1 else ""
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
        and not NOTED.match(label(words, strips[last + 1].cells[0]))
    ):
        last += 1  # the last row's label goes on
    chosen = strips[top : last + 1]
    taken = [position for strip in chosen for cell in strip.cells for position in cell]
    return placed(words, chosen, columns, first - top, taken, horizontal)


def _over_first(words: Sequence[Glyphs], strip: Strip, columns: list[tuple[float, float]]) -> bool:
    """Whether a line's only piece begins in the first column."""
    return words[strip.cells[0][0]].u0 < columns[0][1]


def columns_of(words: Sequence[Glyphs], body: list[Strip]) -> list[tuple[float, float]]:
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


def placed(
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
                row += [(k, 1, label(words, piece)) for k, piece in pieces.items()]
                continue
            k = over[0] if over else sum((u0 + u1) / 2 > limit for limit in limits)
            row.append((k, max(1, len(over)), label(words, cell)))
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
    figure_rows = [any(is_figure(text) and k > 0 for k, _, text in row) for row in rows]
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
    figures = sum(is_figure(spot.text) for spot in found.spots) / max(len(found.spots), 1)
    return filled >= 0.5 and figures >= 0.25
