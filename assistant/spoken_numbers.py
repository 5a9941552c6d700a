"""The numbers of a sentence with what they count, and whether those of another text bear them out.

Stricter than the check of our own sentences in `cite`: kind, scale, sign, the noun counted, "per hour" and words such as
"over" or "under" must all agree, since a chat model may change any of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.numbers import Quantity, quantities, spelt_quantities
from assistant.words import content_stems, stem, stems

# A year is compared by itself; a bare number takes the kind of one before it: "60.3 per cent, followed by Kent with 54.8".
_NOUN = re.compile(r"[\s-]*(?:of\s+)?([A-Za-z&][A-Za-z&'-]*)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"£€])|\n+")
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?(\d\d|(?:19|20)\d\d)\b")
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE)
_ORDINALS = {w: n for n, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)}  # noqa: SIM905
_ORDINAL_WORD = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_PER = re.compile(
    r"\b(?:per|an?|each|every)\s+(hour|head|capita|person|job|worker|employee|year|annum|week|month|day|household|resident|\d[\d,]*)\b"
    r"|\b(hourly|annual|annually|yearly|weekly|monthly|daily)\b", re.IGNORECASE,
)  # fmt: skip
_PER_ALIKE = {
    "capita": "head", "person": "head", "resident": "head", "annum": "year", "annual": "year", "annually": "year",
    "yearly": "year", "hourly": "hour", "weekly": "week", "monthly": "month", "daily": "day", "employee": "worker",
}  # fmt: skip
_MULTIPLE = re.compile(
    r"\b(twice|thrice|doubl\w+|trebl\w+|tripl\w+|quadrupl\w+|half|halv\w+|quarters?|thirds|dozens?|majority|minority|\w+-?fold)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"(?=\s+(?:19|20)\d\d)"
)
_LABEL = re.compile(
    r"\b(?:level|NVQ|table|figure|chart|note|phase|tier|page|p\.|horizon|band|grade|no\.)\s*$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|over|just (?:over|under)|more than|close to)\s*$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:over|above|exceed\w*|more than|at least|upwards of|higher than)\s*$", re.IGNORECASE)
_AT_MOST = re.compile(
    r"\b(?:under|below|less than|fewer than|nearly|almost|just short of|up to|at most|lower than)\s*$", re.IGNORECASE
)
_LESS = re.compile(
    r"\b(?:fell|fall\w*|declin\w+|decreas\w+|drop\w*|shr[aiu]nk\w*|down|loss|lost|lower|below|less|minus|negative|reduc\w+|behind|under|short)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, the kinds it may be of, the stem of the noun that it counts, if one follows, and whether it only tells
    things apart ("level 4", "table 2")."""

    quantity: Quantity
    kinds: frozenset[str]
    noun: str | None = None
    is_label: bool = False
    half: float = 0.0  # half of what the last digit meant is worth


def counted(sentence: str) -> list[Counted]:
    """The numbers of one sentence, left to right, numerals and words."""
    out: list[Counted] = []
    share = ""
    for quantity in sorted([*quantities(sentence), *spelt_quantities(sentence)], key=lambda q: q.start):
        kinds = {quantity.kind}
        if quantity.kind in ("%", "points"):
            share = quantity.kind
        elif not quantity.kind and share and quantity.value < 1000:
            kinds.add(share)
        match, before = _NOUN.match(sentence, quantity.end), sentence[: quantity.start]
        noun = stem(match[1].lower()) if match and quantity.kind != "year" else None
        if match and noun and _joins(match[1].lower()):
            noun = None
        out.append(Counted(quantity, frozenset(kinds), noun, bool(_LABEL.search(before)), _half(quantity, before)))
    return out


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, good enough to read the numbers of each by themselves."""
    return [s for s in _SENTENCE_END.split(text) if s.strip()]


def numbers_objection(sentence: str, evidence: Sequence[str], question: str) -> str | None:
    """Which number of a sentence its evidence does not bear out, and why; None when all stand."""
    known = [c for text in evidence for part in sentences_of(text) for c in counted(part)]
    years = {str(int(c.quantity.value)) for c in known if c.quantity.kind == "year"} | _spanned(evidence)
    nouns: dict[str | None, list[Counted]] = {}
    for c in known:
        nouns.setdefault(c.noun, []).append(c)
    words = {s for text in (*evidence, question) for s in stems(text)}
    for said in counted(sentence):
        number = said.quantity
        if number.kind == "year":
            if str(int(number.value)) not in years:
                return f"{number.text} is not in what it cites"
            continue
        if _is_tail(sentence, number):
            continue
        equal = [k for k in known if _equal(said, k, sentence)]
        if not equal:
            return f"{number.text} is not in what it cites"
        if said.noun and said.noun not in words:
            return f"what {number.text} counts is not in what it cites"
        if said.noun in nouns and not any(k.noun in (said.noun, None) for k in equal):
            return f"what {number.text} counts is not in what it cites"
    return _other_objection(sentence, evidence)


def _other_objection(sentence: str, evidence: Sequence[str]) -> str | None:
    """What else is said in the way of numbers that the evidence does not hold: ranks, multiples, months, "per hour"."""
    together = "\n".join(evidence)
    for n, text in ordinals(sentence):
        if n not in {m for m, _ in ordinals(together)}:
            return f"{text} is not in what it cites"
    held = {stem(m[0].lower()) for m in _MULTIPLE.finditer(together)}
    for match in _MULTIPLE.finditer(sentence):
        if stem(match[0].lower()) not in held:
            return f"“{match[0]}” is not in what it cites"
    months = set(_MONTH.findall(together))
    for month in _MONTH.findall(sentence):
        if month not in months:
            return f"{month} is not in what it cites"
    said, held_per = per(sentence), per(together)
    if extra := said - held_per:
        return f"“per {min(extra)}” is not in what it cites"
    for part in (p for text in evidence for p in sentences_of(text)):
        lost = per(part) - said - {"year"}
        if lost and any(
            _equal(s, k, sentence) for s in counted(sentence) for k in counted(part) if k.quantity.kind in "£€$"
        ):
            return f"“per {min(lost)}” is left out"
    return None


def ordinals(text: str) -> list[tuple[int, str]]:
    """The ranks a text names, as numbers and as written: (9, "9th"), (2, "second")."""
    out = [(int(m[1]), m[0]) for m in _ORDINAL.finditer(text)]
    return out + [(_ORDINALS[m[1].lower()], m[0]) for m in _ORDINAL_WORD.finditer(text)]


def per(text: str) -> frozenset[str]:
    """What a text's numbers are said per: {"hour"}, {"head"}; "hourly", "an hour" and "per hour" are one."""
    words = ((m[1] or m[2]).lower() for m in _PER.finditer(text))
    return frozenset(_PER_ALIKE.get(w, w) for w in words)


def same_number(said: Counted, known: Counted) -> bool:
    """True when two numbers agree in kind and, within the rounding the first one shows, in size."""
    if not _kinds_agree(said.kinds, known.kinds):
        return False
    a, b = abs(said.quantity.value), abs(known.quantity.value)
    return abs(a - b) <= said.half * 1.0001 + 1e-9 * b


def _equal(said: Counted, known: Counted, sentence: str) -> bool:
    if not same_number(said, known):
        return False
    before = sentence[: said.quantity.start]
    a, b = said.quantity.value, known.quantity.value
    if _AT_LEAST.search(before) and abs(b) < abs(a):
        return False
    if _AT_MOST.search(before) and abs(b) > abs(a):
        return False
    if b < 0 <= a:  # "fell by 8.3%" for a change of −8.3%
        return bool(_LESS.search(sentence))
    return not a < 0 <= b


def _kinds_agree(said: Iterable[str], known: Iterable[str]) -> bool:
    return bool(frozenset(said) & frozenset(known))


def _half(number: Quantity, before: str) -> float:
    """Half of what the last digit shown is worth; after "about" zeros at the end of a long whole number are rounding."""
    if number.decimals or number.half != 0.5 or not _ABOUT.search(before):
        return number.half
    digits = f"{abs(number.value):.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 3)
    return 0.5 * 10 ** max(0, zeros)


def _spanned(evidence: Iterable[str]) -> set[str]:
    """Both years of "2014-16" and "2014/2016"."""
    out: set[str] = set()
    for text in evidence:
        for first, last in _YEARS.findall(text):
            out |= {first, last if len(last) == 4 else first[:2] + last}
    return out


def _is_tail(sentence: str, number: Quantity) -> bool:
    """True for the second part of "2014-16", which goes with the year before it."""
    return any(m.start(2) <= number.start + 1 and number.end <= m.end(2) + 1 and len(m[2]) == 2
               for m in _YEARS.finditer(sentence) if m.start() < number.start)  # fmt: skip


def _joins(word: str) -> bool:
    """True for a word after a number that counts nothing: an adverb, or no content word."""
    return word.endswith("ly") or not content_stems(word)
