"""Where a place stands among its kind."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import parts_only, say_missing, show, year_not_held
from assistant.held import chosen_periods


def place_rank(draft: Draft) -> Findings | None:
    """Where a place stands among its kind."""
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            periods, wanting = chosen_periods(s.periods, draft.query.asked)
            observation = s.at(periods[-1])
            if wanting:
                year_not_held(draft, s, wanting)
            if observation is None or observation.value is None:
                continue
            if s.indicator.unit == "rank":
                show(draft, s, observation)  # it is itself a place in an order
                draft.places.append(s.place)
                draft.caveat(s.indicator)
                continue
            _, everyone = draft.held.across(s.indicator, observation.place_type, observation.period)
            everyone = parts_only(draft, everyone, observation.place_type)
            if draft.query.groups:
                codes = {p.code for _, places in draft.query.groups for p in places} | {observation.place_code}
                everyone = [o for o in everyone if o.place_code in codes]
            lowest = bool(re.search(r"\bfrom the (?:bottom|lowest)\b", draft.low))
            order = op.ranked(everyone, lowest)
            mine = next((r for r in order if r.observation.place_code == observation.place_code), None)
            if mine is None:
                continue
            n, what = len(order), w.plural(observation.place_type, len(order))
            end = "lowest" if lowest else "highest"
            draft.places.append(s.place)
            draft.say(
                f"{w.upper_first(w.of(observation))} ranked {'joint ' if mine.tied else ''}{w.ordinal(mine.rank)} {'from the lowest ' if lowest else ''}of the {n} {what} held for {w.lower_first(w.measure_name(s.indicator))} in {w.period_name(observation.period, s.indicator)}, "
                f"with {w.value_text(observation, s.indicator)} {draft.ref(observation)}."
            )
            draft.derive(
                "rank",
                op.Result(mine.rank, f"rank of {n}", f"rank from the {end} among the {n} {what} held"),
                observation,
            )
            draft.caveat(s.indicator)
            say_missing(draft, everyone, observation.place_type, observation.period, s.indicator)
    return draft.findings()
