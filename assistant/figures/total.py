"""Sums over years or over the places named."""

import re
from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import common_periods
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.rank import rank
from assistant.figures.ranking import ranking
from assistant.figures.say import say_missing, year_not_held
from assistant.figures.value import value
from assistant.held import chosen_periods, first_year
from assistant.numbers import written
from assistant.periods import Asked
from ingest.schema import Indicator, Observation

# Some areas of a kind for which nothing is held: "what do the four councils add up to?".
_SOME_AREAS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|ten|\d\d?|which|these|those)\b(?: \w+){0,2} (?P<kind>councils|cities|towns|districts|counties|boroughs)\b"
)
# Shares of one whole, which add up over places: "share of UK research strength".
_OF_ONE_WHOLE = re.compile(r"\bshare of (?:the )?UK\b")
NO_SUM = ("%", "index", "UK=1", "UK=100", "rank", "score", "GBP per hour")


def total(draft: Draft) -> Findings | None:
    """The sum over the years of a place, or over the places named."""
    concept = draft.query.concepts[0]
    if not draft.query.mentions and draft.query.groups:
        return total_of_group(draft, concept)
    series = choose_or_stand_in(draft, concept)
    if not series:
        return draft.findings()
    if any(_cannot_add(s.indicator, len(series)) for s in series):
        draft.warnings.append("Shares, indices and rates cannot be added up, so each is given.")
        return value(draft)
    if len(series) == 1 and not draft.query.asked.given and (areas := _SOME_AREAS.search(draft.low)):
        draft.status = "nearest"
        draft.say(f"Figures are not held by {areas['kind']}, so that those of several cannot be added up.")
        return value(draft)
    if len(series) == 1:
        s = series[0]
        asked = draft.query.asked if draft.query.asked.given else Asked(first=first_year(s.periods[0]))
        periods, wanting = chosen_periods(s.periods, asked)
        observations = [o for p in periods if (o := s.at(p)) is not None and o.value is not None]
    else:
        periods, wanting = common_periods(draft, series)
        observations = [o for s in series if (o := s.at(periods[-1])) is not None and o.value is not None]
        draft.warnings.append("Some areas overlap; a sum counts the shared part twice.")
    if wanting:
        year_not_held(draft, series[0], wanting)
    if len({o.unit for o in observations}) > 1:
        draft.warnings.append("Figures in different units cannot be added up, so each is given.")
    if len(observations) < 2 or len({o.unit for o in observations}) > 1:
        return value(draft)
    result = draft.derive("sum", op.total(observations), *observations)
    if result is None:
        return draft.findings()
    s = series[0]
    draft.places += [x.place for x in series]
    over = (
        f"{w.period_name(observations[0].period, s.indicator)} to {w.period_name(observations[-1].period, s.indicator)}"
        if len(series) == 1
        else w.period_name(observations[0].period, s.indicator)
    )
    where = w.of(observations[0]) if len(series) == 1 else w.joined([w.of(o) for o in observations])
    parts = [w.period_name(o.period, s.indicator) if len(series) == 1 else w.of(o) for o in observations]
    say_sum(draft, s.indicator, result, where, over, observations, parts)
    draft.caveat(s.indicator)
    return draft.findings()


def _cannot_add(indicator: Indicator, places: int) -> bool:
    """Whether figures cannot be added up: rates, indices and shares, save those that several places have of the whole of the UK."""
    of_one = indicator.unit == "%" and places > 1 and _OF_ONE_WHOLE.search(indicator.name)
    return indicator.unit in NO_SUM and not of_one


def total_of_group(draft: Draft, concept: str) -> Findings | None:
    """The sum over the places of a named group ("northern regions") in one year."""
    indicator, period, everyone, kind = ranking(draft, concept)
    held = [o for o in everyone if o.value is not None]
    if indicator is None or period is None or len(held) < 2:
        return None
    if _cannot_add(indicator, len(held)):
        draft.warnings.append("Shares, indices and rates cannot be added up, so each is given.")
        return rank(draft)
    result = draft.derive("sum", op.total(held), *held)
    if result is None:
        return None
    where = f"the {len(held)} {draft.query.groups[0][0]} held"
    say_sum(draft, indicator, result, where, w.period_name(period, indicator), held, [w.of(o) for o in held])
    if kind == "LEP":
        draft.warnings.append("Some areas overlap; a sum counts the shared part twice.")
    say_missing(draft, everyone, kind, period, indicator)
    draft.caveat(indicator)
    return draft.findings()


def say_sum(
    draft: Draft,
    indicator: Indicator,
    result: op.Result,
    where: str,
    when: str,
    summed: Sequence[Observation],
    parts: Sequence[str],
) -> None:
    """The sum, and the figures it is the sum of, each under what tells it apart: its place or its year."""
    draft.say(
        f"{w.upper_first(w.measure_name(indicator))} in {where} came to {written(result.value, result.unit)} in {when} {draft.ref(*summed)}."
    )
    listed = "; ".join(f"{part} {w.value_text(o, indicator)}" for part, o in zip(parts, summed, strict=True))
    draft.say(f"That is the sum of: {listed} {draft.ref(*summed)}.")
