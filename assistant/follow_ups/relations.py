"""The places asked for by relation, as a set or by kind, where a follow-up goes on with those: neighbours, "northern LEPs"."""

import re
from dataclasses import replace

from assistant.cues import Operation
from assistant.follow_ups.pointing_back import (
    DEICTIC_PLURAL,
    PRONOUN,
    THAT_ONE,
    THEM,
    among_those,
    points_to_several,
)
from assistant.read_question import Own
from assistant.topic import RANKINGS, Topic

# An average that is named without saying of what: "is that below the average?".
_THE_AVERAGE = re.compile(
    r"\b(?:above|below|over|under|higher|lower|more|less|better|worse|bigger|smaller|beats?|exceeds?|near|close to|compar\w+|against|versus|vs|relative to|than)\b(?: \w+){0,3}? (?:average|mean|norm)\W*$"
)


def with_average(own: Own, topic: Topic | None) -> Own:
    """The reading with the average that one place is held against as a relation, where it is not said of what it is."""
    one = len(own.mentions or (topic.places if topic else ())) == 1
    if own.relations or own.groups or not one or not _THE_AVERAGE.search(own.low):
        return own
    return replace(own, relations=("average",))


def carried_relations(own: Own, operation: Operation | None, topic: Topic) -> tuple[str, ...]:
    """The relation of the last question (its neighbours, the nation), kept for another year, place or measure."""
    if own.relations or own.groups or operation not in (None, "compare", "difference"):
        return own.relations
    if own.mentions and own.reading.concepts:
        return ()  # a question that names its own place and measure
    if topic.winner and (PRONOUN.search(own.low) or THEM.search(own.low)):
        return ()  # of the one that came first, not of its neighbours
    if operation == "compare" and among_those(own, topic):
        return () if points_to_several(own) and topic.brought else topic.query.relations
    if own.cues.operation or own.place_type or THAT_ONE.search(own.low) or DEICTIC_PLURAL.search(own.low):
        return ()
    return topic.query.relations


# What widens a question to all places again: "and overall?".
OF_ALL = re.compile(r"\ball\b|\bnational|\boverall\b|\bengland\b|\buk\b")


def carried_groups(own: Own, operation: Operation | None, topic: Topic) -> bool:
    """True when a named set of places ("northern LEPs") is still the one that is ranked or compared."""
    previous = topic.query.operation
    both_rank = operation in RANKINGS and previous in RANKINGS
    other_kind = own.place_type not in (None, topic.query.place_type)
    if own.groups or own.mentions or other_kind or not (both_rank or operation == previous):
        return False
    if "share" in own.cues.names:  # "as a share of all firms" is of the same places
        return bool(topic.query.groups)
    return bool(topic.query.groups) and not OF_ALL.search(own.low)


def kind_shown(topic: Topic) -> str | None:
    """The kind of area, other than a LEP or a nation, of the figures just shown, among which "who's bottom?" then asks."""
    kinds = {f.observation.place_type for f in topic.answer.figures} - {"country"}
    return kinds.pop() if len(kinds) == 1 and topic.answer.status == "answered" else None
