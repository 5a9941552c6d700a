"""A question and the turns before it, read into a Query: places, measures, years, and what is to be done with them.

Nothing is looked up here. What a follow-up leaves out is taken from the last turn that had it; a question that names both
its place and its measure starts afresh and takes nothing over.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.beside import SO_MANY, part_of_last, whole_of_sector, without_size, worked_out_share
from assistant.choose_measures import (
    PEOPLE,
    Meant,
    best_sectors,
    meant_measures,
    meant_sector,
    named_measures,
    sector_measures,
)
from assistant.choose_operation import operation_of
from assistant.cues import CHANGE, HIGH, LOW, OF_MANY, RESTS_ON, SUPERLATIVE, Bound, Operation, read_cues
from assistant.follow_ups.measure import by_population, carried_measure
from assistant.follow_ups.operation import carried_operation, reorders_sectors
from assistant.follow_ups.order import carried_cues
from assistant.follow_ups.other_measure import IN_MONEY, PERFORMERS, sized
from assistant.follow_ups.places import meant_places, points_to_places, unknown_part
from assistant.follow_ups.plain_words import side_by_side, without_opening
from assistant.follow_ups.pointing_back import (
    DEICTIC,
    DEICTIC_PLURAL,
    THOSE_PLACES,
    asks_reports,
    elliptical,
    only_a_measure,
)
from assistant.follow_ups.relations import carried_groups, carried_relations, kind_shown, with_average
from assistant.follow_ups.said_in_full import said_in_full
from assistant.follow_ups.years import GOES_ON, carried_periods, of_new_measure, of_ranking, years_talked_of
from assistant.held import first_year
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.periods import YEAR, Asked, dated
from assistant.qualifiers import ONLY_ASKS, PERSONS, STATISTIC, far_off, narrowing
from assistant.quotients import quotient_of
from assistant.read_question import PLACEHOLDER, TITLE, WIDE, Own, asked_clauses, asked_part, read_alone, spelt_out
from assistant.schema import Query, Turn
from assistant.slips import put_right
from assistant.standalone import ASKS_MEANING, points_back, standalone
from assistant.topic import RANKINGS, Topic, about_the_last_place, chosen, returned, switched, topic_of
from assistant.two_measures import adds, two_measures
from assistant.words import stem, tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

OF_RELIANCE = ("gva_sector_share", "lq_sector")  # measures of how far a place rests on a sector
_THAN_IN = re.compile(rf"\bthan (?:it was |it did |they were )?(?:back )?(?:in )?{YEAR}\b")
OF_SOMEBODY = re.compile(r"\b(?:who|whom|whose|which (?:minister|person|body|organisation|company|firm|department))\b")
A_TERM = re.compile(r"^\W*(?:and |so |but )?what(?: is|'s| are)(?: meant by)? an? ")  # asks what it is, of no place
LEAVE_IT = re.compile(
    r"\b(?:leave|leaving|take|taking|put|exclud(?:e|ing)|without|omit(?:ting)?|skip(?:ping)?|drop(?:ping)?) (?:that|this|it|the (?:first|top|winner|leader))\b"
)
ACCEPTS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|fine|right|yes|sure|all right|alright)\b[\s,.:;–-]*)*(?:(?:let's |we can |i(?:'ll| will) |just )?(?:use|take|go with|work with) (?:that|this|it|the)\b(?: \w+){0,3}|(?:the |that )?(?:nuts ?[23]|itl ?[23]|region|area|stand-in|proxy|county)(?: area| figure| one)?(?: level)?(?:'s| is| will be| would be|'ll be)? (?:fine|ok(?:ay)?|good|enough|do|does|works))\s*[.,;:!–-]+\s*",
    re.IGNORECASE,
)
BESIDE_UK = re.compile(
    r"\b(?:more than|over|at least) (?P<share>\d+(?:\.\d+)?)\s*(?:%|percent) (?:(?P<above>above|higher than|more than|ahead of)|below|lower than|less than|behind|under|short of) (?:the )?(?:uk|united kingdom|national)\b"
)
NOW = re.compile(r"\b(?:latest|now|current\w*|today)\b")
WHICH_OF = re.compile(r"\b(?:which|who)\b.*\b(?:of|the two|both|them|those|these)\b")
THAT_LEP = re.compile(r"\bthat (?:lep|local enterprise partnership)\b")
# Words that say of whom a figure is, rather than that they are to be counted: "the salary of residents".
PEOPLED = frozenset({"residents", "people", "inhabitants", "resident", "population"})
OF_THE_LAST = frozenset({"next", "sum"})  # words that in a follow-up say what to do with the figures before it
PART_OF_NAME = 5  # letters by which "north" is known in "Northern LEPs"
MANY_UNEXPLAINED = 3
ALL_OF_THEM = 200  # more than there are places of a kind
WORTH_OF_A_WORD = 1.6  # how much of a measure's name each word must be outweighed by that nothing explains
# All of the measures talked of, for another place: "now give me the same three for Devon".
SAME_MEASURES = re.compile(
    r"\b(?:the )?same (?P<n>two|three|four)(?: (?:figures|measures|numbers|things|rates|shares))?\b"
)
BOTH_MEASURES = re.compile(
    r"\b(?:on|for|in|by) (?:both|the two|each|either)\b|\bboth (?:measures|figures|numbers|rates|shares|values|of (?:them|those|these))\b|\b(?:have|give|show|see|want|need)(?: me)? both (?:for|of)\b"
)
SHARE_OF = re.compile(
    r"\bas a (?:share|percentage|percent|proportion|fraction|%) of (?:all |total |the total |every )?([^?.,;]+)"
)
# A share whose part is left unsaid, since it was just given: "as a share of all firms".
UNSAID_PART = re.compile(
    r"^\W*(?:(?:and|so|but|now|then|what about|what is that|what's that) )*as an? \s*(?:share|percentage|percent|proportion|fraction|%) of\b"
)
# A part asked for of what was just given: "how much of that is done by business?".
OF_THAT = re.compile(
    r"\b(?:how (?:much|many)|share|percentage|percent|proportion|fraction|part|%) of (?:that|it|this|those|these|them)\b"
)
SET_AGAINST = ("compare", "difference", "ratio")
# A total that is not wanted by head: "GDP in Wales - the total, not per capita".
_TOTAL_NOT_HEAD = re.compile(
    r"\s*[,;(–-]*\s*(?:\b(?:in |the |as a )?total,? )?\b(?:not|rather than|instead of) (?:per|by|a) (?:head|person|capita)\b\)?",
    re.IGNORECASE,
)
# Which place has a rank, whatever other place is spoken of: "London leads, so which LEP came second?".
_ASKS_THE_NTH = re.compile(
    r"\b(?:which|what|who)\b(?: \w+){0,3} (?:came|comes|is|was|ranked|ranks|lay|lies|sits|stood|finished) (?:the )?(?:second|third|fourth|fifth|sixth|2nd|3rd|\d+th|next)\b"
)
# Of the people just told the share of, their number.
NUMBER_OF_PEOPLE = re.compile(r"\bnumber of (?:people|persons|residents|workers|staff)\b|\bhow many people\b")
PER_HEAD_OF = {"gva": "gva_per_head", "gdp": "gdp_per_head", "gerd": "gerd_per_head"}
# Kinds of area that are asked about as they are, without the LEPs they lie in.
STATISTICAL = frozenset({"LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "NUTS3", "ITL3"})


def resolve(
    question: str,
    history: Sequence[Turn],
    gazetteer: Gazetteer,
    measures: Measures,
    meaning: Meaning | None = None,
) -> Query:
    """The question as understood, standing alone."""
    said = asked_part(question, gazetteer).rstrip(" ,;")
    text = spelt_out(asked_part(put_right(question, gazetteer.mentions), gazetteer), gazetteer)
    if not history:
        text = _TOTAL_NOT_HEAD.sub(" in total", text)
    if term := ASKS_MEANING.match(text):
        article = "" if re.match(r"(?:an?|the) ", term["term"], re.IGNORECASE) else "a "
        said = text = f"What is {article}{term['term']}?"  # "and what does LEP stand for?"
    text, read_as = dated(asked_clauses(text, gazetteer, measures))
    rest, earlier = returned(text, history)
    if earlier is not history and not read_alone(rest, gazetteer, measures).reading.concepts:
        text, history = rest, earlier
    fresh = switched(text)
    topic = topic_of(history, gazetteer) if fresh is None else None
    text, taken = _accepted(text, topic, gazetteer)
    put_in: tuple[Mention, ...] = ()
    if fresh is not None:
        text, put_in = about_the_last_place(fresh, history, gazetteer)
    choice = chosen(question, history) if fresh is None else None
    if choice is not None:
        return _answered_choice(question, choice, read_alone(text, gazetteer, measures), gazetteer)
    if topic is not None:
        said = without_opening(said)
        text, put_in = said_in_full(
            text, topic, lambda words: _known(words, gazetteer, measures), _years_held(topic.query, measures)
        )
    else:
        text = side_by_side(text)
    own = _with_referents(read_alone(text, gazetteer, measures), put_in)
    if topic is not None:
        own = _explained(own, topic, measures)
    own = with_average(own, topic)
    if topic is not None and topic.query.concepts and sized(own, topic.query, measures):
        # "Fewer than ten" of the staff compares nothing, and "at least ten" is no end of an order.
        own = replace(
            own,
            cues=read_cues(without_size(own.low)),
            low=own.low.replace("at least", "over"),
            reading=replace(own.reading, concepts=()),
        )
    without: tuple[Place, ...] = ()
    if topic and topic.ranked and not own.mentions and LEAVE_IT.search(own.low):
        own = replace(own, mentions=topic.shown[:1], without=topic.shown[:1])
    again = bool(topic and topic.ranked) and len(own.without) == len(own.mentions)  # "leave that one out"
    ends = (own.place_type or own.groups) and SUPERLATIVE.search(
        own.low
    )  # "the three LEPs, London aside, with the most"
    if own.mentions and own.place_type and own.cues.ordinal and _ASKS_THE_NTH.search(own.low):
        own = replace(own, mentions=tuple(m for m in own.mentions if m.candidates[0].place_type in WIDE))
    if own.without and (own.cues.operation in RANKINGS or again or ends):
        without = tuple(m.candidates[0] for m in own.without)
        own = replace(own, mentions=tuple(m for m in own.mentions if m not in own.without))
    if topic and topic.ranked and topic.query.without and not (own.without or own.mentions) and elliptical(own):
        without = topic.query.without  # "top three" is still without the one left out
    if topic and topic.listed_neighbours and not own.mentions and DEICTIC_PLURAL.search(own.low):
        own = replace(own, relations=("neighbours",))
    mentions, follows = meant_places(own, topic) if topic else (own.mentions, False)
    mentions = tuple(m for m in mentions if m.candidates[0] not in without)
    if topic and (stand_in := _standing_in(own, mentions, topic)):
        mentions, was = tuple(stand_in if m in topic.places else m for m in mentions), mentions
        if mentions != was:
            read_as = (*read_as, f"{stand_in.text} stands in for {topic.places[0].candidates[0].name}")
    if taken and not own.mentions:
        mentions, follows = taken, True
    untold = ""
    if topic and points_to_places(own):
        if len(mentions) > 1:  # ranked among themselves, not among all of their kind
            own = replace(own, place_type=None, cues=replace(own.cues, limit=None))
        elif topic.of_reports and not mentions and topic.query.groups:
            own, follows = replace(own, groups=topic.query.groups), True
        elif topic.of_reports and not mentions and (those := THOSE_PLACES.search(text)):
            untold = those[0].removeprefix("of ")
            own = replace(own, cues=replace(own.cues, limit=ALL_OF_THEM))
    if not history:
        mentions = _either_kind(own, mentions, gazetteer)
    concepts, breakdowns = named_measures(own, measures)
    measured = topic if topic and topic.query.concepts and not topic.of_reports else None
    inherited = False
    if measured and measured.ranked and (unknown := unknown_part(own)):
        untold = f"the {unknown} ones"
        own = replace(own, reading=replace(own.reading, unexplained=()), cues=replace(own.cues, limit=ALL_OF_THEM))
    if measured:
        concepts, breakdowns, inherited = carried_measure(own, concepts, breakdowns, measured, measures)
        follows = follows or inherited
    if measured and inherited and not mentions and not measured.ranked and _same_places(own):
        mentions = measured.places
    versus = two_measures(own, measured, measures)
    if versus:
        concepts, breakdowns = versus, ()
        if measured and not own.mentions:
            which = len(mentions) > 1 and WHICH_OF.search(own.low)
            mentions, follows, inherited = mentions if which else measured.places, True, True
    divided = None if versus else quotient_of(own, measures, measured.query if measured else None)
    if divided and divided[1] == "population" and PER_HEAD_OF.get(divided[0]) in measures.by_concept:
        concepts, breakdowns, divided = (PER_HEAD_OF[divided[0]],), (), None  # "output for every resident"
    elif divided:
        concepts, breakdowns = divided, ()  # "GVA per job"
    if "per_head" in own.cues.names and not (measured and by_population(own, measured)):
        concepts = tuple(PER_HEAD_OF.get(c, c) if PER_HEAD_OF.get(c, c) in measures.by_concept else c for c in concepts)
    meant: Meant | None = None
    by_meaning = False
    by_name = concepts
    if meaning is not None and not (follows or put_in):
        if meant := meant_measures(own, concepts, measures, meaning):
            concepts = meant.concepts
        by_words = breakdowns
        concepts, breakdowns = meant_sector(own, concepts, breakdowns, measures, meaning)
        by_meaning = meant is not None or breakdowns != by_words
    other = concepts != by_name
    follows = follows or bool(measured and reorders_sectors(own, measured))
    still_ranks = bool(measured and measured.ranked and not mentions and points_back(text))
    operation = (
        carried_operation(own, mentions, concepts, measured) if measured and (follows or still_ranks) else None
    ) or operation_of(
        own,
        mentions,
        concepts,
        bool(measured) and follows,
        bool(concepts) and set(concepts) <= measures.sector_families,
        bool(breakdowns),
        any(i.name.startswith(("average", "mean")) for c in concepts for i in measures.by_concept[c]),
    )
    if (
        topic
        and topic.query.operation == "profile"
        and own.mentions
        and elliptical(own)
        and not (operation or concepts)
    ):
        operation, follows = "profile", True  # "and Lancashire?"
    if pair := _part_and_whole(own, mentions, concepts, operation, measured, measures):
        operation, concepts, breakdowns = (
            "share_of_measure",
            pair,
            breakdowns or (measured.query.breakdowns if measured else ()),
        )
    if measured and measured.ranked and operation == "rank" and (whole := _whole_of_share(own, measured, measures)):
        concepts, breakdowns = (measured.query.concepts[0], whole), ()
    if versus:
        apart: Operation = "gaps" if len(mentions) > 1 else "difference"
        operation = "ratio" if own.cues.operation == "ratio" else "sum" if adds(own) else apart
    if divided and operation in (None, "compare", "list", "trend"):
        operation = "quotient"
    if operation in ("ratio", "difference") and len(breakdowns) == 2 and len(mentions) < 2:
        breakdowns = _as_they_came(own, breakdowns)
    asked, relations, cues, place_type = own.asked, own.relations, own.cues, own.place_type
    if concepts and (bound := _beside_uk(own, concepts[0], measures)):
        concepts, mentions, cues = (f"{concepts[0]}_index",), (), replace(cues, bound=bound)
        operation = "count" if own.cues.operation == "count" else "threshold"
    groups = own.groups
    if measured and (follows or still_ranks) and carried_groups(own, operation, measured):
        groups = measured.query.groups
    elsewhere = groups or own.foreign or A_TERM.search(own.low)
    if concepts and not mentions and topic and operation not in RANKINGS and not elsewhere:
        mentions, follows = topic.focus, True
        compares = topic.query.operation == "compare" or "compare" in own.cues.names
        goes_on = topic.query.operation in ("change", "place_rank") and len(mentions) == 1 and only_a_measure(own)
        kept = topic.query.operation if goes_on else None
        operation = operation or ("compare" if compares and len(mentions) > 1 else kept)
    follows = follows or (still_ranks and operation in RANKINGS)
    if topic and (follows or put_in or (GOES_ON.search(own.low) and not asks_reports(own))):
        share_moved = operation == "share_of_measure" and own.cues.operation in ("change", "compare")
        asked = carried_periods(asked, topic, years_talked_of(history), "change" if share_moved else operation, own.low)
        if share_moved and asked.first and asked.last:
            asked = Asked(years=(asked.first, asked.last))
        if own.reading.concepts and not own.asked.given and concepts != topic.query.concepts:
            asked = of_new_measure(asked, operation, concepts, topic, measures, pointed=bool(put_in))
        if operation == "difference" and not versus and len(mentions) == 1 and not own.asked.given and not own.mentions:
            operation, mentions, asked = _difference(mentions, topic, history, asked)
    in_numbers = SO_MANY.search(own.low) or IN_MONEY.search(own.low)
    if operation in (None, "compare") and len(asked.years) == 1 and not in_numbers:
        if pair := worked_out_share(concepts, breakdowns, asked.years[0], measures):
            operation, concepts = "share_of_measure", pair
    if measured and measured.query.operation == "moved" and operation in ("rank", "compare") and not own.asked.given:
        asked = Asked()  # of those that grew, the figures as they are now
    if operation in (None, "compare") and len(mentions) > 1 and not own.asked.given and NOW.search(own.low):
        asked = Asked()  # "which of the two is quicker now?"
    same = measured is not None and concepts == measured.query.concepts and operation in RANKINGS and not own.mentions
    if same and measured and not asked.given and not NOW.search(own.low):
        asked = measured.query.asked  # "which three are top on it?" is of the year just talked of
    if measured and operation == "rank" and asked == measured.query.asked and "change" not in own.cues.names:
        asked = of_ranking(asked, measured, own.low)
    if measured and follows:
        relations = carried_relations(own, operation, measured)
        cues = carried_cues(cues, own, operation, measured)
        if operation in RANKINGS and measured.query.operation in RANKINGS:
            place_type = place_type or measured.query.place_type
        elif operation in RANKINGS and concepts == measured.query.concepts and not (groups or mentions):
            place_type = place_type or kind_shown(measured)
    if operation == "sectors" and not (
        follows and not own.reading.concepts and measured and measured.query.operation == "sectors"
    ):
        concepts = sector_measures(text, own, concepts, asked, measures)
    if operation == "sectors" and (own.cues.names & {"reports"} or _of_one_sector(own)):
        operation, concepts = None, ()
    if operation == "rank" and not (concepts or mentions or measured) and (sectors := best_sectors(own)):
        by = ("lq_sector", "lq_industry")  # "who relies most on farming?"
        held = [c for c in by if any(i.breakdown in sectors for i in measures.by_concept.get(c, ()))]
        concepts, breakdowns = tuple(held[:1]), sectors
    if concepts_of_change := _reliance_then_and_now(own, mentions, concepts, operation, measures):
        operation, concepts, breakdowns = "change", concepts_of_change, breakdowns or best_sectors(own)
    elif _asks_strength(own, mentions, concepts, operation):
        operation, breakdowns = "strength", breakdowns or best_sectors(own)
        concepts = concepts or ("lq_sector",)
    if topic and topic.of_reports and not concepts and not mentions and points_back(text) and not own.groups:
        mentions, follows = topic.focus, True
    if (own.of_lep or (follows and THAT_LEP.search(own.low))) and (concepts or own.reading.breakdowns):
        mentions = tuple({m.candidates: m for m in (_its_lep(m, gazetteer) for m in mentions)}.values())
    narrowed: tuple[str, ...] = ()
    named_here = bool(own.reading.concepts) and own.reading.concepts[0].key in concepts
    if meaning is not None and not inherited and (named_here or not follows):
        narrowed = narrowing(own, concepts, breakdowns, measures, meaning, by_name=not other)
        worked_out = (
            {"median"}
            if operation == "mean" and not mentions
            else {"net"}
            if operation in ("difference", "change", "moved")
            else set()
        )
        narrowed = tuple(word for word in narrowed if word not in worked_out and operation != "quotient")
        if narrowed and operation != "sectors" and (closer := _closer(narrowed, own, concepts, measures)):
            concepts, narrowed = (closer,), ()
    choices: tuple[str, ...] = ()
    if meaning is not None and meant:
        choices = tuple(c for c in meant.choices if not narrowing(own, (c,), (), measures, meaning, by_name=False))
    astray = bool(narrowed) and (operation == "sectors" or far_off(own.phrase, concepts, narrowed, meaning))
    about_figures = (
        bool(concepts) and not astray and TITLE not in own.words and (by_meaning or inherited or _explained_enough(own))
    )
    placed = bool(mentions or groups or own.foreign or relations) or operation in (*RANKINGS, "span", "mean")
    if not placed and ("reports" in own.cues.names or OF_SOMEBODY.search(own.low)):
        about_figures = False  # what a report says, or who did what, is asked of no place
    against = own.against
    if measured and follows and operation in ("threshold", "count", "moved") and not own.cues.bar:
        against = measured.query.against
    query = Query(
        question=question,
        text=text,
        places=taken_places((*mentions, *against), gazetteer),
        mentions=mentions,
        concepts=concepts,
        breakdowns=breakdowns,
        asked=asked,
        operation=operation,
        cues=cues,
        place_type=place_type,
        groups=groups,
        relations=relations,
        foreign=own.foreign,
        informal=own.informal,
        of_lep=own.of_lep,
        any_of=own.judged.several
        or _twins(own, concepts)
        or bool(inherited and measured and measured.query.any_of and concepts == measured.query.concepts),
        without=without,
        against=against,
        unexplained=tuple(u for u in own.reading.unexplained if not any(u in f.lower() for f in own.foreign)),
        narrowed=narrowed,
        about_figures=about_figures,
        also=tuple(
            f.key
            for f in own.reading.concepts
            if f.key not in concepts
            and f.weight >= 0.5 * own.reading.concepts[0].weight
            and (f.positions & own.reading.concepts[0].positions or not PEOPLED & {own.words[p] for p in f.positions})
        ),
        follows=follows,
        untold=untold,
        choices=choices,
        notes=(*_notes(own), *read_as),
    )
    return replace(query, text=standalone(query, topic, own, measures, said), missing=_missing(query))


def _years_held(query: Query, measures: Measures) -> tuple[int, ...]:
    """The years for which the measures of a question are held, in order."""
    periods = {p for c in query.concepts for i in measures.by_concept[c] for p in i.periods}
    return tuple(sorted({year for p in periods if (year := first_year(p))}))


def _as_they_came(own: Own, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors in the order in which the question names them."""
    where = {f.key: min(f.positions) for f in own.reading.breakdowns}
    return tuple(sorted(sectors, key=lambda sector: where.get(sector, 0)))


def _standing_in(own: Own, mentions: Sequence[Mention], topic: Topic) -> Mention | None:
    """The place whose figure was just shown for the one asked about, where that figure is set against another; else None.

    "Is that more than Devon gets?" is of the figure shown; of several, of that whose area is of the other place's kind.
    """
    if own.cues.operation not in SET_AGAINST or len(topic.places) != 1 or topic.places[0] in own.mentions:
        return None
    asked_of = {place.code for place in topic.places[0].candidates}
    if topic.answer.status not in ("nearest", "partly") or any(m.candidates[0].code in asked_of for m in topic.shown):
        return None
    kinds = {place.place_type for m in mentions if m not in topic.places for place in m.candidates}
    alike = (m for m in topic.shown if m.candidates[0].place_type in kinds)
    return next(alike, topic.shown[0] if topic.shown else None)


def _accepted(text: str, topic: Topic | None, gazetteer: Gazetteer) -> tuple[str, tuple[Mention, ...]]:
    """What is asked after a stand-in is accepted ("OK, use that NUTS2 area. How about 2008?"), and the places that stood in."""
    said = ACCEPTS.match(text)
    if said is None or topic is None or topic.answer.status not in ("nearest", "partly") or not topic.answer.figures:
        return text, ()
    codes = dict.fromkeys(f.observation.place_code for f in topic.answer.figures)
    places = tuple(Mention(p.name, 0, 0, (p,)) for p in map(gazetteer.place, codes))
    return text[said.end() :] or "and that one", places[:1]


def _beside_uk(own: Own, concept: str, measures: Measures) -> Bound | None:
    """The bound that "more than 20% below the UK" sets on the index of a measure, whose UK is 100; None where none is held."""
    said = BESIDE_UK.search(own.low)
    places = [m for m in own.mentions if m.candidates[0].name != "United Kingdom"]
    if said is None or places or f"{concept}_index" not in measures.by_concept:
        return None
    share, above = float(said["share"]), said["above"] is not None
    return Bound(100.0 + share if above else 100.0 - share, above, False, "")


def _twins(own: Own, concepts: Sequence[str]) -> bool:
    """True when the same words name all of the measures, so that one of them answers: two tables of one share."""
    read = [f.positions for f in own.reading.concepts if f.key in concepts]
    return len(concepts) > 1 and len(read) == len(concepts) and all(positions == read[0] for positions in read)


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


def _reliance_then_and_now(
    own: Own, mentions: Sequence[Mention], concepts: Sequence[str], operation: Operation | None, measures: Measures
) -> tuple[str, ...]:
    """Share of output and location quotient where it is asked how far a place's reliance on a sector changed; else ()."""
    timed = "change" in own.cues.names or own.asked.ranged or len(own.asked.years) > 1 or _THAN_IN.search(own.low)
    sectors = best_sectors(own)
    plain = len(mentions) == 1 and operation in (None, "change", "compare", "trend", "list", "sectors")
    if not (plain and sectors and timed and RESTS_ON.search(own.low)):
        return ()
    if concepts:
        return tuple(f"{c}_share" for c in concepts if f"{c}_share" in measures.by_concept)
    return tuple(c for c in OF_RELIANCE if any(i.breakdown in sectors for i in measures.by_concept.get(c, ())))


def _asks_strength(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], operation: Operation | None) -> bool:
    """True when it is asked how strong one place is in one sector: "is Teesside good at chemicals?"."""
    if not own.reading.breakdowns or len(mentions) != 1 or own.asked.ranged or len(own.asked.years) > 1:
        return False
    quotient = all(c.startswith("lq_") for c in concepts) and not re.search(r"\blqs?\b|\bquotients?\b", own.low)
    return "strength" in own.cues.names and quotient and operation in (None, "sectors", "compare", "rank", "place_rank")


def _of_one_sector(own: Own) -> bool:
    """True when a word that names no held sector stands before "sector": "Cumbria's nuclear sector"."""
    at = [i for i, word in enumerate(own.words) if word in ("sector", "industry", "cluster", "supply")]
    return any(i and own.words[i - 1] in own.reading.unexplained for i in at)


def _its_lep(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """The LEPs of a place as what the mention means: left open when there are several."""
    if mention.candidates[0].place_type in ("LEP", "country", "region", "NUTS2", "ITL2"):
        return mention
    leps = gazetteer.leps(mention.candidates[0])
    return replace(mention, candidates=leps, ambiguous=len(leps) > 1) if leps else mention


def _known(words: str, gazetteer: Gazetteer, measures: Measures) -> bool:
    """True when the words name a place or a measure and little else."""
    own = read_alone(words, gazetteer, measures)
    return bool(own.mentions or own.reading.concepts) and not own.reading.unexplained


def _explained(own: Own, topic: Topic, measures: Measures) -> Own:
    """The reading without what the turn before explains: the unit of its figures ("the gap in minutes"), its measure's words."""
    units = {stem(word) for f in topic.answer.figures for word in tokens(f.observation.unit)}
    left = (word for word in own.reading.unexplained if stem(word) not in units and word not in OF_THE_LAST)
    before = topic.query.concepts if not own.reading.concepts else ()
    left = (word for word in left if not before or not all(measures.has_words(c, (word,)) for c in before))
    groups = {token for name, _ in own.groups for token in tokens(name)}
    left = (word for word in left if not any(token.startswith(word[:PART_OF_NAME]) for token in groups))
    rest = tuple(word for word in left if not ("change" in own.cues.names and CHANGE.fullmatch(word)))
    return replace(own, reading=replace(own.reading, unexplained=rest))


def _with_referents(own: Own, put_in: Sequence[Mention]) -> Own:
    """The reading with the places that were pointed back to taken as they were meant before."""
    meant = {m.text: m for m in put_in}
    return replace(
        own,
        mentions=tuple(
            replace(m, candidates=meant[m.text].candidates, ambiguous=False) if m.text in meant else m
            for m in own.mentions
        ),
    )


def _part_and_whole(
    own: Own,
    mentions: Sequence[Mention],
    concepts: Sequence[str],
    operation: Operation | None,
    topic: Topic | None,
    measures: Measures,
) -> tuple[str, str] | None:
    """The two measures of which one is asked as a share of the other at one place: high-tech patents of all patents."""
    if "share" not in own.cues.names or operation not in (None, "share", "compare") or len(mentions) > 1:
        return None
    if len(concepts) != 1:
        return None
    if topic and concepts[0] in PERFORMERS.values() and re.search(r"\b(?:the|that) (?:total|whole)\b", own.low):
        return (concepts[0], "gerd") if "gerd" in measures.by_concept else None
    unsaid = topic and not topic.ranked and UNSAID_PART.match(own.low)
    if topic and own.reading.concepts and not own.mentions and (DEICTIC.search(own.low) or unsaid):
        part, whole = topic.query.concepts[0], concepts[0]
        if OF_THAT.search(own.low):
            part, whole = whole, part
        if whole in measures.single and (held_with := measures.broader(part)):
            whole = held_with  # "all firms" are those of the table that counts some of them
        units = {measures.by_concept[c][0].unit for c in (part, whole)}
        return (part, whole) if part != whole and len(units) == 1 and "%" not in units else None
    if said := SHARE_OF.search(own.low):
        of = next((f.key for f in measures.read(tokens(said[1])).concepts if f.key not in measures.single), "")
        units = {measures.by_concept[c][0].unit for c in (concepts[0], of) if c}
        if of and of != concepts[0] and len(units) == 1 and "%" not in units:
            return concepts[0], of
    if (
        topic
        and not own.reading.concepts
        and concepts == topic.contrasted[-1:]
        and (pair := part_of_last(topic.contrasted, measures))
    ):
        return pair
    whole_of = measures.broader(concepts[0]) or (whole_of_sector(concepts[0], measures) if topic else None)
    return (concepts[0], whole_of) if whole_of else None


def _whole_of_share(own: Own, topic: Topic, measures: Measures) -> str | None:
    """The measure of which the one just ranked is to be ranked as a share: "as a share of all firms"; None if none is."""
    said = SHARE_OF.search(re.sub(r"\s+", " ", own.low))
    if said is None or own.mentions:
        return None
    named = measures.read(tokens(said[0])).concepts
    return next((f.key for f in named if f.key not in topic.query.concepts), None)


def _same_places(own: Own) -> bool:
    """True when a question that names no place is about the last ones still, not about the places of a ranking."""
    ranks = own.cues.operation in RANKINGS or own.cues.ordinal or own.cues.limit or own.place_type
    superlative = SUPERLATIVE.search(own.low)
    return not (ranks or own.groups or own.foreign or superlative)


def _difference(
    mentions: tuple[Mention, ...], topic: Topic, history: Sequence[Turn], asked: Asked
) -> tuple[Operation, tuple[Mention, ...], Asked]:
    """Of a bare "what is the difference?": between the two places talked of, or the two years of one."""
    if len(topic.recent) == 1 and topic.query.relations and len(topic.shown) == 2:
        return "difference", topic.shown, asked
    if len(topic.recent) == 1:
        return "change", mentions, carried_periods(Asked(), topic, years_talked_of(history), "change")
    return "difference", topic.recent or mentions, asked


def _either_kind(own: Own, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """A name alone that a LEP and a region of other ground bear by right is both, until one is chosen: "the North East"."""
    if len(mentions) != 1 or set(own.words) - {PLACEHOLDER, "the"}:
        return mentions
    by_right = [p for p in mentions[0].candidates if p.name == mentions[0].candidates[0].name]
    kinds = [next((p for p in by_right if p.place_type == kind), None) for kind in ("LEP", "region")]
    lep, region = kinds
    if lep is None or region is None or region in gazetteer.same_area(lep):
        return mentions
    return (replace(mentions[0], candidates=(lep, region), ambiguous=True),)


def taken_places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places a question is taken to be about, most specific first.

    A town, district or county is followed by its LEPs, outside England by its ITL3 areas; a combined authority by the LEP
    that is the same area, or by those it touches; a LEP that was merged by the one it went into. Statistical areas and larger ones stand alone.
    """
    places: list[Place] = []
    for mention in mentions:
        chosen = mention.candidates if mention.ambiguous else mention.candidates[:1]
        for place in chosen:
            places.append(place)
            if merged := gazetteer.successor(place):
                places.append(merged)
            if place.place_type == "combined authority":
                same = [other for other in gazetteer.same_area(place) if other.place_type == "LEP"]
                places += same or gazetteer.leps(place)
            elif place.place_type not in STATISTICAL:
                places += gazetteer.leps(place) or [p for p, _ in gazetteer.containing(place, ("ITL3",))]
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
    unexplained = sum(
        word not in STATISTIC | own.related and stem(word) not in ONLY_ASKS and len(word) > 1
        for word in own.reading.unexplained
    )
    if own.reading.concepts and len(first := own.reading.concepts[0].positions) == 1 and min(first) > 0:
        before = own.words[min(first) - 1]  # "gender pay" is not pay, "poorest broadband" is broadband
        if before in own.reading.unexplained and before not in STATISTIC and not re.fullmatch(rf"{HIGH}|{LOW}", before):
            return False
    if not own.reading.concepts:
        return unexplained < MANY_UNEXPLAINED
    weight = own.reading.concepts[0].weight + sum(f.weight for f in own.reading.breakdowns[:1])
    return unexplained == 0 or (unexplained < MANY_UNEXPLAINED and weight >= WORTH_OF_A_WORD * unexplained)


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
    places = [f"“{m.text}” was read as {m.mended}" for m in own.mentions if m.mended]
    return (
        *places,
        *own.judged.notes,
        *(f"“{was}” was read as “{now}”" for was, now in (m.split(" → ") for m in own.reading.mended)),
    )
