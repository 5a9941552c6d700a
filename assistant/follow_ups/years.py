"""The years that a follow-up means: those it says, else those of the turn before, or what its words make of these."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import Operation
from assistant.follow_ups.pointing_back import BOTH_YEARS
from assistant.held import first_year
from assistant.measures import Measures
from assistant.periods import YEAR, Asked
from assistant.schema import Turn
from assistant.topic import RANKINGS, Topic

# What goes on with the time of the question before: "and Kent?", "in the same year".
GOES_ON = re.compile(
    r"^\W*(?:and|also|plus)\b|\bsame (?:year|period|time|date|survey)\b|\b(?:that|the same) (?:year|survey)\b"
)
# The one year just told: "who was top that year?".
THAT_YEAR = re.compile(r"\b(?:in|for|of)? ?(?:that|the same) (?:very )?(?:year|survey)\b")
# The end of a change, whose start is known: "and by 2019?".
UP_TO = re.compile(rf"\b(?:by|until|till|up to|to|as of) {YEAR}\b")
# "How much higher was it in 2012?"
MORE_IN = re.compile(
    rf"\bhow (?:much|many) (?:more|higher|larger|bigger|greater|lower|less|fewer|smaller|faster|slower|better|worse)\b.{{0,30}} {YEAR}\b"
)
# The year that a figure just given is held against: "how does that compare with 2017?", "is it up on 2015?".
AGAINST_YEAR = re.compile(
    rf"\b(?:compar(?:e[sd]?|ing|ison)|versus|vs|against|relative to|than|(?:up|down) (?:on|from)|differen(?:t|ce) (?:from|to))\b(?: \w+){{0,4}}? {YEAR}\b"
)


def years_talked_of(history: Sequence[Turn]) -> list[int]:
    """The single years asked for in the turns so far, the latest first, each once."""
    return list(
        dict.fromkeys(
            y
            for turn in reversed(history)
            if "forecast" not in turn.answer.query.cues.names
            for y in turn.answer.query.asked.years
        )
    )


def carried_periods(
    asked: Asked, topic: Topic, history_years: Sequence[int], operation: Operation | None, low: str = ""
) -> Asked:
    """The periods meant: those said, else those of the turn before; "ten years earlier" counts back from it."""
    base = topic.query.asked
    if not asked.given and operation in ("sum", "mean") and _ALL_YEARS.search(low):
        return asked
    if not asked.given and (several := _several_years(low, operation, topic, history_years)):
        return Asked(years=several)
    if spanned := _span_with(asked, topic, operation, low):
        return spanned
    if not asked.given and base.first and base.last and _TWO_YEARS.search(low):
        return Asked(years=(base.first, base.last))
    if asked.back is not None:
        years = base.years or tuple(y for y in (base.last, base.first) if y) or topic.years[-1:]
        return Asked(years=(max(years) - asked.back,)) if years else asked
    moves = operation in ("change", "trend")
    if asked.first and not asked.last and moves and base.years and max(base.years) > asked.first:
        return replace(asked, last=max(base.years))
    told = topic.query.operation in ("peak", "since") and topic.answer.figures
    if not asked.given and THAT_YEAR.search(low) and told:
        return Asked(years=(first_year(topic.answer.figures[0].observation.period),))
    if asked.given or (operation == "trend" and _ALL_YEARS.search(low)):
        return asked
    return (_span_talked_of(topic, history_years) if moves else None) or base


# How many years are pointed back to: "both years", "all three surveys".
_HOW_MANY = (("three", 3), ("four", 4), ("both", 2), ("two", 2))


def _years_counted(low: str) -> int | None:
    """How many years are pointed back to: three in "all three years"; None where they are not counted."""
    said = BOTH_YEARS.search(low)
    return next((n for word, n in _HOW_MANY if word in said[0]), None) if said else None


def _several_years(
    low: str, operation: Operation | None, topic: Topic, history_years: Sequence[int]
) -> tuple[int, ...]:
    """The several years pointed back to where the last question did not ask of just so many; () for none."""
    base = topic.query.asked
    if not (base.ranged or len(base.years) > 1):
        return _years_meant(low, operation, topic, history_years)
    counted = _years_counted(low)
    return topic.talked_years if counted and counted == len(topic.talked_years) != len(base.years) else ()


def _years_meant(low: str, operation: Operation | None, topic: Topic, history_years: Sequence[int]) -> tuple[int, ...]:
    """The several years that "both years" or a bare "total?" means, after one year in each question; () for none."""
    if BOTH_YEARS.search(low):
        counted = _years_counted(low)
        years = history_years[:counted] if counted else topic.talked_years or history_years[:2]
        if counted and len(history_years) < counted == len(topic.by_year):
            years = [year for year, _ in topic.by_year]  # of which the first was not said, but given
    else:
        alone = operation in ("sum", "mean") and len(topic.talked) == 1
        years = topic.talked_years if alone else ()
    return tuple(sorted(years)) if len(years) > 1 else ()


def _span_with(asked: Asked, topic: Topic, operation: Operation | None, low: str) -> Asked | None:
    """The span from the year before to the one year said: "by 2019?", "is it up on 2015?"; None where none is meant."""
    if operation not in ("change", "trend") or len(asked.years) != 1:
        return None
    if not any(pattern.search(low) for pattern in (UP_TO, MORE_IN, AGAINST_YEAR)):
        return None
    base = topic.query.asked
    start = base.first or min(base.years or topic.years or asked.years)
    return Asked(first=min(start, *asked.years), last=max(start, *asked.years), ranged=True)


# The two ends of a span just given, apart: "just the two years".
_TWO_YEARS = re.compile(r"\b(?:both|the two|either|each of the two) (?:years|dates)\b")
# "For all the years you hold".
_ALL_YEARS = re.compile(r"\b(?:all|every) (?:of )?(?:the |those |its )?years?\b|\byears (?:that )?you (?:hold|have)\b")


def _span_talked_of(topic: Topic, history_years: Sequence[int]) -> Asked | None:
    """The span between the years of the last questions, over which a bare "how has it changed?" asks; None for one year."""
    base = topic.query.asked
    last_shown = topic.years[-1:] if base.latest else ()
    if last_shown and history_years and history_years[0] < last_shown[0]:
        return Asked(first=history_years[0], last=last_shown[0], ranged=True)
    if base.ranged or len(base.years) > 1:
        return None
    # One may have been the latest held, which was not asked for by its number.
    if len(history_years) < 2 and len(topic.years) == 1:
        history_years = [year for year, _ in topic.by_year[-2:]]
    if len(set(history_years)) < 2:
        return None
    return Asked(first=min(history_years[:2]), last=max(history_years[:2]), ranged=True)


def of_new_measure(
    asked: Asked, operation: Operation | None, concepts: Sequence[str], topic: Topic, measures: Measures, pointed: bool
) -> Asked:
    """The time carried to another measure: of a span over which the old one changed the last year, if held, for a level.

    `pointed` is true where places of a list are pointed back to, whose level is asked for.
    """
    held = {first_year(p) for c in concepts for i in measures.by_concept[c] for p in i.periods}
    level = (operation == "compare" or (pointed and operation is None)) and topic.query.operation in ("change", "trend")
    if len(asked.years) == 1 and held and not held & set(asked.years):
        return Asked()  # a year that was of the measure before
    if not asked.ranged or ({y for y in (asked.first, asked.last) if y} <= held and not level):
        return asked
    return Asked(years=(asked.last,)) if asked.last in held else Asked()


def of_ranking(asked: Asked, topic: Topic, low: str) -> Asked:
    """The time of a ranking asked for after several years of places: the last of these, of which one order is made."""
    years = [y for y in (*asked.years, asked.last) if y]
    if topic.query.operation in RANKINGS or len(years) < 2 - asked.ranged or BOTH_YEARS.search(low):
        return asked
    return Asked(years=(max(years),)) if years else asked
