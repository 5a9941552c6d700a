"""An area for which a measure is not held, by the areas that make it up: a region's NUTS2 areas, and their sum."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import indicators_of, name_of
from assistant.figures.draft import Draft
from assistant.figures.say import asked_text
from assistant.held import Series, best_first, chosen_periods, fits
from assistant.numbers import written
from ingest.schema import Indicator, Mention, Observation

WIDE = ("region", "ITL1", "country")
MADE_UP_OF = ("NUTS2", "ITL2")
MOST = 8  # areas that are listed
# What is counted, and so may be added up; shares, rates, means and what is per head may not.
COUNTED = frozenset({"GBP", "GBP million", "EUR", "count", "people", "enterprises", "FTE", "thousand FTE", "jobs"})
MEANS = re.compile(r"\b(?:per|mean|median|average|salary|rate|index)\b", re.IGNORECASE)


def adds_up(indicator: Indicator) -> bool:
    """Whether the figures of areas without overlap may be added to that of the whole."""
    return indicator.unit in COUNTED and not MEANS.search(indicator.label)


def parts(draft: Draft, mention: Mention, concept: str) -> bool:
    """Give the figures of the areas that make up a wide one, with their sum if they add up; False where one is not held."""
    area = mention.candidates[0]
    if area.place_type not in WIDE:
        return False
    for kind in MADE_UP_OF:
        places = [(place, "within") for place in draft.gazetteer.parts(area, kind)]
        for indicator in indicators_of(draft, concept):
            series = draft.held.series_of(places, [indicator], mention)
            whole = 2 <= len(series) <= MOST and draft.gazetteer.made_up_of(area, [s.place for s in series])
            if whole and _say(draft, series, area.name, kind, name_of(draft, concept)):
                return True
    return False


def _say(draft: Draft, series: list[Series], area: str, kind: str, name: str) -> bool:
    """Say what each part had in the year asked for; False where a part has no figure then."""
    shared = sorted(set.intersection(*(set(s.periods) for s in series)))
    periods, wanting = chosen_periods(shared, draft.query.asked)
    observations = [o for s in best_first(series, draft.query.asked, None) if periods and (o := s.at(periods[-1]))]
    if len(observations) < len(series) or any(o.value is None for o in observations):
        return False
    indicator = series[0].indicator
    when = w.period_name(periods[-1], indicator)
    asked = f" for {asked_text(draft.query.asked)}" if draft.query.asked.given else ""
    late = " (the nearest year held)" if wanting and not fits(shared, draft.query.asked) else ""
    draft.status = "nearest"
    draft.say(f"{w.upper_first(name)} {w.be(name)} not held for {area}{asked}, only for {w.plural(kind)}.")
    draft.itemise(
        f"The {w.number_word(len(series))} {w.plural(kind)} that make it up had in {when}{late}",
        [(f"{w.of(o)} {w.value_text(o, indicator)}", (o,)) for o in observations],
    )
    if adds_up(indicator):
        _sum(draft, observations, indicator)
    draft.places += [s.place for s in series]
    draft.caveat(indicator)
    return True


def _sum(draft: Draft, observations: list[Observation], indicator: Indicator) -> None:
    result = draft.derive("sum", op.total(observations), *observations)
    if result is not None:
        draft.say(f"Together that is {written(result.value, result.unit)} {draft.ref(*observations)}.")
