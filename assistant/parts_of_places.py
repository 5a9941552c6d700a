"""A part of a place, for which nothing is held by itself: "north Cumbria", "the east of Kent", "South East Wales".

The place named is read, its part is remembered, and the answer says that the figures are those of the whole.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.schema import Mention

_POINT = r"(?:north|south|east|west|mid|central|inner|outer|upper|lower)(?:ern)?"
_SIDE = rf"(?:(?:far|deep|very) )?{_POINT}(?:[- ](?:east|west)(?:ern)?)?"
# Before the name: "north Cumbria", "the southern half of Kent", "the north west of Wales".
_BEFORE = re.compile(
    rf"(?<![\w-])(?:{_SIDE}(?:[ -](?:and|or|&) {_SIDE})? |(?<!to )the {_SIDE}(?:ernmost)?(?: (?:parts?|half|end|sides?|fringes?|edge|corner|third))? of (?:the )?)$",
    re.IGNORECASE,
)
_POINT_ALONE = re.compile(rf"{_SIDE}(?: of)?", re.IGNORECASE)
_WHOLES = frozenset({"England", "United Kingdom", "Great Britain"})


def with_parts(question: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, each with the part of it that is named, if one is.

    A region named by its point of the compass that stands before another place is no region: the South East of
    "South East Wales" is that side of Wales.
    """
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if before is not None and _is_side_of(question, before, mention):
            if mention.candidates[0].name not in _WHOLES:  # "South East England" is the region
                kept[-1] = replace(mention, part=question[before.start : mention.end])
        elif found := _BEFORE.search(question[before.end if before else 0 : mention.start]):
            kept.append(replace(mention, part=found[0] + question[mention.start : mention.end]))
        else:
            kept.append(mention)
    return tuple(kept)


def _is_side_of(question: str, before: Mention, mention: Mention) -> bool:
    """Whether a point of the compass stands right before another place: the South East of "South East Wales"."""
    joined = question[before.end : mention.start].lower() in (" ", " of ")
    return joined and _POINT_ALONE.fullmatch(before.text) is not None
