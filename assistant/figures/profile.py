"""A place at a glance: every main measure, its rank and direction; or two places' main measures side by side."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import explicit, name_of, pick
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import parts_only
from assistant.held import best_first, chosen_periods
from assistant.periods import Asked

KEY_MEASURES = (
    "gva", "gva_per_hour", "gva_per_head", "population", "jobs", "nvq4", "professional_occupations",
    "stem_professionals_share", "berd", "research_income", "h2020", "innovate_uk", "patents", "economic_complexity", "broadband",
)  # fmt: skip


def profile(draft: Draft) -> Findings | None:
    """Every main measure for a place: latest value, rank among its kind, direction since the first year."""
    if len(draft.query.mentions) > 1:
        return beside_each_other(draft)
    mention = draft.query.mentions[0]
    for concept in KEY_MEASURES:
        members = draft.held.measures.by_concept.get(concept, [])
        indicators = [
            i for i in members if not i.breakdown and len(i.place_types) and len(i.periods) >= 1 and i.unit != "rank"
        ]
        options = (
            best_first(draft.held.options(mention, indicators, explicit(draft, mention)), Asked(), None)
            if indicators
            else []
        )
        if not options or options[0].how == "namesake":
            continue
        s = options[0]
        o = s.observations[-1]
        if o.value is None:
            continue
        _, everyone = draft.held.across(s.indicator, o.place_type, o.period)
        order = op.ranked(parts_only(draft, everyone, o.place_type))
        mine = next((r for r in order if r.observation.place_code == o.place_code), None)
        if len(order) < 5 or mine is None:
            continue
        first = s.observations[0]
        way = ""
        if first.value is not None and first.period != o.period:
            way = f", {'up' if o.value > first.value else 'down' if o.value < first.value else 'unchanged'} from {w.value_text(first, s.indicator)} in {w.period_name(first.period, s.indicator)}"
        refs = draft.ref(o, first) if way else draft.ref(o)
        draft.places.append(s.place)
        draft.say(
            f"- {w.upper_first(w.measure_name(s.indicator))}: {w.value_text(o, s.indicator)} in {w.period_name(o.period, s.indicator)}, {w.ordinal(mine.rank)} highest of {len(order)} {w.plural(o.place_type)}{way} {refs}."
        )
        draft.derive(
            "rank",
            op.Result(
                mine.rank,
                f"rank of {len(order)}",
                f"rank from the highest among the {len(order)} {w.plural(o.place_type)} held",
            ),
            o,
        )
    if not draft.sentences:
        return None
    place = mention.candidates[0]
    draft.sentences.insert(0, f"{w.upper_first(w.place_name(place.name, place.place_type))} at a glance:")
    return draft.findings()


def beside_each_other(draft: Draft) -> Findings | None:
    """The main measures that are held for all the places named, each for the last year that all hold."""
    names: list[str] = []
    for concept in KEY_MEASURES:
        if concept not in draft.held.measures.by_concept:
            continue
        found = [s for s in pick(draft, draft.query.mentions, concept) if s is not None and s.how != "namesake"]
        if len(found) < len(draft.query.mentions) or len({s.indicator.unit for s in found}) > 1:
            names.append(w.lower_first(name_of(draft, concept)))
            continue
        shared = sorted(set.intersection(*(set(s.periods) for s in found)))
        periods, wanting = chosen_periods(shared, draft.query.asked)
        values = [o for s in found if periods and (o := s.at(periods[-1])) is not None and o.value is not None]
        if wanting or len(values) < len(found):
            continue
        draft.places += [s.place for s in found]
        said = "; ".join(f"{w.of(o)} {w.value_text(o, s.indicator)}" for s, o in zip(found, values, strict=True))
        top = max(values, key=lambda o: o.value or 0.0)
        mark = "" if len({o.value for o in values}) == 1 else f"; highest in {w.of(top)}"
        draft.say(
            f"- {w.upper_first(w.measure_name(found[0].indicator))} in {w.period_name(values[0].period, found[0].indicator)}: {said}{mark} {draft.ref(*values)}"
        )
        draft.caveat(found[0].indicator)
    if not draft.sentences:
        return None
    places = w.joined([w.place_name(m.candidates[0].name, m.candidates[0].place_type) for m in draft.query.mentions])
    draft.sentences.insert(0, f"{w.upper_first(places)} side by side:")
    if names:
        draft.warnings.append(f"Not held for all of them alike, so not compared: {w.joined(names)}.")
    return draft.findings()
