"""The lines of a passage as sentences, list items, table rows and labels, and how near each is to a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.chunk import lines
from ingest.index import Index
from ingest.keyword import STOP_WORDS, words
from ingest.schema import Passage

Vectors = npt.NDArray[np.float32]
LineKind = Literal["sentence", "item", "row", "head", "label"]

MARK = "• "
ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*\d{0,3}$")
CAPTION = re.compile(r"(?:figure|chart|table|box|map)\s+[A-Z]?\d[\d.]*", re.I)
FIGURE = re.compile(r"(?<![\d.,])(?<!note )(?<!notes )(?!(?:19|20)\d\d(?![\d.,]))\d")  # a number that is no year
# "What the White Paper set out." says nothing itself, nor does "Where it appeared, and what it changed."
FRAGMENT = re.compile(
    r"(?:why|what|who|how)\b[^?:;]*\.$|(?:which|where|when)\b[^?:;]*(?:,|\band) (?:what|how|why|which|who|where)\b[^?:;]*\.$",
    re.I,
)
REFERENCES = re.compile(
    r"(?:end|foot)?notes?$|sources?$|references$|bibliography$|(?:notes?|sources?|references) (?:and|&) (?:notes?|sources?|references)$",
    re.I,
)
WORD = re.compile(r"[A-Za-z]{2,}")
SPELT = re.compile(r"[A-Za-z0-9£%&]+(?:['’-][A-Za-z0-9]+)*")
ADDRESS = re.compile(r"https?:|www\.")
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


def cosines(passages: Sequence[Passage], text: str, index: Index) -> list[Vectors]:
    """For each passage, how near each of its lines is to the question; less for lines that say nothing."""
    vector = embedded(text, index)
    rows = index.line_vectors([passage.passage_id for passage in passages])
    return [
        np.asarray(rows[passage.passage_id] @ vector - _unlikely(passage.text), dtype=np.float32)
        for passage in passages
    ]


class Met(NamedTuple):
    """How near a question's word pieces come, on average, to the nearest of a passage's: of all of them, of each of its
    lines and its headings, and of each line together with the line before it and the headings."""

    whole: float
    line: Vectors  # (n_lines,)
    together: Vectors  # (n_lines,)


def pieces_met(passages: Sequence[Passage], text: str, index: Index) -> list[Met]:
    """How near the question's word pieces come to those of each passage.

    Both are read in their sentence: "lead" in "lead times" is not the metal.
    """
    near = index.met(_read(text, index)[1], [passage.passage_id for passage in passages])
    found = []
    for passage in passages:
        met = near[passage.passage_id]  # its headings first, then line by line
        line = np.maximum(met[:1], met[1:])
        together = np.maximum(line, np.vstack([met[:1], met[1:-1]]))
        found.append(Met(float(met.max(axis=0).mean()), _mean_of_rows(line), _mean_of_rows(together)))
    return found


def _mean_of_rows(met: Vectors) -> Vectors:
    return np.asarray(met.mean(axis=1), dtype=np.float32)


def worst_met(line: Line, text: str, index: Index) -> float:
    """How near the question's word piece that a line and its headings meet worst comes to one of theirs."""
    passage_id = line.passage.passage_id
    near = index.met(_read(text, index)[1], [passage_id])[passage_id]
    return float(np.maximum(near[0], near[1 + line.number]).min(initial=1.0))


def likeness(asked: Sequence[str], text: str, index: Index) -> Vectors:
    """For each word asked for, the cosine of the likest word of the text, 0 at least. Shape: (n_asked,)."""
    said = index.word_vectors.numbers(sorted(_spelt(text)) or [""])
    return np.clip(index.word_vectors.alike(index.word_vectors.numbers(asked), said), 0.0, 1.0).max(axis=1)


def _spelt(text: str) -> frozenset[str]:
    """The words of a text as they are spelt, in lower case, without grammar."""
    return frozenset(match[0].lower() for match in SPELT.finditer(text)) - STOP_WORDS


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


def embedded(text: str, index: Index) -> Vectors:
    """The vector of a question, a part of one, or a line."""
    return _read(text, index)[0]


@lru_cache(maxsize=5_000)
def _read(text: str, index: Index) -> tuple[Vectors, Vectors]:
    """The vector of a text and those of its word pieces; a question is needed more than once and read once."""
    return index.read(text)


def forget_read() -> None:
    """Have every question read anew, as when each is timed."""
    _read.cache_clear()


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
