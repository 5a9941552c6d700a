"""A total by resident, from the total and the population of one area and year."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import indicators_of, name_of, pick
from assistant.figures.draft import Draft, Findings
from assistant.figures.kindred import TOTAL_OF
from assistant.figures.say import show
from assistant.figures.value import value
from assistant.held import Series, best_first, chosen_periods
from assistant.numbers import split_unit, written
from ingest.schema import Observation

PER_HEAD = " per head"  # at the end of a unit
POPULATION = "population"


def total_by_head(draft: Draft) -> str | None:
    """The total that must be divided by residents to answer a question per head; None where such a figure is held."""
    query = draft.query
    whole = TOTAL_OF.get(query.concepts[0])
    if whole is None:
        by_head = any("per_head" in c or c == POPULATION for c in query.concepts)
        return None if by_head else query.concepts[0]
    held = any(pick(draft, query.mentions, query.concepts[0]))
    return whole if whole in draft.held.measures.by_concept and query.mentions and not held else None


def bounds(s: Series) -> str:
    """The year of the boundary that a LEP's figures are on, where their table prints one later than 2020; else ""."""
    found = re.search(r"\((20[2-9][1-9]) boundary\)$", s.observations[0].place_name)
    return found[1] if found else ""


def by_head_text(value: float, unit: str) -> str:
    """A number worked out by head as it is said: money to the penny, else four figures, 37.74 of 37.741719."""
    money = unit in ("GBP", "EUR")
    return written(value if money or abs(value) >= 1000 else float(f"{value:.4g}"), unit, exact=False)


def by_heads(heads: int) -> str:
    """How a unit goes on that is by so many residents: " per head", " per 1,000 people"."""
    return PER_HEAD if heads == 1 else f" per {heads:,} people"


def heads_for(each: float, unit: str) -> int:
    """How many residents a figure by resident is told by, so that it can be read: few of a thing are by 1,000 or a million."""
    if unit in ("GBP", "EUR") or each >= 0.01 or not each:
        return 1
    return 1_000 if each >= 0.001 else 1_000_000


def _say_which_is_more(draft: Draft, told: Sequence[tuple[op.Result, Observation, Observation]]) -> None:
    """Of two places, which has more by resident and by how much."""
    (one, *of_one), (other, *of_other) = told
    apart = op.Result(op.tidy_float(one.value - other.value), one.unit, "first minus second")
    if not apart.value or one.unit != other.unit:
        return
    draft.derive("difference", apart, *of_one, *of_other)
    higher, lower = (of_one, of_other) if apart.value > 0 else (of_other, of_one)
    by = by_head_text(abs(apart.value), one.unit.split(" per ")[0])
    draft.say(f"It was higher in {w.of(higher[0])} than in {w.of(lower[0])}, by {by} {draft.ref(*of_one, *of_other)}.")


def per_head(draft: Draft, concept: str) -> Findings | None:
    """A total by resident, worked out from the total and the population of the same area and year."""
    totals = [s for s in pick(draft, draft.query.mentions, concept) if s]
    if not totals:
        quotient = indicators_of(draft, draft.query.concepts[0])
        if not any(draft.held.stand_ins(m, quotient) for m in draft.query.mentions):
            draft.query = replace(draft.query, concepts=(concept,))  # the total may be held for an area around
        return value(draft)
    done, heads = False, 0
    told: list[tuple[op.Result, Observation, Observation]] = []
    without: list[Series] = []
    for s in totals:
        same = draft.held.series_of(
            [(s.place, "exact"), *((q, "exact") for q in draft.gazetteer.same_area(s.place))],
            draft.held.indicators(POPULATION),
        )
        alike = [p for p in same if set(s.periods) & set(p.periods) and bounds(p) == bounds(s)]
        people_series = best_first(alike, draft.query.asked, None)[0] if alike else None
        if people_series is None:
            without.append(s)
            continue
        shared = sorted(set(s.periods) & set(people_series.periods))
        periods, wanting = chosen_periods(shared, draft.query.asked)
        for period in periods:
            total, residents = s.at(period), people_series.at(period)
            if total is None or residents is None or total.value is None or not residents.value:
                continue
            unit, scale, _ = split_unit(s.indicator.unit)
            if not heads:  # the same for every place and year
                heads = draft.cues.heads
                heads = heads_for(total.value * scale / residents.value, unit) if heads == 1 else heads
            by = by_heads(heads)
            result = op.Result(
                op.tidy_float(total.value * scale * heads / residents.value),
                (unit or s.indicator.unit) + by,
                f"{s.indicator.label} / {people_series.indicator.label}",
            )
            ref = draft.ref(total, residents)
            draft.derive("per_head", result, total, residents)
            draft.say(
                f"{w.upper_first(w.measure_name(s.indicator))}{by} in {w.of(total)} {w.be(w.measure_name(s.indicator), 'was', 'were')} {by_head_text(result.value, result.unit.removesuffix(by))} in {w.period_name(period, s.indicator)}: {w.value_text(total, s.indicator)} over {w.value_text(residents, people_series.indicator)} {ref}."
            )
            draft.places.append(s.place)
            told.append((result, total, residents))
            done = True
            if wanting:
                draft.status = "nearest"
    if len(told) == 2 and told[0][1].period == told[1][1].period:
        _say_which_is_more(draft, told)
    if done and without:
        where = w.joined([w.of(s.observations[-1]) for s in without])
        draft.say(f"For {where} it cannot be given: no population is held for the same area and year.")
        draft.status = "partly"
    if not done:
        draft.status = "not_found"
        draft.say(
            f"{w.upper_first(name_of(draft, concept))} per head cannot be given: no population is held for the same area and year."
        )
        for s in totals:
            observation = s.observations[-1]
            draft.status = "nearest"
            show(draft, s, observation)
    return draft.findings()
