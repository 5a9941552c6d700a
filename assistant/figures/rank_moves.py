"""Places in order of how far they moved up or down the order of a measure."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.figures.draft import Draft, Findings
from assistant.figures.rank_change import Changed, span_of, then_and_now
from assistant.figures.say import superlative
from ingest.schema import Indicator

_ORDER = r"\b(?:rank\w*|(?:league )?tables?|league|(?:most|many|more|several|fewest|\d+|two|three|four|five|ten) places|positions?|placings?|standings?)\b"
_MOVE = r"\b(?:mov(?:e|ed|es|ing)|climb\w*|slip\w*|slid|rise|rises|risen|rose|fall|falls|fallen|fell|gain\w*|lost|lose|drop\w*|improv\w*|chang\w*|jump\w*|sunk|sank)\b"
# "Which LEP improved its rank most?", "who fell furthest in the rankings?": the order is asked about, not the figure.
RANK_MOVED = re.compile(
    rf"{_MOVE}.{{0,40}}?{_ORDER}|\b(?:rank(?:s|ings?)?|positions?|placings?)\b.{{0,60}}?(?<!for )(?<!by )(?<!in )(?<!on )(?<!of ){_MOVE}|\bbiggest (?:climbers?|fallers?|movers?)\b"
)
_DOWN = re.compile(r"\b(?:slip\w*|slid|fall\w*|fell|drop\w*|lost|lose|sunk|sank|down|worsen\w*)\b")


def rank_moves(draft: Draft, indicator: Indicator, changed: list[Changed]) -> Findings:
    """The places that moved furthest: up, or down where that is asked; each with both ranks, figures and the number held."""
    down = bool(_DOWN.search(draft.low))
    then, now = (
        {r.observation.place_code: r.rank for r in op.ranked([getattr(c, end) for c in changed], False)}
        for end in ("earlier", "later")
    )
    n, what = len(changed), w.plural(changed[0].earlier.place_type, len(changed))
    places_up = {c.earlier.place_code: then[c.earlier.place_code] - now[c.earlier.place_code] for c in changed}
    order = sorted(changed, key=lambda c: (places_up[c.earlier.place_code] * (1 if down else -1), c.earlier.place_name))
    moved = [c for c in order if places_up[c.earlier.place_code] * (-1 if down else 1) > 0]
    way = "down" if down else "up"
    name = w.lower_first(w.measure_name(indicator))
    if not moved:
        draft.say(
            f"None of the {n} {what} held for both years moved {way} the order of {name} {span_of(changed[0], indicator)}."
        )
        return draft.findings()
    limit = draft.cues.limit or (1 if superlative(draft) else 5)
    first = places_up[moved[0].earlier.place_code]
    tied = sum(places_up[c.earlier.place_code] == first for c in moved)
    lines = []
    for c in moved[: max(limit, tied if limit == 1 else 0)]:
        code = c.earlier.place_code
        by = abs(places_up[code])
        lines.append((
            f"{w.of(c.earlier, True)} {way} {by} {'place' if by == 1 else 'places'}, from {w.ordinal(then[code])} to {w.ordinal(now[code])} highest: {then_and_now(c, indicator)}",
            (c.earlier, c.later),
        ))  # fmt: skip
        draft.derive("change", op.Result(places_up[code], "places", f"{then[code]} - {now[code]}"), c.earlier, c.later)
        for o, rank in ((c.earlier, then[code]), (c.later, now[code])):
            draft.derive("rank", op.Result(rank, f"rank of {n}", f"rank from the highest among the {n} {what} held for both years"), o)  # fmt: skip
        draft.places.append(draft.gazetteer.place(code))
    draft.itemise(
        f"Places moved {way} the order of the {n} {what} held for both years for {name} {span_of(changed[0], indicator)}, furthest first",
        lines,
    )
    draft.caveat(indicator)
    return draft.findings()
