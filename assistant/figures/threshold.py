"""The places above or below a bound, and how many."""

import re
from collections.abc import Callable

from assistant import operations as op
from assistant import wording as w
from assistant.cues import AREA
from assistant.figures.choose import series
from assistant.figures.draft import Draft, Findings
from assistant.figures.rank import rank
from assistant.figures.ranking import other_areas, ranking, ranking_of_next_kind
from assistant.figures.say import parts_only, say_missing, superlative
from assistant.numbers import split_unit, written
from assistant.schema import Derivation
from ingest.schema import Indicator, Observation

_SHARE_OF_PLACES = re.compile(
    rf"\b(?:share|proportion|percentage|percent|fraction) of (?:the |all |all the )?(?:[a-z]+ )?{AREA}\b"
)

NEAREST = 3  # places shown where those nearest to a figure are asked for


def threshold(draft: Draft) -> Findings | None:
    """The places above or below a bound, and how many."""
    concept, bound, bar = draft.query.concepts[0], draft.cues.bound, draft.cues.bar
    indicator, period, observations, kind = ranking(draft, concept)
    if indicator is None or not observations or period is None:
        indicator, period, observations, kind = ranking_of_next_kind(draft, concept)
    if indicator is None or not observations or period is None:
        return None
    if bound is None and bar is not None and bar.near and bar.within is None:
        number, whose = bar_of(draft, indicator, period, observations)
        return nearest_to(draft, indicator, period, observations, number, whose)
    test, words = condition_test(draft, indicator, period, observations)
    if test is None:
        return (
            rank(draft)
            if bound is None and superlative(draft)
            else how_many(draft, indicator, period, observations, kind)
        )
    other_areas(draft, kind, observations)
    lowest_first = words.startswith(("below", "at or below"))
    kept = op.passing(observations, test)
    if lowest_first:
        kept.reverse()
    n, what = len([o for o in observations if o.value is not None]), w.plural(observations[0].place_type)
    when = w.period_name(period, indicator)
    name = w.lower_first(w.measure_name(indicator))
    draft.caveat(indicator)
    if not kept:
        best = op.ranked(observations, lowest_first)[0].observation
        draft.say(
            f"None of the {n} {what} held had {name} {words} in {when}; the nearest was {w.of(best)}, {w.value_text(best, indicator)} {draft.ref(best)}."
        )
        draft.derivations.append(
            Derivation("count", 0, "count", f"{what} {words}, of the {n} held", (draft.figures.index(best),))
        )
        return draft.findings()
    parts = [f"{w.of(o)} {w.value_text(o, indicator)}" for o in kept]
    draft.itemise(
        f"{w.how_many(len(kept))} of the {n} {what} held had {name} {words} in {when}",
        [(text, (o,)) for text, o in zip(parts, kept, strict=True)],
    )
    draft.derive("count", op.Result(len(kept), "count", f"{what} {words}, of the {n} held"), *kept)
    if _SHARE_OF_PLACES.search(draft.low):
        share = draft.derive("share", op.Result(100 * len(kept) / n, "%", f"100 * {len(kept)} / {n}"), *kept)
        if share is not None:
            draft.say(f"That is {written(share.value, '%')} of them {draft.ref(*kept)}.")
    say_missing(draft, observations, kind, period, indicator)
    return draft.findings()


def condition_test(
    draft: Draft, indicator: Indicator, period: str, observations: list[Observation]
) -> tuple[Callable[[float], bool] | None, str]:
    """The test that the bound, or else the bar, makes of a figure, and its words; None where the question sets neither."""
    test, words = bound_test(draft, indicator)
    if test is None and draft.cues.bar is not None:
        number, whose = bar_of(draft, indicator, period, observations)
        test, words = bar_test(draft, indicator, number, whose)
    return test, words


def bound_test(draft: Draft, indicator: Indicator) -> tuple[Callable[[float], bool] | None, str]:
    """The test a bound makes, in the indicator's own unit, and its words."""
    bound = draft.cues.bound
    if bound is None:
        return None, ""
    _head, scale, _ = split_unit(indicator.unit)
    number = (
        bound.number / scale
        if (bound.kind in "£€$" and bound.kind) or (bound.number >= 1e5 and scale > 1)
        else bound.number
    )
    words = f"{'above' if bound.above else 'below'} {written(number, indicator.unit, exact=False)}"
    if bound.upto is not None:
        upto = bound.upto * number / bound.number if bound.number else bound.upto
        ends = [written(end, indicator.unit, exact=False) for end in (number, upto)]
        return lambda v: number <= v <= upto, f"from {ends[0]} to {ends[1]}"
    if bound.inclusive:
        words = words.replace("above", "at or above").replace("below", "at or below")
        return (lambda v: v >= number) if bound.above else (lambda v: v <= number), words
    return (lambda v: v > number) if bound.above else (lambda v: v < number), words


def bar_of(draft: Draft, indicator: Indicator, period: str, observations: list[Observation]) -> tuple[float, str]:
    """The figure of the place that sets the bar, or the mean of all places of the kind where none is named, and its words.

    The mean stands in, and that is said, for a figure that is not held.
    """
    named = draft.query.against
    over = (
        s.at(period)
        for m in named
        for s in series(draft, m, draft.query.concepts[0])
        if s.indicator.unit == indicator.unit
    )
    whole = next((o for o in over if o is not None and o.value is not None), None)
    name = w.upper_first(w.measure_name(indicator))
    if whole is not None and whole.value is not None:
        value = w.value_text(whole, indicator)
        draft.say(
            f"{name} in {w.of(whole)} {w.be(name, 'was', 'were')} {value} in {w.period_name(period, indicator)} {draft.ref(whole)}."
        )
        return whole.value, value
    if named:
        draft.say(
            f"{name} is not held for {w.place_label(named[0].candidates[0])} beside them, so they are set against the unweighted mean of all {w.plural(observations[0].place_type)} held."
        )
    everyone = draft.held.across(indicator, observations[0].place_type, period)[1]
    held = [o for o in parts_only(draft, everyone, observations[0].place_type) if o.value is not None]
    mean = op.mean(held)
    whose = f"the unweighted mean of all {len(held)}" if len(held) > len(observations) else "their unweighted mean"
    draft.derive("mean", mean, *held)
    return mean.value, f"{whose}, {written(mean.value, indicator.unit, exact=False)},"


def bar_test(
    draft: Draft, indicator: Indicator, number: float, whose: str
) -> tuple[Callable[[float], bool] | None, str]:
    """The test that a bar makes of a figure, and its words; None where the question sets none."""
    bar = draft.cues.bar
    if bar is None:
        return None, ""
    if bar.within is not None:
        reach = abs(number) * bar.within / 100
        return lambda v: abs(v - number) <= reach, f"within {bar.within:g}% of {whose}"
    above = bar.above != (indicator.polarity == "lower" and bar.judged)
    words = f"{'above' if above else 'below'} {whose}"
    return (lambda v: v > number) if above else (lambda v: v < number), words


def nearest_to(
    draft: Draft, indicator: Indicator, period: str, observations: list[Observation], number: float, whose: str
) -> Findings:
    """The places whose figure is nearest to the bar, nearest first."""
    held = [o for o in observations if o.value is not None]
    held.sort(key=lambda o: (abs((o.value or 0.0) - number), o.place_name))
    shown = held[: draft.cues.limit or NEAREST]
    n, what = len(held), w.plural(observations[0].place_type)
    name = w.lower_first(w.measure_name(indicator))
    draft.itemise(
        f"Of the {n} {what} held, nearest to {whose.rstrip(',')} in {name} in {w.period_name(period, indicator)}",
        [(f"{w.of(o)} {w.value_text(o, indicator)}", (o,)) for o in shown],
    )
    draft.derive("rank", op.Result(1, f"rank of {n}", f"rank by distance among the {n} {what} held"), shown[0])
    draft.places.append(draft.gazetteer.place(shown[0].place_code))
    draft.caveat(indicator)
    return draft.findings()


def how_many(draft: Draft, indicator: Indicator, period: str, observations: list[Observation], kind: str) -> Findings:
    held = [o for o in observations if o.value is not None]
    draft.say(
        f"{w.upper_first(w.measure_name(indicator))} is held for {len(held)} {w.plural(kind)} in {w.period_name(period, indicator)} {draft.ref(*held[:1])}."
    )
    draft.derive("count", op.Result(len(held), "count", f"{w.plural(kind)} held"), held[0])
    return draft.findings(0.6)
