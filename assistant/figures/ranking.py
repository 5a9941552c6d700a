"""What a ranking runs over: the indicator, the period, the kind of area, and which of them are asked about."""

import re

from assistant import wording as w
from assistant.cues import OTHER_AREAS
from assistant.figures.choose import indicators_of, one_year
from assistant.figures.draft import Draft
from assistant.figures.say import parts_only
from assistant.held import ALIKE, chosen_periods, unit_matches
from ingest.schema import Indicator, Observation


def ranking(
    draft: Draft, concept: str, place_type: str | None = None
) -> tuple[Indicator | None, str | None, list[Observation], str]:
    """The indicator, period, figures and kind of area that a ranking of this measure runs over."""
    query = draft.query
    wanted = place_type or query.place_type
    if wanted is None and query.groups:
        wanted = query.groups[0][1][0].place_type if query.groups[0][1] else None
    usual = ["LEP", "NUTS2", "ITL2", "region", "country"]
    kinds = [wanted] if wanted else [*usual, *sorted(draft.held.types_by_concept.get(concept, set()) - set(usual))]
    options = []
    for kind in kinds:
        for indicator in indicators_of(draft, concept):
            period, everyone = draft.held.across(indicator, kind, one_year(draft, indicator))
            if draft.query.asked.given and indicator.periods and chosen_periods(indicator.periods, query.asked)[1]:
                late = 1
            else:
                late = 0
            if everyone:
                options.append(
                    (
                        not unit_matches(indicator.unit, draft.currency),
                        late,
                        kinds.index(kind),
                        -len(everyone),
                        indicator.indicator_id,
                        indicator,
                        period,
                        everyone,
                        kind,
                    )
                )
    if not options:
        return None, None, [], wanted or "LEP"
    *_, indicator, period, everyone, kind = min(options, key=lambda o: o[:5])
    return indicator, period, within(draft, everyone, kind), kind


def within(draft: Draft, observations: list[Observation], kind: str) -> list[Observation]:
    """Only the places asked about: a named group, or those within a named area."""
    query = draft.query
    nations = "nation" in draft.low or query.place_type in ("ITL1", "country") or "devolved" in draft.low
    out = observations if nations else parts_only(draft, observations, kind)
    left_out = {q.code for p in query.without for q in (p, *draft.gazetteer.same_area(p))}
    left_out |= {o.place_code for o in out if o.place_name in {p.name for p in query.without}}
    out = [o for o in out if o.place_code not in left_out]
    out = [o for o in out if o.place_name not in ("United Kingdom", "UK less Extra-Regio")]
    if query.place_type == "country" and not re.search(r"\bengland\b|\bcountr", draft.low):
        out = [o for o in out if o.place_name != "England"] or out
    if query.groups:
        codes = {p.code for _, places in query.groups for p in places}
        codes |= {s.code for _, places in query.groups for p in places for s in draft.gazetteer.same_area(p)}
        inside = [o for o in out if o.place_code in codes]
        return inside or out
    if query.operation in ("rank", "count", "threshold") and query.mentions:
        codes = set()
        for m in query.mentions:
            area = m.candidates[0]
            if area.name in ("United Kingdom", "England", "Great Britain"):
                return out
            codes |= {p.code for t in ALIKE.get(kind, (kind,)) for p in draft.gazetteer.parts(area, t)}
        inside = [o for o in out if o.place_code in codes]
        return inside or out
    return out


def other_areas(draft: Draft, kind: str) -> None:
    """Say so when the areas asked to be ranked are of a kind for which nothing is held."""
    asked = OTHER_AREAS.search(draft.low)
    if asked and not asked[0].startswith(kind[:3]) and draft.query.place_type is None and not draft.query.groups:
        draft.status = "nearest"
        draft.say(f"Figures are not held by {asked[0]}; the nearest kind of area held is given, {w.plural(kind)}.")
