"""Figures one by one: each place, measure and year asked for."""

from assistant.figures.choose import held_for_all
from assistant.figures.draft import Draft
from assistant.figures.nearest import after_merger, choose_or_stand_in
from assistant.figures.say import later_years, rank_context, show, suggest, year_not_held
from assistant.held import chosen_periods


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
            if wanting and not wanting_said:
                year_not_held(draft, s, wanting)
                after_merger(draft, s, concept)
            for period in periods:
                if (observation := s.at(period)) is not None:
                    show(draft, s, observation)
            if len(periods) == 1 and not wanting and len(series) == 1:
                rank_context(draft, s, periods[0])
            later_years(draft, s)
    if draft.status in ("nearest", "not_found") and 0 < held < len(concepts):
        draft.status = "partly"
    if draft.query.mentions and not draft.query.relations:
        suggest(draft)
