"""The words of a PDF page with their boxes, and its drawn lines, from PDFium. What they mean is left to `pdf_layout`."""

import ctypes
import functools
import math
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Matrix = tuple[float, float, float, float, float, float]

# PDFium is not safe across threads (crashes, or empty text with no error: pypdfium2 issues 303 and 479).
PDFIUM_LOCK = threading.Lock()

LINE_END_HYPHENS = {0x02, 0xFFFE}  # PDFium's own marks for a hyphen that ends a printed line
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
MAX_SHAPES = 20_000  # drawings beyond this are not searched for rules
LOST = 0xE800  # where control codes inside words are kept, in the private use area
INVISIBLE = {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
SPACES = {0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F}
HYPHEN = "-\n"
MARKS = {"", " ", "\n", HYPHEN}  # what is no letter: nothing, a space, the end of a line, and a hyphen at one
# PDFium's function for the box of a character, called with plain addresses: it is called for every character read, and
# the checks of typed pointers take longer than the function does.
CHAR_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(
    ctypes.cast(raw.FPDFText_GetCharBox, ctypes.c_void_p).value or 0
)


class Word(NamedTuple):
    """A run of characters without a space. Units: points from the top left corner of the page as shown.

    `turn` is the direction of writing in degrees, clockwise as seen: 0, 90, 180 or 270.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    turn: int
    baseline: float
    line: int  # counts PDFium's own lines, so that its line ends can be told from gaps


class PageWords(NamedTuple):
    """What PDFium sees on one page: its size as shown, the words in the file's order, and whether it holds pictures."""

    width: float
    height: float
    words: list[Word]
    rules: list[tuple[float, float, float, float]]
    n_images: int


class View(NamedTuple):
    """How page coordinates become shown ones: crop box and rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The shown place of a point, from the top left corner."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The shown x0, top, x1, bottom of a rectangle."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def view_of(page: pdfium.PdfPage) -> View:
    """What is shown of the page (its crop box within its media box, set right), and its rotation in degrees."""
    left, bottom, right, top = page.get_bbox()
    return View(left, bottom, right, top, page.get_rotation() % 360)


def page_words(page: pdfium.PdfPage) -> PageWords:
    """The words and ruled lines of a page as a viewer shows it. The caller holds PDFIUM_LOCK."""
    view = view_of(page)
    width, height = view.size()
    text_page = page.get_textpage()
    words = [
        word
        for word in _words(text_page, view)
        if word.x1 > 0 and word.x0 < width and word.bottom > 0 and word.top < height
    ]
    text_page.close()
    rules, n_images = _drawn(page, view)
    return PageWords(width, height, words, rules, n_images)


def mend_ligatures(pages: Sequence[PageWords]) -> None:
    """Put back, in place, the ligatures that a font has no letters for: "a?ordability" becomes "affordability".

    The letters are those that make a word the document has elsewhere; failing that, those that the same code stood for.
    """
    lost = re.compile(f"[{chr(LOST)}-{chr(LOST + 0x1F)}]")
    broken = [(page, i) for page in pages for i, word in enumerate(page.words) if lost.search(word.text)]
    if not broken:
        return
    known = Counter(re.sub(r"\W", "", word.text).lower() for page in pages for word in page.words)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    mended: dict[str, str] = {}
    for page, i in broken:
        text = page.words[i].text
        for letters in ("ff", "fi", "fl", "ffi", "ffl", "tt", "ti", "ft"):
            new = lost.sub(letters, text)
            if known[re.sub(r"\W", "", new).lower()]:
                mended[text] = new
                votes[lost.findall(text)[0]][letters] += 1
                break
    for page, i in broken:
        word = page.words[i]
        code = lost.findall(word.text)[0]
        likely = votes[code].most_common(1)[0][0] if votes[code] else ""
        page.words[i] = word._replace(text=mended.get(word.text, lost.sub(likely, word.text)))


def _codes(text_page: pdfium.PdfTextPage) -> Sequence[int]:
    """The code of every character of a page: all in one call where each has one place in the text, else one by one."""
    n = text_page.count_chars()
    text = (ctypes.c_ushort * (n + 1))()
    codes = text[: max(raw.FPDFText_GetText(text_page.raw, 0, n, text) - 1, 0)] if n else []
    if len(codes) == n and not any(0xD800 <= code <= 0xDFFF for code in codes):
        return codes
    return [raw.FPDFText_GetUnicode(text_page.raw, i) for i in range(n)]


@functools.cache
def _glyph(code: int) -> str:
    """What a character's code stands for: itself, the letters of a ligature, or one of MARKS."""
    if code in INVISIBLE:
        return ""
    if code in SPACES:
        return "\n" if code == 0x0A else " "
    if code in LINE_END_HYPHENS:
        return HYPHEN
    if code < 0x20:
        return chr(code + LOST)  # a ligature that the font does not name; mended once the document's words are known
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return LIGATURES.get(chr(code), chr(code))


@functools.lru_cache(maxsize=1024)
def _is_bold(font: bytes) -> bool:
    """Whether a font's name says that it is bold."""
    return any(mark in font for mark in (b"Bold", b"bold", b"Black", b"Heavy", b"Semibold", b"SemiBold"))


def _words(text_page: pdfium.PdfTextPage, view: View) -> Iterator[Word]:
    """Words in the order of the file."""
    handle = text_page.raw
    edges = (ctypes.c_double * 4)()  # left, right, bottom, top
    address, places = ctypes.cast(handle, ctypes.c_void_p), [ctypes.addressof(edges) + 8 * i for i in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    origin_refs = [ctypes.byref(x), ctypes.byref(y)]
    matrix = raw.FS_MATRIX()
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()

    letters: list[str] = []
    x0 = y0 = x1 = y1 = 0.0
    size, bold, turn, baseline, line = 0.0, False, 0, 0.0, 0
    pen = reach = 0.0  # where the last letter ends, and how far off the next may begin

    def word() -> Word:
        return Word("".join(letters), *view.box(x0, y0, x1, y1), size, bold, turn, baseline, line)

    for i, glyph in enumerate(map(_glyph, _codes(text_page))):
        if glyph in MARKS:
            if letters and glyph:
                if glyph == HYPHEN:
                    letters.append("-")
                yield word()  # after such a hyphen, what follows stands on the next line
                letters = []
            line += glyph == "\n"
            continue
        CHAR_BOX(address, i, *places)
        left, right, bottom, top = edges[:]
        if letters and not -reach <= left - pen <= reach:
            yield word()
            letters = []
        pen = right
        if letters:
            letters.append(glyph)
            x0 = left if left < x0 else x0
            y0 = bottom if bottom < y0 else y0
            x1 = right if right > x1 else x1
            y1 = top if top > y1 else y1
            continue
        letters = [glyph]
        x0, y0, x1, y1 = left, bottom, right, top
        raw.FPDFText_GetMatrix(handle, i, matrix)
        size = raw.FPDFText_GetFontSize(handle, i) * math.hypot(matrix.c, matrix.d) or top - bottom
        reach = 40 * max(size, 1)
        turn = (round(math.degrees(math.atan2(-matrix.b, matrix.a)) / 90) * 90 + view.rotation) % 360
        raw.FPDFText_GetCharOrigin(handle, i, *origin_refs)
        shown = view.point(x.value, y.value)
        baseline = shown[1] if turn in (0, 180) else shown[0]
        bold = raw.FPDFText_GetFontWeight(handle, i) >= 600
        if not bold:
            raw.FPDFText_GetFontInfo(handle, i, name, 128, ctypes.byref(flags))
            bold = _is_bold(name.value)
    if letters:
        yield word()


def _drawn(page: pdfium.PdfPage, view: View) -> tuple[list[tuple[float, float, float, float]], int]:
    """Boxes of drawn lines and rectangles (rules, cell borders, shades), and the number of pictures."""
    rules: list[tuple[float, float, float, float]] = []
    n_images = 0
    count = raw.FPDFPage_CountObjects(page)
    stack: list[tuple[object, Matrix | None, int]] = [
        (raw.FPDFPage_GetObject(page, i), None, 0) for i in range(min(count, MAX_SHAPES) - 1, -1, -1)
    ]
    while stack and len(rules) < MAX_SHAPES:
        shape, outer, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            n_images += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 3:
            inner = _times(_matrix(shape), outer)
            n = min(raw.FPDFFormObj_CountObjects(shape), MAX_SHAPES)
            stack += [(raw.FPDFFormObj_GetObject(shape, i), inner, depth + 1) for i in range(n - 1, -1, -1)]
        elif kind == raw.FPDF_PAGEOBJ_PATH and _visible(shape):
            for x0, y0, x1, y1 in _pieces(shape):
                a, b = _moved(outer, x0, y0), _moved(outer, x1, y1)
                rules.append(view.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
    return rules, n_images


def _matrix(shape: object) -> Matrix:
    """The shape's own matrix."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(m: Matrix, n: Matrix | None) -> Matrix:
    """First m, then n."""
    if n is None:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _moved(m: Matrix | None, x: float, y: float) -> tuple[float, float]:
    """A point through a matrix."""
    return (x, y) if m is None else (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _visible(shape: object) -> bool:
    """Whether a path is drawn in something other than white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colour = [ctypes.byref(value) for value in (red, green, blue, alpha)]
    if stroke.value:
        raw.FPDFPageObj_GetStrokeColor(shape, *colour)
    elif fill.value:
        raw.FPDFPageObj_GetFillColor(shape, *colour)
    else:
        return False
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _pieces(shape: object) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a path's straight pieces: one for a simple line or rectangle; none for a drawing with curves."""
    n = raw.FPDFPath_CountSegments(shape)
    if n <= 5:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(shape, *(ctypes.byref(value) for value in (left, bottom, right, top)))
        yield left.value, bottom.value, right.value, top.value
        return
    if n > 2000:
        return
    matrix = _matrix(shape)
    x, y = ctypes.c_float(), ctypes.c_float()
    pieces = []
    start = last = (0.0, 0.0)
    for i in range(n):
        segment = raw.FPDFPath_GetPathSegment(shape, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _moved(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            pieces.append((*last, *point))
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            pieces.append((*last, *start))
            last = start
    for x0, y0, x1, y1 in pieces:
        if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
            yield x0, y0, x1, y1
