"""Places in order of a total by resident, worked out from the total and the population of each area and year."""

from assistant import operations as op
from assistant import wording as w
from assistant.cues import OTHER_AREAS
from assistant.figures.choose import name_of
from assistant.figures.draft import Draft, Findings
from assistant.figures.per_head import POPULATION, by_head_text, by_heads
from assistant.figures.rank import rank
from assistant.figures.ranking import ranking
from assistant.figures.say import say_missing
from assistant.held import ALIKE, chosen_periods
from assistant.numbers import split_unit
from assistant.schema import Derivation
from ingest.schema import Observation

SHOWN = 5


def rank_per_head(draft: Draft, concept: str) -> Findings | None:
    """The places with the most of a total for each resident; where no population is held for them, that is said."""
    if found := held_by_head(draft, concept):
        return found
    indicator, _, everyone, kind = ranking(draft, concept)
    if indicator is None:
        return None
    people = {
        (o.place_code, o.period): o
        for o in draft.held.observations(draft.held.indicators(POPULATION))
        if o.place_type in ALIKE.get(kind, (kind,)) and o.value
    }
    codes = {o.place_code for o in everyone}
    totals = [o for o in draft.held.observations([indicator]) if o.place_code in codes and o.value is not None]
    both = [(o, people[o.place_code, o.period]) for o in totals if (o.place_code, o.period) in people]
    name = w.lower_first(name_of(draft, concept))
    if not both:
        draft.say(
            f"{w.upper_first(name)} cannot be ranked per head: no population is held for the same {w.plural(kind)} and years. The totals are ranked instead."
        )
        found = rank(draft)
        draft.status = "nearest" if found else "not_found"
        return draft.findings()
    counts = {p: sum(o.period == p for o, _ in both) for p in {o.period for o, _ in both}}
    full = sorted(p for p, n in counts.items() if n >= 0.7 * max(counts.values()))
    periods, wanting = chosen_periods(full, draft.query.asked)
    if wanting:
        draft.status = "nearest"
        draft.say(f"{w.upper_first(name)} per head cannot be given for {w.joined(list(wanting))}; {periods[-1]} is the nearest year.")  # fmt: skip
    pairs = [(o, p) for o, p in both if o.period == periods[-1]]
    scale, unit = split_unit(indicator.unit)[1], split_unit(indicator.unit)[0] or indicator.unit
    by_head = [(op.tidy_float((o.value or 0.0) * scale * draft.cues.heads / (p.value or 1.0)), o, p) for o, p in pairs]
    by_head.sort(key=lambda row: (row[0] if draft.cues.lowest else -row[0], row[1].place_name))
    limit = draft.cues.limit or SHOWN
    say_order(draft, by_head[:limit], len(by_head), name, unit, kind)
    draft.caveat(indicator)
    say_missing(draft, [o for o, _ in pairs], kind, periods[-1], indicator)
    return draft.findings()


def say_order(
    draft: Draft, rows: list[tuple[float, Observation, Observation]], n: int, name: str, unit: str, kind: str
) -> None:
    """The order in words, each place with its number, and the numbers as derivations."""
    end = "lowest" if draft.cues.lowest else "highest"
    indicator = draft.by_id[rows[0][1].indicator_id]
    items = []
    for place, (value, total, residents) in enumerate(rows, 1):
        items.append((f"{place} {w.of(total)} {by_head_text(value, unit)}", (total, residents)))
    draft.itemise(
        f"{w.upper_first(name)}{by_heads(draft.cues.heads)} in {w.period_name(rows[0][1].period, indicator)}, {end} first of the {n} {w.plural(kind, n)} for which both figures are held",
        items,
    )
    for value, total, residents in rows:
        where = (draft.figures.index(total), draft.figures.index(residents))
        draft.derivations.append(
            Derivation(
                "per_head", value, unit + by_heads(draft.cues.heads), f"{indicator.label} / resident population", where
            )
        )
    _of_how_many(draft, rows[0][1], end, n, kind)
    draft.places += [draft.gazetteer.place(rows[0][1].place_code)]


def _of_how_many(draft: Draft, first: Observation, end: str, n: int, kind: str) -> None:
    draft.derive(
        "rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {w.plural(kind)} held"), first
    )


def held_by_head(draft: Draft, concept: str) -> Findings | None:
    """The ranking of a rate that is itself held for the kind of area asked about: patents per 100,000 residents of cities."""
    asked = OTHER_AREAS.search(draft.low)
    if not asked:
        return None
    for other, members in draft.held.measures.by_concept.items():
        kinds = {k for i in members for k in i.place_types}
        kind = next((k for k in kinds if asked[0] in (k, w.plural(k))), None)
        if kind and other.startswith(f"{concept}_per_"):
            indicator = members[0]
            period, everyone = draft.held.across(indicator, kind, None)
            order = op.ranked(everyone, draft.cues.lowest)
            end = "lowest" if draft.cues.lowest else "highest"
            shown = order[: draft.cues.limit or SHOWN]
            draft.itemise(
                f"{w.upper_first(w.measure_name(indicator))} in {period}, {end} first of the {len(order)} {w.plural(kind)} held",
                [(f"{r.rank} {r.observation.place_name} {w.value_text(r.observation, indicator)}", (r.observation,)) for r in shown],
            )  # fmt: skip
            _of_how_many(draft, shown[0].observation, end, len(order), kind)
            draft.caveat(indicator)
            return draft.findings()
    return None
