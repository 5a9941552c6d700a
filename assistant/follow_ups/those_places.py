"""Which places "those" means, and whether they are set among themselves: "all three", "which of those four LEPs"."""

import re
from dataclasses import replace

from assistant.cues import AREA, HIGH, LOW, SUPERLATIVE
from assistant.follow_ups.pointing_back import THEM, THOSE_PLACES
from assistant.periods import number_word
from assistant.read_question import Own
from assistant.topic import RANKINGS, Topic, each_once
from assistant.words import normal
from ingest.schema import Mention

# The one that came first, asked for by name: "who has the shortest?".
_ONE_WHO = re.compile(
    rf"^\W*(?:(?:and|so|but|then) )*who (?:has|had|is|was|got|gets) (?:got )?the (?:{HIGH}|{LOW}|\w+est)\b"
)
# "All three", "those four".
_SO_MANY = re.compile(r"\b(?:the|all|those|these) (?P<n>three|four|five|six)\b")
_OF_THOSE = re.compile(r"\b(?:which|who) (?:one )?of (?:those|these|them|them all)\b(?! (?:two|last)\b)")
_TWO_OF_THEM = re.compile(r"\b(?:both|(?:those|these|the) two|the pair|between (?:them|those|these))\b")
_IN_ORDER = re.compile(r"\bin order\b")
# The combined authorities talked of, whatever else was: "put the two authorities in order".
_AUTHORITIES = re.compile(r"\bauthorit(?:y|ies)\b")


def those_places(low: str, topic: Topic) -> tuple[Mention, ...]:
    """The places that "those" means; as many of those talked of as are counted ("all three").

    After "who has the shortest?" they are the one that has it.
    """
    if topic.ranked and topic.pool and _ONE_WHO.match(normal(topic.query.question)) and THEM.search(low):
        return topic.pool[:1]
    first_of_order = (
        topic.ranked and topic.query.follows and (topic.query.cues.limit or 1) == 1 and not topic.query.cues.both_ends
    )
    if first_of_order and len(topic.talked) == 1 and _TWO_OF_THEM.search(low):
        return each_once(
            (*topic.talked, *topic.shown[:1])
        )  # the place talked of and the first, not the next in the order
    said = _SO_MANY.search(low)
    n = number_word(said["n"]) if said else None
    authorities = tuple(m for m in topic.talked if m.candidates[0].place_type == "combined authority")
    if len(authorities) > 1 and n in (None, len(authorities)) and _AUTHORITIES.search(low):
        return authorities
    if n and len(topic.pool) != n == len(topic.shown):
        return topic.shown
    if n and len(topic.pool) != n <= len(topic.talked):
        return topic.talked[-n:]
    one_by_one = topic.query.operation is None and len(topic.talked) > len(topic.pool)
    if one_by_one and (_IN_ORDER.search(low) or _OF_THOSE.search(low)):
        return topic.talked
    return topic.pool or topic.places


def quoted_places(own: Own, topic: Topic) -> tuple[Mention, ...]:
    """The places that "those" means after an answer from the reports; () where it cannot be told.

    They are those the question named, else those of the first sentence quoted that names as many of the kind as are meant.
    """
    said = THOSE_PLACES.search(own.low)
    count = (said["n"] or said["of"]) if said else None
    n = number_word(count) if count else None
    if len(topic.places) > 1 and n in (None, len(topic.places)):
        return topic.places
    for places in topic.quoted:
        of_kind = [_of_kind(m, own.place_type) for m in places]
        meant = tuple(m for m in of_kind if m is not None)
        if len(meant) == n or (n is None and len(meant) > 1):
            return meant
    return ()


def _of_kind(mention: Mention, kind: str | None) -> Mention | None:
    """The mention as an area of a kind; None where its name is of no such area."""
    if kind is None:
        return mention
    named = [c for c in mention.candidates if c.place_type == kind]
    return replace(mention, candidates=tuple(named), ambiguous=False) if named else None


def points_to_places(own: Own) -> bool:
    """True when places are pointed back to and ranked among themselves: "which of those four LEPs has the most jobs?"."""
    ranked = SUPERLATIVE.search(own.low) or own.cues.operation in (*RANKINGS, "compare")
    return bool(THOSE_PLACES.search(own.low)) and bool(ranked) and not own.mentions and not own.groups


# A ranking narrowed to places of which nothing says which they are: "only the coastal ones".
_ONLY_THE_ONES = re.compile(rf"^\W*only (?P<which>[\w-]+) {AREA}\W*$")
_NO_SORT = re.compile(rf"{HIGH}|{LOW}|other|same|next|rest|these|those|the|\d+")


def unknown_part(own: Own) -> str | None:
    """The word for a set of places that is not held, to which a ranking is to be narrowed: "only the coastal ones"."""
    alone = not (own.mentions or own.groups or own.reading.concepts or own.asked.given or own.cues.operation)
    said = _ONLY_THE_ONES.match(own.low)
    if said is None or not alone or _NO_SORT.fullmatch(said["which"]) or number_word(said["which"]):
        return None
    return said["which"]
