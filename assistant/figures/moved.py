"""The places whose figure rose, or fell, between two years, and how many."""

from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.change import BETTER_OR_WORSE
from assistant.figures.draft import Draft, Findings
from assistant.figures.rank_change import Changed, changes, derive_changes, span_of, then_and_now
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
        f"{w.upper_first(w.number_word(len(kept)))} of the {n} {what} held for both years had a {way} in {name} {span_of(kept[0], indicator)}",
        [(_item(c, indicator), (c.earlier, c.later)) for c in kept],
    )
    derive_changes(draft, indicator, kept)
    draft.derive(
        "count",
        op.Result(len(kept), "count", f"{what} with a {way}, of the {n} held"),
        *(o for c in kept for o in (c.earlier, c.later)),
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
