"""The places whose figure rose, or fell, between two years, and how many."""

from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.change import BETTER_OR_WORSE
from assistant.figures.choose import series
from assistant.figures.draft import Draft, Findings
from assistant.figures.rank_change import Changed, change_of, changes, derive_changes, span_of, then_and_now
from assistant.figures.rank_moves import RANK_MOVED, rank_moves
from assistant.figures.ranking import other_areas, ranking, ranking_of_next_kind
from assistant.numbers import written
from ingest.schema import Indicator, Observation


def moved(draft: Draft) -> Findings | None:
    """The places of a kind whose figure moved the way asked about, those that moved most first; None where none is held."""
    indicator, _, observations, kind = ranking(draft, draft.query.concepts[0])
    if indicator is None or not observations:
        indicator, _, observations, kind = ranking_of_next_kind(draft, draft.query.concepts[0])
    if indicator is None or not observations:
        return None
    rising = draft.cues.rising is not False
    if judged := BETTER_OR_WORSE.search(draft.low):
        rising = (indicator.polarity == "lower") == (judged["worse"] is not None)
    other_areas(draft, kind, observations)
    everyone = changes(draft, indicator, observations)
    if everyone and RANK_MOVED.search(draft.low):
        return rank_moves(draft, indicator, everyone)
    if not everyone:
        return _one_year_only(draft, indicator, observations)
    draft.caveat(indicator)
    if draft.cues.bar is not None and draft.query.against:
        if against := _against(draft, indicator, everyone[0]):
            return _past_the_bar(draft, indicator, everyone, against)
        where = w.place_label(draft.query.against[0].candidates[0])
        draft.say(
            f"{w.upper_first(w.measure_name(indicator))} is not held for {where} in both years, so all that rose are given."
        )
        draft.status = "nearest"
    kept = [c for c in everyone if c.result.value and (c.result.value > 0) == rising]
    kept.sort(key=lambda c: (-abs(c.result.value), c.earlier.place_name))
    n, what = len(everyone), w.plural(observations[0].place_type)
    name, way = w.lower_first(w.measure_name(indicator)), "rise" if rising else "fall"
    if not kept:
        least = min(everyone, key=lambda c: abs(c.result.value))
        draft.say(
            f"None of the {n} {what} held for both years had a {way} in {name} {span_of(least, indicator)} {draft.ref(least.earlier, least.later)}."
        )
        derive_changes(draft, indicator, [least])
        draft.say(f"The nearest was {_item(least, indicator)} {draft.ref(least.earlier, least.later)}.")
        draft.derive(
            "count", op.Result(0, "count", f"{what} with a {way}, of the {n} held"), least.earlier, least.later
        )
        return draft.findings()
    draft.itemise(
        f"{w.how_many(len(kept))} of the {n} {what} held for both years had a {way} in {name} {span_of(kept[0], indicator)}",
        [(_item(c, indicator), (c.earlier, c.later)) for c in kept],
    )
    derive_changes(draft, indicator, kept)
    draft.derive(
        "count",
        op.Result(len(kept), "count", f"{what} with a {way}, of the {n} held"),
        *(o for c in kept for o in (c.earlier, c.later)),
    )
    return draft.findings()


def _against(draft: Draft, indicator: Indicator, one: Changed) -> Changed | None:
    """The change over the same years of the place that the others are set against; None where an end is not held."""
    for mention in draft.query.against:
        for s in series(draft, mention, draft.query.concepts[0]):
            earlier, later = s.at(one.earlier.period), s.at(one.later.period)
            if s.indicator.unit == indicator.unit and earlier is not None and later is not None:
                if (result := change_of(earlier, later)) is not None:
                    return Changed(earlier, later, result)
    return None


def _past_the_bar(draft: Draft, indicator: Indicator, everyone: Sequence[Changed], against: Changed) -> Findings:
    """The places that grew more, or less, than the one they are set against, the largest rise first."""
    above = draft.cues.bar is None or draft.cues.bar.above
    kept = [
        c
        for c in everyone
        if (c.result.value > against.result.value) == above and c.result.value != against.result.value
    ]
    kept.sort(key=lambda c: (-c.result.value, c.earlier.place_name))
    n, what = len(everyone), w.plural(everyone[0].earlier.place_type)
    name, size = w.measure_name(indicator), written(against.result.value, against.result.unit)
    draft.say(
        f"{w.upper_first(name)} in {w.of(against.earlier)} changed by {size} {span_of(against, indicator)}, {then_and_now(against, indicator)} {draft.ref(against.earlier, against.later)}."
    )
    derive_changes(draft, indicator, [against])
    way = "more" if above else "less"
    shown = [(_item(c, indicator), (c.earlier, c.later)) for c in kept]
    lead = f"{w.how_many(len(kept))} of the {n} {what} held for both years grew {way}"
    if kept:
        draft.itemise(lead, shown)
    else:
        draft.say(f"{lead} {draft.ref(against.earlier, against.later)}.")
    derive_changes(draft, indicator, kept)
    inputs = [o for c in kept for o in (c.earlier, c.later)] or [against.earlier, against.later]
    draft.derive(
        "count", op.Result(len(kept), "count", f"{what} that grew {way} than {size}, of the {n} held"), *inputs
    )
    return draft.findings()


def _one_year_only(draft: Draft, indicator: Indicator, observations: Sequence[Observation]) -> Findings:
    """What is said where no two years are held: so much, and the highest figure of the one that is."""
    top = op.ranked(observations)[0].observation
    when, what = w.period_name(top.period, indicator), w.plural(top.place_type)
    draft.status = "nearest"
    draft.say(
        f"A change of {w.lower_first(w.measure_name(indicator))} is not held for {what}: of the years asked about, only {when} is. The highest then was {w.of(top)}, {w.value_text(top, indicator)} {draft.ref(top)}."
    )
    draft.caveat(indicator)
    return draft.findings()


def _item(changed: Changed, indicator: Indicator) -> str:
    """One place's change: "Cumbria down 1.8%, from 259,104 to 254,500"."""
    way = "up" if changed.result.value > 0 else "down"
    size = written(abs(changed.result.value), changed.result.unit)
    return f"{w.of(changed.earlier)} {way} {size}, {then_and_now(changed, indicator)}"
