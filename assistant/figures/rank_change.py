"""Places in order of how much their figure changed."""

from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import superlative
from assistant.held import first_year
from assistant.numbers import written
from ingest.schema import Indicator, Observation


def rank_change(draft: Draft, indicator: Indicator, observations: Sequence[Observation]) -> Findings | None:
    """Places in order of how much their figure changed over the time asked for."""
    codes = {o.place_code for o in observations}
    by_place: dict[str, list[Observation]] = {}
    for o in draft.held.observations([indicator]):
        if o.place_code in codes and o.value is not None:
            by_place.setdefault(o.place_code, []).append(o)
    everyone = sorted({o.period for series in by_place.values() for o in series})
    asked = draft.query.asked
    ends = (
        (asked.first or asked.years[0], asked.last or max(asked.years or (9999,)))
        if asked.first or len(asked.years) > 1
        else None
    )
    first, last = (everyone[0], everyone[-1]) if ends is None else (
        min(everyone, key=lambda p: abs(first_year(p) - ends[0])), min(everyone, key=lambda p: abs(first_year(p) - ends[1]))
    )  # fmt: skip
    points = indicator.unit in ("%", "index", "UK=1", "UK=100", "score", "rank", "LQ")
    changed: list[tuple[float, Observation, Observation, op.Result]] = []
    for series in by_place.values():
        held = {o.period: o for o in series}
        if first == last or first not in held or last not in held:
            continue
        result = op.change(held[first], held[last]) if points else op.percent_change(held[first], held[last])
        if result is not None:
            changed.append((result.value, held[first], held[last], result))
    if not changed:
        return None
    falls = draft.cues.rising is False
    changed.sort(key=lambda item: (item[0] if falls or draft.cues.lowest else -item[0], item[1].place_name))
    limit = draft.cues.limit or (1 if superlative(draft) else 5)
    n, what = len(changed), w.plural(observations[0].place_type, len(changed))
    lead = f"{w.upper_first(w.measure_name(indicator))} from {w.period_name(first, indicator)} to {w.period_name(last, indicator)}, {'smallest rise or largest fall' if falls or draft.cues.lowest else 'largest rise'} first of the {n} {what} held for both"
    draft.itemise(
        lead,
        [
            (
                f"{rank} {w.of(a, True)} {written(r.value, r.unit)}, from {w.value_text(a, indicator)} to {w.value_text(b, indicator)}",
                (a, b),
            )
            for rank, (_, a, b, r) in enumerate(changed[:limit], 1)
        ],
    )
    for _, a, b, r in changed[:limit]:
        draft.derive("change" if points else "percent_change", r, a, b)
        draft.places.append(draft.gazetteer.place(a.place_code))
    draft.derive("rank", op.Result(1, f"rank of {n}", f"rank by change among the {n} {what} held"), changed[0][1])
    draft.caveat(indicator)
    return draft.findings()
