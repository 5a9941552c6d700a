"""Whether the boxes of a citation cover its quote in the file itself: the words under the boxes, read with pdfplumber.

The reader that made the boxes is not asked: these are the words an officer sees marked when the page is drawn.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pdfplumber

from evals.metrics import squeeze

Word = tuple[str, float, float, float, float]  # text, x0, top, x1, bottom, in points from the top left
SLACK = 1.5  # points by which a word's middle may lie outside a box


@lru_cache(maxsize=64)
def words_of(path: Path, page: int) -> tuple[Word, ...]:
    """The words of a page, numbered from 1, as drawn."""
    with pdfplumber.open(path) as pdf:
        found = pdf.pages[page - 1].extract_words(use_text_flow=False, keep_blank_chars=False)
    return tuple((w["text"], w["x0"], w["top"], w["x1"], w["bottom"]) for w in found)


def marked(path: Path, boxes: Sequence[Sequence[float]]) -> list[str]:
    """The words whose middle lies in one of the boxes (page, x0, top, x1, bottom), each once."""
    out = []
    for page in dict.fromkeys(int(box[0]) for box in boxes):
        held = [box[1:] for box in boxes if int(box[0]) == page]
        for text, x0, top, x1, bottom in words_of(path, page):
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if any(a - SLACK <= x <= c + SLACK and b - SLACK <= y <= d + SLACK for a, b, c, d in held):
                out.append(text)
    return out


def overlap(quote: str, words: Sequence[str]) -> tuple[float, float]:
    """Recall and precision of the marked words: the share of the quote's letters marked, and of the marked ones quoted.

    Letters are counted, not places, so that the order in which two readers give a table's cells makes no difference.
    """
    wanted, given = Counter(squeeze(quote)), Counter(squeeze("".join(words)))
    shared = sum((wanted & given).values())
    return shared / max(1, sum(wanted.values())), shared / max(1, sum(given.values()))
