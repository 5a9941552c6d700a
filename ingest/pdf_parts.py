"""One page of a PDF as parts in reading order: paragraphs, list items, captions and tables."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.cells import is_number
from ingest.pdf_layout import BULLET, NUMBER_MARK, Fragment, Group, as_read, fragments, groups
from ingest.pdf_ruled import Rule
from ingest.pdf_strips import Found, Glyphs
from ingest.pdf_tables import find_tables
from ingest.pdf_words import PageWords, Word
from ingest.schema import BlockKind

CAPTION = re.compile(
    r"^(?:figure|fig\.?|table|chart|box|map|exhibit|graph|diagram|annex table)\s+[A-Z]?\d*[\d.]*[A-Za-z]?\s*[:.–—-]",
    re.I,
)


@dataclass(slots=True)
class Part:
    """A block in the making: its lines, its kind, and the text as mended."""

    lines: list[Fragment]
    kind: BlockKind
    level: int | None = None
    table: Found | None = None

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def raw_text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Sheet:
    """One page in the making."""

    number: int
    width: float
    height: float
    parts: list[Part] = field(default_factory=list)
    n_images: int = 0

    @property
    def n_letters(self) -> int:
        """Letters and digits outside running heads."""
        return sum(len(part.raw_text) for part in self.parts if part.kind not in ("header", "footer"))


def sheet_of(number: int, seen: PageWords) -> Sheet:
    """The page's lines and tables in reading order, split into paragraphs, list items and headings."""
    words = seen.words
    turn = Counter(word.turn for word in words).most_common(1)[0][0] if words else 0
    upright = [word for word in words if word.turn == turn]
    tables = [table for table in find_tables(*_as_read(upright, seen, turn)) if _is_table(table)]
    taken = {position for table in tables for position in table.words}
    rest = [word for position, word in enumerate(upright) if position not in taken]
    rest += [word for word in words if word.turn != turn]
    boxed = [
        Group(_rows([upright[position] for position in table.words], seen), table) for table in tables if table.words
    ]
    sheet = Sheet(number, seen.width, seen.height, n_images=seen.n_images)
    for group in groups(fragments(rest, seen.width, seen.height), boxed):
        if group.table is not None:
            sheet.parts.append(Part(group.lines, "table", table=group.table))
        else:
            sheet.parts += _paragraphs(group)
    return sheet


def _as_read(words: Sequence[Word], seen: PageWords, turn: int) -> tuple[list[Glyphs], list[Rule], float, float]:
    """Words and rules with the page turned so that the words read from left to right."""
    glyphs = []
    for word in words:
        u0, v0, u1, v1, base = as_read(word, seen.width, seen.height)
        glyphs.append(Glyphs(word.text, u0, v0, u1, v1, base, word.size))
    if turn == 0:
        return glyphs, seen.rules, seen.width, seen.height
    rules = []
    for x0, top, x1, bottom in seen.rules:
        box = Word("", x0, top, x1, bottom, 0.0, False, turn, 0.0, 0)
        rules.append(as_read(box, seen.width, seen.height)[:4])
    if turn == 180:
        return glyphs, rules, seen.width, seen.height
    return glyphs, rules, seen.height, seen.width


def _rows(words: list[Word], seen: PageWords) -> list[Fragment]:
    """A table's words as printed lines, top to bottom."""
    lines = fragments(sorted(words, key=lambda w: as_read(w, seen.width, seen.height)[4]), seen.width, seen.height)
    return sorted(lines, key=lambda line: (round(line.base), line.u0))


def _is_table(table: Found) -> bool:
    """Whether a found table is worth keeping: not a box round prose, not an empty frame, not a list of contents."""
    grid = table.grid()
    cells = [cell for row in grid for cell in row]
    filled = [cell for cell in cells if cell]
    if len(grid) < 2 or len(grid[0]) < 2 or len(filled) < 0.5 * len(cells) or len(filled) < 4:
        return False
    if any(s.n_rows > 2 and s.n_columns > 2 and s.n_rows * s.n_columns > 0.2 * len(cells) for s in table.spots):
        return False  # boxes of a drawing
    if len(table.spots) < 0.4 * len(cells) or _is_contents(grid) or _is_axis(grid):
        return False
    figures = sum(is_number(cell) for cell in filled)
    if not table.ruled:
        return len(grid) >= 3 and figures >= 2
    return figures >= 2 or (len(grid) >= 3 and statistics.median(map(len, filled)) < 300)


def _paragraphs(group: Group) -> list[Part]:
    """A chain of lines cut where a paragraph, a list item, or a change of type begins."""
    parts: list[Part] = []
    pitches = [b.base - a.base for a, b in zip(group.lines, group.lines[1:], strict=False)]
    usual = statistics.median_low(pitches) if pitches else 0.0
    previous: Fragment | None = None
    for line in group.lines:
        item = _starts_item(line)
        if previous is None:
            new = True
        else:
            pitch = line.base - previous.base
            ratio = max(line.size, previous.size) / max(min(line.size, previous.size), 0.1)
            indented = (
                line.u0 - group.u0 > 0.8 * line.size and abs(previous.u0 - group.u0) < 1 and parts[-1].kind == "body"
            )
            short = previous.u1 < group.u1 - 0.35 * (group.u1 - group.u0)
            new = (
                item
                or pitch > 1.3 * usual
                or ratio > 1.07
                or (line.bold != previous.bold and (short or all(x.bold == previous.bold for x in parts[-1].lines)))
                or (indented and short)
                or (
                    parts[-1].kind == "list"
                    and line.u0 < parts[-1].lines[0].u0 - 2
                    and (short or previous.text.endswith((".", ";", ":")))
                )
            )
        if new:
            parts.append(Part([line], "list" if item else "body"))
        else:
            parts[-1].lines.append(line)
        previous = line
    for part in parts:
        if CAPTION.match(part.raw_text) and len(part.raw_text) < 300:
            part.kind = "caption"
    return parts


def _starts_item(line: Fragment) -> bool:
    """Whether the line begins with a bullet or an item number."""
    first = line.words[0].text
    if BULLET.match(first):
        return len(line.words) > 1
    return bool(NUMBER_MARK.match(first)) and len(line.words) > 2


def _is_contents(grid: tuple[tuple[str, ...], ...]) -> bool:
    """Whether rows of words end in whole numbers that never fall: a list of contents."""
    pairs = [(row[:-1], row[-1]) for row in grid if row[-1]]
    if pairs and re.match(r"page\b", pairs[0][1], re.I):
        pairs = pairs[1:]
    if len(pairs) < 3 or len(grid[0]) > 3 or not all(last.isdecimal() for _, last in pairs):
        return False
    numbers = [int(last) for _, last in pairs if last.isdecimal()]
    wordy = sum(any(c.isalpha() for c in "".join(first)) for first, _ in pairs)
    return numbers == sorted(numbers) and numbers[-1] < 2000 and wordy >= 0.7 * len(pairs) and len(set(numbers)) > 2


def _is_axis(grid: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first column counts up or down in equal steps, as a chart's axis does."""
    first = [row[0].replace(",", "").rstrip("%") for row in grid if row[0]]
    n_words = len(first)
    first = [text for text in first if re.fullmatch(r"[-−–]?\d+(?:\.\d+)?", text)]
    if len(first) < 4 or len(first) < 0.7 * n_words:
        return False
    values = [float(re.sub("[−–]", "-", text)) for text in first]
    steps = {round(b - a, 6) for a, b in itertools.pairwise(values)}
    return len(steps) == 1 and steps.pop() not in (0, 1, -1)
