"""A figure in every period of a range."""

from assistant import wording as w
from assistant.figures.change import say_change
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import YES_OR_NO, year_not_held
from assistant.figures.yearly import yearly
from assistant.held import chosen_periods, first_year
from assistant.periods import Asked


def trend(draft: Draft) -> Findings | None:
    """Every period in the range asked for, with the change from end to end; whether each year rose where that is asked."""
    if YES_OR_NO.search(draft.low) and (found := yearly(draft)):
        return found
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            asked = (
                draft.query.asked
                if draft.query.asked.ranged or draft.query.asked.years or draft.query.asked.recent
                else Asked(first=first_year(s.periods[0]))
            )
            periods, wanting = chosen_periods(s.periods, asked)
            if wanting:
                year_not_held(draft, s, wanting)
            observations = [o for p in periods if (o := s.at(p)) is not None]
            draft.places.append(s.place)
            parts = [f"{w.period_name(o.period, s.indicator)} {w.value_text(o, s.indicator)}" for o in observations]
            draft.itemise(
                f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(observations[0])}",
                [(text, (o,)) for text, o in zip(parts, observations, strict=True)],
            )
            valued = [o for o in observations if o.value is not None]
            if len(valued) > 1:
                say_change(draft, s, valued[0], valued[-1])
            draft.caveat(s.indicator)
    return draft.findings()
