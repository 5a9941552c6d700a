"""Questions for a time: since when, in which year most, for which years held."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import show
from assistant.figures.threshold import bound_test
from assistant.figures.trend import trend


def since(draft: Draft) -> Findings | None:
    """The first year of the unbroken run in which a bound is passed."""
    concept = draft.query.concepts[0]
    for s in choose_or_stand_in(draft, concept):
        test, words = bound_test(draft, s.indicator)
        if test is None:
            return trend(draft)
        start = op.since_when(s.observations, test)
        name = w.measure_name(s.indicator)
        draft.places.append(s.place)
        if start is None:
            last = s.observations[-1]
            draft.say(
                f"{w.upper_first(name)} in {w.of(last)} was not {words} in {last.period}, the last year held: {w.value_text(last, s.indicator)} {draft.ref(last)}."
            )
            continue
        before = [o for o in s.observations if o.period < start.period]
        draft.say(
            f"{w.upper_first(name)} in {w.of(start)} has been {words} since {w.period_name(start.period, s.indicator)}, when it was {w.value_text(start, s.indicator)} {draft.ref(start)}."
        )
        if before:
            draft.say(
                f"The year before held, {before[-1].period}, it was {w.value_text(before[-1], s.indicator)} {draft.ref(before[-1])}."
            )
        else:
            draft.say(f"{start.period} is the first year held, so it may have been so earlier {draft.ref(start)}.")
    return draft.findings()


def peak(draft: Draft) -> Findings | None:
    """The year in which a place's figure was highest or lowest."""
    concept = draft.query.concepts[0]
    lowest = bool(re.search(r"\b(?:lowest|worst|least|smallest|minimum|bottom\w*)\b", draft.low))
    for s in choose_or_stand_in(draft, concept):
        valued = [o for o in s.observations if o.value is not None]
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
    concept = draft.query.concepts[0]
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
