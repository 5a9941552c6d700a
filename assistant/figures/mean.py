"""Unweighted means and medians over years, places, or all of a kind."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.cues import MEDIAN
from assistant.figures.choose import common_periods
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.ranking import ranking
from assistant.figures.say import say_missing
from assistant.figures.value import value
from assistant.held import chosen_periods, first_year
from assistant.numbers import written
from assistant.periods import Asked
from assistant.read_question import WIDE
from ingest.schema import Mention, Observation


def mean(draft: Draft) -> Findings | None:
    """The unweighted mean over years or places; of all of a kind where none is named."""
    concept = draft.query.concepts[0]
    within = all(m.candidates[0].place_type in WIDE for m in draft.query.mentions)
    if not draft.query.mentions or (draft.query.place_type and within):
        indicator, period, everyone, kind = ranking(draft, concept)
        held = [o for o in everyone if o.value is not None]
        if indicator is None or period is None or len(held) < 2:
            return None
        middle = MEDIAN.search(draft.low) is not None
        worked_out = op.median(held) if middle else op.mean(held)
        average = draft.derive("median" if middle else "mean", worked_out, *held)
        assert average is not None
        which = w.plural(kind)
        if draft.query.groups:
            title = draft.query.groups[0][0]
            which = title if re.search(r"s$", title) else f"{which} of the {title}"
        inside = [m.candidates[0] for m in draft.query.mentions]
        where = f" in {w.joined([w.place_name(p.name, p.place_type) for p in inside])}" if inside else ""
        draft.say(
            f"The {'median' if middle else 'unweighted mean'} of {w.lower_first(w.measure_name(indicator))} over the {len(held)} {which} held{where} was {written(average.value, average.unit)} in {w.period_name(period, indicator)} {draft.ref(*held)}."
        )
        say_missing(draft, everyone, kind, period, indicator)
        return draft.findings()
    mentions = draft.query.mentions
    if draft.query.relations == ("neighbours",) and len(mentions) == 1:
        around = draft.gazetteer.neighbours(mentions[0].candidates[0])
        mentions = tuple(Mention(p.name, 0, 0, (p,)) for p in around) or mentions
    series = choose_or_stand_in(draft, concept, mentions)
    observations: list[Observation] = []
    shared = common_periods(draft, series)[0][-1:] if len(series) > 1 and not draft.query.asked.given else ()
    for s in series:
        asked = draft.query.asked if draft.query.asked.given else Asked(first=first_year(s.periods[0]))
        periods = shared or chosen_periods(s.periods, asked)[0]
        observations += [o for p in periods if (o := s.at(p)) is not None and o.value is not None]
    if len(observations) < 2:
        return value(draft)
    average = draft.derive("mean", op.mean(observations), *observations)
    assert average is not None
    s = series[0]
    draft.places += [x.place for x in series]
    first, last = (w.period_name(o.period, s.indicator) for o in (observations[0], observations[-1]))
    when = f"in {first}" if first == last else f"over {first} to {last}"
    draft.say(
        f"The unweighted mean of {w.lower_first(w.measure_name(s.indicator))} in {w.joined(list(dict.fromkeys(w.of(o) for o in observations)))} {when} was {written(average.value, average.unit)} {draft.ref(*observations)}."
    )
    return draft.findings()
