"""The words of a page that is a picture, read by tesseract where the user has it and asks for it (`HUB_OCR`).

Nothing of this program needs it: without it a scan is refused with what to do.
"""

import io
import os
import shutil
import subprocess

import pypdfium2 as pdfium

from ingest.errors import UnreadableDocument
from ingest.pdf_words import PageWords, Word

DOTS_PER_POINT = 300 / 72  # tesseract is trained on pictures of 300 dots an inch
FEWEST_LETTERS = 50  # a page with a picture and fewer letters than that is taken for a scan
SURE = 30  # of 100: words that tesseract is less sure of are specks and lines
SECONDS = 120


def is_scan(seen: PageWords) -> bool:
    """Whether a page is a picture with hardly any text beside it."""
    return seen.n_images > 0 and sum(len(word.text) for word in seen.words) < FEWEST_LETTERS


def read_picture(page: pdfium.PdfPage, seen: PageWords, languages: str, name: str) -> PageWords:
    """The page with the words that stand in its picture. The caller holds PDFIUM_LOCK.

    Raises UnreadableDocument when tesseract is not there, does not know the language, or fails.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise UnreadableDocument(f"{name}: HUB_OCR is set and tesseract is not installed; install it or unset HUB_OCR")
    picture = io.BytesIO()
    page.render(scale=DOTS_PER_POINT, grayscale=True).to_pil().save(picture, "PNG")
    try:
        ran = subprocess.run(
            [program, "stdin", "stdout", "-l", languages, "--psm", "3", "tsv"],
            input=picture.getvalue(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # the readers run side by side already
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(f"{name}: OCR of a page took over {SECONDS} s; scan it again at 300 dpi") from error
    if ran.returncode:
        why = " ".join(ran.stderr.decode(errors="replace").split())[-160:]
        raise UnreadableDocument(f"{name}: tesseract failed ({why}); check HUB_OCR, which names its languages")
    return seen._replace(words=words_of(ran.stdout.decode("utf-8", errors="replace")))


def words_of(table: str) -> list[Word]:
    """The words of tesseract's table (TSV), with boxes in points; a line's words share its size and baseline."""
    words: list[Word] = []
    line, size, baseline = 0, 0.0, 0.0
    for row in table.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12:
            continue
        left, top, width, height = (float(cell) / DOTS_PER_POINT for cell in cells[6:10])
        if cells[0] == "4":
            line, size, baseline = line + 1, min(height, 40.0), top + height
        elif cells[0] == "5" and cells[11].strip() and float(cells[10]) >= SURE:
            words.append(Word(cells[11].strip(), left, top, left + width, top + height, size, False, 0, baseline, line))
    return words
