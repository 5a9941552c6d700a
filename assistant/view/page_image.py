"""A page of a PDF as a picture, with the lines of a quote marked."""

import io
import threading
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from ingest.errors import UnreadableDocument
from ingest.schema import Box

# PDFium is not made for threads: two at once crash, or give empty pages without an error (pypdfium2 issues 303, 479).
PDFIUM_LOCK = threading.Lock()
MARK = (255, 226, 92)
EDGE = (0, 95, 107)
LARGEST = 4000  # pixels along a side, so that a poster is not drawn at full size


def page_png(path: Path, number: int, boxes: Sequence[Box], scale: float = 1.6) -> bytes:
    """The page as PNG, `number` counting from 1, with the boxes that lie on it marked; `scale` is pixels to a point.

    Raises UnreadableDocument when the file is gone, is no PDF, or has no such page.
    """
    try:
        with PDFIUM_LOCK:
            pdf = pdfium.PdfDocument(path)
            try:
                if not 1 <= number <= len(pdf):
                    raise UnreadableDocument(
                        f"{path.name} has {len(pdf)} pages, so no p. {number}; make the index again"
                    )
                page = pdf[number - 1]
                scale = min(scale, LARGEST / max(page.get_width(), page.get_height(), 1))
                picture = page.render(scale=scale).to_pil().convert("RGB")
            finally:
                pdf.close()
    except (pdfium.PdfiumError, OSError) as error:
        raise UnreadableDocument(
            f"{path.name}: the page cannot be drawn ({error}); is the file still there?"
        ) from error
    out = io.BytesIO()
    marked(picture, [box for box in boxes if box.page == number], scale).save(out, "PNG")
    return out.getvalue()


def marked(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    """The picture with each box tinted and barred on its left, so that it shows without colour too."""
    tint = Image.new("RGB", picture.size, (255, 255, 255))
    draw = ImageDraw.Draw(tint)
    for box in boxes:
        left, top, right, bottom = (round(v * scale) for v in (box.x0 - 2, box.top - 1, box.x1 + 2, box.bottom + 1))
        draw.rectangle((left, top, max(right, left), max(bottom, top)), fill=MARK)
        draw.rectangle((left - round(3 * scale), top, left - round(scale), max(bottom, top)), fill=EDGE)
    return ImageChops.multiply(picture, tint)  # as a marker pen does: the letters stay black
