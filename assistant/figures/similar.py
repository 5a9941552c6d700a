"""Statistical neighbours: the places of a kind nearest over the main measures."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import indicators_of, one_year
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import parts_only
from assistant.schema import Derivation
from ingest.schema import Indicator, Observation, Place

SHOWN = 5

SIMILARITY_MEASURES = (
    "gva_per_hour", "gva_per_head", "nvq4", "professional_occupations", "stem_professionals_share", "economic_complexity",
    "research_income", "population", "broadband", "berd", "high_tech_lq",
)  # fmt: skip


def similar(draft: Draft) -> Findings | None:
    """Statistical neighbours: the places of its kind nearest over the latest common year of the main measures."""
    mention = draft.query.mentions[0]
    if len(draft.query.concepts) == 1:
        return next((found for c in mention.candidates if (found := _nearest_by(draft, c))), None)
    place = next((c for c in mention.candidates if c.place_type in ("LEP", "NUTS2", "ITL2")), mention.candidates[0])
    if place.place_type not in ("LEP", "NUTS2", "ITL2"):
        leps = draft.gazetteer.leps(place)
        if not leps:
            return None
        place = leps[0]
    table: dict[str, dict[str, float]] = {}
    shown: dict[str, Observation] = {}
    used: list[Indicator] = []
    wanted = draft.query.concepts or SIMILARITY_MEASURES
    for concept in wanted:
        for indicator in draft.held.indicators(concept)[:4]:
            _, everyone = draft.held.across(indicator, place.place_type, None)
            values = {o.place_name: o for o in everyone if o.value is not None}
            own = next((o for o in values.values() if o.place_code == place.code), None)
            if own is None or len(values) < 10:
                continue
            used.append(indicator)
            shown[indicator.indicator_id] = own
            for name, o in values.items():
                table.setdefault(name, {})[indicator.indicator_id] = float(o.value or 0.0)
            break
    own_name = next(iter(shown.values())).place_name if shown else ""
    if len(used) < 2 or own_name not in table:
        return None
    own_row = table.pop(own_name)
    nearest = op.distances(own_row, table)[: draft.cues.limit or 5]
    parts = [f"{name} ({distance:.2f})" for name, distance, _ in nearest]
    measured = [f"{w.measure_name(i)} {draft.ref(shown[i.indicator_id])}" for i in used]
    draft.places.append(place)
    draft.say(
        f"The {w.plural(place.place_type)} most like {w.place_name(place.name, place.place_type)} are, nearest first: {'; '.join(parts)}; the number is the root mean square difference in standardised values over {len(used)} measures: {w.joined(measured)}."
    )
    for name, distance, _ in nearest:
        draft.derivations.append(
            Derivation(
                "distance",
                op.tidy_float(distance),
                "standard deviations",
                f"root mean square standardised difference from {name}",
                tuple(range(len(shown))),
            )
        )
    return draft.findings()


def _nearest_by(draft: Draft, place: Place) -> Findings | None:
    """The places of its kind whose figure of one measure is nearest to that of a place, in the last year or the one asked for."""
    for indicator in indicators_of(draft, draft.query.concepts[0]):
        period, everyone = draft.held.across(indicator, place.place_type, one_year(draft, indicator))
        everyone = parts_only(draft, everyone, place.place_type)
        own = next((o for o in everyone if o.place_code == place.code and o.value is not None), None)
        if own is not None and period is not None:
            break
    else:
        return None
    others = [o for o in everyone if o is not own and o.value is not None]
    nearest = sorted(others, key=lambda o: (abs(op.difference(own, o).value), o.place_name))[
        : draft.cues.limit or SHOWN
    ]
    draft.places.append(place)
    name = w.lower_first(w.measure_name(indicator))
    draft.itemise(
        f"{w.upper_first(name)} in {w.of(own)} {w.be(name, 'was', 'were')} {w.value_text(own, indicator)} in {w.period_name(period, indicator)} {draft.ref(own)}; "
        f"the {w.plural(place.place_type)} nearest to it are",
        [(f"{w.of(o)} {w.value_text(o, indicator)}", (o,)) for o in nearest],
    )
    for o in nearest:
        draft.derive("difference", op.difference(own, o), own, o)
    draft.caveat(indicator)
    return draft.findings()
