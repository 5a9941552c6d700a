"""The operation of the last question, where the follow-up only gives it another place, year, end or measure."""

import re
from collections.abc import Sequence

from assistant.choose_operation import MOVING
from assistant.cues import SUPERLATIVE, Operation
from assistant.follow_ups.places import OF_TWO, sets_beside
from assistant.follow_ups.pointing_back import NEXT_PLACES, among_those
from assistant.follow_ups.years import AGAINST_YEAR, MORE_IN, THAT_YEAR, UP_TO
from assistant.periods import YEAR
from assistant.read_question import WIDE, Own
from assistant.topic import RANKINGS, Topic
from ingest.schema import Mention

# Operations on one place that a next place takes over: "and Cumbria?".
_OF_A_PLACE = ("place_rank", "sectors", "change", "trend", "sum", "mean", "profile", "similar", "since", "peak", "span")


def carried_operation(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], topic: Topic) -> Operation | None:
    """The operation of the last question, or what the follow-up makes of it; None where the question has its own or none."""
    previous, n, asks = topic.query.operation, len(mentions), own.cues.operation
    still_within = topic.ranked_within and not own.mentions and tuple(mentions) == topic.places
    if previous in RANKINGS and (not n or still_within):
        return _of_ranking(own, topic)
    if not n and own.place_type and asks is None and _WHICH_KIND.search(own.low):
        return "rank"
    if sets_beside(own, topic) and n == 2:
        return "compare"
    if moved := _as_change(own, mentions, concepts, topic):
        return moved
    if "share" in own.cues.names and previous not in ("share", "share_of_measure", *RANKINGS):
        return None
    if previous == "share_of_measure" and n == 1 and asks in (None, "change") and len(concepts) == 2:
        return previous
    if previous == "sum" and n > 1 and not own.mentions and asks is None and own.asked.given:
        return previous  # "the same sum for 2013"
    if previous == "place_rank" and own.relations == ("neighbours",) and asks is None:
        return "compare"  # "and its neighbours?" after where it ranks
    superlative = bool(SUPERLATIVE.search(own.low))
    if previous == "quotient" and n and len(concepts) == 2 and asks in (None, "compare") and not superlative:
        return None if own.reading.concepts else previous
    if (previous == "quotient" and asks is None) or asks not in (None, "compare", "rank"):
        return None
    return _reordered(own, mentions, topic) or _of_another_place(own, mentions, concepts, topic)


def _of_ranking(own: Own, topic: Topic) -> Operation | None:
    """The operation on all places after a ranking: the same, or a ranking again where an end or a number is given."""
    previous, asks = topic.query.operation, own.cues.operation
    superlative = bool(SUPERLATIVE.search(own.low))
    if own.cues.bound and previous in ("threshold", "count", "rank"):
        counted = previous == "count" or (previous == "rank" and asks == "count")
        return "count" if counted else "threshold"
    if previous == "moved" and asks in (None, "change", "count") and not superlative:
        return previous
    if own.cues.ordinal or superlative or own.cues.limit or asks == "rank" or NEXT_PLACES.search(own.low):
        return "rank"
    return previous if asks is None or asks == previous else None


# A kind of area asked for after one place: "and which region?".
_WHICH_KIND = re.compile(r"^\W*(?:and |or )?(?:which|what)\b")
# Of two changes, or two levels, just given: "by how much?".
_BY_HOW_MUCH = re.compile(r"^\W*(?:and |so |but )?by how (?:much|many)(?: \w+)?\W*$")


def _as_change(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], topic: Topic) -> Operation | None:
    """The change, or the gap, that a figure just given is asked for as: "how does that compare with 2017?"; else None."""
    previous, n = topic.query.operation, len(mentions)
    set_against = MORE_IN.search(own.low) or (AGAINST_YEAR.search(own.low) and not own.reading.concepts)
    if n and not own.mentions and len(own.asked.years) == 1 and set_against:
        return "share_of_measure" if previous == "share_of_measure" and len(concepts) == 2 else "change"
    by_how_much = own.cues.operation == "change" and n > 1 and _BY_HOW_MUCH.search(own.low)
    if by_how_much and previous in ("compare", "difference"):
        return "difference"
    several = n > 1 or (SUPERLATIVE.search(own.low) and among_those(own, topic))
    if own.asked.ranged and several and own.cues.names & MOVING and not own.place_type:
        return "change"  # "which of them has gained most since 2014?"
    return None


def _reordered(own: Own, mentions: Sequence[Mention], topic: Topic) -> Operation | None:
    """The operation on those just compared or put in order, where another end, area or figure is asked of them; else None."""
    previous, n = topic.query.operation, len(mentions)
    superlative = bool(SUPERLATIVE.search(own.low))
    bare = not own.asked.given and not own.reading.concepts
    if own.cues.operation == "compare" and previous == "change" and n > 1 and bare:
        return "change"
    if superlative and not own.place_type and not own.groups and among_those(own, topic):
        return "compare"
    if previous == "rank" and n == 1 and _within(own):
        return "rank"
    if previous == "sectors" and n <= 1 and not own.reading.breakdowns and _about_sectors(own, superlative):
        return "sectors"
    return "sectors" if n <= 1 and reorders_sectors(own, topic) else None


def _of_another_place(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], topic: Topic) -> Operation | None:
    """The last operation, done at another place or time: "and Cumbria?", "and in 2012?"; None where it is not to be."""
    previous, n = topic.query.operation, len(mentions)
    if own.cues.operation is not None or own.reading.concepts:
        return None
    if previous in ("peak", "since") and THAT_YEAR.search(own.low):
        return None
    if previous == "strength" and n <= 1:
        return previous
    if previous in OF_TWO and n == 2 and not own.asked.ranged:
        return previous
    if previous in ("difference", "ratio") and n == 1 and len(concepts) == 2:
        return previous
    if previous == "sectors" and own.reading.breakdowns:
        return None  # "what about construction?" is of that sector alone
    if previous in _OF_A_PLACE and n and not (own.asked.given and previous in ("since", "peak", "span")):
        another = own.asked.given and not (previous == "change" and UP_TO.search(own.low))
        return None if another and previous in ("change", "trend", "sum", "mean") else previous
    return None


# Where to rank: "and within Scotland?", but not "in 2015".
_IN = re.compile(rf"\b(?:in|within|among|across|inside|just)\b(?! {YEAR})")


def _within(own: Own) -> bool:
    """True when the one place named is where to rank: "and in Scotland?"."""
    place = own.mentions[0].candidates[0] if own.mentions else None
    return bool(place and place.place_type in WIDE and _IN.search(own.low))


def _about_sectors(own: Own, superlative: bool) -> bool:
    """True when sectors are still put in order: an end, a number or nothing else is asked for, and no measure."""
    ordered = superlative or own.cues.limit is not None or own.cues.ordinal is not None
    return not own.reading.concepts and (ordered or own.cues.operation is None)


# What sectors are put in order by, by the first word of the measures' names.
_OF_SECTORS = {"gva", "lq", "employees", "employment", "jobs"}
_BY = re.compile(r"^\W*(?:and |or |now |then |what about |how about |rank them |order them )*(?:by|on|in terms of)\b")


def reorders_sectors(own: Own, topic: Topic) -> bool:
    """True when sectors just put in order are to go by another figure that is held of them: "the three biggest by GVA"."""
    if topic.query.operation != "sectors" or own.place_type or own.reading.breakdowns or not own.reading.concepts:
        return False
    best = {f.key.split("_")[0] for f in own.reading.concepts if f.weight == own.reading.concepts[0].weight}
    ordered = own.cues.limit or SUPERLATIVE.search(own.low)
    return best <= _OF_SECTORS and bool(ordered or _BY.search(own.low))
