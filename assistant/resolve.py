"""A question and the turns before it, read into a Query: places, measures, years, and what is to be done with them.

Nothing is looked up here. What a follow-up leaves out is taken from the last turn that had it; a question that names both
its place and its measure starts afresh and takes nothing over. The steps are the files of `resolution`; what they take over
is told by those of `follow_ups`.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.read_question import read_alone
from assistant.resolution.measure_meant import measure_meant
from assistant.resolution.operation_meant import operation_meant
from assistant.resolution.order_meant import order_meant
from assistant.resolution.places_meant import places_meant, places_settled
from assistant.resolution.places_taken import taken_places
from assistant.resolution.query import query_of
from assistant.resolution.sectors_meant import sectors_meant
from assistant.resolution.slots import Context
from assistant.resolution.wording import context_of, in_full, read_in_context
from assistant.resolution.years_meant import years_meant
from assistant.schema import Query, Turn
from assistant.topic import chosen
from ingest.gazetteer import Gazetteer
from ingest.schema import Place


def resolve(
    question: str,
    history: Sequence[Turn],
    gazetteer: Gazetteer,
    measures: Measures,
    meaning: Meaning | None = None,
) -> Query:
    """The question as understood, standing alone; measures are told by their names alone where `meaning` is None."""
    context = context_of(question, history, gazetteer, measures, meaning)
    choice = None if context.wording.switches else chosen(question, context.history)
    if choice is not None:
        return _answered_choice(context, *choice)
    context = in_full(context)
    slots = places_meant(context, read_in_context(context))
    slots = measure_meant(context, slots)
    slots = operation_meant(context, slots)
    slots = years_meant(context, slots)
    slots = order_meant(context, slots)
    slots = sectors_meant(context, slots)
    slots = places_settled(context, slots)
    return query_of(context, slots)


def _answered_choice(context: Context, query: Query, place: Place) -> Query:
    """The earlier question with the chosen place put in, and a year if one is given now."""
    own = read_alone(context.wording.text, context.gazetteer, context.measures)
    mentions = tuple(
        replace(m, candidates=(place,), ambiguous=False) if m.ambiguous and place in m.candidates else m
        for m in query.mentions
    )
    return replace(
        query,
        question=context.wording.question,
        text=f"{query.text} ({place.name})",
        mentions=mentions,
        places=taken_places(mentions, context.gazetteer),
        asked=own.asked if own.asked.given else query.asked,
        follows=True,
        missing=(),
    )
