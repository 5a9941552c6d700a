"""The names of places, groups and foreign places, and where a text holds them: the longest at each spot.

What a name found means, and whether a place is meant at all, is decided after (`place_sense`, `gazetteer`).
Misspellings are mended here: a word one or two letters off, a name written as it is said, one word wrong of several.
"""

import csv
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.schema import Place

# The likeliest kind of place first, when a name stands for several.
RANK = {
    t: i
    for i, t in enumerate(
        (
            "LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "combined authority", "county", "district", "town", "city",
            "ITL3", "NUTS3", "council area", "Scottish Parliament region", "Welsh region", "HSC trust", "campus", "audit area",
        )
    )
}  # fmt: skip
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
CODE = re.compile(r"(?:UK|TL)[C-NZ][0-9A-Z]{0,3}|[EWSNK][0-9]{8}")
_PLAIN_GAP = re.compile(r"\s*[-‐‑–]?\s*|\.\s?")
_COMMA_GAP = re.compile(r",?\s+|\s*[-‐‑–/]?\s*|\.\s?")
_APART = re.compile(
    r"\b(?:compar\w*|between|versus|vs|differ\w*|gap|both|either|each|two|three|respectively|than|which|rank\w*|average|mean|sum|total)\b",
    re.IGNORECASE,
)
# What sets the two of a name against each other, right before or after it: "between Norfolk and Suffolk".
_TWO_BEFORE = re.compile(r"\b(?:compar(?:e|ing)|comparison (?:of|between)|between|both)\s+(?:the\s+)?$", re.IGNORECASE)
_TWO_AFTER = re.compile(
    r"\s*,?\s*(?:compared|contrasted|side by side|respectively|separately)\W*(?=$|\bin\b|\bfor\b|\bon\b|\d)",
    re.IGNORECASE,
)
# The name as a whole set against another place, or one of several.
_AGAINST = re.compile(
    r"\s*(?:leps?\s+)?(?:compar\w+\s+)?(?:with|to|against|v|vs|versus)\b|\s*(?:,\s*(?:the\s+)?(?-i:[A-Z])|&|/|,?\s*\band\b)|['’]?s?\s+leps?\b",
    re.IGNORECASE,
)
_IN_A_LIST = re.compile(r"(?:[,&/]|\b(?:and|with|against|to|than|versus|vs?))\s+(?:the\s+)?$", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:with|against|versus|vs?|than)\b", re.IGNORECASE)
LEP_WORD = re.compile(r"\bleps?\b|local enterprise partnership", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?:^|[.!?:;\n•“\"]\s*)$")
_FOREIGN_WORDS = frozenset(
    {"turkey", "china", "chad", "jordan", "nice", "cologne", "cork", "orange", "georgia", "jersey", "america"}
)
_BESIDE = """
lep leps the which what how is does and in of for region council nuts2 itl2 gva gdp berd gerd horizon innovate show
give compare nvq4 hub rank city valley county
"""
_PLAIN_BESIDE = frozenset(_BESIDE.split())


def tokens_of(name: str) -> tuple[str, ...]:
    """The words of a name in the form in which names are compared: ("kings", "lynn", "and", "west", "norfolk")."""
    return tuple(plain(m[0]) for m in TOKEN.finditer(name))


def normal_name(name: str) -> str:
    """The name without case, accents, punctuation and a leading "the": names equal in this form are the same name."""
    words = tokens_of(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@functools.lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """The word without case, accents and apostrophes; "&" is "and" and "saint" is "st"."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.lower().replace("'", "").replace("’", "")
    return {"&": "and", "saint": "st"}.get(word, word)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as compared, the same without a possessive ending, and where it stands."""

    plain: str
    bare: str
    start: int
    end: int
    bare_end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the index. `kind` is place, foreign, group or other (a name that holds a place's name but is none)."""

    words: tuple[str, ...]
    kind: str
    key: str
    commas: bool
    reordered: bool = False  # the parts of a name in another order: two places where they are set against each other


@dataclass(slots=True)
class Found:
    """A name found in a text, before it is decided what it means."""

    name: Name
    first: int
    last: int
    start: int
    end: int
    mended: str | None = None


class Names:
    """Every name under its first word, and what is needed to mend a misspelt one."""

    def __init__(self) -> None:
        self.by_code: dict[str, Place] = {}
        self.named: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        self.foreign: dict[str, str] = {}
        self.word_kinds: dict[str, str] = {}
        self.by_first_word: dict[str, list[Name]] = defaultdict(list)
        self.joint: set[str] = set()  # names that are joined of the names of two places
        self.english: frozenset[str] = frozenset()
        self.vocabulary: dict[tuple[str, int], list[str]] = defaultdict(list)  # by first letter and length
        self.by_sound: dict[str, str] = {}  # names that are written otherwise than they are said
        # Names of several words that hold words of other names, by the first letter of each word, and which word it is.
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self.place_words: frozenset[str] = frozenset()
        self.weights: dict[str, float] = {}

    def add(self, name: str, kind: str, key: str, commas: bool = False, reordered: bool = False) -> None:
        """Add a name in its normal form, under its first word."""
        words = tuple(name.split())
        self.by_first_word[words[0]].append(Name(words, kind, key, commas or "and" in words, reordered))

    def index_words(self, folder: Path) -> None:
        """Make ready for mending once every name is there: the words of names, and English words that are none."""
        self.word_kinds = {row["name"]: row["kind"] for row in rows(folder / "words.csv")}
        self.english = frozenset((folder / "english_words.txt").read_text(encoding="utf-8").split())
        weights: dict[str, float] = defaultdict(float)
        every: set[str] = set()
        for key, entries in self.named.items():
            words = key.split()
            every.update(words)
            for place, _ in entries:
                if place.place_type in ("town", "city", "campus", "audit area") and (place.population or 0) < 15_000:
                    continue
                if place.place_type in ("ITL3", "NUTS3"):
                    continue
                for word in words:
                    if len(word) >= 5:
                        weights[word] = max(weights[word], 100.0 - RANK[place.place_type])
        for key in self.foreign:
            every.update(key.split())
        wide = (k for k, entries in self.named.items() if any(RANK[p.place_type] <= RANK["ITL2"] for p, _ in entries))
        for phrase in (tuple(key.split()) for key in (*wide, *self.foreign) if " " in key):
            for k, word in enumerate(phrase):
                if len(word) >= 3:
                    self.phrases[word[0]].append((phrase, k))
        self.place_words = frozenset(every)
        self.weights = dict(weights)
        for word in weights:
            self.vocabulary[word[0], len(word)].append(word)
            if sound(word) != word:
                self.by_sound[sound(word)] = word

    def spans(self, text: str, words: Sequence[Word]) -> list[Found]:
        """The longest known names, left to right, none inside another."""
        found: list[Found] = []
        i = 0
        while i < len(words):
            span = self._longest(text, words, i)
            if span is not None and span.name.kind == "group":
                inner = (self._longest(text, words, j) for j in range(i + 1, span.last + 1))
                # "The North East" is not the North, nor are "LEPs in the North West" those in the North.
                span = next((name for name in inner if name is not None and name.last > span.last), span)
            if span is None:
                i += 1
            else:
                found.append(span)
                i = span.last + 1
        return found

    def _longest(self, text: str, words: Sequence[Word], i: int) -> Found | None:
        word = words[i]
        raw = text[word.start : word.bare_end]
        if CODE.fullmatch(raw) and raw in self.by_code:
            return Found(Name((word.bare,), "place", f"code:{raw}", False), i, i, word.start, word.bare_end)
        entries = self.by_first_word.get(word.plain, ())
        if word.bare != word.plain:
            entries = sorted((*self.by_first_word.get(word.bare, ()), *entries), key=lambda n: -len(n.words))
        for name in entries:
            last = i + len(name.words) - 1
            if last >= len(words):
                continue
            if not self._spelt(text, words, i, name):
                continue
            end = words[last].end if words[last].plain == name.words[-1] else words[last].bare_end
            if self._two_places(text, name, word.start, end):
                continue
            span = Found(name, i, last, word.start, end)
            if name.kind == "place" or self._written_as_name(text, span):
                return span
        return None

    def _two_places(self, text: str, name: Name, start: int, end: int) -> bool:
        """Whether a joint name is rather the names of two places that are set against each other."""
        if name.reordered and _APART.search(text) and not _AGAINST.match(text, end):
            return True
        if name.key not in self.joint or _ANOTHER.search(text, end) or _AGAINST.match(text, end):
            return False
        before = text[:start]
        return bool(_TWO_BEFORE.search(before) or (_TWO_AFTER.match(text, end) and not _IN_A_LIST.search(before)))

    def _spelt(self, text: str, words: Sequence[Word], i: int, name: Name) -> bool:
        last = len(name.words) - 1
        gap = _COMMA_GAP if name.commas else _PLAIN_GAP
        for k, wanted in enumerate(name.words):
            word = words[i + k]
            if word.plain != wanted and not (k == last and word.bare == wanted):
                return False
            if k and not gap.fullmatch(text, words[i + k - 1].end, word.start):
                return False
        return True

    def _written_as_name(self, text: str, span: Found) -> bool:
        """Foreign names and groups that are also words need their capital letters."""
        raw = text[span.start : span.end]
        key = span.name.key
        if span.name.kind == "foreign" and (len(key) <= 3 or key in _FOREIGN_WORDS):
            return raw.isupper() if len(key) <= 3 else raw[:1].isupper()
        if span.name.kind == "group" and key in ("the north", "midlands", "the nations", "city regions"):
            return key == "city regions" or raw.split()[-1][:1].isupper() or LEP_WORD.search(text) is not None
        return True

    def with_mended(self, text: str, words: list[Word], spans: list[Found]) -> list[Found]:
        """The spans with those that appear once unknown words are mended; nothing already found is given up for one."""
        taken = {i for s in spans if s.name.kind != "foreign" or s.last > s.first for i in range(s.first, s.last + 1)}
        mended = dict[int, str]()
        for i in range(len(words)):
            if i not in taken and (better := self._mend(text, words, i)):
                mended[i] = better
        if not mended:
            return spans
        changed = [replace_word(w, mended[i]) if i in mended else w for i, w in enumerate(words)]
        out = []
        for span in self.spans(text, changed):
            touched = [i for i in range(span.first, span.last + 1) if i in mended]
            if span.name.kind == "place" and touched:
                span.mended = self.named[span.name.key][0][0].name if span.name.key in self.named else None
                best = sorted(self.named[span.name.key], key=lambda e: (not e[1], RANK[e[0].place_type]))
                span.mended = best[0][0].name
            out.append(span)
        return out

    def _mend(self, text: str, words: Sequence[Word], i: int) -> str | None:
        """The place word that a misspelt word stands for, or None when it is a word of its own or too far from any."""
        word = words[i].bare
        if beside := self._mend_in_name(words, i):
            return beside
        if len(word) < 5 or not word.isalpha() or word in self.place_words or word in self.english:
            return None
        if word.endswith("s") and (word[:-1] in self.english or word[:-1] in self.place_words):
            return None
        raw = text[words[i].start : words[i].end]
        if raw[:1].isupper() and not raw.isupper() and self.in_a_name(text, words, i):
            return None
        if by_sound := self.by_sound.get(sound(word)):
            return by_sound
        cutoff = 1 if len(word) < 9 else 2
        like = [
            w for n in range(len(word) - cutoff, len(word) + cutoff + 1) for w in self.vocabulary.get((word[0], n), ())
        ]
        close = process.extract(word, like, scorer=OSA.distance, score_cutoff=cutoff, limit=6)
        if not close:
            return None
        ordered = sorted(close, key=lambda c: (c[1], -self.weights[c[0]]))
        if (
            len(ordered) > 1
            and ordered[0][1] == ordered[1][1]
            and self.weights[ordered[0][0]] == self.weights[ordered[1][0]]
        ):
            return None
        return ordered[0][0]

    def _mend_in_name(self, words: Sequence[Word], i: int) -> str | None:
        """A word one letter off in a name whose other words stand beside it: "Tee Valley", "Nwe York".

        Names of LEPs, regions, NUTS2 areas and foreign places are mended so, since they hold words of other names.
        """
        word = words[i].bare
        if len(word) < 3 or not word.isalpha():
            return None
        for phrase, k in self.phrases.get(word[0], ()):
            start = i - k
            if start < 0 or start + len(phrase) > len(words):
                continue
            others = all(words[start + n].bare == w for n, w in enumerate(phrase) if n != k)
            if others and OSA.distance(word, phrase[k], score_cutoff=1) == 1:
                return phrase[k]
        return None

    def in_a_name(self, text: str, words: Sequence[Word], i: int) -> bool:
        """Whether capital letters beside a word say that it is part of some other name ("Matthew Boulton")."""
        for k in (i - 1, i + 1):
            if 0 <= k < len(words) and words[k].plain not in self.place_words and words[k].plain not in _PLAIN_BESIDE:
                raw = text[words[k].start : words[k].end]
                between = text[min(words[i].end, words[k].end) : max(words[i].start, words[k].start)]
                starts = k < i and SENTENCE_END.search(text[: words[k].start])
                if raw[:1].isupper() and not raw.isupper() and between == " " and not starts:
                    return True
        return False

    def abroad(self, text: str, span: Found, spans: Sequence[Found]) -> bool:
        """Whether a foreign name after a name says that it is abroad: Boston, Massachusetts."""
        if span.name.kind != "place":
            return False
        for other in spans:
            if other.name.kind == "foreign" and other.start > span.end:
                gap = text[span.end : other.start]
                return bool(
                    re.fullmatch(r"\s*,\s*|\s*,?\s+in\s+(?:the\s+)?|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s+", gap)
                ) and self._is_small(span)
        return bool(re.match(r",\s*(?:MA|NY|TX|CA|USA?|NSW|WA|ON|BC|OH|PA|NJ|VA|AL|GA|ME|NH)\b", text[span.end :]))

    def _is_small(self, span: Found) -> bool:
        return all(p.place_type not in ("country", "region", "LEP", "NUTS2", "ITL2") for p in self.meanings(span)) or (
            span.name.key in ("london", "cambridge", "durham", "northampton")
        )

    def meanings(self, span: Found) -> list[Place]:
        """Every place that bears the name found."""
        if span.name.key.startswith("code:"):
            return [self.by_code[span.name.key[5:]]]
        return [p for p, _ in self.named[span.name.key]]


def sound(word: str) -> str:
    """The word with endings written as they are said: "leicester" is "leister", and so is "gloucester" "glouster"."""
    return re.sub(r"cester$", "ster", re.sub(r"cestershire$", "stershire", word))


def replace_word(word: Word, plain: str) -> Word:
    """The word with another spelling, in the same spot."""
    return Word(plain, plain, word.start, word.end, word.bare_end)


def words_in(text: str) -> list[Word]:
    """The words of a text."""
    out = []
    for match in TOKEN.finditer(text):
        raw = match[0]
        start, end, whole = match.start(), match.end(), plain(raw)
        if len(raw) > 2 and raw[-2] in "'’" and raw[-1] in "sS":
            out.append(Word(whole, plain(raw[:-2]), start, end, end - 2))
        else:
            out.append(Word(whole, whole, start, end, end))
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
