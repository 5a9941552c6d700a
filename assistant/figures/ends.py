"""The two figures between which a change is told."""

import re

from assistant.figures.draft import Draft
from assistant.held import Series, chosen_periods, first_year
from assistant.periods import Asked
from ingest.schema import Observation

# What makes the one year that is named the first of the two that are compared.
_SINCE = re.compile(r"\bsince\b|\bfrom\b|\bafter\b|\bthan (?:it was |they were |it had |was |were )?(?:back )?in\b")


def ends(draft: Draft, s: Series) -> tuple[Observation | None, Observation | None, tuple[str, ...]]:
    """The first and last figure of the time asked for, and the years wanting."""
    asked, valued = draft.query.asked, [o for o in s.observations if o.value is not None]
    if not valued:
        return None, None, ()
    series = [o.period for o in valued]
    if len(asked.years) >= 2:
        periods, wanting = chosen_periods(series, Asked(years=(min(asked.years), max(asked.years))))
    elif asked.first or asked.last:
        ends = tuple(y for y in (asked.first or first_year(series[0]), asked.last or first_year(series[-1])))
        periods, wanting = chosen_periods(series, Asked(years=ends))
    elif len(asked.years) == 1:
        year = asked.years[0]
        before = [p for p in series if first_year(p) < year]
        since = _SINCE.search(draft.low) or "back_to" in draft.cues.names
        periods, wanting = chosen_periods(series, Asked(years=(year,)))
        periods = (periods[0], series[-1]) if since or not before else (before[-1], periods[0])
    elif asked.recent:
        periods, wanting = (series[-min(asked.recent + 1, len(series))], series[-1]), ()
    else:
        periods, wanting = (series[0], series[-1]), ()
    if len(periods) < 2 or periods[0] == periods[-1]:
        return None, None, wanting
    first, last = sorted(periods)[0], sorted(periods)[-1]
    return s.at(first), s.at(last), wanting
