"""A place at a glance: every main measure, its rank and direction."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import explicit
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import parts_only
from assistant.held import best_first
from assistant.periods import Asked

KEY_MEASURES = (
    "gva", "gva_per_hour", "gva_per_head", "population", "jobs", "nvq4", "professional_occupations",
    "stem_professionals_share", "berd", "research_income", "h2020", "innovate_uk", "patents", "economic_complexity", "broadband",
)  # fmt: skip


def profile(draft: Draft) -> Findings | None:
    """Every main measure for a place: latest value, rank among its kind, direction since the first year."""
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
