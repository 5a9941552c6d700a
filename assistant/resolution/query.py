"""The Query of what is meant: which words narrow its measure, what may be meant as well, what must be asked back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.choose_measures import PEOPLE
from assistant.cues import HIGH, LOW, OF_MANY
from assistant.measures import Measures
from assistant.qualifiers import ONLY_ASKS, PERSONS, STATISTIC, far_off, narrowing
from assistant.read_question import OF_THE_FIRST, TITLE, Own
from assistant.resolution.places_taken import taken_places
from assistant.resolution.slots import Context, Slots
from assistant.schema import Query
from assistant.standalone import standalone
from assistant.topic import RANKINGS
from assistant.words import stem
from ingest.schema import Mention


def query_of(context: Context, slots: Slots) -> Query:
    """The question as understood, standing alone."""
    slots, narrowed = _narrowed(context, slots)
    own, places, measure = slots.own, slots.places, slots.measure
    against = _against(context, slots)
    query = Query(
        question=context.wording.question,
        text=context.wording.text,
        places=taken_places((*places.mentions, *against), context.gazetteer),
        mentions=places.mentions,
        concepts=measure.concepts,
        breakdowns=measure.breakdowns,
        asked=slots.asked,
        operation=slots.operation,
        cues=slots.cues,
        place_type=places.place_type,
        groups=places.groups,
        relations=places.relations,
        foreign=own.foreign,
        informal=own.informal,
        of_lep=own.of_lep,
        any_of=_any_of(context, slots),
        without=places.without,
        against=against,
        unexplained=tuple(u for u in own.reading.unexplained if not any(u in f.lower() for f in own.foreign)),
        narrowed=narrowed,
        about_figures=_about_figures(context, slots, narrowed),
        also=_also(own, measure.concepts),
        follows=slots.follows,
        untold=places.untold,
        choices=_choices(context, slots),
        notes=(*_notes(own), *slots.notes),
    )
    text = standalone(query, context.topic, own, context.measures, context.wording.said)
    return replace(query, text=text, missing=_missing(query))


def _narrowed(context: Context, slots: Slots) -> tuple[Slots, tuple[str, ...]]:
    """The words that narrow the measure, () where another is held that they name, and the slots with that one."""
    own, concepts, measures, meaning = slots.own, slots.concepts, context.measures, context.meaning
    named_here = bool(own.reading.concepts) and own.reading.concepts[0].key in concepts
    if meaning is None or slots.measure.inherited or not (named_here or not slots.follows):
        return slots, ()
    if slots.operation == "quotient":
        return slots, ()
    found = narrowing(own, concepts, slots.breakdowns, measures, meaning, by_name=not slots.measure.other)
    narrowed = tuple(word for word in found if word not in _worked_out(slots))
    if narrowed and slots.operation != "sectors" and (closer := _closer(narrowed, own, concepts, measures)):
        return slots.with_measure(concepts=(closer,)), ()
    return slots, narrowed


def _worked_out(slots: Slots) -> frozenset[str]:
    """The words that say what is worked out of the figures, so that they make the measure no other."""
    if slots.operation == "mean" and not slots.mentions:
        return frozenset({"median"})
    return frozenset({"net"}) if slots.operation in ("difference", "change", "moved") else frozenset()


def _closer(narrowed: Sequence[str], own: Own, concepts: Sequence[str], measures: Measures) -> str | None:
    """The measure that the words which narrow the named one make of it, if it bears the words that named that; else None.

    People counted by what they have or are may be those of a share with it: "how many people have a degree?".
    """
    beside = tuple(word for word in own.words if word not in narrowed)
    if concepts == ("population",):
        beside = (*beside, "share", "with")
    closer = measures.changed_by(narrowed, beside, concepts)
    named = {own.words[p] for f in own.reading.concepts[:1] for p in f.positions} - PERSONS - PEOPLE
    return closer if closer and measures.has_words(closer, named) else None


def _choices(context: Context, slots: Slots) -> tuple[str, ...]:
    """The measures near by meaning that no word of the question narrows."""
    own, measures, meaning = slots.own, context.measures, context.meaning
    if meaning is None:
        return ()
    return tuple(c for c in slots.measure.choices if not narrowing(own, (c,), (), measures, meaning, by_name=False))


# What a report says, or who did what, is asked of no place: "who chaired the review?".
_OF_SOMEBODY = re.compile(r"\b(?:who|whom|whose|which (?:minister|person|body|organisation|company|firm|department))\b")


def _about_figures(context: Context, slots: Slots, narrowed: Sequence[str]) -> bool:
    """True when the words point to the tables rather than to the reports."""
    own, places, measure = slots.own, slots.places, slots.measure
    placed = places.mentions or places.groups or own.foreign or places.relations
    if not placed and slots.operation not in (*RANKINGS, "span", "mean"):
        if "reports" in own.cues.names or _OF_SOMEBODY.search(own.low):
            return False
    sectors = slots.operation == "sectors"
    astray = bool(narrowed) and (sectors or far_off(own.phrase, measure.concepts, narrowed, context.meaning))
    told = measure.by_meaning or measure.inherited or _explained_enough(own)
    return bool(measure.concepts) and not astray and TITLE not in own.words and told


_MANY_UNEXPLAINED = 3
_WORTH_OF_A_WORD = 1.6  # how much of a measure's name each word must be outweighed by that nothing explains
_AN_END = re.compile(rf"{HIGH}|{LOW}")


def _explained_enough(own: Own) -> bool:
    """True when the measure's name weighs more than the words that nothing explains."""
    unexplained = sum(
        word not in STATISTIC | own.related and stem(word) not in ONLY_ASKS and len(word) > 1
        for word in own.reading.unexplained
    )
    if not own.reading.concepts:
        return unexplained < _MANY_UNEXPLAINED
    if _qualified(own):
        return False
    weight = own.reading.concepts[0].weight + sum(f.weight for f in own.reading.breakdowns[:1])
    return unexplained == 0 or (unexplained < _MANY_UNEXPLAINED and weight >= _WORTH_OF_A_WORD * unexplained)


def _qualified(own: Own) -> bool:
    """True when a word that nothing explains makes one of a measure's one word: "gender pay" is not pay."""
    first = own.reading.concepts[0].positions
    if len(first) != 1 or min(first) == 0:
        return False
    before = own.words[min(first) - 1]  # "poorest broadband" is broadband
    return before in own.reading.unexplained and before not in STATISTIC and not _AN_END.fullmatch(before)


def _against(context: Context, slots: Slots) -> tuple[Mention, ...]:
    """The place whose figure others are to be above or below, which goes on from the last question where that had a bar."""
    own, measured = slots.own, context.measured
    held_to = slots.operation in ("threshold", "count", "moved") and not own.cues.bar
    return measured.query.against if measured and slots.follows and held_to else own.against


def _any_of(context: Context, slots: Slots) -> bool:
    """True when any of the measures may answer: the words name all of them alike, or did in the last question."""
    measured = context.measured
    before = slots.measure.inherited and measured is not None and measured.query.any_of
    same = before and measured is not None and slots.concepts == measured.query.concepts
    return slots.own.judged.several or _twins(slots.own, slots.concepts) or bool(same)


def _twins(own: Own, concepts: Sequence[str]) -> bool:
    """True when the same words name all of the measures, so that one of them answers: two tables of one share."""
    read = [f.positions for f in own.reading.concepts if f.key in concepts]
    return len(concepts) > 1 and len(read) == len(concepts) and all(positions == read[0] for positions in read)


# Words that say of whom a figure is, rather than that they are to be counted: "the salary of residents".
_PEOPLED = frozenset({"residents", "people", "inhabitants", "resident", "population"})


def _also(own: Own, concepts: Sequence[str]) -> tuple[str, ...]:
    """The measures that the words could name as well, less likely."""
    first = own.reading.concepts[:1]
    return tuple(
        f.key
        for f in own.reading.concepts
        if f.key not in concepts
        and f.weight >= OF_THE_FIRST * first[0].weight
        and (f.positions & first[0].positions or not _PEOPLED & {own.words[p] for p in f.positions})
    )


def _missing(query: Query) -> tuple[str, ...]:
    """What must be asked back before figures can be given."""
    if not query.about_figures or query.operation in (*OF_MANY, "span"):
        return ()
    if query.operation == "mean" and query.place_type:
        return ()
    if not query.mentions and not query.groups and not query.foreign:
        return ("place",)
    return ()


def _notes(own: Own) -> tuple[str, ...]:
    """What was mended in the words, and what a judging word was read as."""
    places = (f"“{m.text}” was read as {m.mended}" for m in own.mentions if m.mended)
    words = (f"“{was}” was read as “{now}”" for was, now in (m.split(" → ") for m in own.reading.mended))
    return (*places, *own.judged.notes, *words)
