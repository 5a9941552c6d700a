"""The measures of a question on sectors: those that put them in order, a place's strength in one or reliance on it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.choose_measures import best_sectors, sector_measures
from assistant.cues import OTHER_AREAS, RESTS_ON, SUPERLATIVE, Operation
from assistant.measures import Measures
from assistant.periods import YEAR
from assistant.read_question import WIDE, Own
from assistant.resolution.slots import Context, Slots
from assistant.words import content_stems
from ingest.schema import Mention


def sectors_meant(context: Context, slots: Slots) -> Slots:
    """The slots with the measures that a question on sectors is answered from."""
    slots = _most_reliant(context, slots)
    slots = _sectors_in_order(context, slots)
    own, concepts, operation = slots.own, slots.concepts, slots.operation
    if relied := _reliance_then_and_now(own, slots.mentions, concepts, operation, context.measures):
        sectors = slots.breakdowns or best_sectors(own)
        return replace(slots.with_measure(concepts=relied, breakdowns=sectors), operation="change")
    if _asks_strength(own, slots.mentions, concepts, operation):
        sectors = slots.breakdowns or best_sectors(own)
        measure = {"concepts": concepts or ("lq_sector",), "breakdowns": sectors}
        return replace(slots.with_measure(**measure), operation="strength")
    return slots


_FINER = re.compile(r"\bby industry\b|\bindustr(?:y|ies)\b(?! sector)|\b(?:finer|more|greater) detail\b|\bin detail\b")


def _sectors_in_order(context: Context, slots: Slots) -> Slots:
    """With the measures by which a place's sectors are put in order; with none where one sector that is not held is meant."""
    own, measured = slots.own, context.measured
    if slots.operation != "sectors":
        return slots
    goes_on = slots.follows and not own.reading.concepts and measured and measured.query.operation == "sectors"
    text = context.wording.text
    if goes_on and _FINER.search(own.low) and "lq_industry" in slots.concepts:
        rest = (c for c in slots.concepts if c != "lq_industry")
        slots = slots.with_measure(concepts=("lq_industry", *rest))  # "and in finer detail?"
    elif not goes_on:
        slots = slots.with_measure(concepts=sector_measures(text, own, slots.concepts, slots.asked, context.measures))
    if own.cues.names & {"reports"} or _of_one_sector(own):
        return replace(slots.with_measure(concepts=()), operation=None)
    return slots


def _of_one_sector(own: Own) -> bool:
    """True when a word that names no held sector stands before "sector": "Cumbria's nuclear sector"."""
    at = [i for i, word in enumerate(own.words) if word in ("sector", "industry", "cluster", "supply")]
    return any(i and own.words[i - 1] in own.reading.unexplained for i in at)


# By what places are put in order that rely on a sector.
_BY_RELIANCE = ("lq_sector", "lq_industry")


def _most_reliant(context: Context, slots: Slots) -> Slots:
    """With the location quotient of the sector by which places are put in order: "who relies most on farming?"."""
    own, mentions = slots.own, slots.mentions
    sectors = best_sectors(own)
    within = _asks_within(own, mentions) and slots.operation in (None, "sectors", "rank")
    if not (within or (slots.operation == "rank" and not mentions)) or context.measured or not sectors:
        return slots
    if not all(c.startswith("lq_") for c in slots.concepts) or (slots.concepts and slots.breakdowns):
        return slots
    if not own.reading.unexplained:  # "violin makers" are not all of manufacturing
        sectors = _as_held(sectors, context.measures)
    held = _held_of(sectors, _BY_RELIANCE, context.measures)
    if not held:
        return slots
    return replace(slots.with_measure(concepts=held[:1], breakdowns=sectors), operation="rank")


def _asks_within(own: Own, mentions: Sequence[Mention]) -> bool:
    """True when an end of an order is asked for among the areas of a region: "which LEPs in the North West are strongest?"."""
    wide = len(mentions) == 1 and mentions[0].candidates[0].place_type in WIDE
    return bool(wide and (own.place_type or OTHER_AREAS.search(own.low)) and SUPERLATIVE.search(own.low))


def _as_held(sectors: tuple[str, ...], measures: Measures) -> tuple[str, ...]:
    """The sectors by the names under which a quotient is held: "Chemicals" is part of "Petroleum, chemicals and …"."""
    if _held_of(sectors, _BY_RELIANCE, measures):
        return sectors
    known = [i.breakdown for c in _BY_RELIANCE for i in measures.by_concept.get(c, ()) if i.breakdown]
    wider = (next((k for k in known if set(content_stems(s)) <= set(content_stems(k))), None) for s in sectors)
    return tuple(sector for sector in wider if sector)


def _held_of(sectors: Sequence[str], concepts: Sequence[str], measures: Measures) -> tuple[str, ...]:
    """Those of the measures that are held of one of the sectors."""
    return tuple(c for c in concepts if any(i.breakdown in sectors for i in measures.by_concept.get(c, ())))


# Measures of how far a place rests on a sector.
_OF_RELIANCE = ("gva_sector_share", "lq_sector")
# "Does it rest on steel more than it did in 2010?"
_THAN_IN = re.compile(rf"\bthan (?:it was |it did |they were )?(?:back )?(?:in )?{YEAR}\b")


def _reliance_then_and_now(
    own: Own, mentions: Sequence[Mention], concepts: Sequence[str], operation: Operation | None, measures: Measures
) -> tuple[str, ...]:
    """Share of output and location quotient where it is asked how far a place's reliance on a sector changed; else ()."""
    timed = "change" in own.cues.names or own.asked.ranged or len(own.asked.years) > 1 or _THAN_IN.search(own.low)
    sectors = best_sectors(own)
    plain = len(mentions) == 1 and operation in (None, "change", "compare", "trend", "list", "sectors")
    if not (plain and sectors and timed and RESTS_ON.search(own.low)):
        return ()
    if concepts:
        return tuple(f"{c}_share" for c in concepts if f"{c}_share" in measures.by_concept)
    return _held_of(sectors, _OF_RELIANCE, measures)


# The quotient itself, asked for by name.
_LQ = re.compile(r"\blqs?\b|\bquotients?\b")


_TELL = re.compile(
    r"\W*(?:(?:please|can you|could you) )*(?:(?:tell|talk to|show|give) (?:me|us) (?:(?:something|more|everything|anything|a bit) )?(?:about|on)|(?:what|how) about)\b"
)


def _asks_strength(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], operation: Operation | None) -> bool:
    """True when it is asked how strong one place is in one sector, or of that sector there: "tell me about steel in Teesside"."""
    if not own.reading.breakdowns or len(mentions) != 1 or own.asked.ranged or len(own.asked.years) > 1:
        return False
    if _asks_within(own, mentions):
        return False
    quotient = all(c.startswith("lq_") for c in concepts) and not _LQ.search(own.low)
    asked = "strength" in own.cues.names or (not concepts and _TELL.match(own.low) is not None)
    return asked and quotient and operation in (None, "sectors", "compare", "rank", "place_rank")
