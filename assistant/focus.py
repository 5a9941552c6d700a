"""What a question asks for: the words that name it, the kinds of answer that would do, and whether a text holds them."""

import re
from functools import lru_cache

from ingest.keyword import STOP_WORDS

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|easter)"
_NUMBER_WORD = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|quarter|hundred|thousand|million|billion|twice|double)"
WH = re.compile(
    r"\b(how (?:many|much|long|often|far|fast|big|large|high|low|old|frequently|quick\w*|soon|wide)"
    r"|what|which|whose|whom|who|when|where|why|how)\b((?:\s+[\w’'-]+){0,6})",
    re.I,
)
SHORTENED = re.compile(r"\b(what|who|where|when|how)[’']s\b", re.I)
COPULA = re.compile(r"^\s+(?:is|was|were|are)\s+(?:the|an?|its|their)\b", re.I)
# A noun phrase ends at these.
ENDS = frozenset(
    """is are was were be been being do does did has have had will would can could should may might must to of in on at by
    for from with about and or the a an""".split()  # noqa: SIM905
)
MONEY = frozenset(
    """cost costs price prices grant grants funding budget fee fees fine fines salary salaries wage wages pay bill bills
    worth charge rent spending spend money cash sum compensation penalty investment subsidy saving savings""".split()  # noqa: SIM905
)
PERCENT = frozenset("share proportion percentage percent fraction part".split())  # noqa: SIM905
NUMBER = frozenset(
    "number figure total ratio score rank rate amount age size length speed ceiling capacity value level growth gap".split()  # noqa: SIM905
)
DATE = frozenset("year date month day deadline time".split())  # noqa: SIM905
PLACE = frozenset(
    """town towns city cities place places area areas region regions county counties country countries nation nations
    location locations island islands parts village borough boroughs district districts council councils lep leps
    partnership partnerships""".split()  # noqa: SIM905
)
PAID = re.compile(r"\bpaid\b|\bspent\b|\bcost|\breceive|\binvest|\bfund", re.I)
PRICED = re.compile(r"\bcosts?\b|\bworth\b", re.I)
SUMS = re.compile(r"[£$€]\s?\d[\d,.]*|\d[\d,.]*\s?(?:p\b|pence|pounds)", re.I)
SHARES = re.compile(r"\d\s?%|\d per ?cent|\bper ?cent\b|\b(?:half|third|quarter|majority)\b|percentage points?", re.I)
DATES = re.compile(rf"\b(?:19|20)\d\ds?\b|\b{_MONTH}\b", re.I)
FIGURES = re.compile(r"(?<![\w.])[£$€]?\d[\d,]*(?:\.\d+)?")
IN_WORDS = re.compile(rf"\b{_NUMBER_WORD}\b|quarterly|monthly|annually|weekly|daily", re.I)
FOR_WHAT = re.compile(
    r"\bwhat (?:is|are|was|were)\b[^?]*\bfor\W*$|\b(?:purposes?|aims?|objectives?) (?:of|behind)\b|\bwhat[^?]*\b(?:meant|intended|designed) to\b",
    re.I,
)
PURPOSES = re.compile(
    r"\b(?:uses?|used (?:to|for)|purposes?|aims?|aimed|objectives?|intended|designed|meant to|in order to|so that|seeks? to|helps? to)\b",
    re.I,
)
WHY = re.compile(r"\bwhy\b|\bhow come\b|\bwhat (?:made|caused|drove|explains)\b|\breasons?\b", re.I)
BECAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|reasons?|as a result of|so that|in order to|thanks to|given that"
    r"|(?:driven|caused|explained) by|as (?:it|they|both|there))\b",
    re.I,
)
AND_SO = re.compile(r",\s+so\b", re.I)  # a reason that stands before what follows from it
MEANT = re.compile(
    r"\b(?:what|who|which)\b.*\b(?:counts?|counted|treated|defined|considered|regarded|classed|qualif(?:y|ies)|means?|meant|definition"
    r"|stands? for)\b|\bdefin(?:e|ed|ition)\b",
    re.I,
)
MEANS = re.compile(
    r"\b(?:is|are|was|were) (?:defined|considered|treated|regarded|counted|taken|described) (?:as|to be)\b"
    r"|\b(?:means?|defin(?:es?|ed|ition)|(?:refers?|stands?|counts?) (?:to|for|as)|is anyone)\b",
    re.I,
)
WHY_FIRST = re.compile(r"^\W*why\b[^,;]*?(?=[,;]|\band\b|$)", re.I)
YEAR = re.compile(r"(?:19|20)\d\d")
NAMED = re.compile(r"(?<![.!?:•]\s)(?<!^)\b[A-Z][\w&’'-]+")


@lru_cache(maxsize=1000)
def focus(question: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each question word with the words that say what it asks for: "What's the fine, and who pays?" gives
    `(("what", ("fine",)), ("who", ("pays",)))`."""
    found = []
    for match in WH.finditer(SHORTENED.sub(r"\1 is", question)):
        asker, rest = match[1].lower(), match[2]
        if asker == "what":
            rest = COPULA.sub("", rest)
        words = []
        for word in rest.lower().split():
            if word in ENDS:
                break
            words.append(word)
        found.append((asker, tuple(words)))
    return tuple(found)


def focus_words(question: str) -> tuple[str, ...]:
    """The words that say what is asked for, without grammar."""
    return tuple(word for _, words in focus(question) for word in words if word not in STOP_WORDS)


def asks_place(question: str) -> bool:
    """Whether the answer is itself a place: "Where …", "Which other towns …"."""
    return any(
        asker == "where" or (asker in ("what", "which") and PLACE & set(words)) for asker, words in focus(question)
    )


@lru_cache(maxsize=1000)
def kinds_asked(question: str) -> frozenset[str]:
    """The kinds of answer that would do: "money", "percent", "number", "date", "name", "purpose"; none for an explanation.

    "Where" in "Why is that no guide to where research is done?" asks for no place.
    """
    low = question.lower()
    kinds = {"purpose"} if FOR_WHAT.search(low) else set()
    for asker, words in focus(WHY_FIRST.sub("", question)):
        head = set(words)
        if asker in ("who", "whose", "whom", "where"):
            kinds.add("name")
        elif asker == "when":
            kinds.add("date")
        elif asker == "how much":
            money = MONEY & set(re.findall(r"[\w'’-]+", low)) or PAID.search(low)
            kinds.add("money" if money else "number")
        elif asker.startswith("how "):
            kinds.add("number")
        elif asker in ("what", "which"):
            for kind, nouns in (("money", MONEY), ("percent", PERCENT), ("date", DATE), ("number", NUMBER)):
                if head & nouns:
                    kinds.add(kind)
                    break
            else:
                if asker == "which" and words:
                    kinds.add("name")
                elif not words and PRICED.search(low):
                    kinds.add("money")
    return frozenset(kinds)


def holds(kind: str, text: str, question: str) -> bool:
    """Whether a text holds an answer of this kind that the question does not hold already."""
    said = question.lower()
    if kind == "money":
        return any(found.lower() not in said for found in SUMS.findall(text))
    if kind == "purpose":
        return bool(PURPOSES.search(text))
    if kind == "percent":
        return bool(SHARES.search(text))
    if kind == "date":
        return any(found.lower() not in said for found in DATES.findall(text))
    if kind == "number":
        figures = (found for found in FIGURES.findall(text) if not YEAR.fullmatch(found))
        return any(found not in said for found in figures) or bool(IN_WORDS.search(text))
    return any(found.lower() not in said for found in NAMED.findall(text))


def kinds_held(text: str, question: str) -> float:
    """The share of the kinds asked for that a text holds; 1.0 when none is."""
    kinds = kinds_asked(question)
    return sum(holds(kind, text, question) for kind in kinds) / len(kinds) if kinds else 1.0
