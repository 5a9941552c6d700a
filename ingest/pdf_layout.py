"""Words with boxes to blocks in reading order. What a block is (heading, footnote, running head) is left to `read_pdf`."""

import itertools
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ingest.pdf_strips import Found
from ingest.pdf_words import Word
from ingest.schema import Line

BULLET = re.compile(r"^(?:[•‣◦▪▫●○■□◆◇►▶➢➤✓✔·∙⁃\uf0b7\uf0a7\uf0d8\uf0fc\uf02d–—−*-]|o)$")
NUMBER_MARK = re.compile(r"^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,3}){1,3}\.?)$")
Floats = npt.NDArray[np.float64]
MOST_BLOCKS = 600
LARGE = 1.3  # a heading that may part columns is so many times as large as the text
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
CAPTION_START = re.compile(r"^(?:table|figure|chart|box|map)\s+[A-Z]?\d", re.I)
LABEL = re.compile(r"^(?:(?:table|figure|chart|box|map)\s+[A-Z]?\d[\d.]*[A-Za-z]?\s*[:.]?|(?:sources?|notes?):)$", re.I)


@dataclass(slots=True)
class Fragment:
    """Words printed side by side on one baseline without a wide gap.

    u and v run along and down the lines as read; for upright text they are x and top.
    """

    words: list[Word]
    u0: float
    v0: float
    u1: float
    v1: float
    base: float
    size: float
    turn: int
    order: int

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    def line(self) -> Line:
        """The fragment with its box as shown on the page."""
        return Line(
            self.text,
            round(min(w.x0 for w in self.words), 1),
            round(min(w.top for w in self.words), 1),
            round(max(w.x1 for w in self.words), 1),
            round(max(w.bottom for w in self.words), 1),
        )


@dataclass(slots=True)
class Group:
    """Lines one under another, in order."""

    lines: list[Fragment] = field(default_factory=list)
    table: Found | None = None

    @property
    def u0(self) -> float:
        return min(line.u0 for line in self.lines)

    @property
    def u1(self) -> float:
        return max(line.u1 for line in self.lines)

    @property
    def v0(self) -> float:
        return min(line.v0 for line in self.lines)

    @property
    def v1(self) -> float:
        return max(line.v1 for line in self.lines)

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def turn(self) -> int:
        return self.lines[0].turn


def fragments(words: Iterable[Word], width: float, height: float) -> list[Fragment]:
    """The words joined where they stand on one baseline with a gap under about one letter's height."""
    found: list[Fragment] = []
    current: Fragment | None = None
    for word in words:
        u0, v0, u1, v1, base = as_read(word, width, height)
        if current is not None and current.turn == word.turn:
            size = max(current.size, word.size)
            gap = u0 - current.u1
            same_line = abs(base - current.base) < 0.45 * size or (
                v0 < current.base - 0.1 * size and v1 > current.v0 and word.size < 0.8 * current.size
            )
            if same_line and -0.6 * size < gap < _widest_gap(current, word, size):
                if word.size >= current.size * 0.85:
                    current.base = base
                current.words.append(word)
                current.u1, current.v0, current.v1 = max(current.u1, u1), min(current.v0, v0), max(current.v1, v1)
                current.size = max(current.size, word.size)
                continue
        current = Fragment([word], u0, v0, u1, v1, base, word.size, word.turn, len(found))
        found.append(current)
    return _joined(found)


def _widest_gap(current: Fragment, word: Word, size: float) -> float:
    """How far the next word may stand off: farther after a bullet or a number that opens a list item."""
    if len(current.words) == 1 and (BULLET.match(current.words[0].text) or NUMBER_MARK.match(current.words[0].text)):
        return 5 * size
    if len(current.words) == 1 and current.words[0].text.isdecimal() and len(current.words[0].text) < 3:
        return 2.5 * size  # "4   Results", as a numbered heading or a line of contents
    if len(current.words) < 3 and LABEL.match(current.text):
        return 5 * size
    return 1.0 * size


def as_read(word: Word, width: float, height: float) -> tuple[float, float, float, float, float]:
    """u0, v0, u1, v1 and baseline of a word, turned so that it reads from left to right."""
    if word.turn == 90:
        return word.top, width - word.x1, word.bottom, width - word.x0, width - word.baseline
    if word.turn == 180:
        return width - word.x1, height - word.bottom, width - word.x0, height - word.top, height - word.baseline
    if word.turn == 270:
        return height - word.bottom, word.x0, height - word.top, word.x1, word.baseline
    return word.x0, word.top, word.x1, word.bottom, word.baseline


def _joined(found: list[Fragment]) -> list[Fragment]:
    """The fragments, with those joined that go on with each other on one baseline.

    A gap up to one letter's height is bridged in whatever order the file has the words; a wider one, as in a justified
    line, only where few other lines have a gap at the same place: many would be the gutter between two columns.
    """
    rows: list[list[Fragment]] = []
    for fragment in sorted(found, key=lambda f: (f.turn, f.base, f.u0)):
        last = rows[-1][0] if rows else None
        if (
            last is not None
            and last.turn == fragment.turn
            and fragment.base - last.base < 0.3 * min(fragment.size, last.size)
        ):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    gaps: list[tuple[float, float]] = []
    for row in rows:
        row.sort(key=lambda f: f.u0)
        gaps += [(a.u1, b.u0) for a, b in itertools.pairwise(row) if b.u0 - a.u1 > 0.8 * a.size]
    result: list[Fragment] = []
    for row in rows:
        kept = [row[0]]
        for fragment in row[1:]:
            last = kept[-1]
            size = max(last.size, fragment.size)
            gap = fragment.u0 - last.u1
            middle = (last.u1 + fragment.u0) / 2
            near = gap < 0.8 * size or (gap < _widest_gap(last, fragment.words[0], size) and len(last.words) < 3)
            lone = gap < 2.5 * size and sum(a < middle < b for a, b in gaps) <= 2 and len(last.words) > 2
            if -0.3 * size < gap and (near or lone):
                last.words += fragment.words
                last.u1 = max(last.u1, fragment.u1)
                last.v0, last.v1 = min(last.v0, fragment.v0), max(last.v1, fragment.v1)
                last.size = size
                last.order = min(last.order, fragment.order)
            else:
                kept.append(fragment)
        result += kept
    for fragment in result:
        if 2 * len(RIGHT_TO_LEFT.findall(fragment.text)) > len(fragment.text):
            fragment.words.sort(key=lambda word: -word.x0)
    return sorted(result, key=lambda f: f.order)


def groups(lines: Sequence[Fragment], tables: Sequence[Group] = ()) -> list[Group]:
    """Lines chained where each is the only near one below the other, of like size; with the tables, in reading order."""
    below: dict[int, list[int]] = {i: [] for i in range(len(lines))}
    above: dict[int, list[int]] = {i: [] for i in range(len(lines))}
    ranked = sorted(range(len(lines)), key=lambda i: lines[i].base)
    for position, i in enumerate(ranked):
        upper = lines[i]
        nearest: float | None = None
        for j in ranked[position + 1 :]:
            lower = lines[j]
            if lower.turn != upper.turn:
                continue
            pitch = lower.base - upper.base
            if pitch > 2.2 * max(upper.size, lower.size):
                if pitch > 120:
                    break
                continue
            if pitch < 0.5 * min(upper.size, lower.size) or min(upper.u1, lower.u1) - max(upper.u0, lower.u0) <= 0:
                continue
            if nearest is not None and pitch > nearest + 0.4 * lower.size:
                break
            nearest = pitch if nearest is None else nearest
            below[i].append(j)
            above[j].append(i)
    following: dict[int, int] = {}
    for i, candidates in below.items():
        if len(candidates) == 1 and len(above[candidates[0]]) == 1 and _alike(lines[i], lines[candidates[0]]):
            following[i] = candidates[0]
    starts = set(range(len(lines))) - set(following.values())
    chains = []
    for i in starts:
        chain = [lines[i]]
        while i in following:
            i = following[i]
            chain.append(lines[i])
        chains.append(Group(chain))
    return reading_order([*chains, *tables])


def _alike(upper: Fragment, lower: Fragment) -> bool:
    """Whether two lines may belong to one block: close sizes, and not far apart."""
    sizes = sorted((upper.size, lower.size))
    return sizes[0] > 0 and sizes[1] / sizes[0] < 1.18 and lower.base - upper.base < 1.75 * sizes[1] + 1


def _widened(blocks: list[Group]) -> list[tuple[float, float, float, float, int]]:
    """Each block's u0, v0, u1, v1 and turn; a heading or caption right over a wider block counts as wide as that.

    Else a short heading over a table that runs over both columns would be read as the end of the left one.
    """
    boxes = [(b.u0, b.v0, b.u1, b.v1, b.turn) for b in blocks]
    usual = statistics.median([line.size for b in blocks for line in b.lines] or [10.0])
    for lower in range(len(blocks) - 1, -1, -1):
        wide = boxes[lower]
        bottom = wide[1]
        for upper in range(lower - 1, -1, -1):
            u0, v0, u1, v1, turn = boxes[upper]
            lines = blocks[upper].lines
            if turn != wide[4] or len(lines) > 3 or abs(u0 - wide[0]) > 8 or u1 > wide[2]:
                continue
            if not (
                all(line.bold for line in lines)
                or abs(blocks[upper].size - usual) > 0.07 * usual
                or CAPTION_START.match(lines[0].text)
            ):
                continue
            if not -2 < bottom - v1 < 2.5 * blocks[upper].size:
                continue
            beside = any(
                b[4] == turn and b[1] < v1 and b[3] > v0 and min(b[2], wide[2]) > max(b[0], u1)
                for i, b in enumerate(boxes)
                if i != upper
            )
            if beside:
                break
            boxes[upper] = (u0, v0, wide[2], v1, turn)
            bottom = v0
    for i, width in _over_columns(blocks, usual):
        boxes[i] = (boxes[i][0], boxes[i][1], max(boxes[i][2], width), *boxes[i][3:])
    return boxes


def _over_columns(blocks: list[Group], usual: float) -> Iterator[tuple[int, float]]:
    """Each large heading that parts the columns over it from those under it, with the right end of the last of those.

    It has nothing beside it, and the columns under it begin level. Short as it is, it would else be read as part of the
    left column, and the column to its right after everything on the left.
    """
    for i, heading in enumerate(blocks):
        if len(heading.lines) > 2 or heading.size < LARGE * usual:
            continue
        others = [b for b in blocks if b is not heading and b.turn == heading.turn]
        if any(b.v0 < heading.v1 + 0.3 * heading.size and b.v1 > heading.v0 - 0.3 * heading.size for b in others):
            continue
        under = [b for b in others if b.v0 > heading.v1]
        own = min((b for b in under if b.u0 < heading.u1 and b.u1 > heading.u0), key=lambda b: b.v0, default=None)
        if own is None or own.v0 - heading.v1 > 2 * heading.size:
            continue
        level = [b for b in under if b.u0 > max(own.u1, heading.u1) and abs(b.v0 - own.v0) < 0.8 * usual]
        between = [b for b in under if level and b.u1 > min(one.u0 for one in level) and b.v0 < own.v0 - 0.8 * usual]
        if level and not between:
            yield i, max(b.u1 for b in level)


def reading_order(blocks: list[Group]) -> list[Group]:
    """The blocks as a reader takes them: down a column, then the next, headings over columns first.

    Source: Breuel, "High performance document layout analysis" (2003): a is before b if it stands over it, or wholly to
    its left with no block between them in height that overlaps both; then a topological sort.
    """
    blocks = sorted(blocks, key=lambda b: (b.turn, b.v0, b.u0))
    n = len(blocks)
    if n < 2 or n > MOST_BLOCKS:  # hundreds of scattered labels, as on a map, have no order but that from the top
        return blocks
    u0, v0, u1, v1, turn = np.array(_widened(blocks)).T
    before = _before(u0, v0, u1, v1, turn)
    waiting_for = before.sum(axis=0)
    placed = np.zeros(n, dtype=bool)
    ordered: list[Group] = []
    last = -1
    while len(ordered) < n:
        free = np.flatnonzero(~placed & (waiting_for == 0))
        if not len(free):  # a circle: take the highest
            free = np.flatnonzero(~placed)[:1]
        # Prefer to go on down the same column.
        under = free
        if last >= 0:
            under = free[(np.minimum(u1[free], u1[last]) > np.maximum(u0[free], u0[last])) & (v0[free] > v0[last])]
        last = int((under if len(under) else free)[0])  # blocks are sorted from the top, then from the left
        ordered.append(blocks[last])
        placed[last] = True
        waiting_for -= before[last]
    return ordered


def _before(u0: Floats, v0: Floats, u1: Floats, v1: Floats, turn: Floats) -> npt.NDArray[np.bool_]:
    """Whether block a is read before block b, for each a (row) and b (column)."""
    n = len(u0)
    overlap = np.minimum(u1[:, None], u1) - np.maximum(u0[:, None], u0)
    narrow = np.minimum((u1 - u0)[:, None], u1 - u0)
    stacked = (overlap > 0.05 * narrow) & (overlap > 0.5)
    same = turn[:, None] == turn
    middle = v0 + v1
    over = stacked & (middle[:, None] < middle)
    left = ~stacked & ((u1[:, None] <= u0 + 1) | ((u0 + u1)[:, None] < u0 + u1))
    for a in range(n):
        rights = np.flatnonzero(left[a] & same[a])
        low, high = np.minimum(v0[a], v0[rights]), np.maximum(v1[a], v1[rights])
        between = (2 * low[:, None] < middle) & (middle < 2 * high[:, None])
        between &= (u0 < u1[a] - 1) & (u1 > u0[rights][:, None] + 1)
        between[:, a] = False
        between[np.arange(len(rights)), rights] = False
        left[a, rights] &= ~between.any(axis=1)
    before = np.where(same, over | left, turn[:, None] < turn)
    np.fill_diagonal(before, False)
    return before
