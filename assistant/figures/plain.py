"""Figures one by one: each place, measure and year asked for."""

from collections.abc import Sequence

from assistant.figures.choose import held_for_all
from assistant.figures.choose import series as series_of
from assistant.figures.draft import Draft
from assistant.figures.nearest import after_merger, choose_or_stand_in
from assistant.figures.say import later_years, rank_context, show, suggest, year_not_held
from assistant.held import Series, chosen_periods
from ingest.schema import Observation


def plain(draft: Draft) -> None:
    """Say each figure, where it stands among its kind if it is the only one, and what could be asked next."""
    wanting_said = False
    held = 0
    concepts = held_for_all(draft)
    for concept in concepts:
        series = choose_or_stand_in(draft, concept)
        held += bool(series)
        for s in series:
            periods, wanting = chosen_periods(s.periods, draft.query.asked)
            found = _in_other_series(draft, s, wanting) if len(draft.query.asked.years) > 1 else []
            wanting = tuple(year for year in wanting if year not in [o.period for _, o in found])
            if wanting and not wanting_said:
                year_not_held(draft, s, wanting)
                after_merger(draft, s, concept)
            found += [(s, o) for period in periods if (o := s.at(period)) is not None]
            for one, observation in found:
                show(draft, one, observation)
            if len(periods) == 1 and not wanting and len(series) == 1:
                rank_context(draft, s, periods[0])
            later_years(draft, s)
    if draft.status in ("nearest", "not_found") and 0 < held < len(concepts):
        draft.status = "partly"
    if draft.query.mentions and not draft.query.relations:
        suggest(draft)


def _in_other_series(draft: Draft, s: Series, wanting: Sequence[str]) -> list[tuple[Series, Observation]]:
    """The years that a series does not hold, from others of the same measure, place and unit: a survey held by its year."""
    if s.mention is None or not wanting:
        return []
    others = [o for o in series_of(draft, s.mention, s.indicator.concept) if o.place == s.place]
    alike = [o for o in others if o.indicator.unit == s.indicator.unit and o.how == s.how]
    return [(o, found) for year in wanting for o in alike if (found := o.at(year)) is not None][: len(wanting)]
