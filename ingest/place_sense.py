"""Whether a name found in a text is used as the name of a place: "Reading skills" is not, "Reading's economy" is.

Universities, companies and the like are not read as the place in their name ("University of Manchester", "Bank of
England"): what is asked of them is not asked of the place.
"""

import re
from collections.abc import Sequence

from ingest.place_names import LEP_WORD, RANK, SENTENCE_END, Found, Names, Word

MEND_CHARS = 300  # texts longer than this are passages: nothing in them is mended
_ORGANISATION_BEFORE = re.compile(
    r"(?:\b(?i:university|bank|church|diocese) of (?:the )?|\b(?:Bishop|Archbishop|Duke|Earl|Marquess|Baron|Lord|Royal Society)"
    r" of (?:the )?|\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Baroness|Professor|Prof|Cllr)\.? (?:[A-Z]\w+ )?)$"
)
_ORGANISATION_AFTER = re.compile(
    r"(?:['’]s)? (?:(?:[A-Z][\w']+ ){0,2}(?:University|Universities|Building Society|Business School|Medical School)\b"
    r"|(?:Econometrics|Economics|Instruments|Nanopore|Biomedica|Building Society|United|Rovers|Wanderers|FC|Cathedral|Water|Bank)\b)"
)
_NEAR_BEFORE = re.compile(
    r"\b(?:in|near|around|round|outside|at|from|of|to|for|with|than|between|covers?|covering|includes?|including|contains?|visited|and|or"
    r"|v|vs|versus|about|across|is|does|in and around|like|count|has)\s+$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"(?:['’]s?)?[\s(]*(?:leps?\b|local enterprise|council|borough|district|town\b|city\b|county\b|economy|economies|gva\b|gdp\b|gerd\b|berd\b"
    r"|r&d|nvq|productivity|skills?\b|workforce|jobs?\b|employ|population|universit|innovation|businesses|firms|figures|data\b|research"
    r"|exports|patents|broadband|area\b|region\b|compare|v\b|vs\b|versus\b|lies\b|sits\b|(?:is|are) in (?:which|what)|, which lep|: which)",
    re.IGNORECASE,
)
# What only a place has: "Bath universities" is no bath, where "Reading skills" may well be reading.
_OF_A_PLACE = re.compile(
    r"['’]?s?\s+(?:universit|council|economy|gva\b|gdp\b|gerd\b|berd\b|r&d|nvq|productivity|broadband|patents|workforce)",
    re.IGNORECASE,
)
_LEP_FRAME = re.compile(
    r"\b(?:lep|partnership)s?(?: area)?(?: \w+){0,2} (?:is|covers?|covering|cover|for|of|takes? in|contains?|includes?|in|count|has|does)"
    r" (?:the town of )?$",
    re.IGNORECASE,
)
LIST_GAP = re.compile(r"\s*(?:,|,?\s*\band\b|&|,?\s*\bor\b|/|,?\s*\b(?:v|vs|versus)\b\.?)\s*(?:the\s+)?", re.IGNORECASE)
QUALIFIER_GAP = re.compile(
    r"(\s*,?\s*(?:in|on|within)\s+(?:the\s+)?|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s*,\s*|\s+)", re.IGNORECASE
)
_NEVER = frozenset({"east", "the business board"})
_UPPER_ONLY = frozenset(
    {"leap", "nel", "nep", "scr", "clep", "dlep", "ons", "bcp", "rct", "gla", "bbf", "em3x", "gb", "mk"}
)
_DIRECTIONS = frozenset(
    {"north east", "north west", "south east", "south west", "northeast", "northwest", "southeast", "southwest"}
)


def meant(names: Names, text: str, words: Sequence[Word], span: Found, spans: Sequence[Found]) -> bool:
    """Whether a name found is used as the name of a place."""
    before, after = text[max(0, span.start - 60) : span.start], text[span.end : span.end + 60]
    raw = text[span.start : span.end]
    key = span.name.key
    if key.startswith("code:"):
        return True
    if key in _NEVER:
        return False
    small = min(RANK[p.place_type] for p in names.meanings(span)) >= RANK["county"] or key in (
        "london",
        "cumbria",
        "england",
        "uk",
    )
    if _ORGANISATION_BEFORE.search(before) and not before.endswith("Lord Mayor of "):
        return False
    if small and _ORGANISATION_AFTER.match(after) and raw[:1].isupper():
        return False
    if key in _DIRECTIONS and re.match(r"\s+of\b(?!\s+(?:england|the))", after, re.IGNORECASE):
        return False
    if len(span.name.words) == 1 and len(key) <= 4 and key in _UPPER_ONLY and not raw.isupper():
        return False
    kind = names.word_kinds.get(key)
    if span.mended:
        return True
    kinds = {p.place_type for p in names.meanings(span)}
    if kind and len(raw) <= 4 and raw.isupper() and not text.isupper() and kinds <= {"town", "district"}:
        return False  # an abbreviation: SEND
    if kinds == {"town"} and len(text) > MEND_CHARS and in_a_longer_name(names, text, words, span):
        return False
    if kind is None and raw.islower() and text != text.lower() and len(span.name.words) == 1:
        if all(p.place_type == "town" for p in names.meanings(span)):  # "lakeside villages"
            kind = "weak"
    if kind is None:
        return True
    return word_meant(names, text, before, after, raw, kind, span, spans)


def in_a_longer_name(names: Names, text: str, words: Sequence[Word], span: Found) -> bool:
    """Whether a town's name in a passage is part of a person's or a firm's: "Bentley Motors"."""
    return names.in_a_name(text, words, span.first) or names.in_a_name(text, words, span.last)


def word_meant(
    names: Names, text: str, before: str, after: str, raw: str, kind: str, span: Found, spans: Sequence[Found]
) -> bool:
    """Whether a name that is also a word is meant as a place."""
    capital = raw[:1].isupper()
    shouting = text.isupper() and len(text) > len(raw)
    alone = text.strip(" ?.!") == raw
    starts = bool(SENTENCE_END.search(before))
    beside = beside_place(names, text, span, spans)
    leps = bool(LEP_WORD.search(text))
    after_noun = bool(_PLACE_AFTER.match(after))
    named_town = bool(re.search(r"\b(?:town|city|borough|district|area) of\s+$", before, re.IGNORECASE))
    framed = bool(_LEP_FRAME.search(before)) or bool(
        re.match(r"\s+(?:lep|council)\b|['’]s lep\b", after, re.IGNORECASE)
    )
    if kind == "month":
        dated = re.match(r"\s*,?\s*(?:\d|'\d\d)", after) or re.search(r"(?:\d|\d(?:st|nd|rd|th))(?: of)?\s+$", before)
        if re.match(r"['’]s (?:economy|council|workforce|businesses|firms|population)", after, re.IGNORECASE):
            return capital
        return (
            capital
            and not dated
            and (framed or leps or named_town or beside or bool(re.search(r"\b(?:around|near)\s+$", before)))
        )
    if named_town or framed:
        return True
    typed_small = text.islower() and bool(_PLACE_AFTER.search(text))  # no capitals at all: "gva in bath"
    if (
        typed_small
        and re.search(r"\b(?:in|near|around|for|covers)\s+$", before)
        and re.match(r"\s*(?:$|[?.,!])", after)
    ):
        return True
    if not capital or shouting:
        if span.name.key == "marches" and text.islower() and before.endswith("the "):
            return True
        if kind == "strong":
            return beside and bool(_NEAR_BEFORE.search(before))
        return (
            beside
            or (after_noun and not starts)
            or bool(re.search(r"\b(?:in|near|around|covers?)\s+$", before, re.IGNORECASE))
            or (starts and after_noun)
            or text.lower().strip(" ?.!") == raw.lower()
        )
    if alone:
        return True
    if kind == "weak":
        return True
    if starts:
        possessive = bool(re.match(r"['’]s\b", after))
        return (
            beside
            or leps
            or (possessive and after_noun)
            or bool(_OF_A_PLACE.match(after))
            or bool(re.match(r"\s+(?:and|v|vs|versus)\s+[A-Z]", after) and beside)
        )
    return (
        beside
        or leps
        or after_noun
        or bool(_NEAR_BEFORE.search(before))
        or bool(re.search(r"\bthe\s+$", before, re.IGNORECASE) and span.name.key == "marches")
    )


def beside_place(names: Names, text: str, span: Found, spans: Sequence[Found]) -> bool:
    """Whether another place's name stands beside it, in a list or as the area it lies in."""
    for other in spans:
        if other is span or names.word_kinds.get(other.name.key) in ("strong", "month"):
            continue
        gap = text[span.end : other.start] if other.start > span.end else text[other.end : span.start]
        if len(gap) < 16 and (LIST_GAP.fullmatch(gap) or (other.start > span.end and QUALIFIER_GAP.fullmatch(gap))):
            return True
    return False
