"""The words of a PDF page with their boxes, and its drawn lines, from PDFium. What they mean is left to `pdf_layout`."""

import ctypes
import math
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# PDFium is not safe across threads (crashes, or empty text with no error: pypdfium2 issues 303 and 479).
PDFIUM_LOCK = threading.Lock()

LINE_END_HYPHENS = {0x02, 0xFFFE}  # PDFium's own marks for a hyphen that ends a printed line
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
INVISIBLE = {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}


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
    """The page's crop box, kept within its media box, and its rotation in degrees."""
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    clipped = max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3])
    if clipped[2] - clipped[0] < 1 or clipped[3] - clipped[1] < 1:
        clipped = media
    return View(*clipped, page.get_rotation() % 360)


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


def _words(text_page: pdfium.PdfTextPage, view: View) -> Iterator[Word]:
    """Words in the order of the file."""
    handle = text_page.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    box_refs = [ctypes.byref(value) for value in (left, right, bottom, top)]
    origin_refs = [ctypes.byref(x), ctypes.byref(y)]
    matrix = raw.FS_MATRIX()
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()

    letters: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    size, bold, turn, baseline, line = 0.0, False, 0, 0.0, 0
    pen = 0.0

    def word() -> Word:
        x0, y0, x1, y1 = view.box(*box)
        return Word("".join(letters), x0, y0, x1, y1, size, bold, turn, baseline, line)

    for i in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, i)
        if code in INVISIBLE:
            continue
        if code in (0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x00) or 0x2000 <= code <= 0x200A or code == 0x202F:
            if letters:
                yield word()
                letters = []
            line += code == 0x0A
            continue
        raw.FPDFText_GetCharBox(handle, i, *box_refs)
        if code in LINE_END_HYPHENS:
            if letters:
                letters.append("-")
            continue
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            code = 0xFFFD
        glyph = chr(code)
        glyph = LIGATURES.get(glyph, glyph)
        if letters and abs(left.value - pen) > 40 * max(size, 1):
            yield word()
            letters = []
        pen = right.value
        if letters:
            letters.append(glyph)
            box = (
                min(box[0], left.value),
                min(box[1], bottom.value),
                max(box[2], right.value),
                max(box[3], top.value),
            )
            continue
        letters = [glyph]
        box = (left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetMatrix(handle, i, matrix)
        size = raw.FPDFText_GetFontSize(handle, i) * math.hypot(matrix.c, matrix.d) or top.value - bottom.value
        turn = (round(math.degrees(math.atan2(-matrix.b, matrix.a)) / 90) * 90 + view.rotation) % 360
        raw.FPDFText_GetCharOrigin(handle, i, *origin_refs)
        shown = view.point(x.value, y.value)
        baseline = shown[1] if turn in (0, 180) else shown[0]
        bold = raw.FPDFText_GetFontWeight(handle, i) >= 600
        if not bold:
            raw.FPDFText_GetFontInfo(handle, i, name, 128, ctypes.byref(flags))
            bold = any(mark in name.value for mark in (b"Bold", b"bold", b"Black", b"Heavy", b"Semibold", b"SemiBold"))
    if letters:
        yield word()


def _drawn(page: pdfium.PdfPage, view: View) -> tuple[list[tuple[float, float, float, float]], int]:
    """Boxes of thin drawn shapes and filled rectangles (rules, cell borders), and the number of pictures."""
    rules: list[tuple[float, float, float, float]] = []
    n_images = 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for i in range(min(raw.FPDFPage_CountObjects(page), 20_000)):
        shape = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            n_images += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(shape) <= 12:
            raw.FPDFPageObj_GetBounds(
                shape, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top)
            )
            rules.append(view.box(left.value, bottom.value, right.value, top.value))
    return rules, n_images
