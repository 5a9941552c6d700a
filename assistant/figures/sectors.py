"""A place's sectors in order, by location quotient, share or jobs, with what such an order does not show."""

import re
from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import explicit
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import year_not_held
from assistant.figures.sector_changes import sector_changes
from assistant.figures.threshold import bound_test
from assistant.held import chosen_periods
from ingest.schema import Indicator, Mention, Place


def sectors(draft: Draft) -> Findings | None:
    """A place's sectors in order, by location quotient or share."""
    limit = min(draft.cues.limit or (1 if re.search(r"\bwhich (?:\w+ )?(?:sector|industry)\b", draft.low) else 5), 50)
    concepts, bound = draft.query.concepts, draft.cues.bound
    if bound is not None and bound.kind == "%":  # "more than 5% of GVA" is asked of shares
        shares = [c for c in concepts if draft.held.measures.by_concept[c][0].unit == "%"]
        concepts = tuple(shares) or concepts
    for mention in parts_of(draft.query.mentions):
        if "change" in draft.cues.names and sector_changes(draft, mention):
            continue
        for concept in concepts:
            indicators = draft.held.measures.by_concept[concept]
            options = draft.held.options(mention, indicators, explicit(draft, mention))
            if not options:
                continue
            place = options[0].place
            mine = [s for s in options if s.place == place]
            held = sorted({p for s in mine for p in s.periods})
            periods, wanting = chosen_periods(held, draft.query.asked)
            if (
                wanting
                and concept != draft.query.concepts[-1]
                and any(
                    not chosen_periods(
                        [p for i in draft.held.measures.by_concept[c] for p in i.periods], draft.query.asked
                    )[1]
                    for c in alike(draft.query.concepts, concept)
                )
            ):
                continue
            period = periods[-1]
            parts = [s for s in mine if not (s.indicator.breakdown or "").endswith("(total)")]
            order = op.ranked([o for s in parts if (o := s.at(period)) is not None], draft.cues.lowest)
            if not order:
                continue
            if wanting:
                year_not_held(draft, mine[0], wanting)
            tell_other_measure(draft, concept, mention)
            if draft.cues.bound is not None:
                say_past_bound(draft, order, concept, period, place)
                break
            say_sectors(draft, order[:limit], len(order), concept, period, place)
            break
        else:
            sectors_not_held(draft, mention)
    return draft.findings() if draft.sentences else None


# The measures of sectors that a question names, by the first word of their concepts.
_NAMED = {
    "lq": (re.compile(r"\b(?:location quotients?|lqs?|speciali[sz]\w*)\b"), "Location quotients are"),
    "gva": (re.compile(r"\b(?:gva|gross value added)\b"), "GVA by sector is"),
}


def tell_other_measure(draft: Draft, concept: str, mention: Mention) -> None:
    """Say that the measure of sectors that is named is not held for a place, where another is given for it."""
    named = [root for root, (pattern, _) in _NAMED.items() if pattern.search(draft.low)]
    if named and concept.split("_")[0] not in ("lq", *named):  # a quotient is itself of GVA
        draft.status = "nearest"
        draft.say(
            f"{_NAMED[named[0]][1]} not held for {w.place_label(mention.candidates[0])}; what is held by sector is given."
        )


def alike(concepts: Sequence[str], concept: str) -> list[str]:
    """The measures that show of sectors what one does: location quotients how specialised a place is, the others how large they are."""
    return [c for c in concepts if c.startswith("lq_") == concept.startswith("lq_")]


def parts_of(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The places without a nation that they are only set against ("relative to the UK")."""
    parts = [m for m in mentions if m.candidates[0].place_type != "country"]
    return parts or mentions


_BY = re.compile(r" by (?:broad )?(?P<kind>sector|industry|product group|field)$")


def by_and_kind(indicator: Indicator) -> tuple[str, str]:
    """What sectors are put in order by, and what they are called: "business R&D spending", "product groups"."""
    found = _BY.search(indicator.name)
    kind = {"industry": "industries", "product group": "product groups", "field": "fields"}
    by = _BY.sub("", indicator.name)
    if indicator.concept.startswith("lq_"):
        by = "location quotient of GVA (1 is the UK mix)"
    return by, kind.get(found["kind"] if found else "", "sectors")


def say_sectors(draft: Draft, shown: Sequence[op.Ranked], n: int, concept: str, period: str, place: Place) -> None:
    """The sentence for a place's sectors."""
    first = draft.by_id[shown[0].observation.indicator_id]
    by, kind = by_and_kind(first)
    end = "lowest" if draft.cues.lowest else "highest"
    parts = []
    for r in shown:
        i = draft.by_id[r.observation.indicator_id]
        parts.append(
            f"{r.rank}{'=' if r.tied else ''} {w.lower_first(i.breakdown or i.label)} {w.value_text(r.observation, i)}"
        )
    draft.places.append(place)
    draft.itemise(
        f"By {by} in {period}, the {end} of the {n} {kind} held for {w.place_name(place.name, place.place_type)}",
        [(text, (r.observation,)) for text, r in zip(parts, shown, strict=True)],
    )
    draft.derive(
        "rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {kind} held"), shown[0].observation
    )
    draft.caveat(first)
    if concept.startswith("lq"):
        draft.warnings.append(
            "A location quotient shows what an area’s output is made of; it does not measure innovation."
        )
        small_sectors(draft, shown, place, period, concept)


def say_past_bound(draft: Draft, order: Sequence[op.Ranked], concept: str, period: str, place: Place) -> None:
    """How many of a place's sectors lie above or below a bound, and which."""
    indicator = draft.by_id[order[0].observation.indicator_id]
    test, words = bound_test(draft, indicator)
    kept = [r for r in order if test is not None and test(r.observation.value or 0.0)]
    _, kind = by_and_kind(indicator)
    where = w.place_name(place.name, place.place_type)
    name = w.lower_first(indicator.family or w.measure_name(indicator))
    draft.places.append(place)
    draft.caveat(indicator)
    lead = f"{w.how_many(len(kept))} of the {len(order)} {kind} held for {where} had a {name} {words} in {period}"
    if kept:
        draft.itemise(lead, [
            (f"{w.lower_first(draft.by_id[r.observation.indicator_id].breakdown or '')} {w.value_text(r.observation, indicator)}", (r.observation,))
            for r in kept
        ])  # fmt: skip
    else:
        first = order[0].observation
        draft.say(f"{lead}; the highest was {w.value_text(first, indicator)} {draft.ref(first)}.")
    shown = [r.observation for r in kept] or [order[0].observation]
    draft.derive("count", op.Result(len(kept), "count", f"{kind} {words}, of the {len(order)} held"), *shown)


def small_sectors(draft: Draft, shown: Sequence[op.Ranked], place: Place, period: str, concept: str) -> None:
    """Say which of the sectors shown are under one per cent of the place's GVA."""
    value_concept = "gva_industry" if concept == "lq_industry" else "gva_sector"
    indicators = draft.held.measures.by_concept.get(value_concept, [])
    amounts = {s.indicator.breakdown: s.at(period) for s in draft.held.series_of([(place, "exact")], indicators)}
    whole = sum(o.value for o in amounts.values() if o and o.value)
    small = []
    for r in shown:
        breakdown = draft.by_id[r.observation.indicator_id].breakdown
        own = amounts.get(breakdown)
        if whole and own and own.value is not None and own.value < 0.01 * whole:
            small.append(w.lower_first(breakdown or ""))
    if small:
        draft.warnings.append(f"Under 1% of the area’s GVA, so a small base: {w.joined(small)}.")


def sectors_not_held(draft: Draft, mention: Mention) -> None:
    """Say that no sector figures are held for a place, with stand-ins."""
    for concept in draft.query.concepts:
        stand_ins = draft.held.stand_ins(mention, draft.held.measures.by_concept[concept])
        if stand_ins:
            place = stand_ins[0].place
            mine = [s for s in stand_ins if s.place == place]
            period = max(p for s in mine for p in s.periods)
            order = op.ranked([o for s in mine if (o := s.at(period)) is not None])
            draft.status = "nearest"
            draft.say(
                f"Sector figures are not held for {w.place_label(mention.candidates[0])}. As a stand-in, not the same area, {w.place_name(place.name, place.place_type)} is shown."
            )
            say_sectors(draft, order[: draft.cues.limit or 5], len(order), concept, period, place)
            return
    draft.status = "not_found"
    draft.say(f"Sector figures are not held for {w.place_label(mention.candidates[0])}.")
