"""A question and the turns before it, read into a Query: places, measures, years, and what is to be done with them.

Nothing is looked up here. What a follow-up leaves out is taken from the last turn that had it; a question that names both
its place and its measure starts afresh and takes nothing over.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.carry import (
    DEICTIC,
    DEICTIC_PLURAL,
    FEW_WORDS,
    GOES_ON,
    LEAD_IN,
    carried_periods,
    changed_measure,
    chosen,
    elliptical,
    last_subject,
    meant_places,
    recent_mentions,
    still,
)
from assistant.choose_measures import named_measures, sector_measures
from assistant.choose_operation import operation_of
from assistant.measures import Measures
from assistant.read_question import TITLE, Own, read_alone, spelt_out
from assistant.schema import Query, Turn
from assistant.words import content_stems, normal
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

# A few everyday nouns that turn a question away from the tables when no measure's name holds them.
MANY_UNEXPLAINED = 3
WORTH_OF_A_WORD = 1.6  # how much of a measure's name each word must be outweighed by that nothing explains
PER_HEAD_OF = {"gva": "gva_per_head", "gdp": "gdp_per_head", "gerd": "gerd_per_head"}


def resolve(question: str, history: Sequence[Turn], gazetteer: Gazetteer, measures: Measures) -> Query:
    """The question as understood, standing alone."""
    asked_as = question
    question = spelt_out(question)
    own = read_alone(question, gazetteer, measures)
    previous = last_subject(history)
    choice = chosen(question, history)
    if choice is not None:
        return _answered_choice(asked_as, choice, own, gazetteer)
    mentions, follows = meant_places(question, own, history, previous)
    concepts, breakdowns = named_measures(own, measures)
    inherited_measure = False
    if (
        previous
        and previous.concepts
        and len(own.words) <= FEW_WORDS
        and (not concepts or set(concepts) <= measures.single)
    ):
        if changed := changed_measure(own, previous, measures):
            concepts, breakdowns = changed
            follows = inherited_measure = True
    if not concepts and previous and previous.concepts and elliptical(question, own):
        concepts, inherited_measure = previous.concepts, True
        breakdowns = breakdowns or previous.breakdowns
        follows = True
    if concepts and not own.reading.concepts and own.reading.breakdowns and previous and previous.concepts:
        follows = True
    if "per_head" in own.cues.names and previous and previous.concepts and not concepts:
        concepts, follows = previous.concepts, True
    if "per_head" in own.cues.names:
        concepts = tuple(PER_HEAD_OF.get(c, c) if PER_HEAD_OF.get(c, c) in measures.by_concept else c for c in concepts)
    operation = operation_of(
        own,
        mentions,
        concepts,
        previous if follows or inherited_measure else None,
        bool(concepts) and set(concepts) <= measures.sector_families,
        bool(breakdowns),
        any(i.name.startswith(("average", "mean")) for c in concepts for i in measures.by_concept[c]),
    )
    if (
        concepts
        and not mentions
        and previous
        and operation not in ("rank", "count", "similar")
        and not own.groups
        and not own.foreign
    ):
        mentions, follows = still(previous), True
    asked = own.asked
    goes_on = bool(GOES_ON.search(own.low))
    if (follows or inherited_measure or goes_on) and previous:
        asked = carried_periods(asked, previous, history, operation)
        if (
            operation == "difference"
            and len(mentions) == 1
            and len(recent_mentions(history)) == 1
            and not own.asked.given
        ):
            operation = "change"
            asked = carried_periods(own.asked, previous, history, operation)
        if operation == "difference" and len(mentions) == 1 and not own.asked.given and not own.mentions:
            mentions = recent_mentions(history) or mentions
    cues = own.cues
    if (
        follows
        and previous
        and previous.cues
        and operation in ("rank", "sectors")
        and not cues.limit
        and not cues.ordinal
    ):
        if previous.operation == operation:
            cues = replace(cues, limit=previous.cues.limit, lowest=cues.lowest or previous.cues.lowest)
    if operation == "sectors" and not (
        follows and not own.reading.concepts and previous and previous.operation == "sectors"
    ):
        concepts = sector_measures(question, own, concepts, asked, measures)
    if operation == "sectors" and own.cues.names & {"reports"}:
        operation, concepts = None, ()
    about_figures = bool(concepts) and _explained_enough(own) and TITLE not in own.words
    query = Query(
        question=asked_as,
        text=question,
        places=taken_places(mentions, gazetteer),
        mentions=mentions,
        concepts=concepts,
        breakdowns=breakdowns,
        asked=asked,
        operation=operation,
        cues=cues,
        place_type=own.place_type or (previous.place_type if follows and previous and operation == "rank" else None),
        groups=own.groups,
        relations=own.relations,
        foreign=own.foreign,
        unexplained=tuple(u for u in own.reading.unexplained if not any(u in f.lower() for f in own.foreign)),
        about_figures=about_figures,
        also=tuple(
            f.key
            for f in own.reading.concepts
            if f.key not in concepts and f.weight >= 0.5 * own.reading.concepts[0].weight
        ),
        follows=follows,
        notes=_notes(own),
    )
    return replace(query, text=_standalone(query, previous, own, measures), missing=_missing(query))


def taken_places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places a question is taken to be about, most specific first; a town or district is followed by its LEPs."""
    places: list[Place] = []
    for mention in mentions:
        chosen = mention.candidates if mention.ambiguous else mention.candidates[:1]
        for place in chosen:
            places.append(place)
            if place.place_type not in ("LEP", "country", "region", "NUTS2", "ITL2", "ITL1", "combined authority"):
                places += gazetteer.leps(place)
    return tuple({p.code: p for p in places}.values())


def _answered_choice(question: str, choice: tuple[Query, Place], own: Own, gazetteer: Gazetteer) -> Query:
    """The earlier question with the chosen place put in, and a year if one is given now."""
    query, place = choice
    mentions = tuple(
        replace(m, candidates=(place,), ambiguous=False) if m.ambiguous and place in m.candidates else m
        for m in query.mentions
    )
    settled = replace(
        query,
        question=question,
        mentions=mentions,
        places=taken_places(mentions, gazetteer),
        asked=own.asked if own.asked.given else query.asked,
        follows=True,
        missing=(),
    )
    return replace(settled, text=f"{query.text} ({place.name})")


def _explained_enough(own: Own) -> bool:
    """True when the measure's name weighs more than the words that nothing explains."""
    unexplained = len(own.reading.unexplained)
    if not own.reading.concepts:
        return unexplained < MANY_UNEXPLAINED
    weight = own.reading.concepts[0].weight + sum(f.weight for f in own.reading.breakdowns[:1])
    return unexplained == 0 or (unexplained < MANY_UNEXPLAINED and weight >= WORTH_OF_A_WORD * unexplained)


def _missing(query: Query) -> tuple[str, ...]:
    """What must be asked back before figures can be given."""
    if not query.about_figures or query.operation in ("rank", "count", "threshold"):
        return ()
    if not query.mentions and not query.groups and not query.foreign:
        return ("place",)
    return ()


def _notes(own: Own) -> tuple[str, ...]:
    places = [f"“{m.text}” was read as {m.mended}" for m in own.mentions if m.mended]
    return (*places, *(f"“{was}” was read as “{now}”" for was, now in (m.split(" → ") for m in own.reading.mended)))


def _standalone(query: Query, previous: Query | None, own: Own, measures: Measures) -> str:
    """The question as understood, to be shown and searched with: a follow-up gets the words it left out."""
    if not previous or (own.reading.concepts and own.mentions):
        return query.question
    low = normal(query.question)
    points_back = bool(LEAD_IN.search(low) or DEICTIC.search(low) or DEICTIC_PLURAL.search(low))
    if not query.follows and not (points_back or len(content_stems(query.question)) < 2):
        return query.question
    if query.follows and query.concepts:
        names = [measures.by_concept[c][0].name for c in query.concepts[:2] if c in measures.by_concept]
        sector = f" ({query.breakdowns[0]})" if query.breakdowns else ""
        where = ", ".join(m.candidates[0].name for m in query.mentions)
        years = ", ".join(str(y) for y in query.asked.years) or "-".join(
            str(y) for y in (query.asked.first, query.asked.last) if y
        )
        parts = [" and ".join(names) + sector, where, years or " ".join(query.asked.spoken)]
        return f"{query.question.rstrip(' ?.')} [{'; '.join(p for p in parts if p)}]"
    said = set(content_stems(query.question))
    kept = [w for w in re.findall(r"[\w&+'’-]+", previous.text) if (s := content_stems(w)) and not said & set(s)]
    extra = " ".join(dict.fromkeys(kept))
    return f"{query.question.rstrip(' ?.')} ({extra})" if extra else query.question
