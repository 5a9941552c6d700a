"""Places in order of how much their figure changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import superlative
from assistant.held import first_year
from assistant.numbers import written
from ingest.schema import Indicator, Observation

IN_POINTS = ("%", "index", "UK=1", "UK=100", "score", "rank", "LQ")  # units whose change is not told in per cent


@dataclass(frozen=True, slots=True)
class Changed:
    """The figure of one place then and now, and its change: in per cent, or in points where the unit is one of points."""

    earlier: Observation
    later: Observation
    result: op.Result


def rank_change(draft: Draft, indicator: Indicator, observations: Sequence[Observation]) -> Findings | None:
    """Places in order of how much their figure changed over the time asked for."""
    changed = changes(draft, indicator, observations)
    if not changed:
        return None
    falls = draft.cues.rising is False
    lowest = falls or draft.cues.lowest
    changed.sort(key=lambda c: (c.result.value if lowest else -c.result.value, c.earlier.place_name))
    limit = draft.cues.limit or (1 if superlative(draft) else 5)
    n, what = len(changed), w.plural(observations[0].place_type, len(changed))
    lead = f"{w.upper_first(w.measure_name(indicator))} {span_of(changed[0], indicator)}, {'smallest rise or largest fall' if lowest else 'largest rise'} first of the {n} {what} held for both"
    draft.itemise(
        lead,
        [
            (
                f"{rank} {w.of(c.earlier, True)} {written(c.result.value, c.result.unit)}, {then_and_now(c, indicator)}",
                (c.earlier, c.later),
            )
            for rank, c in enumerate(changed[:limit], 1)
        ],
    )
    derive_changes(draft, indicator, changed[:limit])
    draft.places += [draft.gazetteer.place(c.earlier.place_code) for c in changed[:limit]]
    formula = f"rank by change among the {n} {what} held"
    draft.derive("rank", op.Result(1, f"rank of {n}", formula), changed[0].earlier)
    draft.caveat(indicator)
    return draft.findings()


def change_of(earlier: Observation, later: Observation) -> op.Result | None:
    """The change between two figures of one series: in points where its unit is one of points, else in per cent."""
    return op.change(earlier, later) if earlier.unit in IN_POINTS else op.percent_change(earlier, later)


def changes(draft: Draft, indicator: Indicator, observations: Sequence[Observation]) -> list[Changed]:
    """The change at each of these places over the time asked for, as far as both ends are held; years not held are said."""
    codes = {o.place_code for o in observations}
    by_place: dict[str, dict[str, Observation]] = {}
    for o in draft.held.observations([indicator]):
        if o.place_code in codes and o.value is not None:
            by_place.setdefault(o.place_code, {})[o.period] = o
    periods = sorted({p for held in by_place.values() for p in held})
    if len(periods) < 2:
        return []
    asked = draft.query.asked
    years = sorted({y for y in (*asked.years, asked.first, asked.last) if y})
    wanted_first = asked.first or (years[0] if len(years) > 1 else None)
    wanted_last = asked.last or (years[-1] if len(years) > 1 or not asked.first else None) if years else None
    first, last = _nearest(periods, wanted_first, periods[0]), _nearest(periods, wanted_last, periods[-1])
    if wanted_last and not wanted_first:
        first = next((p for p in reversed(periods) if p < last), first)
    wanting = [str(year) for year, p in ((wanted_first, first), (wanted_last, last)) if year and first_year(p) != year]
    found = []
    for held in by_place.values():
        if first == last or first not in held or last not in held:
            continue
        result = change_of(held[first], held[last])
        if result is not None:
            found.append(Changed(held[first], held[last], result))
    if found and wanting:
        draft.status = "nearest"
        draft.say(
            f"{w.upper_first(w.measure_name(indicator))} is not held for {w.joined(wanting)}: the nearest that is held is {span_of(found[0], indicator)}."
        )
    return found


def _nearest(periods: Sequence[str], year: int | None, otherwise: str) -> str:
    """The period nearest to a year; another where no year is asked for."""
    return otherwise if year is None else min(periods, key=lambda p: abs(first_year(p) - year))


def span_of(changed: Changed, indicator: Indicator) -> str:
    """The time of a change: "from 2014 to 2019"."""
    ends = (w.period_name(o.period, indicator) for o in (changed.earlier, changed.later))
    return "from {} to {}".format(*ends)


def then_and_now(changed: Changed, indicator: Indicator) -> str:
    """The two figures of a change: "from 258,911 to 287,165"."""
    return f"from {w.value_text(changed.earlier, indicator)} to {w.value_text(changed.later, indicator)}"


def derive_changes(draft: Draft, indicator: Indicator, changed: Sequence[Changed]) -> None:
    """Record each change."""
    name = "change" if indicator.unit in IN_POINTS else "percent_change"
    for c in changed:
        draft.derive(name, c.result, c.earlier, c.later)
