"""Questions for a time: since when, in which year most, for which years held."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.cues import LOW
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import show
from assistant.figures.threshold import bound_test
from assistant.figures.trend import trend
from assistant.held import Series, chosen_periods
from ingest.schema import Observation

BOTTOM = re.compile(rf"\b(?:{LOW}|bottom\w*)\b")


def since(draft: Draft) -> Findings | None:
    """The first year in which a bound is passed, and whether it has been passed ever since."""
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            test, words = bound_test(draft, s.indicator)
            if test is None:
                return trend(draft)
            say_since(draft, s, op.first_when(s.observations, test), op.since_when(s.observations, test), words)
    return draft.findings()


def say_since(draft: Draft, s: Series, first: Observation | None, unbroken: Observation | None, words: str) -> None:
    """The sentences for one place: when it first passed the bound, whether it still does, and the year before."""
    name = w.measure_name(s.indicator)
    valued = [o for o in s.observations if o.value is not None]
    draft.places.append(s.place)
    draft.caveat(s.indicator)
    if first is None:
        best = (
            max(valued, key=lambda o: o.value or 0.0) if "above" in words else min(valued, key=lambda o: o.value or 0.0)
        )
        draft.say(
            f"{w.upper_first(name)} in {w.of(best)} was not {words} in any year held; it came nearest in {w.period_name(best.period, s.indicator)}, at {w.value_text(best, s.indicator)} {draft.ref(best)}."
        )
        return
    when, value = w.period_name(first.period, s.indicator), w.value_text(first, s.indicator)
    before = [o for o in valued if o.period < first.period]
    if unbroken == first:
        draft.say(
            f"{w.upper_first(name)} in {w.of(first)} has been {words} since {when}, when it was {value} {draft.ref(first)}."
        )
    else:
        draft.say(f"{w.upper_first(name)} in {w.of(first)} was first {words} in {when}, at {value} {draft.ref(first)}.")
        if unbroken is not None:
            draft.say(
                f"It has been so without a break since {w.period_name(unbroken.period, s.indicator)}, when it was {w.value_text(unbroken, s.indicator)} {draft.ref(unbroken)}."
            )
        else:
            last = valued[-1]
            draft.say(
                f"In {w.period_name(last.period, s.indicator)}, the last year held, it was not: {w.value_text(last, s.indicator)} {draft.ref(last)}."
            )
    if before:
        draft.say(
            f"In {w.period_name(before[-1].period, s.indicator)} it was {w.value_text(before[-1], s.indicator)} {draft.ref(before[-1])}."
        )
    else:
        draft.say(f"{when} is the first year held, so it may have been so earlier {draft.ref(first)}.")


def peak(draft: Draft) -> Findings | None:
    """The year in which a place's figure was highest or lowest."""
    lowest = bool(BOTTOM.search(draft.low))
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            asked = draft.query.asked
            inside = chosen_periods(s.periods, asked)[0] if asked.ranged or asked.recent else s.periods
            valued = [o for o in s.observations if o.value is not None and o.period in inside]
            if not valued:
                continue
            chosen = (min if lowest else max)(valued, key=lambda o: o.value or 0.0)
            same = [o for o in valued if o.value == chosen.value]
            draft.places.append(s.place)
            when = w.joined([w.period_name(o.period, s.indicator) for o in same])
            draft.say(
                f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(chosen)} was {'lowest' if lowest else 'highest'} in {when}, at {w.value_text(chosen, s.indicator)}, "
                f"over the years held, {w.period_name(valued[0].period, s.indicator)} to {w.period_name(valued[-1].period, s.indicator)} {draft.ref(*same)}."
            )
            draft.caveat(s.indicator)
    return draft.findings()


def span(draft: Draft) -> Findings | None:
    """The years for which a measure is held for a place, with the first and the last figure."""
    if not draft.query.mentions:
        return span_of_all(draft, draft.query.concepts[0])
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            first, last = s.observations[0], s.observations[-1]
            draft.places.append(s.place)
            years = w.period_name(first.period, s.indicator)
            if last is not first:
                years += f" to {w.period_name(last.period, s.indicator)}"
            draft.say(
                f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(first)} is held for {years} {draft.ref(first, last)}."
            )
            for o in dict.fromkeys((first, last)):
                show(draft, s, o)
    return draft.findings()


def span_of_all(draft: Draft, concept: str) -> Findings:
    """The years and kinds of area for which a measure is held anywhere."""
    indicators = [i for i in draft.held.indicators(concept) if i.periods]
    for indicator in indicators:
        periods = sorted(indicator.periods)
        one = draft.held.observations([indicator], (), periods[-1:])[0]
        years = w.period_name(periods[0], indicator)
        if len(periods) > 1:
            years += f" to {w.period_name(periods[-1], indicator)}"
        kinds = w.joined([w.plural(k) for k in indicator.place_types])
        draft.say(f"{w.upper_first(indicator.label)} is held for {kinds}, {years} {draft.ref(one)}.")
        draft.caveat(indicator)
    return draft.findings()
