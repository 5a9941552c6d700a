"""A Query to Findings: the held figures that answer it, what is computed from them, and the sentences that say so.

Here the operation is chosen; each is one function in `assistant.figures`. Nothing is guessed: what is not held is said,
with the nearest held thing, and a stand-in is always called one.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.beside import whole_of_sector
from assistant.cues import OF_MANY, QUICKEST
from assistant.figures.both_bounds import both_bounds
from assistant.figures.change import change
from assistant.figures.choose import beyond_held
from assistant.figures.compare import compare
from assistant.figures.draft import Draft, Findings
from assistant.figures.kindred import TOTAL_OF, kindred
from assistant.figures.later import with_later
from assistant.figures.mean import mean
from assistant.figures.measures_apart import gaps, measures_apart, together
from assistant.figures.moved import moved
from assistant.figures.per_head import per_head, total_by_head
from assistant.figures.place_rank import place_rank
from assistant.figures.premise import claim_in, premise, than, turn
from assistant.figures.profile import profile
from assistant.figures.quotient import quotient
from assistant.figures.rank import rank
from assistant.figures.rank_per_head import rank_per_head
from assistant.figures.rank_share import rank_of_shares
from assistant.figures.say import superlative
from assistant.figures.sectors import sectors
from assistant.figures.share import share, share_of_group, share_of_measure
from assistant.figures.similar import similar
from assistant.figures.strength import strength
from assistant.figures.threshold import threshold
from assistant.figures.total import total
from assistant.figures.trend import trend
from assistant.figures.unsettled import forecast, why
from assistant.figures.value import value
from assistant.figures.when import peak, since, span
from assistant.held import Held
from assistant.operations import UnitsDiffer
from assistant.schema import Query
from assistant.whereabouts import NATIONWIDE
from assistant.words import stem, tokens

OPERATIONS: dict[str, Callable[[Draft], Findings | None]] = {
    "rank": rank, "place_rank": place_rank, "count": threshold, "threshold": threshold, "compare": compare,
    "difference": compare, "ratio": compare, "share": share, "change": change, "trend": trend, "list": value,
    "sum": total, "mean": mean, "since": since, "peak": peak, "span": span, "share_of_measure": share_of_measure,
    "quotient": quotient, "gaps": gaps, "moved": moved,
}  # fmt: skip
PICTURES: dict[str, Callable[[Draft], Findings | None]] = {
    "sectors": sectors,
    "profile": profile,
    "similar": similar,
    "strength": strength,
}
# An end of an order that is judged rather than counted.
WORST = re.compile(r"\b(?:(?P<worst>worst|poorest|weakest)|best|strongest)\b", re.IGNORECASE)
A_YEAR = "% a year"
GROWTH = frozenset("average mean annual yearly growth change rate nominal".split())  # noqa: SIM905 - words of a growth's name
LOST = re.compile(
    r"\b(?:los(?:t|e|es|ing|s|ses)|left|leav(?:e|es|ing)|outflows?|exodus|went away|moved (?:out|away))\b",
    re.IGNORECASE,
)
GAINED = re.compile(r"\bgain(?:s|ed|ing)?\b", re.IGNORECASE)
WORSE_THAN = re.compile(r"\b(?:(?P<worse>worse)|better) than\b", re.IGNORECASE)


def look_up(query: Query, held: Held) -> Findings | None:
    """The figures that answer the query; None when it asks for none, so that the reports must answer."""
    query = _best_is_least(query, held)
    draft = Draft(query, held)
    try:
        found = answer(draft)
        found = with_later(draft, found, answer) if found else None
    except UnitsDiffer:
        found = _each_by_itself(query, held)
    if found is None or not found.figures or query.operation in PICTURES:
        return found
    said = {*tokens(query.text), *(stem(word) for word in tokens(query.text))}
    other = [b for b in query.breakdowns if not said & {f for word in tokens(b) for f in (word, stem(word))}]
    note = f"The sector is read as {' or '.join(f'“{b}”' for b in other)}, for which figures are held."
    return replace(found, warnings=(*found.warnings, note)) if other else found


def _each_by_itself(query: Query, held: Held) -> Findings | None:
    """The figures asked for as they are, where they are in different units and nothing can be worked out from them."""
    draft = Draft(replace(query, operation=None), held)
    draft.warnings.append("The figures are in different units, so that none is worked out from them and each is given.")
    return value(draft)


def _best_is_least(query: Query, held: Held) -> Query:
    """The query with best and worst turned round where less of the measure is better: the worst shortage is the highest.

    Of places in an order that others made, the highest is the first; of what came less what went, most lost is the lowest.
    """
    if not query.concepts:
        return query
    measure = held.measures.by_concept[query.concepts[0]][0]
    if measure.unit.startswith("per "):  # "per thousand residents" as it is
        query = replace(query, cues=replace(query.cues, names=query.cues.names - {"per_head"}))
    if measure.unit == "rank":
        return replace(query, cues=replace(query.cues, lowest=not query.cues.lowest))
    if measure.name.startswith("net ") and LOST.search(query.text):
        cues = replace(query.cues, lowest=not query.cues.lowest, names=query.cues.names - {"change"})
        return replace(query, cues=cues)
    one_year = not query.asked.ranged and len(query.asked.years) < 2
    if measure.name.startswith("net ") and one_year and GAINED.search(query.text):  # which the figure of the year tells
        return replace(query, cues=replace(query.cues, names=query.cues.names - {"change"}))
    if measure.polarity != "lower":
        return query
    bound = query.cues.bound
    if bound is not None and (judged := WORSE_THAN.search(query.text)):
        return replace(query, cues=replace(query.cues, bound=replace(bound, above=judged["worse"] is not None)))
    if measure.unit == "minutes" and (pace := QUICKEST.search(query.text)):
        return replace(query, cues=replace(query.cues, lowest=pace["slow"] is None))
    said = WORST.search(query.text)
    if said is None:
        return query
    return replace(query, cues=replace(query.cues, lowest=said["worst"] is None))


def _sets_two_measures(query: Query) -> bool:
    """True when two measures of one place, or one of two sectors, are set against each other."""
    two = len(query.concepts) == 2 or (len(query.concepts) == 1 and len(query.breakdowns) == 2)
    return two and len(query.mentions) == 1 and not (query.any_of or query.relations)


def grown(draft: Draft) -> str | None:
    """The series from which a yearly growth asked for is worked out, where the stated one is not held for the place."""
    concept = draft.query.concepts[0]
    members = draft.held.measures.by_concept[concept]
    if len(draft.query.concepts) > 1 or not draft.query.mentions or members[0].unit != A_YEAR:
        return None
    if any(draft.held.options(m, members) for m in draft.query.mentions):
        return None
    name = [word for word in tokens(members[0].name) if word not in GROWTH]
    found = draft.held.measures.read(name).concepts
    return found[0].key if found and found[0].key != concept else None


def answer(draft: Draft) -> Findings | None:
    """The findings of one draft; those of a kindred measure where that one is held and the one asked for is not."""
    query, names = draft.query, draft.query.cues.names
    if not query.concepts and query.operation not in PICTURES:
        return None
    if (
        query.concepts
        and "forecast" in names
        and (query.asked.future or (query.asked.back or 0) < 0 or not query.asked.given or beyond_held(draft))
    ):
        return forecast(draft)
    if query.operation in PICTURES and query.mentions:
        return PICTURES[query.operation](draft)
    if not query.concepts:
        return None
    claim = claim_in(draft.low)
    if claim and query.mentions and (found := premise(draft, claim)):
        return found
    if query.mentions and (found := than(draft)):
        return found
    if found := turn(draft):
        return found
    if query.operation in ("difference", "ratio") and _sets_two_measures(query):
        return measures_apart(draft)
    if query.operation == "sum" and (
        _sets_two_measures(query) or (len(query.concepts) > 2 and len(query.mentions) == 1)
    ):
        return together(draft)
    if "why" in names and query.mentions:
        return why(draft)
    if "why" in names and query.operation in OF_MANY and not superlative(draft):
        return None  # "does your data say why people leave?" after an order asks for none
    if query.operation == "quotient" and len(query.concepts) == 2 and query.mentions:
        return quotient(draft)
    of_sector = query.concepts[1:] == (whole_of_sector(query.concepts[0], draft.held.measures),)
    if query.operation == "rank" and (query.follows or of_sector) and len(query.concepts) == 2 and "share" in names:
        if found := rank_of_shares(draft):
            return found
    whole_of_group = (
        len(query.groups) == len(query.mentions) == 1 and query.mentions[0].candidates[0].name in NATIONWIDE
    )
    if "share" in names and whole_of_group and (found := share_of_group(draft)):
        return found
    if other := kindred(draft):
        return answer(other)
    if base := grown(draft):
        return answer(replace(draft, query=replace(query, concepts=(base,), operation="change")))
    if query.operation in ("threshold", "count", "rank", None) and (found := both_bounds(draft)):
        return found
    if "per_head" in names and query.operation in ("rank", "place_rank") and not query.mentions:
        if (whole := total_by_head(draft)) and (found := rank_per_head(draft, whole)):
            return found
    held_by_head = draft.of_parts and query.concepts[0] in TOTAL_OF
    if "per_head" in names and not held_by_head and (whole := total_by_head(draft)):
        return per_head(draft, whole)
    return OPERATIONS.get(query.operation or "value", value)(draft)
