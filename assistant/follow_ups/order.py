"""How a follow-up goes on with an order or a bound: the number of places, the end, the side and the share just asked for."""

import re
from dataclasses import replace

from assistant.cues import HIGH, OF_MANY, SUPERLATIVE, Cues, Operation
from assistant.follow_ups.pointing_back import NEXT_PLACES, SIDE, elliptical
from assistant.periods import number_word
from assistant.read_question import Own
from assistant.topic import Topic

_HIGHEST, _ONE = re.compile(rf"\b{HIGH}\b"), re.compile(r"\bone\b")


def carried_cues(cues: Cues, own: Own, operation: Operation | None, topic: Topic) -> Cues:
    """The cues with the number of places, the end and the bound of the same operation just asked for."""
    previous = topic.query.cues
    kept = _names_kept(own, operation, topic)
    cues = replace(cues, names=cues.names | kept, heads=previous.heads if "per_head" in kept else cues.heads)
    if operation == "compare" == topic.query.operation and not SUPERLATIVE.search(own.low):
        return replace(cues, lowest=cues.lowest or previous.lowest)
    if topic.query.operation != operation or operation not in (*OF_MANY, "sectors"):
        return cues
    if operation == "sectors":
        cues = replace(cues, bound=cues.bound or previous.bound)
    if operation == "moved":
        rising = previous.rising if cues.rising is None else cues.rising
        return replace(cues, bar=cues.bar or previous.bar, rising=rising)
    if operation in ("threshold", "count"):
        held_to = cues.bound or cues.bar
        return cues if held_to else _other_side(replace(cues, bound=previous.bound, bar=previous.bar), own)
    return cues if cues.both_ends else _same_places_in_order(cues, own, operation, previous)


def _names_kept(own: Own, operation: Operation | None, topic: Topic) -> frozenset[str]:
    """The cues that still hold: a share that is ranked, a figure per head."""
    kept = set()
    pair = topic.query.operation == operation == "rank" and len(topic.query.concepts) == 2
    if pair and "share" in topic.query.cues.names and not own.reading.concepts:
        kept.add("share")
    if _by_head_still(own, topic):
        kept.add("per_head")
    return frozenset(kept)


def _same_places_in_order(cues: Cues, own: Own, operation: Operation, previous: Cues) -> Cues:
    """The cues with the number of places and the end of the last order, or those after these: "and the next three?"."""
    highest = bool(_HIGHEST.search(own.low))
    if operation == "rank" and (on := NEXT_PLACES.search(own.low)) and not own.asked.given:
        last = max((*previous.ordinals, previous.limit or 1))
        following = range(last + 1, last + 1 + (number_word(on["n"] or "one") or 1))
        return replace(cues, ordinals=tuple(following), limit=None, lowest=cues.lowest or previous.lowest)
    lowest = cues.lowest or (previous.lowest and not highest)
    if cues.limit or cues.ordinals:
        return replace(cues, lowest=lowest)
    if (cues.lowest or highest) and not own.asked.given and not own.reading.concepts:
        return replace(
            cues, limit=1 if _ONE.search(own.low) else None, lowest=lowest
        )  # only another end: "the lowest?"
    return replace(cues, limit=previous.limit, lowest=lowest)


def _other_side(cues: Cues, own: Own) -> Cues:
    """The cues with the bound or bar turned to the side that is now asked for: "and below it?"."""
    said = SIDE.search(own.low)
    if said is None:
        return cues
    above = said["above"] is not None
    bound = replace(cues.bound, above=above, upto=None) if cues.bound else None
    return replace(cues, bound=bound, bar=replace(cues.bar, above=above) if cues.bar else None)


# A figure that is no longer one per head: "the total?", "per hour".
_NOT_BY_HEAD = re.compile(r"\b(?:total|whole|absolute|overall|per (?:hour|job|worker))\b")


def _by_head_still(own: Own, topic: Topic) -> bool:
    """True when a figure per head is still asked for, at another place or time: "do the same for Wales"."""
    again = own.cues.operation in (None, "compare", "rank") and not own.cues.names & {"share", "per_head"}
    by_head = "per_head" in topic.query.cues.names and not _NOT_BY_HEAD.search(own.low)
    return by_head and again and elliptical(own)
