"""The years that a question means, and what follows from the year: a gap over it, a share worked out for it."""

import re
from dataclasses import replace

from assistant.beside import SO_MANY, worked_out_share
from assistant.follow_ups.other_measure import IN_MONEY
from assistant.follow_ups.pointing_back import BOTH_YEARS, asks_reports
from assistant.follow_ups.years import GOES_ON, carried_periods, of_new_measure, of_ranking, years_talked_of
from assistant.periods import Asked
from assistant.resolution.slots import Context, Slots
from assistant.topic import RANKINGS, Topic

# "Which of the two is quicker now?"
_NOW = re.compile(r"\b(?:latest|now|current\w*|today)\b")


def years_meant(context: Context, slots: Slots) -> Slots:
    """The slots with the years meant."""
    goes_on = GOES_ON.search(slots.own.low) and not asks_reports(slots.own)
    if context.topic and (slots.follows or context.wording.put_in or goes_on):
        slots = _carried(context, context.topic, slots)
        slots = _bare_difference(context, context.topic, slots)
    slots = _share_of_that_year(context, slots)
    slots = _as_now(context, slots)
    return replace(slots, asked=_of_order(slots, context.measured)) if context.measured else slots


def _carried(context: Context, topic: Topic, slots: Slots) -> Slots:
    """With the years of the turn before, where the question has none of its own or counts from those."""
    own, operation, asked = slots.own, slots.operation, slots.asked
    share_moved = operation == "share_of_measure" and own.cues.operation in ("change", "compare")
    over = "change" if share_moved else operation
    asked = carried_periods(asked, topic, years_talked_of(context.history), over, own.low)
    if share_moved and asked.first and asked.last:
        asked = Asked(years=(asked.first, asked.last))
    if own.reading.concepts and not own.asked.given and slots.concepts != topic.query.concepts:
        pointed = bool(context.wording.put_in)
        asked = of_new_measure(asked, operation, slots.concepts, topic, context.measures, pointed)
    return replace(slots, asked=asked)


def _bare_difference(context: Context, topic: Topic, slots: Slots) -> Slots:
    """Of a bare "what is the difference?": between the two places talked of, or the two years of one."""
    own = slots.own
    set_apart = slots.operation == "difference" and slots.measure.two != "contrast" and len(slots.mentions) == 1
    if not set_apart or own.asked.given or own.mentions:
        return slots
    if len(topic.recent) != 1 and not BOTH_YEARS.search(own.low):
        return slots.with_places(mentions=topic.recent or slots.mentions)
    if topic.query.relations and len(topic.shown) == 2:
        return slots.with_places(mentions=topic.shown)
    asked = carried_periods(Asked(), topic, years_talked_of(context.history), "change")
    return replace(slots, operation="change", asked=asked)


def _share_of_that_year(context: Context, slots: Slots) -> Slots:
    """With the part and the whole from which a share is worked out for a year that only these are held for."""
    own, years = slots.own, slots.asked.years
    in_numbers = SO_MANY.search(own.low) or IN_MONEY.search(own.low)
    if slots.operation not in (None, "compare") or len(years) != 1 or in_numbers:
        return slots
    pair = worked_out_share(slots.concepts, slots.breakdowns, years[0], context.measures)
    return replace(slots.with_measure(concepts=pair), operation="share_of_measure") if pair else slots


def _as_now(context: Context, slots: Slots) -> Slots:
    """With no year, so with the latest, where the figures as they are now are asked for."""
    own, measured = slots.own, context.measured
    if own.asked.given:
        return slots
    # Of those that grew, the figures as they are now.
    moved = measured and measured.query.operation == "moved" and slots.operation in ("rank", "compare")
    compared = slots.operation in (None, "compare") and len(slots.mentions) > 1 and _NOW.search(own.low)
    return replace(slots, asked=Asked()) if moved or compared else slots


def _of_order(slots: Slots, measured: Topic) -> Asked:
    """The time of an order: that of the measure just talked of where none is said, one year where that had several."""
    own, asked, operation = slots.own, slots.asked, slots.operation
    same = slots.concepts == measured.query.concepts and operation in RANKINGS and not own.mentions
    if same and not asked.given and not _NOW.search(own.low):
        asked = measured.query.asked  # "which three are top on it?" is of the year just talked of
    if operation == "rank" and asked == measured.query.asked and "change" not in own.cues.names:
        asked = of_ranking(asked, measured, own.low)
    return asked
