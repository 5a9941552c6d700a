"""How sure one may be that passages answer a question: what a right passage must hold, weighed by a logistic regression.

The coefficients were fitted on development questions with and without an answer in fourteen government reports; how, and
how well they do on reports left out of the fitting, is in docs/passages.md and printed by `python -m evals.ablation`.
"""

import math
import re
from dataclasses import astuple, dataclass
from functools import lru_cache

from ingest.index import Index

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|winter|easter)"
_NUMBER_WORD = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|quarter|hundred|thousand|million|billion)"
ASKED = (
    ("money", re.compile(r"\bhow much (?:money|funding|did .* (?:cost|spend|receive)|does .* cost|will .* cost|is .* (?:spending|paying|worth))|\bcosts?\b|\bfund(?:ing|ed)?\b|\bworth\b|\bbudget\b|\bprices?\b|\bspen[dt]\b|\bspending\b|\binvest(?:ment|ed|ing)?\b|\bpot\b|\bmoney\b|\bgrants?\b|\bfees?\b|\bpaid?\b|\bcharges?\b|\bsavings?\b|\bceiling\b", re.I)),
    ("percent", re.compile(r"\bper ?cent(?:age)?\b|\bproportion\b|\bshare of\b|\bwhat share\b|\bwhat part of\b|\bfraction\b|\brate of\b|\bpass rate\b|\bhow fast\b.*\b(?:grow|rise)|\bgrowth\b", re.I)),
    ("number", re.compile(r"\bhow (?:many|big|large|fast|far|long|often|high|much)\b|\bnumber of\b|\bratio\b|\bhow frequently\b|\bwhat (?:rate|ceiling|value|percentage|proportion|share|fraction|total|price|age)\b", re.I)),
    ("date", re.compile(r"^when\b|\bwhen (?:will|did|was|were|is|are|does|do)\b|\b(?:what|which|by what) (?:date|year|month|day)\b|\bdates?\b|\bhow long\b|\bdeadline\b", re.I)),
    ("name", re.compile(r"^who\b|\bwhose\b|\bwho (?:is|was|were|will|did|does|has|chaired|leads?|runs?|won|bought)\b|\b(?:which|what) (?:\w+ ){0,3}?(?:firm|company|companies|body|bodies|organi[sz]ations?|universit\w+|trusts?|college|union|unions|studio|investor|agency|institute|partners?|software|bank|charity|council|group|department|hospital|scheme|schemes|project|app|fund|route|counties|cities|towns?|places|areas|regions|islands|parts|LEPs?|sectors?)\b|\bwhere\b|\bin which\b", re.I)),
)  # fmt: skip
HELD = {
    "money": re.compile(r"[£€$]\s?\d|\b\d[\d,.]*\s?(?:p|pence|pounds)\b", re.I),
    "percent": re.compile(r"\d\s?%|\bper cent\b|\bpercent(?:age)?\b|\b\d+(?:\.\d+)?\b|\b(?:half|third|quarter|majority)\b", re.I),
    "number": re.compile(rf"\d|\b{_NUMBER_WORD}\b|\b(?:quarterly|monthly|annually|yearly|weekly|daily)\b", re.I),
    "date": re.compile(rf"\b(?:19|20)\d\d\b|\b{_MONTH}\b|\b\d+ (?:days|weeks|months|years|minutes|hours)\b", re.I),
}  # fmt: skip
NAMED = re.compile(r"(?<![.!?:•]\s)(?<!^)\b[A-Z][\w&’'-]+")
YEAR = re.compile(r"\b(?:19|20)\d\d(?:[-/–]\d{2,4})?\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, each from 0 to 1 or a cosine; `names` and `years` are 1.0 when none was asked for."""

    line: float  # cosine of the nearest line
    passage: float  # score of the best passage
    margin: float  # by how much the best page beats the fifth and later ones
    coverage: float  # share of the question's words, by rarity, in the sentences chosen, their headings and title
    window: float  # the same in the best passage alone
    rarest: float  # whether the rarest word of the question stands in the passages read
    names: float  # share of the names asked about that stand in the sentences chosen, their headings or title
    years: float  # whether the year asked for stands there
    kind: float  # share of the kinds of answer asked for (an amount, a date, a name) that the sentences hold


BIAS = -8.65
COEFFICIENTS = Evidence(
    line=0.0, passage=3.0, margin=4.2, coverage=0.0, window=0.6, rarest=0.05, names=2.0, years=0.8, kind=1.15
)  # what is 0 here tells no more than the passage's own score, and is kept to be shown


def sureness(evidence: Evidence) -> tuple[float, tuple[str, ...]]:
    """The chance that the question is answered, from 0 to 1, and in words what is missing."""
    total = BIAS + sum(c * x for c, x in zip(astuple(COEFFICIENTS), astuple(evidence), strict=True))
    reasons = []
    if evidence.names < 1.0:
        reasons.append("a name in the question is not in the passages found")
    if evidence.years < 1.0:
        reasons.append("the year asked for is not in the passages found")
    if evidence.kind < 1.0:
        reasons.append("the kind of answer asked for is not in the sentences found")
    if evidence.rarest < 1.0:
        reasons.append("the rarest word of the question is in none of the passages found")
    return 1.0 / (1.0 + math.exp(-total)), tuple(reasons)


def kinds_asked(question: str) -> frozenset[str]:
    """The kinds of answer a question asks for: "money", "percent", "number", "date", "name"; none for an explanation."""
    return frozenset(kind for kind, pattern in ASKED if pattern.search(question))


def kinds_in(text: str, question_words: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    """The kinds of answer a text holds; a name counts only when the question does not hold it already."""
    found = {kind for kind, pattern in HELD.items() if pattern.search(text)}
    if NAMED.search(text) and words - question_words:
        found.add("name")
    return frozenset(found)


def years(text: str) -> frozenset[str]:
    """The years in a text; a span such as 2019-20 is kept whole beside its first year."""
    return frozenset(form for match in YEAR.findall(text) for form in (match.replace("–", "-"), match[:4]))


@lru_cache(maxsize=50_000)
def weight(word: str, index: Index) -> float:
    """How rare a word is among the passages held: its inverse document frequency."""
    return index.rarity(word)
