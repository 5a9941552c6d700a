"""Keyword search: our own words for a text, and BM25 over them, saved in the build and memory-mapped by readers.

bm25s scores every word for every text once, at ingest. It loads scipy, which takes a second, so it is imported where it
is used; a query only adds up what it left.
"""

import functools
import json
import math
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import Stemmer

# Inside one word: "&" and "/" and hyphens and apostrophes between letters, and the points and commas of a number.
WORD = re.compile(r"[£$€]?[^\W_]+(?:(?:[&'/-]|(?<=\d)[.,](?=\d))[^\W_]+)*\+?")
LETTERS_LIKE = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": " ", "\xad": None})
STOPS = """
    a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him his how
    i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own
    same she should so some such than that the their them then there these they this those through to too under until
    up very was we were what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(STOPS.split())


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    """The English Snowball stemmer, made once."""
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words a text is found by, in order: "R&D in start-ups" gives r&d, startup, start.

    Lower case and stemmed; a compound is given whole and in parts, "£33m" also as 33m, "nvq4+" also as nvq4.
    """
    plain = unicodedata.normalize("NFKC", text.translate(LETTERS_LIKE)).lower()
    return [form for match in WORD.finditer(plain) for form in _forms(match[0])]


@functools.lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    """Every form one printed word is indexed under."""
    word = word.removesuffix("'s")
    if any(c.isdigit() for c in word):
        word = re.sub(r"(?<=\d),(?=\d{3})", "", word)
    parts = [part for part in re.split(r"[-/']", word) if part]
    forms = ["".join(parts)] if len(parts) > 1 else [word]
    if len(parts) > 1:
        forms += [part for part in parts if len(part) > 1]
    forms += [form.lstrip("£$€") for form in forms if form[0] in "£$€"]
    forms += [form.rstrip("+") for form in forms if form[-1] == "+"]
    kept = (form for form in forms if form and form not in STOP_WORDS)
    stems = dict.fromkeys(_stemmer().stemWord(form) if form.isalpha() else form for form in kept)
    return tuple(stem for stem in stems if stem not in STOP_WORDS)


def save_words(texts: Iterable[str], folder: Path) -> None:
    """Write the keyword index of the texts into a new folder; their order is their number.

    A word's scores are a column: of the texts `texts[start:end]` with the scores `scores[start:end]`, where `starts`
    has start and end at the word's place in `words.json`.
    """
    import bm25s

    search = bm25s.BM25()
    search.index([words(text) or [""] for text in texts], show_progress=False)
    folder.mkdir()
    np.save(folder / "scores.npy", np.asarray(search.scores["data"], dtype=np.float32))
    np.save(folder / "texts.npy", np.asarray(search.scores["indices"], dtype=np.int32))
    np.save(folder / "starts.npy", np.asarray(search.scores["indptr"], dtype=np.int64))
    known = sorted((number, word) for word, number in search.vocab_dict.items())
    kept = {"n_texts": int(search.scores["num_docs"]), "words": [word for _, word in known]}
    (folder / "words.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


class Words:
    """A saved keyword index, read from disk as it is needed."""

    def __init__(self, folder: Path) -> None:
        kept = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._number = {word: number for number, word in enumerate(kept["words"])}
        self._n = int(kept["n_texts"])
        self._scores = np.load(folder / "scores.npy", mmap_mode="r")
        self._texts = np.load(folder / "texts.npy", mmap_mode="r")
        self._starts = np.load(folder / "starts.npy")

    def rarity(self, stem: str) -> float:
        """How rare a word is: its inverse document frequency, as BM25 counts it. `stem` is one of `words`."""
        number = self._number.get(stem)
        n_with = int(self._starts[number + 1] - self._starts[number]) if number is not None else 0
        return math.log(1 + (self._n - n_with + 0.5) / (n_with + 0.5))

    def find(self, text: str, k: int) -> list[tuple[int, float]]:
        """The numbers of the k best texts with their BM25 scores, best first; [] when no word of the query is known."""
        total = np.zeros(self._n, dtype=np.float32)
        for number in (self._number[word] for word in words(text) if word in self._number):
            column = slice(self._starts[number], self._starts[number + 1])
            total[self._texts[column]] += self._scores[column]
        k = min(k, int(np.count_nonzero(total > 0)))
        if k < 1:
            return []
        best = np.argpartition(-total, k - 1)[:k]
        best = best[np.lexsort((best, -total[best]))]  # equal scores in reading order
        return [(int(i), float(total[i])) for i in best]
