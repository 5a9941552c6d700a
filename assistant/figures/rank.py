"""Places in order of a figure."""

import re
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.choose_operation import flows
from assistant.cues import HIGH, LOW, PART_OF_ORDER, PARTS
from assistant.figures.draft import Draft, Findings
from assistant.figures.rank_change import changes, rank_change
from assistant.figures.rank_moves import RANK_MOVED, rank_moves
from assistant.figures.ranking import kind_ranked, none_inside, other_areas, ranking, ranking_of_next_kind
from assistant.figures.say import say_missing, superlative
from assistant.held import ALIKE, chosen_periods
from assistant.numbers import written
from ingest.schema import Indicator

WHOLE_LIST = re.compile(
    r"^\W*(?:rank|order|sort|list all)\b|\bleague table\b|\b(?:ranked|sorted|ordered|in order)\b|\b(?:smallest|largest|biggest|lowest|highest|best|worst) first\b"
)

_FIRST_AS_WELL = re.compile(
    rf"\b(?:which|who|what)\b[^?]*?\b(?:{HIGH}|{LOW})\b[^?]*?,? and (?:which|who|what)\b[^?]*\b(?:second|2nd|next)\b"
)
FEW, FEW_ASKED = 3, 12  # areas that are all shown where no end of the order is asked for; of a group or region named


def rank(draft: Draft) -> Findings | None:
    """Places in order of each measure asked for; None when a ranking can be made of none."""
    concepts = draft.query.concepts
    if draft.query.any_of and draft.query.place_type:  # of several that may be meant, those held for the kind of area
        kinds = ALIKE.get(draft.query.place_type, (draft.query.place_type,))
        concepts = tuple(c for c in concepts if draft.held.types_by_concept[c] & set(kinds)) or concepts
    found = [rank_by(draft, concept) for concept in concepts]
    return draft.findings() if any(found) else None


def rank_by(draft: Draft, concept: str) -> Findings | None:
    """Places in order: the first, the first n, the nth, or both ends."""
    indicator, period, observations, kind = ranking(draft, concept)
    if observations and draft.query.place_type and none_inside(draft, observations, kind):  # LEPs in Wales
        where = w.joined([m.candidates[0].name for m in draft.query.mentions])
        draft.say(f"None of the {w.plural(kind)} held lies in {where}.")
        draft.status = "nearest"
        draft.query = replace(draft.query, place_type=None)
        indicator, period, observations, kind = ranking(draft, concept)
    if indicator is not None and observations:
        other_areas(draft, kind, observations)
        if RANK_MOVED.search(draft.low) and (changed := changes(draft, indicator, observations)):
            return rank_moves(draft, indicator, changed)
        if (
            "change" in draft.cues.names
            and len(indicator.periods) > 1
            and not flows(draft.low, (concept,))
            and (found := rank_change(draft, indicator, observations))
        ):
            return found
    if indicator is None or not observations or period is None:
        indicator, period, observations, kind = ranking_of_next_kind(draft, concept)
        if indicator is None or not observations or period is None:
            return draft.findings() if draft.sentences else None
    if draft.query.asked.given and (wanting := chosen_periods(indicator.periods, draft.query.asked)[1]):
        draft.status = "nearest"
        draft.say(
            f"{w.upper_first(w.measure_name(indicator))} is not held for {w.joined(list(wanting))}; {period} is the nearest year held."
        )
    if (part := PART_OF_ORDER.search(draft.low)) and part["part"] in PARTS:  # "in the bottom quarter"
        few = max(1, len([o for o in observations if o.value is not None]) // PARTS[part["part"]])
        draft.query = replace(draft.query, cues=replace(draft.cues, limit=few))
    order = op.ranked(observations, draft.cues.lowest)
    draft.caveat(indicator)
    n = len(order)
    what = kind_ranked(observations, n)
    name = w.lower_first(w.measure_name(indicator))
    when = w.period_name(period, indicator)
    end = "lowest" if draft.cues.lowest else "highest"
    if indicator.unit == "rank":  # the first of an order that others made
        end = "best" if draft.cues.lowest else "worst"
    if draft.cues.both_ends and (draft.cues.limit or 0) > 1 and 2 * (draft.cues.limit or 0) < n:
        for lowest in (False, True):
            shown = op.ranked(observations, lowest)[: draft.cues.limit]
            list_ranked(
                draft,
                indicator,
                shown,
                f"{w.upper_first(name)} in {when}, {'lowest' if lowest else 'highest'} first of the {n} {what} held",
            )
        formula = f"rank from the highest among the {n} {what} held"
        draft.derive("rank", op.Result(1, f"rank of {n}", formula), op.ranked(observations)[0].observation)
        return draft.findings()
    if draft.cues.both_ends and not draft.cues.limit:
        ends_of(draft, op.ranked(observations), op.ranked(observations, True), name, when, what)
        return draft.findings()
    ordinals = [r for r in draft.cues.ordinals if r <= n]
    if ordinals and 1 not in ordinals and _FIRST_AS_WELL.search(draft.low):
        ordinals = [1, *ordinals]  # "which is highest, and who are second and third?"
    if ordinals and max(ordinals) > 1 and not draft.cues.limit:
        for ordinal in ordinals:
            chosen = order[ordinal - 1]
            o = chosen.observation
            nth = "" if ordinal == 1 else f"{w.ordinal(ordinal)} "
            draft.say(
                f"{w.upper_first(w.of(o, True))} had the {nth}{end} {name} in {when}, {w.value_text(o, indicator)}, of the {n} {what} held {draft.ref(o)}."
            )
            draft.derive(
                "rank", op.Result(chosen.rank, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), o
            )
            draft.places.append(draft.gazetteer.place(o.place_code))
        return draft.findings()
    few = n <= (FEW_ASKED if draft.query.groups or draft.query.mentions else FEW)
    limit = draft.cues.limit or (n if WHOLE_LIST.search(draft.low) or (few and not superlative(draft)) else 1)
    shown = order[:limit]
    while (
        limit < n and shown and order[limit].observation.value == shown[-1].observation.value and limit - len(shown) < 5
    ):
        shown = order[: limit + 1]
        limit += 1
    if len(shown) == 1:
        o = shown[0].observation
        draft.say(
            f"{w.upper_first(w.of(o, True))} had the {end} {name} of the {n} {what} held, {w.value_text(o, indicator)} in {when} {draft.ref(o)}."
        )
        draft.derive("rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), o)
        if n > 1:
            runner = order[1].observation
            draft.suggestions.append(f"Which {what} have the five {end} figures for {name} in {when}?")
            draft.say(f"Next was {w.of(runner, True)}, {w.value_text(runner, indicator)} {draft.ref(runner)}.")
    else:
        list_ranked(draft, indicator, shown, f"{w.upper_first(name)} in {when}, {end} first of the {n} {what} held")
        first = shown[0].observation
        draft.derive("rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), first)
    draft.places += [draft.gazetteer.place(r.observation.place_code) for r in shown[:1]]
    say_missing(draft, observations, kind, period, indicator)
    return draft.findings()


def list_ranked(draft: Draft, indicator: Indicator, shown: list[op.Ranked], lead: str) -> None:
    """Places with their ranks and figures under a lead."""
    items = []
    for r in shown:
        place = w.of(r.observation).replace(f" ({w._KINDS.get(r.observation.place_type, '')})", "")
        items.append(
            (f"{r.rank}{'=' if r.tied else ''} {place} {w.value_text(r.observation, indicator)}", (r.observation,))
        )
    draft.itemise(lead, items)


def ends_of(draft: Draft, high: list[op.Ranked], low: list[op.Ranked], name: str, when: str, what: str) -> None:
    """The highest and the lowest together."""
    a, b = high[0].observation, low[0].observation
    indicator = draft.by_id[a.indicator_id]
    draft.say(
        f"Of the {len(high)} {what} held for {when}, {w.of(a, True)} had the highest {name}, {w.value_text(a, indicator)}, and {w.of(b, True)} the lowest, {w.value_text(b, indicator)} {draft.ref(a, b)}."
    )
    formula = f"rank from the highest among the {len(high)} {what} held"
    draft.derive("rank", op.Result(1, f"rank of {len(high)}", formula), a)
    gap = draft.derive("difference", op.difference(a, b), a, b)
    n = len(high)
    draft.derive("rank", op.Result(1, f"rank of {n}", f"rank from the highest among the {n} {what} held"), a)
    if gap is not None:
        draft.say(f"The difference is {written(abs(gap.value), gap.unit, exact=False)} {draft.ref(a, b)}.")
    times = op.ratio(a, b) if "ratio" in draft.cues.names else None
    if times is not None and draft.derive("ratio", times, a, b):
        draft.say(f"The highest is {written(times.value, 'times')} times the lowest {draft.ref(a, b)}.")
