"""What is to be done with the figures: the cue of the words, corrected by how many places and years are named."""

import re
from collections.abc import Sequence

from assistant.choose_measures import SEVERAL_SECTORS
from assistant.cues import (
    AS_NEAR,
    CHANGE,
    HIGH,
    LOW,
    MEDIAN,
    OTHER_AREAS,
    PART_OF_ORDER,
    SIZED,
    SUPERLATIVE,
    YEAR_TO_YEAR,
    Operation,
)
from assistant.read_question import PLACEHOLDER, WIDE, Own
from ingest.schema import Mention

_ADDED = re.compile(
    r"\bin total\b|\baltogether\b|\bcombined\b(?! authorit)|\bsum\b|\badd(?:ed)?\b|\btogether\b|\bcumulative"
)
_WHICH_OF_MANY = re.compile(
    r"\b(?:which|what|who|list|name|show|find|tell|any|how many(?= (?:of|leps?|regions?|areas?|nations?|places|nuts|itl|local|northern|southern|midlands?|coastal|english|partnerships?)))\b(?! (?:is|was|are|were) the (?:change|growth|rise|fall)\b)"
)
# On average one thing or the other, which asks for no mean of the two: "are you further from a station in Essex or in Kent?".
_EITHER = re.compile(rf"\b(?:[a-z]+er|more|less|worse|better|{HIGH}|{LOW})\b.*\bor\b")
_MEAN = re.compile(r"\b(?:average|mean|median)\b")
_TOTAL = re.compile(
    r"^\W*(?:(?:the|what(?: is| was|'s)?) )*(?:total|combined|overall|joint)\b"
)  # "total funding in the northern LEPs"
# A bound on each place's own figure: "LEPs averaging less than 32 Mbit/s".
_AVERAGING = re.compile(
    r"\baverag(?:e|es|ed|ing) (?:out at )?(?:(?:less|more|fewer|lower|higher|slower|faster) than|under|over|above|below|at (?:least|most)|up to)\b"
)
_MEAN_OF = re.compile(r"\b(?:simple|unweighted|plain) (?:average|mean)\b|\b(?:average|mean) of\b")
MOVING = {"change", "catch_up"}  # what is asked of several places over a time that is a change, not a level

# That people came or went, of which net migration tells: "did it gain or lose people?".
_GAINS = re.compile(r"\b(?:gain(?:s|ed|ing)?|los(?:e|es|t|ing|s|ses)|net (?:gain|loss))\b")
_NET = re.compile(r"\bnet (?:gain|loss|inflow|outflow)\b")
# What flows in or out in a year, which is no change of it.
_ONLY_GAINED = re.compile(
    r"\b(?:which|who)\b[^?]*\b(?:gain(?:ed|s)?|lost|loses|lose) (?:the |a )?(?:more|most|fewer|fewest|less|least|bigger|larger|greater|smaller|higher|lower|biggest|largest|greatest|highest|smallest|lowest)\b(?!.*\b(?:since|from (?:19|20)\d\d|between|over|grow|grew|rise|rose|chang)\w*\b)"
)
# Places added up: "Devon plus Cornwall, total awards in 2017".
_PLUS = re.compile(rf"\b{PLACEHOLDER} plus (?:the )?{PLACEHOLDER}\b")
# What comes or goes in a year, of which more is no change of it: births, deaths, moves.
_FLOW = re.compile(r"(?:^|_)(?:births?|deaths?|migration)(?:_|$)")


def flows(low: str, concepts: Sequence[str]) -> bool:
    """True when the most that came or went in a year is asked for, of which the figure of that year tells."""
    flow = bool(concepts) and all(_FLOW.search(concept) for concept in concepts)
    return flow and bool(_ONLY_GAINED.search(low) or _NET.search(low))


def _came_or_went(low: str, concepts: Sequence[str]) -> bool:
    """True when it is asked whether a place lost or gained people in a year, of which the net figure of that year tells."""
    net = bool(concepts) and all(concept.endswith("migration") for concept in concepts)
    return net and bool(_GAINS.search(low)) and not CHANGE.search(_GAINS.sub(" ", low))


# By how much one place has more than another: "Kent or Essex, which had the larger GVA and by how much?".
_MORE_BY_HOW_MUCH = re.compile(
    r"\b(?:than|behind|ahead of|above|below|(?:which|who)\b.*\bthe (?:more|less|better|worse|[a-z]+er)|(?:which|who)\b.*\b(?:is|was|has|had|were|are) (?:more|fewer|less|better|worse|[a-z]+er))\b.*\bby how (?:much|many|far)\b"
)
# "Which did more research, Kent or Essex, and by how much?"
_WHICH_BY_HOW_MUCH = re.compile(
    r"\b(?:which|who)\b.*\b(?:more|fewer|less|better|worse|[a-z]+er)\b.*\bby how (?:much|many|far)\b"
)
_BY_HOW_MUCH = re.compile(r"\bby how (?:much|many|far)\b")
OF_PLACES = re.compile(
    r"\b(?:who|whose|where|wherever|anywhere|somewhere)\b|\b(?:which|what) (?:other )?(?:(?:parts?|bits?|corners?) of (?:the )?(?:country|uk|united kingdom|england|britain|qqplace)|areas?|places?)\b"
)
KIND_OF = {"region": ("region", "ITL1"), "ITL1": ("region", "ITL1")}  # kinds of area that are as large


# "Rank the LEPs that border Kent on pay": they are to be set in order, not Kent's place found.
_SETS_IN_ORDER = re.compile(
    r"^(?:\W*\b(?:please|can you|could you|now|and|then)\b)*\W*(?:rank|order|sort|list)\b(?! of\b)|\bput\b.{3,60}\bin order\b|\bneighbours ranked\b"
)


def operation_of(
    own: Own,
    mentions: Sequence[Mention],
    concepts: Sequence[str],
    follows: bool,
    needs_sector: bool,
    has_sector: bool,
    averaged: bool,
) -> Operation | None:
    """What is to be done: the cue, corrected by how many places and years are named."""
    cues, n = own.cues, len(mentions)
    superlative = SUPERLATIVE.search(own.low)
    operation = cues.operation
    sized = any(c.endswith("enterprises") for c in concepts) and SIZED.search(own.low)
    bound = None if sized else cues.bound  # "firms with fewer than ten staff" are a measure of their own
    if (
        operation in (None, "trend")
        and n == 1
        and (own.asked.ranged or own.asked.spoken)
        and re.search(r"\btotal(?:led|s)?\b|\b(?:in all|all in|all told)\b", own.low)
    ):
        operation = "sum"
    if operation == "sum" and _MEAN_OF.search(own.low):
        operation = "mean"  # "taking the Northern LEPs together, what is the simple average?"
    if operation == "sum" and "change" in cues.names and not _ADDED.search(own.low):
        operation = "change"  # "total R&D" is a measure
    if operation in (None, "compare") and n > 1 and _PLUS.search(" ".join(own.words)):
        return "sum"
    if operation in (None, "rank", "compare") and n == 1 and own.mentions and PART_OF_ORDER.search(own.low):
        return "place_rank"
    if operation in ("difference", "compare") and n == 0 and cues.both_ends:
        return "rank"
    if operation in (None, "change", "compare", "trend", "list") and "back_to" in cues.names and own.asked.given and n:
        return "change"
    if operation in (None, "change", "compare", "count", "trend", "list") and _which_moved(own, mentions):
        return "moved"
    if "catch_up" in cues.names and (n == 2 or (n == 1 and own.relations)):
        return "change"
    which = superlative and re.search(r"\b(?:which|who|what|whose)\b", own.low)
    in_order = operation in ("rank", "place_rank") and _SETS_IN_ORDER.search(own.low)
    if "neighbours" in own.relations and n == 1 and (which or in_order):
        return "compare"
    if operation == "profile" and len(concepts) > 1:
        operation = None  # "a profile box: GVA, jobs and NVQ4+" is of these alone
    if operation in (None, "compare") and n > 1 and not concepts and not own.reading.unexplained:
        return "profile"
    several_years = own.asked.ranged or len(own.asked.years) > 1 or len(own.asked.spoken) > 1
    if (
        operation == "change"
        and n == 1
        and "trend" in cues.names
        and re.search(r"\b(?:each|every) year\b|\byear by year\b", own.low)
    ):
        operation = "trend"
    which_more = _WHICH_BY_HOW_MUCH.search(own.low) and not CHANGE.search(_BY_HOW_MUCH.sub(" ", own.low))
    if operation == "change" and n == 2 and not several_years and (_MORE_BY_HOW_MUCH.search(own.low) or which_more):
        operation = "difference"  # by how much one has more than the other
    if (
        operation == "change"
        and n >= 2
        and len(own.asked.years) == 1
        and not own.asked.ranged
        and _ONLY_GAINED.search(own.low)
    ):
        operation = "compare"  # "which gained more people from abroad in 2017?" is of that year's figure
    if (
        operation in ("change", "moved")
        and n == 0
        and own.place_type
        and not several_years
        and flows(own.low, concepts)
    ):
        operation = "rank"  # "which region lost most firms in 2020, by the death rate?"
    if operation in ("change", "trend") and n and not several_years and _came_or_went(own.low, concepts):
        operation = "compare" if n > 1 else None
    if operation is None and follows and n == 0 and superlative and not own.reading.concepts and not own.asked.given:
        return "rank"
    of_shares = any(c.endswith(("_share", "_establishments")) for c in concepts)  # which are set side by side
    if "share" in cues.names and follows and n == 2 and (own.mentions or is_whole(mentions)) and not of_shares:
        return "share"
    if operation == "sectors" and has_sector and not SEVERAL_SECTORS.search(own.low):
        operation = None
    if operation in (None, "rank") and n == 1 and needs_sector and not has_sector:
        operation = "sectors"
    listed = needs_sector and not has_sector and n and not ("change" in cues.names or several_years)
    if listed and operation in (None, "compare", "list"):
        operation = "sectors"  # "business R&D by product group in Wales": none is named, so all are told
    if operation == "sectors" and (n == 0 or (concepts and not (needs_sector or _sector_measure(concepts)))):
        operation = "rank" if "rank" in cues.names else None
    if operation == "place_rank" and n == 0:
        operation = "rank"
    alone = not own.groups and (not own.place_type or all(m.candidates[0].place_type not in WIDE for m in mentions))
    if operation in ("rank", "count") and n >= 2 and alone:
        operation = "compare"
    if operation == "sum" and n == 1 and several_years and _MEAN.search(own.low) and not averaged:
        operation = "mean"  # "2016 to 2018 together, how many a year did it average?"
    if operation == "mean" and n >= 2 and _EITHER.search(own.low) and not several_years:
        operation = "compare"
    if (
        operation == "rank"
        and n == 1
        and not own.groups
        and mentions[0].candidates[0].place_type in ("LEP", "NUTS2", "ITL2", "ITL3")
    ):
        operation = "change" if several_years and not own.place_type else "place_rank"
    of_places = own.place_type or own.groups or OF_PLACES.search(own.low)
    # "The three LEPs where business is liveliest": an end of an order in words that no list holds.
    so_many = cues.limit is not None and bool(own.place_type) and not own.asked.ranged
    if operation is None and n == 0 and (superlative or cues.ordinal or so_many) and of_places:
        operation = "rank"
    if operation in (None, "compare", "difference") and n >= 2 and own.asked.ranged and cues.names & MOVING:
        operation = "change"
    plainly = re.search(r"\bover the \w+ years\b|\bon average\b|\byearly\b|\ba year\b", own.low)
    if operation in (None, "trend", "list") and "mean_over" in cues.names and (plainly or not averaged):
        operation = "mean"
    if operation in (None, "compare") and n >= 2 and not averaged and _MEAN_OF.search(own.low):
        operation = "mean"
    if operation == "mean" and n == 1 and not several_years and not own.relations and not follows:
        operation = None
    if operation == "compare" and n < 2 and not own.relations and not own.groups:
        if several_years:
            operation = "change"
        elif not follows:
            operation = "threshold" if bound else ("rank" if "rank" in cues.names else None)
    wide = n == 1 and mentions[0].candidates[0].place_type in WIDE
    if (
        bound
        and (n == 0 or wide)
        and (own.place_type or own.groups or OTHER_AREAS.search(own.low))
        and (operation in (None, "rank", "count", "compare") or (operation == "mean" and _AVERAGING.search(own.low)))
    ):
        operation = "count" if operation == "count" else "threshold"
    if operation in (None, "rank") and n == 0 and (own.place_type or own.groups) and MEDIAN.search(own.low):
        operation = "mean"
    if (
        operation in (None, "compare")
        and own.relations == ("neighbours",)
        and n == 1
        and not averaged
        and _MEAN.search(own.low)
    ):
        operation = "mean"
    if (
        operation == "mean"
        and n == 1
        and "lep average" in own.relations
        and mentions[0].candidates[0].place_type == "LEP"
    ):
        operation = "compare"
    if (
        operation in (None, "rank", "compare")
        and n == len(concepts) == 1
        and not own.relations
        and AS_NEAR.search(own.low)
    ):
        operation = "similar"
    barred = cues.bar and (own.place_type or own.groups) and not several_years and (n == 0 or wide)
    if barred and operation in (None, "rank", "count", "compare", "mean", "similar"):
        operation = "count" if operation == "count" else "threshold"
    if operation == "difference" and n < 2 and several_years:
        operation = "change"
    if (
        "share" in cues.names
        and operation in (None, "compare", "sum")
        and n >= 2
        and is_whole(mentions)
        and not of_shares
    ):
        operation = "share"
    if operation is None and n >= 2:
        operation = "compare"
    if operation is None and several_years:
        operation = "trend" if own.asked.ranged else "list"
    if operation is None and own.asked.recent:
        operation = "trend"
    within = wide and own.place_type not in (None, "country", *KIND_OF.get(mentions[0].candidates[0].place_type, ()))
    if operation is None and (within or (n == 0 and own.groups)) and concepts:
        operation = "mean" if _MEAN.search(own.low) and not averaged else "rank"
        if operation == "rank" and own.groups and n == 0 and _TOTAL.search(own.low):
            operation = "sum"
    return operation


def _which_moved(own: Own, mentions: Sequence[Mention]) -> bool:
    """True when it is asked of which places of a kind the figure rose or fell: "which LEPs lost jobs since 2014?"."""
    if own.against and "change" in own.cues.names and not own.cues.bound:
        return bool(_WHICH_OF_MANY.search(own.low))
    if own.cues.rising is None or own.cues.bound or own.cues.limit or own.cues.ordinal or SUPERLATIVE.search(own.low):
        return False
    within = all(m.candidates[0].place_type in WIDE for m in mentions) and len(mentions) < 2
    moves = "change" in own.cues.names or YEAR_TO_YEAR.search(own.low)
    return bool(within and moves and (own.place_type or own.groups) and _WHICH_OF_MANY.search(own.low))


def _sector_measure(concepts: Sequence[str]) -> bool:
    return any(c.startswith(("lq_", "gva", "employees", "employment_by")) for c in concepts)


def is_whole(mentions: Sequence[Mention]) -> bool:
    """True when one of two places contains the other's kind: a country and a region, a region and a LEP."""
    order = {"country": 3, "region": 2, "ITL1": 2}
    sizes = [order.get(m.candidates[0].place_type, 1) for m in mentions]
    widest = ("United Kingdom", "Great Britain")
    if len(mentions) == 2 and sum(m.candidates[0].name in widest for m in mentions) == 1:
        return True
    whole = [m for m in mentions if m.candidates[0].name in (*widest, "England")]
    return len(set(sizes)) == 2 or len(whole) == 1
