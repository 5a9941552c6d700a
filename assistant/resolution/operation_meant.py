"""What is to be done with the figures: what the words ask, what goes on from the turn before, and what two measures make."""

import re
from dataclasses import replace

from assistant.choose_operation import operation_of
from assistant.cues import Bound, Operation
from assistant.follow_ups.operation import carried_operation, reorders_sectors
from assistant.follow_ups.pointing_back import elliptical, only_a_measure
from assistant.follow_ups.relations import carried_groups
from assistant.measures import Measures
from assistant.read_question import WIDE, Own
from assistant.resolution.parts_and_wholes import held_share, part_and_whole, ranked_share, whole_of_share
from assistant.resolution.slots import Context, Slots
from assistant.standalone import points_back
from assistant.topic import RANKINGS, as_shown
from assistant.two_measures import adds
from ingest.schema import Mention


def operation_meant(context: Context, slots: Slots) -> Slots:
    """The slots with the operation, and with the measures, sectors and places that it makes of them."""
    measured = context.measured
    slots = _beside_its_region(context, slots)
    slots = replace(slots, follows=slots.follows or bool(measured and reorders_sectors(slots.own, measured)))
    still_ranks = bool(measured and measured.ranked and not slots.mentions and points_back(context.wording.text))
    slots = _carried_or_own(context, slots, still_ranks)
    slots = _of_two_measures(_of_part_and_whole(context, slots))
    slots = _beside_uk(context, slots)
    if measured and (slots.follows or still_ranks) and carried_groups(slots.own, slots.operation, measured):
        slots = slots.with_places(groups=measured.query.groups)
    slots = _of_the_last_places(context, slots)
    return replace(slots, follows=slots.follows or (still_ranks and slots.operation in RANKINGS))


def _beside_its_region(context: Context, slots: Slots) -> Slots:
    """With the region that one place lies in, where a share of the region's figure is asked for: "as a % of the region's"."""
    own = slots.own
    goes_on = context.measured and not own.reading.concepts and elliptical(own)
    parts = slots.mentions or (context.measured.places if context.measured and goes_on else ())
    parts = tuple(m for m in parts if m.candidates[0].place_type not in WIDE)
    if "share" not in own.cues.names or own.relations != ("region",) or len(parts) != 1:
        return slots
    around = context.gazetteer.containing(parts[0].candidates[0], ("region", "ITL1"))
    if not around:
        return slots
    region = around[0][0]
    slots = slots.with_places(mentions=(*parts, Mention(region.name, 0, 0, (region,))))
    return replace(slots, own=replace(own, relations=()))


def _carried_or_own(context: Context, slots: Slots, still_ranks: bool) -> Slots:
    """With the operation of the last question where that goes on, else that of the words."""
    own, measured, topic = slots.own, context.measured, context.topic
    operation: Operation | None = None
    if measured and (slots.follows or still_ranks):
        operation = carried_operation(own, slots.mentions, slots.concepts, measured)
    operation = operation or _own_operation(context, slots)
    profiled = topic and topic.query.operation == "profile" and own.mentions and elliptical(own)
    if profiled and not (operation or slots.concepts):
        return replace(slots, operation="profile", follows=True)  # "and Lancashire?"
    return replace(slots, operation=operation)


def _own_operation(context: Context, slots: Slots) -> Operation | None:
    """The operation that the words ask for, by how many places, years and sectors are meant."""
    concepts, measures = slots.concepts, context.measures
    return operation_of(
        slots.own,
        slots.mentions,
        concepts,
        follows=bool(context.measured) and slots.follows,
        needs_sector=bool(concepts) and set(concepts) <= measures.sector_families,
        has_sector=bool(slots.breakdowns),
        averaged=any(i.name.startswith(("average", "mean")) for c in concepts for i in measures.by_concept[c]),
    )


def _of_part_and_whole(context: Context, slots: Slots) -> Slots:
    """With the part and the whole of which a share is asked, at one place or of each in an order."""
    own, measured, measures = slots.own, context.measured, context.measures
    if pair := part_and_whole(own, slots.mentions, slots.concepts, slots.operation, measured, measures):
        if share := held_share(*pair, measures):
            return replace(slots.with_measure(concepts=(share,)), operation=None)
        sectors = slots.breakdowns or (measured.query.breakdowns if measured else ())
        slots = replace(slots.with_measure(concepts=pair, breakdowns=sectors), operation="share_of_measure")
    if slots.operation == "rank" and (pair := ranked_share(own, slots.concepts, measures)):
        return slots.with_measure(concepts=pair)
    ranks = measured and measured.ranked and slots.operation == "rank"
    if measured and ranks and (whole := whole_of_share(own, measured, measures)):
        slots = slots.with_measure(concepts=(measured.query.concepts[0], whole), breakdowns=())
    return slots


def _of_two_measures(slots: Slots) -> Slots:
    """With what is done to two measures or two sectors: their ratio, their sum, the gap between them, one by the other."""
    own, operation = slots.own, slots.operation
    if slots.measure.two == "contrast":
        apart: Operation = "gaps" if len(slots.mentions) > 1 else "difference"
        operation = "ratio" if own.cues.operation == "ratio" else "sum" if adds(own) else apart
    if slots.measure.two == "quotient" and operation in (None, "compare", "list", "trend"):
        operation = "quotient"
    slots = replace(slots, operation=operation)
    if operation in ("ratio", "difference") and len(slots.breakdowns) == 2 and len(slots.mentions) < 2:
        slots = slots.with_measure(breakdowns=_as_they_came(own, slots.breakdowns))
    return slots


def _as_they_came(own: Own, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors in the order in which the question names them."""
    where = {f.key: min(f.positions) for f in own.reading.breakdowns}
    return tuple(sorted(sectors, key=lambda sector: where.get(sector, 0)))


# "Which LEPs are more than 20% below the UK?"
_BESIDE_UK = re.compile(
    r"\b(?:more than|over|at least) (?P<share>\d+(?:\.\d+)?)\s*(?:%|percent) (?:(?P<above>above|higher than|more than|ahead of)|below|lower than|less than|behind|under|short of) (?:the )?(?:uk|united kingdom|national)\b"
)


def _beside_uk(context: Context, slots: Slots) -> Slots:
    """With the index of a measure, and the bound on it, that "more than 20% below the UK" asks for; as it was otherwise."""
    own = slots.own
    bound = _bound_beside_uk(own, slots.concepts[0], context.measures) if slots.concepts else None
    if bound is None:
        return slots
    slots = slots.with_measure(concepts=(f"{slots.concepts[0]}_index",)).with_places(mentions=())
    operation: Operation = "count" if own.cues.operation == "count" else "threshold"
    return replace(slots, cues=replace(slots.cues, bound=bound), operation=operation)


def _bound_beside_uk(own: Own, concept: str, measures: Measures) -> Bound | None:
    """The bound that "more than 20% below the UK" sets on the index of a measure, whose UK is 100; None where none is held."""
    said = _BESIDE_UK.search(own.low)
    places = [m for m in own.mentions if m.candidates[0].name != "United Kingdom"]
    if said is None or places or f"{concept}_index" not in measures.by_concept:
        return None
    share, above = float(said["share"]), said["above"] is not None
    return Bound(100.0 + share if above else 100.0 - share, above, False, "")


# Asks what a thing is, of no place: "what is a LEP?".
_A_TERM = re.compile(r"^\W*(?:and |so |but )?what(?: is|'s| are)(?: meant by)? an? ")


def _of_the_last_places(context: Context, slots: Slots) -> Slots:
    """With the places talked of, where a measure is asked for of none, and with what was done with these; else as it was."""
    own, topic, operation = slots.own, context.topic, slots.operation
    # "Is one better than the other, and why?"
    of_itself = "why" in own.cues.names and not points_back(context.wording.text)
    elsewhere = slots.places.groups or own.foreign or _A_TERM.search(own.low) or of_itself
    if not slots.concepts or slots.mentions or topic is None or operation in RANKINGS or elsewhere:
        return slots
    previous, mentions = topic.query.operation, tuple(as_shown(m, topic.answer) for m in topic.focus)
    compares = previous == "compare" or "compare" in own.cues.names
    goes_on = previous in ("change", "place_rank") and len(mentions) == 1 and only_a_measure(own)
    kept = previous if goes_on else None
    operation = operation or ("compare" if compares and len(mentions) > 1 else kept)
    return replace(slots.with_places(mentions=mentions), operation=operation, follows=True)
