"""In which years a figure rose or fell on the year before."""

import re
from itertools import pairwise

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.say import YES_OR_NO
from assistant.held import Series, chosen_periods, first_year
from assistant.numbers import written
from assistant.periods import Asked
from ingest.schema import Observation

# Every year by itself is asked about: "did it fall in any year?", "in which years did jobs grow?", "how many years running?".
YEARLY = re.compile(
    r"\b(?:in )?(?:which|what|any|every|each|all|how many|one|a single) (?:of (?:the|those|these) )?(?:single )?years?\b(?! (?:is|are|was|were|has|had|saw)\b)|\byears? (?:running|in a row)\b|\byear (?:on|after) year\b"
)

_EVERY = re.compile(r"\b(?:every|each|all) (?:\w+ )?years?\b|\byear (?:on|after) year\b")


def yearly(draft: Draft) -> Findings | None:
    """The years of one place and measure in which the figure went the way asked about; None for any other question."""
    rising = draft.cues.rising
    if (
        rising is None
        or len(draft.query.mentions) != 1
        or len(draft.query.concepts) != 1
        or not YEARLY.search(draft.low)
    ):
        return None
    for s in choose_or_stand_in(draft, draft.query.concepts[0]):
        steps = _steps(draft, s)
        if not steps:
            continue
        kept = [
            (a, b)
            for a, b in steps
            if a.value is not None and b.value is not None and a.value != b.value and (b.value > a.value) == rising
        ]
        way, name = "rise" if rising else "fall", w.lower_first(w.measure_name(s.indicator))
        first, last = (w.period_name(o.period, s.indicator) for o in (steps[0][0], steps[-1][1]))
        ref = draft.ref(*(o for step in steps for o in step))
        draft.places.append(s.place)
        number = w.number_word(len(kept)) if kept else "none"
        draft.derive(
            "count", op.Result(len(kept), "count", f"years with a {way}, of {len(steps)}"), steps[0][0], steps[-1][1]
        )
        yes = len(kept) == len(steps) if _EVERY.search(draft.low) else bool(kept)
        lead = f"{'Yes' if yes else 'No'}: " if YES_OR_NO.search(draft.low) else ""
        draft.say(
            f"{lead}{w.upper_first(name)} in {w.of(steps[-1][1])} had a {way} on the year before in {number} of the {len(steps)} years from {first} to {last} {ref}."
        )
        for a, b in kept:
            amount = draft.derive("change", op.change(a, b), a, b)
            if amount is not None:
                by = written(abs(amount.value), amount.unit, exact=False)
                draft.say(
                    f"- {w.period_name(b.period, s.indicator)}: {'up' if rising else 'down'} {by}, from {w.value_text(a, s.indicator)} to {w.value_text(b, s.indicator)} {draft.ref(a, b)}"
                )
        draft.caveat(s.indicator)
    return draft.findings() if draft.figures else None


def _steps(draft: Draft, s: Series) -> list[tuple[Observation, Observation]]:
    """Each figure of the time asked for with that of the year before, as far as both are held."""
    asked = draft.query.asked
    span = asked if asked.ranged or len(asked.years) > 1 else Asked(first=first_year(s.periods[0]), ranged=True)
    valued = [o for p in chosen_periods(s.periods, span)[0] if (o := s.at(p)) is not None and o.value is not None]
    return [(a, b) for a, b in pairwise(valued) if first_year(b.period) - first_year(a.period) == 1]
