"""What a ranking runs over: the indicator, the period, the kind of area, and which of them are asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import wording as w
from assistant.cues import OF_MANY, OTHER_AREAS
from assistant.figures.choose import indicators_of, name_of, one_year
from assistant.figures.draft import Draft
from assistant.figures.later import goes_on
from assistant.figures.say import DEVOLVED, NATIONS, parts_only
from assistant.held import ALIKE, chosen_periods, first_year, unit_matches
from assistant.read_question import WIDE
from ingest.schema import Indicator, Observation

# Kinds of area in the order in which they stand in for LEPs.
BY_NEED = ("LEP", "NUTS2", "ITL2", "ITL3", "NUTS3", "region", "ITL1", "country")


def ranking(
    draft: Draft, concept: str, place_type: str | None = None
) -> tuple[Indicator | None, str | None, list[Observation], str]:
    """The indicator, period, figures and kind of area that a ranking of this measure runs over."""
    query = draft.query
    wanted = place_type or query.place_type
    if wanted is None and query.groups:
        wanted = query.groups[0][1][0].place_type if query.groups[0][1] else None
    usual = ["LEP", "NUTS2", "ITL2", "region", "country"]
    if wanted is None and query.mentions and OTHER_AREAS.search(draft.low):
        usual = [
            "LEP",
            "ITL3",
            "NUTS3",
            "NUTS2",
            "ITL2",
            "region",
            "country",
        ]  # the nearest in size to what is asked for
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
                        none_inside(draft, everyone, kind),
                        not unit_matches(indicator.unit, draft.currency),
                        late,
                        kinds.index(kind),
                        -len(everyone),
                        not query.asked.latest and goes_on(draft.held, indicator, kind),
                        -first_year(period) if period else 0,
                        indicator.indicator_id,
                        indicator,
                        period,
                        everyone,
                        kind,
                    )
                )
    if not options and place_type is None and _as_regions(draft):
        return ranking(draft, concept)
    if not options:
        return None, None, [], wanted or "LEP"
    *_, indicator, period, everyone, kind = min(options, key=lambda o: o[:8])
    inside = within(draft, everyone, kind)
    if len(inside) < len(everyone):
        tell_partly_in(draft, everyone, kind)
    return indicator, period, inside, kind


def _as_regions(draft: Draft) -> bool:
    """Take a named set of LEPs as the regions of that name, where there are such: those of "the north of England"."""
    query = draft.query
    if len(query.groups) != 1 or query.place_type is not None:
        return False
    (title, places), *_ = query.groups
    title = re.sub(r"\bLEPs\b", "regions", title)
    regions = draft.gazetteer.group(title)
    if not regions or regions == places or any(place.place_type != "region" for place in regions):
        return False
    draft.query = replace(query, groups=((title, regions),))
    return True


def ranking_of_next_kind(draft: Draft, concept: str) -> tuple[Indicator | None, str | None, list[Observation], str]:
    """The same for another kind of area, which is said, where the measure is not held for the kind that was asked for."""
    wanted = draft.query.place_type
    held = draft.held.types_by_concept.get(concept, set())
    kinds = sorted(held, key=lambda kind: (BY_NEED.index(kind) if kind in BY_NEED else len(BY_NEED), kind))
    if not wanted or not kinds:
        return None, None, [], wanted or "LEP"
    draft.status = "nearest"
    draft.say(
        f"{w.upper_first(name_of(draft, concept))} is not held for {w.plural(wanted)}; it is held for {w.joined([w.plural(k) for k in kinds])}."
    )
    return ranking(draft, concept, kinds[0])


def within(draft: Draft, observations: list[Observation], kind: str) -> list[Observation]:
    """Only the places asked about: a named group, or those within a named area."""
    query = draft.query
    nations = "nation" in draft.low or query.place_type in ("ITL1", "country") or "devolved" in draft.low
    out = observations if nations else parts_only(draft, observations, kind)
    left_out = {q.code for p in query.without for q in (p, *draft.gazetteer.same_area(p))}
    taken_out = (q for p in query.without for t in ALIKE.get(kind, (kind,)) for q in draft.gazetteer.parts(p, t))
    left_out |= {p.code for p in taken_out}  # Inner London, where London is left out
    left_out |= {o.place_code for o in out if o.place_name in {p.name for p in query.without}}
    out = [o for o in out if o.place_code not in left_out]
    out = [o for o in out if o.place_name not in ("United Kingdom", "UK less Extra-Regio")]
    if query.place_type == "country":
        asked = DEVOLVED if "devolved" in draft.low else NATIONS
        out = [o for o in out if o.place_name in asked] or out
    if query.groups:
        codes = {p.code for _, places in query.groups for p in places}
        codes |= {s.code for _, places in query.groups for p in places for s in draft.gazetteer.same_area(p)}
        inside = [o for o in out if o.place_code in codes]
        return inside or out
    return _inside(draft, out, kind) or out


def tell_partly_in(draft: Draft, everyone: Sequence[Observation], kind: str) -> None:
    """Warn of the LEPs with a figure that are left out since they lie only partly in the region asked about."""
    held = {o.place_code for o in everyone if o.value is not None}
    for area in (m.candidates[0] for m in draft.query.mentions):
        if kind != "LEP" or area.place_type not in ("region", "ITL1"):
            continue
        across = [p.name for p in draft.gazetteer.partly_in(area, kind) if p.code in held]
        where = w.place_name(area.name, area.place_type)
        said = f"Left out, since they lie only partly in {where}: {'; '.join(across)}."
        if across and said not in draft.warnings:
            draft.warnings.append(said)


def kind_ranked(observations: Sequence[Observation], n: int) -> str:
    """What the places of a ranking are called: regions or nations where it is of these alone, in a table that has both."""
    place_type, named = observations[0].place_type, {o.place_name for o in observations}
    if place_type == "ITL1" and not named & set(NATIONS):
        place_type = "region"
    elif place_type == "ITL1" and named <= set(NATIONS):
        place_type = "country"
    return w.plural(place_type, n)


def none_inside(draft: Draft, observations: list[Observation], kind: str) -> bool:
    """Whether no figure is of a place that lies in the area a ranking is asked within: LEPs in Wales."""
    return _inside(draft, observations, kind) == []


def _inside(draft: Draft, observations: list[Observation], kind: str) -> list[Observation] | None:
    """The figures of the places that lie in the area a ranking is asked within; None where none narrows it."""
    if draft.query.operation not in (*OF_MANY, "mean") or not draft.query.mentions:
        return None
    one = len(draft.query.mentions) == 1 and draft.query.mentions[0]
    if one and kind in WIDE and any(place.place_type in ALIKE.get(kind, (kind,)) for place in one.candidates):
        return None  # one of those that are ranked: "is the North East the poorest region?"
    codes: set[str] = set()
    for area in (m.candidates[0] for m in draft.query.mentions):
        whole = ("LEP", "region", "country")
        if area.name in ("United Kingdom", "Great Britain") or (area.name == "England" and kind in whole):
            return None
        codes |= {p.code for t in ALIKE.get(kind, (kind,)) for p in draft.gazetteer.parts(area, t)}
    return [o for o in observations if o.place_code in codes]


def other_areas(draft: Draft, kind: str, observations: Sequence[Observation]) -> None:
    """Say so when the areas asked to be ranked are of a kind for which nothing is held.

    Areas that are each the same ground as one of that kind are that kind: in Northern Ireland, ITL3 areas are districts.
    """
    asked = OTHER_AREAS.search(draft.low)
    if not asked or asked[0].startswith(kind[:3]) or draft.query.place_type is not None or draft.query.groups:
        return
    gazetteer = draft.gazetteer
    if asked[0].startswith(("district", "council", "borough")) and all(
        any(same.place_type == "district" for same in gazetteer.same_area(gazetteer.place(o.place_code)))
        for o in observations
    ):
        return
    draft.status = "nearest"
    draft.say(f"Figures are not held by {asked[0]}; the nearest kind of area held is given, {w.plural(kind)}.")
