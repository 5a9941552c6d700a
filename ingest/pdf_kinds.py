"""What each part of a PDF is, told from all its pages: running heads, headings with their level, footnotes."""

import re
import unicodedata
from collections import Counter, defaultdict

from ingest.pdf_layout import BULLET
from ingest.pdf_parts import Part, Sheet
from ingest.schema import BlockKind

FOOTNOTE_MARK = re.compile(r"^(?:(\d{1,3})(?:\s|(?=[A-Z‘“(][a-z])|$)|[*†‡§]{1,3}|\[\d{1,3}\])")
AMOUNT = re.compile(  # large type that picks out a figure
    r"^(?:(?:over|nearly|almost|about|around|up to|more than)\s+)?[£$€]?[\d.,]+\s*"
    r"(?:k|m|bn|million|billion|trillion|%|per cent)?(?:\s+(?:per|a|in|of)\b.{0,20})?$",
    re.I,
)
PAGE_NUMBER = re.compile(r"^(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?$", re.I)


def squeezed(text: str) -> str:
    """The letters and digits of a text, lower case, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def body_size(sheets: list[Sheet]) -> float:
    """The size of type that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind in ("body", "list"):
                for line in part.lines:
                    sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def mark_running(sheets: list[Sheet], body: float) -> None:
    """Mark as header or footer what stands at the same height at the edge of several pages, and page numbers there."""
    seen: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    edges: list[tuple[Sheet, Part, BlockKind, str]] = []
    for sheet in sheets:
        turn = Counter(line.turn for part in sheet.parts for line in part.lines).most_common(1)[:1]
        for part in sheet.parts:
            line_boxes = [line.line() for line in part.lines]
            top, bottom = min(b.top for b in line_boxes), max(b.bottom for b in line_boxes)
            if bottom < 0.12 * sheet.height:
                kind: BlockKind = "header"
            elif top > 0.88 * sheet.height or part.lines[0].turn != turn[0][0]:
                kind = "footer"
            else:
                continue
            key = " ".join(part.raw_text.lower().split())
            if part.size <= 1.05 * body:  # the headings of chapters differ by their number alone
                key = re.sub(r"\d+", "#", key)
            edges.append((sheet, part, kind, key))
            seen[kind, key].add(sheet.number)
    for _, part, kind, key in edges:
        often = len(seen[kind, key]) >= max(3, min(8, len(sheets) // 8)) or (
            len(sheets) in (2, 3) and len(seen[kind, key]) >= 2
        )
        if (often and len(key) < 150) or PAGE_NUMBER.match(part.raw_text.strip()):
            part.kind, part.level = kind, None


def mark_headings(sheets: list[Sheet], outline: dict[tuple[int, str], int], body: float) -> None:
    """Give headings their kind and level, and set small type at the foot apart as footnotes."""
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind in ("body", "list"):
                part.level = outline.get((sheet.number, squeezed(part.raw_text)))
                if part.level is not None or _is_heading(part, body):
                    part.kind = "heading"
        _unmark_labels(sheet, body)
        mark_footnotes(sheet, body)
    levels = _levels([(sheet.number, part) for sheet in sheets for part in sheet.parts if part.kind == "heading"])
    for sheet in sheets:
        for part in sheet.parts:
            if part.kind == "heading":
                part.level = part.level or levels[_style(part)]


def _unmark_labels(sheet: Sheet, body: float) -> None:
    """Take back the headings of a list of contents, and of a picture full of bold labels."""
    headings = [part for part in sheet.parts if part.kind == "heading"]
    contents = any(re.fullmatch(r"(?:table of )?contents", part.raw_text.strip(), re.I) for part in headings)
    small = [part for part in headings if part.size <= 1.12 * body and part.level is None]
    n_paragraphs = sum(len(part.raw_text) > 80 for part in sheet.parts if part.kind in ("body", "list"))
    for part in headings:
        labels = part in small and len(small) > 6 and len(small) > n_paragraphs
        if labels or (contents and not re.search("contents", part.raw_text, re.I)):
            part.kind, part.level = "body", None


def _levels(headings: list[tuple[int, Part]]) -> dict[tuple[float, bool], int]:
    """The level of each style of heading: what the bookmarks say of most of that style, else by size.

    A style used on one page alone, as on a cover, does not push the others down.
    """
    told: defaultdict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    pages: defaultdict[tuple[float, bool], set[int]] = defaultdict(set)
    for number, part in headings:
        pages[_style(part)].add(number)
        if part.level is not None:
            told[_style(part)][part.level] += 1
    several = any(len(numbers) > 1 for numbers in pages.values())
    levels: dict[tuple[float, bool], int] = {}
    level = 0
    for style in sorted(pages, reverse=True):
        if told[style]:
            levels[style] = told[style].most_common(1)[0][0]
            level = max(level, levels[style])
        elif several and len(pages[style]) == 1:
            levels[style] = min(level + 1, 6)
        else:
            level = min(level + 1, 6)
            levels[style] = level
    return levels


def join_over_columns(sheet: Sheet) -> None:
    """Make one of a paragraph that breaks off at the foot of a column and goes on in the next."""
    kept: list[Part] = []
    last: Part | None = None
    for part in sheet.parts:
        goes_on = (
            last is not None
            and part.kind == "body"
            and last.kind in ("body", "list")
            and part.lines[0].v0 < last.lines[-1].v0
            and abs(part.size - last.size) < 0.04 * part.size
            and not last.raw_text.rstrip().endswith((".", ":", ";", "?", "!", ")"))
            and (part.raw_text[:1].islower() or _full(last, part))
        )
        if goes_on and last is not None:
            last.lines += part.lines
            continue
        kept.append(part)
        if part.kind not in ("header", "footer"):
            last = part
    sheet.parts = kept


def _full(part: Part, following: Part) -> bool:
    """Whether the last line of a paragraph has no room for the first word of another as wide, so that it goes on there."""
    widest = max(line.u1 - line.u0 for line in part.lines)
    first = following.lines[0]
    if len(part.lines) < 2 or min(len(part.lines[0].words), len(first.words)) < 4 or first.u1 - first.u0 < 0.6 * widest:
        return False
    word = first.words[0]
    return part.lines[-1].u1 + word.x1 - word.x0 > max(line.u1 for line in part.lines)


def _style(part: Part) -> tuple[float, bool]:
    """What makes headings equals: size to the half point, and weight."""
    return round(part.size), part.bold


def _is_heading(part: Part, body: float) -> bool:
    """Whether a part's type and wording are a heading's."""
    text = part.raw_text
    letters = sum(c.isalpha() for c in text)
    if letters < 3 or len(text) > 200 or len(part.lines) > 4:
        return False
    if part.kind == "list" and BULLET.match(part.lines[0].words[0].text):
        return False
    if AMOUNT.match(text):
        return False
    larger = part.size > 1.12 * body
    if text.rstrip().endswith((".", ",", ";")) and not (larger and len(text) < 80):
        return False
    if larger:
        return letters > 0.5 * len(text.replace(" ", ""))
    return part.bold and part.size >= 0.95 * body and len(text) < 120 and text[:1].upper() == text[:1]


def mark_footnotes(sheet: Sheet, body: float) -> None:
    """Set apart the small type at the foot of a column that opens with a mark."""
    ends = [
        (min(line.u0 for line in part.lines), max(line.u1 for line in part.lines), max(line.v1 for line in part.lines))
        for part in sheet.parts
        if part.kind in ("body", "list", "heading") and part.size > 0.93 * body
    ]
    inside: list[tuple[float, float]] = []
    for part in sorted(sheet.parts, key=lambda p: p.lines[0].v0):
        if part.kind not in ("body", "list") or part.size > 0.93 * body:
            continue
        u0, u1, v0 = part.lines[0].u0, part.lines[0].u1, part.lines[0].v0
        lower = max((v1 for a, b, v1 in ends if min(b, u1) > max(a, u0)), default=0.0)
        follows = any(min(b, u1) > max(a, u0) for a, b in inside)
        if v0 > 0.4 * sheet.height and v0 > lower - 2 and (follows or FOOTNOTE_MARK.match(part.raw_text)):
            part.kind = "footnote"
            inside.append((u0, u1))
    sheet.parts = [piece for part in sheet.parts for piece in (_notes(part) if part.kind == "footnote" else [part])]


def _notes(part: Part) -> list[Part]:
    """A run of footnotes cut where the next number begins a line."""
    notes: list[Part] = []
    expected: int | None = None
    for line in part.lines:
        mark = FOOTNOTE_MARK.match(line.text)
        number = int(mark[1]) if mark and mark[1] else None
        if not notes or (number is not None and number == expected):
            notes.append(Part([line], "footnote"))
            expected = None if number is None else number + 1
        else:
            notes[-1].lines.append(line)
    return notes
