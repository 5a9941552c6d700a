"""The lines of a passage as sentences, list items, table rows and labels, and how near each is to a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ingest.chunk import lines
from ingest.index import Index
from ingest.keyword import words
from ingest.schema import Passage

Vectors = npt.NDArray[np.float32]
LineKind = Literal["sentence", "item", "row", "head", "label"]

MARK = "• "
ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*\d{0,3}$")
CAPTION = re.compile(r"(?:figure|chart|table|box|map)\s+[A-Z]?\d[\d.]*", re.I)
FIGURE = re.compile(r"(?<![\d.,])(?<!note )(?<!notes )(?!(?:19|20)\d\d(?![\d.,]))\d")  # a number that is no year
FRAGMENT = re.compile(r"(?:why|what|who|how)\b[^?:;]*\.$", re.I)  # "What the White Paper set out." says nothing itself
REFERENCES = re.compile(
    r"(?:end|foot)?notes?$|sources?$|references$|bibliography$|(?:notes?|sources?|references) (?:and|&) (?:notes?|sources?|references)$",
    re.I,
)
WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?:|www\.")
READ_AT_ONCE = 16  # lines embedded for one question when the index keeps no vectors of lines
UNLIKELY = 0.15  # taken from the cosine of lines that say nothing: addresses, single words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a passage: what it is, and how near it is to the question."""

    text: str
    kind: LineKind
    passage: Passage
    number: int
    cosine: float


def read(passage: Passage, near: Sequence[float] | Vectors) -> list[Line]:
    """The lines of a passage in order, each with its cosine."""
    texts: list[str | None] = [*lines(passage)]
    beside = zip([None, *texts], texts, [*texts[1:], None], strict=False)
    return [
        Line(text, kind(text, passage, before, after), passage, i, float(cosine))
        for i, ((before, text, after), cosine) in enumerate(zip(beside, near, strict=True))
        if text is not None
    ]


def kind(text: str, passage: Passage, before: str | None = None, after: str | None = None) -> LineKind:
    """What a line is: rows hold tabs, the first without figures heads the others, items begin with a bullet,
    sentences end in a stop, captions that give a figure say something; all else labels something."""
    if passage.kind == "table" and "\t" not in text:
        return "label"
    if "\t" in text:
        first = before is None or "\t" not in before
        return "head" if first and after is not None and "\t" in after and not FIGURE.search(text) else "row"
    if text.startswith((MARK, "- ")):
        return "item"
    if caption := CAPTION.match(text):
        return "sentence" if FIGURE.search(text[caption.end() :]) else "label"
    if FRAGMENT.match(text):
        return "label"
    return "sentence" if ENDS.search(text) else "label"


def lines_count(index: Index) -> bool:
    """Whether the index keeps a vector for each line; if not, the few best passages are read line by line."""
    return hasattr(index, "line_vectors")


def cosines(passages: Sequence[Passage], text: str, index: Index) -> list[Vectors]:
    """For each passage, how near each of its lines is to the question; less for lines that say nothing.

    An index without vectors of lines has only the lines embedded that share most words with the question.
    """
    vector = embedded(text, index)
    kept: Any = getattr(index, "line_vectors", None)
    if kept is not None:
        rows = kept([passage.passage_id for passage in passages])
        near = [rows[passage.passage_id] @ vector for passage in passages]
    else:
        near = _read_some(passages, words_of(text), vector, index)
    return [
        np.asarray(found - _unlikely(passage.text), dtype=np.float32)
        for passage, found in zip(passages, near, strict=True)
    ]


def _read_some(passages: Sequence[Passage], asked: frozenset[str], vector: Vectors, index: Index) -> list[Vectors]:
    """Cosines of the lines that share most words with the question, and a guess from the words for the others."""
    shared = [[len(asked & words_of(line)) / max(1, len(asked)) for line in lines(passage)] for passage in passages]
    order = sorted(((-share, i, j) for i, row in enumerate(shared) for j, share in enumerate(row)))
    near = [np.array(row, dtype=np.float32) * 0.4 + 0.2 for row in shared]
    for _, i, j in order[:READ_AT_ONCE]:
        near[i][j] = embedded(lines(passages[i])[j], index) @ vector
    return near


@lru_cache(maxsize=20_000)
def _unlikely(text: str) -> Vectors:
    """What is taken from each line of a passage's text: something from addresses and single words, else nothing."""
    return np.array(
        [
            UNLIKELY * (bool(ADDRESS.search(line)) or len(WORD.findall(line)) < 4)
            for line in text.split("\n")
            if line.strip()
        ],
        dtype=np.float32,
    )


@lru_cache(maxsize=5_000)
def embedded(text: str, index: Index) -> Vectors:
    """The vector of a question, a part of one, or a line; a question is needed more than once and embedded once."""
    return index.embed(text)


@lru_cache(maxsize=50_000)
def words_of(text: str) -> frozenset[str]:
    """The distinct words of a text, in the forms that the keyword index has them."""
    return frozenset(words(text))


def heading(passage: Passage, index: Index) -> str:
    """The document's title and the headings above a passage, as one text."""
    return " ".join((index.document(passage.document_id).title, *passage.heading_path))


def spoken(passage: Passage, index: Index) -> frozenset[str]:
    """The words of a passage, its headings and its document's title."""
    return words_of(passage.text) | words_of(heading(passage, index))
