"""Which held series answers a mention and a measure, and for which periods."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import wording as w
from assistant.figures.draft import Draft
from assistant.held import ALIKE, Series, best_first, chosen_periods, first_year, fits, unit_matches
from assistant.read_question import WIDE
from ingest.schema import Indicator, Mention

EXPLICIT = re.compile(
    r"^\W{0,2}\s*\(?(?:the\s)?(lep|local enterprise partnership|nuts\s?2|itl\s?2|nuts\s?3|itl\s?3|region|country|nation)\b",
    re.IGNORECASE,
)
EXPLICIT_TYPES = {"lep": "LEP", "local enterprise partnership": "LEP", "nuts2": "NUTS2", "itl2": "ITL2", "nuts3": "NUTS3",
                  "itl3": "ITL3", "region": "region", "country": "country", "nation": "country"}  # fmt: skip


def indicators_of(draft: Draft, concept: str) -> list[Indicator]:
    """The indicators of a measure, of the sectors asked for if any."""
    families = draft.held.measures.by_concept.get(concept, [])
    breakdowns = [b for b in draft.query.breakdowns if any(i.breakdown == b for i in families)]
    if breakdowns:
        return [i for b in breakdowns for i in draft.held.indicators(concept, b)]
    return draft.held.indicators(concept)


def name_of(draft: Draft, concept: str) -> str:
    """The plain name of what is asked for, with its sector."""
    found = indicators_of(draft, concept)
    return w.measure_name(found[0]) if found else concept


def explicit(draft: Draft, mention: Mention) -> str | None:
    """The kind of area said right after the name: "Tees Valley LEP"."""
    for text in (draft.query.question, draft.query.text):
        start = text.find(mention.text)
        if start >= 0:
            found = EXPLICIT.match(text[start + len(mention.text) :])
            said = found[1] if found else mention.text.split()[-1]
            kind = EXPLICIT_TYPES.get(re.sub(r"\s(?=\d)", "", said.lower()))
            kinds = ALIKE.get(kind or "", (kind,))
            if kind and any(c.place_type in kinds for c in mention.candidates):
                return kind
    return None


def series(draft: Draft, mention: Mention, concept: str) -> list[Series]:
    """The exact series for a mention, best first."""
    options = draft.held.options(mention, indicators_of(draft, concept), explicit(draft, mention))
    kind = draft.query.place_type
    if kind and any(s.place.place_type in ALIKE.get(kind, (kind,)) for s in options) and len(draft.query.mentions) > 1:
        options = [s for s in options if s.place.place_type in ALIKE.get(kind, (kind,))] or options
    return best_first(options, draft.query.asked, draft.currency)


def pick(draft: Draft, mentions: Sequence[Mention], concept: str) -> list[Series | None]:
    """One series for each mention, all of one indicator where that can be, else of one unit; None where none is held."""
    options = [series(draft, m, concept) for m in mentions]
    if not any(options):
        return [None] * len(mentions)
    options = _of_one_kind(options, mentions, draft)
    firsts = [mine[0] for mine in options if mine]
    if (
        len(firsts) == len(mentions)
        and len({s.indicator.unit for s in firsts}) == 1
        and all(s.how in ("exact", "same area") for s in firsts)
    ):
        return list(firsts)
    votes: dict[str, list[int]] = {}
    units: dict[str, int] = {}
    for mine in options:
        exact = [s for s in mine if s.how == mine[0].how or s.how != "namesake"] if mine else []
        good = [
            s for s in exact if fits(s.periods, draft.query.asked) and unit_matches(s.indicator.unit, draft.currency)
        ]
        for identity in {s.indicator.indicator_id for s in good}:
            votes.setdefault(identity, [0, 0])[0] += 1
            votes[identity][1] -= next(n for n, s in enumerate(mine) if s.indicator.indicator_id == identity)
        for unit in {s.indicator.unit for s in good or mine}:
            units[unit] = units.get(unit, 0) + 1
    best = max(votes, key=lambda i: votes[i]) if votes else None
    shared = {u: sum(any(s.indicator.unit == u for s in mine) for mine in options) for u in units}
    unit = max(sorted(units), key=lambda u: (units[u], unit_matches(u, draft.currency), shared[u]))
    if best and votes[best][0] == len(mentions) and alike(draft, options, best):
        return [next(s for s in mine if s.indicator.indicator_id == best) for mine in options]
    return [next((s for s in mine if s.indicator.unit == unit), mine[0] if mine else None) for mine in options]


def _of_one_kind(options: list[list[Series]], mentions: Sequence[Mention], draft: Draft) -> list[list[Series]]:
    """The options, those first that are of a kind of area of which every place has one: three NUTS2 areas, not two and a LEP."""

    def so_named(s: Series, mention: Mention) -> bool:
        return s.how in ("exact", "same area") or s.place.name.lower() == mention.text.lower()

    if len(options) < 2 or draft.query.operation == "share" or any(explicit(draft, m) for m in mentions):
        return options
    asked = draft.query.asked
    own = [
        [s for s in mine if so_named(s, m) and fits(s.periods, asked)]
        for mine, m in zip(options, mentions, strict=True)
    ]
    firsts = {mine[0].place.place_type for mine in own if mine}
    if not all(own) or len(firsts) < 2 or firsts & set(WIDE):
        return options
    shared = set.intersection(*({s.place.place_type for s in mine} for mine in own))
    kind = next((s.place.place_type for s in own[0] if s.place.place_type in shared), None)
    if kind is None:
        return options
    alike = [[replace(s, how="exact") for s in mine if s.place.place_type == kind] for mine in own]
    return [some + [s for s in mine if s.place.place_type != kind] for some, mine in zip(alike, options, strict=True)]


def held_for_all(draft: Draft) -> Sequence[str]:
    """The measures asked for; of several of which any may answer, those held for all the places, if there are any."""
    concepts = draft.query.concepts
    if not draft.query.any_of:
        return concepts
    held = [c for c in concepts if all(s and s.how != "namesake" for s in pick(draft, draft.query.mentions, c))]
    return held or concepts[:1]


def alike(draft: Draft, options: Sequence[Sequence[Series]], indicator_id: str) -> bool:
    """True when one indicator holds every place as the kind of area it is first read as, or an equal one."""
    return all(
        any(s.indicator.indicator_id == indicator_id and s.how in ("exact", "same area", mine[0].how) for s in mine)
        for mine in options
    )


def common_periods(draft: Draft, series: Sequence[Series]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Periods for several series together: the asked ones, or the latest that all hold."""
    shared = set(series[0].periods)
    for s in series[1:]:
        shared &= set(s.periods)
    return chosen_periods(sorted(shared) or list(series[0].periods), draft.query.asked)


def one_year(draft: Draft, indicator: Indicator) -> str | None:
    periods, _ = chosen_periods(indicator.periods, draft.query.asked) if draft.query.asked.given else ((), ())
    return periods[-1] if periods else None


def beyond_held(draft: Draft) -> bool:
    years = [y for y in (*draft.query.asked.years, draft.query.asked.last, draft.query.asked.first) if y]
    held = [
        first_year(p)
        for c in draft.query.concepts
        for i in indicators_of(draft, c)
        for p in i.periods
        if p[:4].isdigit()
    ]
    return bool(years) and bool(held) and max(years) > max(held)
