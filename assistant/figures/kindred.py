"""Measures that mean nearly the same, offered like for like where the one asked for is not held."""

import re
from dataclasses import replace

from assistant import wording as w
from assistant.cues import OF_MANY
from assistant.figures.choose import name_of, series
from assistant.figures.draft import Draft
from assistant.held import ALIKE, fits
from assistant.quotients import parts_of_quotient
from ingest.schema import Mention

# Measures, like for like: each with those that may stand for it.
KINDRED = {"gva_per_head": ("gdp_per_head",), "gdp_per_head": ("gva_per_head",), "gerd": ("berd",), "berd_employment": ("rd_personnel",), "rd_personnel": ("berd_employment",),
           "gerd_gdp_share": ("gerd_gva_share",), "gerd_gva_share": ("gerd_gdp_share",)}  # fmt: skip
# A measure that is hardly held, the one that is offered in its stead, and how that one falls short. Always said to be one.
STAND_INS = {
    "businesses": (
        "enterprises",
        "many of the smallest businesses are on no register, so there are more businesses than this",
    )
}
TOTAL_OF = {"gva_per_head": "gva", "gdp_per_head": "gdp", "gerd_per_head": "gerd"}


def kindred(draft: Draft) -> Draft | None:
    """A draft for a measure that is held for every place asked about, where the one asked for is held for none."""
    query, concept = draft.query, draft.query.concepts[0]
    if offered := stand_in(draft):
        return offered
    if worked_out := (
        _share_to_work_out(draft, concept)
        or _share_performed(draft, concept)
        or _by_residents(draft, concept)
        or _held_by_head(draft, concept)
        or _by_unit(draft, concept)
    ):
        return worked_out
    if (ordered := _held_for_kind(draft, concept)) is not None:
        return ordered
    if one := _held_of_two(draft):
        return Draft(replace(query, concepts=(one,), also=()), draft.held)
    if (
        query.operation in OF_MANY
        or draft.of_parts
        or len(query.concepts) > 1
        or not query.mentions
        or any(series(draft, m, concept) for m in query.mentions)
    ):
        return None
    for other in query.also:
        if query.breakdowns and other not in draft.held.measures.sector_families:
            continue  # all sectors together do not stand for one
        if all(series(draft, m, other) for m in query.mentions):
            return Draft(replace(query, concepts=(other,), also=()), draft.held)
    exact_words = concept == "gerd" and re.search(r"\bgerd\b|\bgross\b|\btotal\b", draft.low)
    if exact_words or concept in TOTAL_OF:
        return None
    for other in KINDRED.get(concept, ()):
        if other in draft.held.measures.by_concept and all(series(draft, m, other) for m in query.mentions):
            again = Draft(replace(query, concepts=(other,)), draft.held)
            places = w.joined([w.place_label(m.candidates[0]) for m in query.mentions])
            again.warnings.append(
                f"{w.upper_first(name_of(draft, concept))} is not held for {places}, so {name_of(again, other)} is given."
            )
            return again
    return None


# Shares of R&D by who performs it, and the measure of each part (Frascati Manual).
_PERFORMED = {"gerd_business_share": "berd", "gerd_university_share": "herd", "gerd_government_share": "goverd"}


def _share_performed(draft: Draft, concept: str) -> Draft | None:
    """A draft for the share of R&D that a sector performs, worked out where it is not published for the places and the year.

    Only from a part and a total in one unit, held for the same year.
    """
    query, part = draft.query, _PERFORMED.get(concept, "")
    known = draft.held.measures.by_concept
    if part not in known or "gerd" not in known or len(query.concepts) > 1 or not query.mentions:
        return None
    for mention in query.mentions:
        if any(fits(s.periods, query.asked) for s in series(draft, mention, concept)):
            return None
        parts, totals = series(draft, mention, part), series(draft, mention, "gerd")
        alike = (set(p.periods) & set(t.periods) for p in parts for t in totals if p.indicator.unit == t.indicator.unit)
        if not any(fits(sorted(shared), query.asked) for shared in alike if shared):
            return None
    return Draft(replace(query, concepts=(part, "gerd"), operation="share_of_measure"), draft.held)


def _by_residents(draft: Draft, concept: str) -> Draft | None:
    """A draft for the total to be divided by residents, where so many by residents are not published for the places."""
    query, said = draft.query, re.fullmatch(r"(?P<total>\w+)_per_(?P<heads>10+)", concept)
    if said is None or said["total"] not in draft.held.measures.by_concept or len(query.concepts) > 1:
        return None
    if not query.mentions or any(series(draft, m, concept) for m in query.mentions):
        return None
    if not any(series(draft, m, said["total"]) for m in query.mentions):
        return None
    cues = replace(query.cues, names=query.cues.names | {"per_head"}, heads=int(said["heads"]))
    return Draft(replace(query, concepts=(said["total"],), also=(), cues=cues), draft.held)


def _held_by_head(draft: Draft, concept: str) -> Draft | None:
    """A draft for the published figure by residents that is asked for, where the total is not held: patents for a city's size."""
    query, known = draft.query, draft.held.measures.by_concept
    if "per_head" not in query.cues.names or len(query.concepts) > 1 or not query.mentions:
        return None
    if any(series(draft, m, concept) for m in query.mentions):
        return None
    root = concept.split("_")[0]
    by_head = (c for c in known if re.fullmatch(rf"{root}_per_(?:head|10+)", c))
    other = next((c for c in by_head if all(series(draft, m, c) for m in query.mentions)), None)
    if other is None:
        return None
    cues = replace(query.cues, names=query.cues.names - {"per_head"}, heads=1)
    return Draft(replace(query, concepts=(other,), also=(), cues=cues), draft.held)


def _by_unit(draft: Draft, concept: str) -> Draft | None:
    """A draft for one measure divided by another where their quotient is not published for the places: GVA per job."""
    query, parts = draft.query, parts_of_quotient(concept, draft.held.measures)
    if parts is None or len(query.concepts) > 1 or not query.mentions or query.operation in OF_MANY:
        return None
    if any(series(draft, m, concept) for m in query.mentions):
        return None
    if not all(series(draft, m, c) for m in query.mentions for c in parts):
        return None
    return Draft(replace(query, concepts=parts, also=(), operation="quotient"), draft.held)


def _held_of_two(draft: Draft) -> str | None:
    """The one of two names of nearly the same thing that is held for the places or the kind asked about; None for both or none."""
    concepts, mentions, kind = draft.query.concepts, draft.query.mentions, draft.query.place_type
    if len(concepts) != 2 or concepts[1] not in KINDRED.get(concepts[0], ()):
        return None
    if mentions:
        held = [c for c in concepts if all(series(draft, m, c) for m in mentions)]
    else:
        kinds = set(ALIKE.get(kind or "", (kind,)))
        held = [c for c in concepts if kinds & draft.held.types_by_concept.get(c, set())]
    return held[0] if len(held) == 1 else None


def _held_for_kind(draft: Draft, concept: str) -> Draft | None:
    """A draft for the measure that is held for the kind of area to be put in order and the year, where the one found is not."""
    query, kind = draft.query, draft.query.place_type
    if query.operation not in OF_MANY or kind is None or len(query.concepts) > 1:
        return None
    kinds, held = set(ALIKE.get(kind, (kind,))), draft.held.types_by_concept

    def answers(c: str) -> bool:
        of_kind = [i for i in draft.held.measures.by_concept.get(c, ()) if kinds & set(i.place_types)]
        return any(fits(i.periods, query.asked) for i in of_kind) or bool(of_kind and not query.asked.given)

    if answers(concept):
        return None
    others = [c for c in (*query.also, *KINDRED.get(concept, ())) if answers(c)]
    if not others and kinds & held.get(concept, set()):
        return None
    other = next((c for c in (*others, *query.also, *KINDRED.get(concept, ())) if kinds & held.get(c, set())), None)
    return Draft(replace(query, concepts=(other,), also=()), draft.held) if other else None


def stand_in(draft: Draft) -> Draft | None:
    """A draft for the measure that stands in for one hardly held, for the places or the ranking asked for; None if not held."""
    query, concept = draft.query, draft.query.concepts[0]
    other, why = STAND_INS.get(concept, ("", ""))
    if len(query.concepts) > 1 or other not in draft.held.measures.by_concept:
        return None
    offered = draft.held.indicators(other)
    if any(series(draft, m, concept) for m in query.mentions) or not all(
        series(draft, m, other) or draft.held.stand_ins(m, offered) for m in query.mentions
    ):
        return None
    if not query.mentions and query.operation not in (*OF_MANY, "mean"):
        return None
    again = Draft(replace(query, concepts=(other,)), draft.held)
    again.status = "nearest"
    places = f" for {w.joined([w.place_label(m.candidates[0]) for m in query.mentions])}" if query.mentions else ""
    again.say(
        f"The number of {name_of(draft, concept)}{places} is not held. As a stand-in, {name_of(again, other)} are given: {why}."
    )
    return again


def _share_to_work_out(draft: Draft, concept: str) -> Draft | None:
    """A draft for the amount behind a published share of the UK, where the share is not held for the place and year."""
    query, amount = draft.query, concept.removesuffix("_uk_share")
    held = [fits(s.periods, query.asked) for m in query.mentions for s in series(draft, m, concept)[:1]]
    if amount == concept or amount not in draft.held.measures.by_concept or len(query.concepts) > 1 or any(held):
        return None
    uk = draft.gazetteer.named("United Kingdom", "country")[:1]
    parts = tuple(m for m in query.mentions if m.candidates[0].code != uk[0].code)
    if not parts:
        return None
    whole = Mention("United Kingdom", 0, 0, uk)
    return Draft(replace(query, concepts=(amount,), operation="share", mentions=(*parts, whole)), draft.held)
