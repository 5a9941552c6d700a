"""The words of a page as lines cut into pieces, and what a table found among them is made of."""

import functools
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.cells import GAPS, Row, is_number, is_year

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


def lines_of(words: Sequence[Glyphs], positions: Iterable[int]) -> list[list[int]]:
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


def text_of(words: Sequence[Glyphs], lines: Iterable[Sequence[int]]) -> str:
    """The lines of a cell as one text; a word cut by a hyphen is made whole."""
    text = ""
    for line in lines:
        new = " ".join(words[position].text for position in line)
        if re.search(r"[a-z]-$", text) and new[:1].islower():
            text = text[:-1] + new
        else:
            text = f"{text} {new}" if text else new
    return text


@dataclass(slots=True)
class Strip:
    """The words on one baseline, cut at wide gaps."""

    base: float
    size: float
    cells: list[list[int]]


def strips_of(words: Sequence[Glyphs], positions: Iterable[int]) -> list[Strip]:
    """The baselines of the page, top to bottom, cut where columns of figures stand."""
    strips: list[Strip] = []
    for line in lines_of(words, positions):
        size = statistics.median(words[p].size for p in line)
        cells = [[line[0]]]
        for position in line[1:]:
            last, word = words[cells[-1][-1]], words[position]
            gap = word.u0 - last.u1
            figures = (
                gap > 0.15 * size
                and is_figure(last.text)
                and is_figure(word.text)
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
            if len(cell) == 1 and is_figure(words[cell[0]].text):
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


def label(words: Sequence[Glyphs], cell: Sequence[int]) -> str:
    """The text of one piece of a line."""
    return " ".join(words[position].text for position in cell)


@functools.lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether a piece of a line is a figure or a date, or stands for a missing one."""
    return is_number(text) or text.lower() in GAPS or bool(DATE.match(text) or LEADERS.fullmatch(text))


def is_row(words: Sequence[Glyphs], strip: Strip) -> bool:
    """Whether a line reads as a row of figures: pieces apart, most after the first being figures."""
    texts = [label(words, cell) for cell in strip.cells]
    n_figures = sum(is_figure(text) and not is_year(text) for text in texts[1:])
    if len(texts) < 2 or n_figures < 1 or (len(texts) == 2 and any(map(LEADERS.search, texts))):
        return False
    return len(texts) >= 4 or n_figures >= 0.5 * (len(texts) - 1)
