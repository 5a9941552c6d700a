"""An order that a follow-up goes on with, in full: who is next, a part of it, how far apart its ends are."""

import re

from assistant.cues import HIGH, LOW, RATIO
from assistant.topic import Topic
from assistant.wording import ordinal, plural
from ingest.schema import Mention

# The place after the one whose rank was just told: "and the next one down?", "who comes next?".
_NEXT_DOWN = re.compile(
    r"^\W*(?:(?:and|so|but|then|who is|who's|which is|what is) )*(?:(?:the )?next(?: one| place| lep)?(?: (?:down|along|below|after)(?: (?:it|that|them))?)?(?: (?:in |on )?(?:the )?(?:rank\w*|list|table|order|league))?|who comes next|the (?:one|lep|place) (?:after|below|behind)(?: (?:it|that|them))?)\W*$",
    re.IGNORECASE,
)


def next_down(text: str, topic: Topic) -> str | None:
    """The question for the place after the one whose rank was just told: "who comes next?"; None for any other."""
    rank = _rank_told(topic) if _NEXT_DOWN.match(text) else None
    if not rank:
        return None
    kind = topic.answer.figures[0].observation.place_type
    return f"which {kind} has the {ordinal(rank + 1)} {'lowest' if topic.query.cues.lowest else 'highest'}"


def _rank_told(topic: Topic) -> int | None:
    """The rank that the last answer gave of its one place; None where it gave none."""
    ranks = [int(d.value) for d in topic.answer.derivations if d.operation == "rank"]
    return ranks[0] if len(ranks) == len(topic.places) == 1 and topic.answer.figures else None


# The part of a ranking asked for: "just the northern ones", "only in the Midlands".
_PART = r"^\W*(?:(?:and|but|so|ok|now|then|no)\W+)*(?:just|only|what about|how about|for|among|of|within)?\s*"
_ONES = re.compile(
    rf"{_PART}(?:for |in )?(?:the )?(?!(?:which|what|those|these)\b)(?P<which>[\w-]+) (?:ones|places|areas)\b",
    re.IGNORECASE,
)
_IN_THE = re.compile(
    rf"{_PART}(?:(?:in|from|of|across|for) the (?P<which>[a-z]+)|the (?P<side>midlands|north|south))(?=\W*$)",
    re.IGNORECASE,
)


def with_part(text: str, topic: Topic) -> str:
    """The text with the part of the ranking it asks for said of its kind of area: "just the northern ones"."""
    kind = plural(topic.query.place_type or "LEP")
    text = _ONES.sub(lambda m: f"only {m['which']} {kind}", text)
    return _IN_THE.sub(lambda m: f"only {kind} in the {m['which'] or m['side']}", text)


# Both ends of a list just given: "the gap between the first and the last", "between top and bottom".
_FIRST, _LAST = r"(?:very )?(?:first|top|best|highest|leader|winner)", r"(?:very )?(?:last|bottom|worst|lowest)"
_BOTH_ENDS = re.compile(
    rf"\b(?:the )?(?:{_FIRST}(?: one| place)? (?:and|to|from|with|over|versus|vs) (?:the )?{_LAST}|{_LAST}(?: one| place)? (?:and|to|from|with|versus|vs) (?:the )?{_FIRST})\b(?: ones?| places?)?(?! (?:\d|two|three|four|five|six|seven|eight|nine|ten|years?)\b)",
    re.IGNORECASE,
)
# "How far apart are they?", "the gap between those".
_APART = re.compile(
    r"\b(?:gap|differ\w*|apart|spread|range|distance)\b.{0,20}\b(?:those|these|they|them|the two|both|the ends)\b|\bhow far apart\b|^\W*(?:and |so )?(?:what(?:'s| is) )?the (?:gap|spread|range|distance)\W*$",
    re.IGNORECASE,
)
# The place just told set against the other end of the order: "how many times more is that than the lowest?".
_THAN_THE_END = re.compile(
    rf"\bhow (?:many times|much|many|far)\b.{{0,40}}\b(?:that|it|this|the (?:first|top|winner))\b.{{0,20}}\b(?:than|from|above|below|of) (?:the )?(?:very )?(?:{HIGH}|{LOW})(?: one| place| lep)?\W*$",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(r"\b(?:first|last)\b", re.IGNORECASE)


def ends_apart(text: str, topic: Topic) -> tuple[str, tuple[Mention, ...]] | None:
    """The question for the gap between the ends of the ranking, and the places at them where these are named; else None."""
    if ends := _ends_meant(text, topic):
        return f"gap between {ends[0].text} and {ends[-1].text}", ends
    apart = _APART.search(text) and _both_ends_given(topic)
    if not (_BOTH_ENDS.search(text) or apart or _THAN_THE_END.search(text)):
        return None
    return f"{'ratio' if RATIO.search(text.lower()) else 'gap'} between the highest and the lowest", ()


def _both_ends_given(topic: Topic) -> bool:
    """True when the last two rankings began at opposite ends."""
    return len(topic.rankings) > 1 and topic.rankings[0][0] != topic.rankings[1][0]


def _ends_meant(text: str, topic: Topic) -> tuple[Mention, ...]:
    """The first and the last place of the one list given, where these are set apart; () where all places are meant."""
    found = _BOTH_ENDS.search(text)
    listed = found and _BY_PLACE.search(found[0]) and len(topic.shown) > 2
    return (topic.shown[0], topic.shown[-1]) if listed and not _both_ends_given(topic) else ()
