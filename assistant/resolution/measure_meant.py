"""The measure and sectors that a question means: named, carried over, two put together, or told by the whole phrase."""

import re
from dataclasses import replace

from assistant.choose_measures import meant_measures, meant_sector, named_measures
from assistant.cues import SUPERLATIVE
from assistant.figures.kindred import STAND_INS
from assistant.follow_ups.measure import by_population, carried_measure
from assistant.follow_ups.relations import OF_ALL
from assistant.measures import Measures
from assistant.quotients import quotient_of
from assistant.read_question import Own
from assistant.resolution.slots import Context, Measure, Slots
from assistant.topic import RANKINGS, Topic, as_shown
from assistant.two_measures import two_measures


def measure_meant(context: Context, slots: Slots) -> Slots:
    """The slots with the measure and sectors meant."""
    concepts, sectors = named_measures(slots.own, context.measures)
    slots = replace(slots, measure=Measure(concepts, sectors))
    if context.measured:
        slots = _carried(slots, context.measured, context.measures)
    slots = _contrasted(context, slots)
    slots = _per_head(context, _divided(context, slots))
    return _by_meaning(context, slots)


def _carried(slots: Slots, measured: Topic, measures: Measures) -> Slots:
    """With what the question takes over of the last measure, and of its places where it names and ranks none."""
    own = slots.own
    named = _as_counted_before(slots.concepts, measured, measures)
    concepts, sectors, inherited = carried_measure(own, named, slots.breakdowns, measured, measures)
    slots = slots.with_measure(concepts=concepts, breakdowns=sectors, inherited=inherited)
    widened = measured.ranked_within and OF_ALL.search(own.low)  # "and overall?"
    if inherited and not slots.mentions and not (measured.ranked or widened) and _same_places(own):
        same = slots.concepts == measured.query.concepts
        places = measured.places if same else tuple(as_shown(m, measured.answer) for m in measured.places)
        slots = slots.with_places(mentions=places)
    return replace(slots, follows=slots.follows or inherited)


def _as_counted_before(concepts: tuple[str, ...], measured: Topic, measures: Measures) -> tuple[str, ...]:
    """The measures named, one that another stands in for as that other where it was just counted: businesses of enterprises."""
    before = {c for concept in measured.query.concepts for c in (concept, measures.broader(concept))}
    return tuple(STAND_INS[c][0] if c in STAND_INS and STAND_INS[c][0] in before else c for c in concepts)


def _same_places(own: Own) -> bool:
    """True when a question that names no place is about the last ones still, not about the places of a ranking."""
    ranks = own.cues.operation in RANKINGS or own.cues.ordinal or own.cues.limit or own.place_type
    superlative = SUPERLATIVE.search(own.low)
    return not (ranks or own.groups or own.foreign or superlative)


# Two places set against each other by two measures: "which of them has more of both?".
_WHICH_OF = re.compile(r"\b(?:which|who)\b.*\b(?:of|the two|both|them|those|these)\b")


def _contrasted(context: Context, slots: Slots) -> Slots:
    """With two measures set against each other, or added, and the places of which they are; as it was where none are."""
    own, measured = slots.own, context.measured
    concepts = two_measures(own, measured, context.measures)
    if not concepts:
        return slots
    slots = slots.with_measure(concepts=concepts, breakdowns=(), two="contrast")
    if measured is None or own.mentions:
        return slots
    which = len(slots.mentions) > 1 and _WHICH_OF.search(own.low)
    slots = slots.with_places(mentions=slots.mentions if which else measured.places).with_measure(inherited=True)
    return replace(slots, follows=True)


# The measure by head that is held beside a total.
_PER_HEAD_OF = {"gva": "gva_per_head", "gdp": "gdp_per_head", "gerd": "gerd_per_head"}


def _divided(context: Context, slots: Slots) -> Slots:
    """With one measure divided by another: "GVA per job"; by the population, the measure held by head."""
    if slots.measure.two:
        return slots
    measured = context.measured
    divided = quotient_of(slots.own, context.measures, measured.query if measured else None)
    if divided is None:
        return slots
    if divided[1] == "population" and (by_head := _PER_HEAD_OF.get(divided[0])) in context.measures.by_concept:
        return slots.with_measure(concepts=(by_head,), breakdowns=())  # "output for every resident"
    return slots.with_measure(concepts=divided, breakdowns=(), two="quotient")


def _per_head(context: Context, slots: Slots) -> Slots:
    """With measures held by head in place of totals, where a figure by head is asked for."""
    own, measured, held = slots.own, context.measured, context.measures.by_concept
    if "per_head" not in own.cues.names or (measured and by_population(own, measured)):
        return slots
    by_head = (_PER_HEAD_OF.get(c, c) for c in slots.concepts)
    return slots.with_measure(
        concepts=tuple(h if h in held else c for h, c in zip(by_head, slots.concepts, strict=True))
    )


def _by_meaning(context: Context, slots: Slots) -> Slots:
    """With the measure and the sector that the whole phrase means, in a question that takes nothing over."""
    own, measures, meaning = slots.own, context.measures, context.meaning
    if meaning is None or slots.follows or context.wording.put_in:
        return slots
    named, by_words = slots.concepts, slots.breakdowns
    meant = meant_measures(own, named, measures, meaning)
    concepts, sectors = meant_sector(own, meant.concepts if meant else named, by_words, measures, meaning)
    return slots.with_measure(
        concepts=concepts,
        breakdowns=sectors,
        by_meaning=meant is not None or sectors != by_words,
        other=concepts != named,
        choices=meant.choices if meant else (),
    )
