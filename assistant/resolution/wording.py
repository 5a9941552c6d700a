"""The words of a question put in full: without what is said around it, with what it points back to put in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.beside import without_size
from assistant.cues import CHANGE, read_cues
from assistant.dictated import as_written
from assistant.follow_ups.other_measure import sized
from assistant.follow_ups.plain_words import side_by_side, without_opening
from assistant.follow_ups.relations import with_average
from assistant.follow_ups.said_in_full import said_in_full
from assistant.held import first_year
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.periods import dated
from assistant.qualifiers import NEARBY
from assistant.read_question import Own, asked_clauses, asked_part, of_its_kind, read_alone, spelt_out
from assistant.resolution.slots import Context, Wording
from assistant.schema import Query, Turn
from assistant.slips import put_right
from assistant.standalone import ASKS_MEANING
from assistant.topic import Topic, about_the_last_place, returned, switched, topic_of
from assistant.words import stem, tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention


def context_of(
    question: str, history: Sequence[Turn], gazetteer: Gazetteer, measures: Measures, meaning: Meaning | None
) -> Context:
    """The words of a question by themselves, and the turns that it goes on with."""
    said, text = _asked(question, bool(history), gazetteer)
    text, notes = dated(asked_clauses(text, gazetteer, measures))
    rest, earlier = returned(text, history)
    if earlier is not history and not read_alone(rest, gazetteer, measures).reading.concepts:
        text, history = rest, earlier
    if (fresh := switched(text)) is not None:
        text, put_in = about_the_last_place(fresh, history, gazetteer)
        wording = Wording(question, said, text, notes, switches=True, put_in=put_in)
        return Context(wording, history, None, gazetteer, measures, meaning)
    topic = topic_of(history, gazetteer)
    text, stood_in = _accepted(text, topic, gazetteer)
    return Context(
        Wording(question, said, text, notes, stood_in=stood_in), history, topic, gazetteer, measures, meaning
    )


# A total that is not wanted by head: "GDP in Wales - the total, not per capita".
_TOTAL_NOT_HEAD = re.compile(
    r"\s*[,;(–-]*\s*(?:\b(?:in |the |as a )?total,? )?\b(?:not|rather than|instead of) (?:per|by|a) (?:head|person|capita)\b\)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)


def _asked(question: str, follows: bool, gazetteer: Gazetteer) -> tuple[str, str]:
    """The question without what is said around it, as typed; and so with its slips put right and its names spelt out."""
    question = as_written(question)
    said = asked_part(question, gazetteer).rstrip(" ,;")
    text = spelt_out(asked_part(put_right(question, gazetteer.mentions), gazetteer), gazetteer)
    if not follows:
        text = _TOTAL_NOT_HEAD.sub(" in total", text)
    if asked := ASKS_MEANING.match(text):
        article = "" if _ARTICLE.match(asked["term"]) else "a "
        said = text = f"What is {article}{asked['term']}?"  # "and what does LEP stand for?"
    return said, text


# That a stand-in will do: "OK, use that NUTS2 area. How about 2008?".
_ACCEPTS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|fine|right|yes|sure|all right|alright)\b[\s,.:;–-]*)*(?:(?:let's |we can |i(?:'ll| will) |just )?(?:use|take|go with|work with) (?:that|this|it|the)\b(?: \w+){0,3}|(?:the |that )?(?:nuts ?[23]|itl ?[23]|region|area|stand-in|proxy|county)(?: area| figure| one)?(?: level)?(?:'s| is| will be| would be|'ll be)? (?:fine|ok(?:ay)?|good|enough|do|does|works))\s*[.,;:!–-]+\s*",
    re.IGNORECASE,
)


def _accepted(text: str, topic: Topic | None, gazetteer: Gazetteer) -> tuple[str, tuple[Mention, ...]]:
    """What is asked after a stand-in is accepted ("OK, use that NUTS2 area. How about 2008?"), and the places that stood in."""
    said = _ACCEPTS.match(text)
    if said is None or topic is None or topic.answer.status not in ("nearest", "partly") or not topic.answer.figures:
        return text, ()
    codes = dict.fromkeys(f.observation.place_code for f in topic.answer.figures)
    places = tuple(Mention(p.name, 0, 0, (p,)) for p in map(gazetteer.place, codes))
    return text[said.end() :] or "and that one", places[:1]


def in_full(context: Context) -> Context:
    """The context with the question's words put in full."""
    wording, topic = context.wording, context.topic
    if topic is None:
        return replace(context, wording=replace(wording, text=side_by_side(wording.text)))
    gazetteer, measures = context.gazetteer, context.measures

    def known(words: str) -> bool:
        own = read_alone(words, gazetteer, measures)
        return bool(own.mentions or own.reading.concepts) and not own.reading.unexplained

    text, put_in = said_in_full(wording.text, topic, known, _years_held(topic.query, measures))
    wording = replace(wording, said=without_opening(wording.said), text=text, put_in=put_in)
    return replace(context, wording=wording)


def _years_held(query: Query, measures: Measures) -> tuple[int, ...]:
    """The years for which the measures of a question are held, in order."""
    periods = {p for c in query.concepts for i in measures.by_concept[c] for p in i.periods}
    return tuple(sorted({year for p in periods if (year := first_year(p))}))


def read_in_context(context: Context) -> Own:
    """What the question says by itself, its words in full taken as the turn before explains them."""
    topic, measures = context.topic, context.measures
    own = _with_referents(read_alone(context.wording.text, context.gazetteer, measures), context.wording.put_in)
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
    return own


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


# Words that in a follow-up say what to do with the figures before it.
_OF_THE_LAST = frozenset({"next", "sum"})
_PART_OF_NAME = 5  # letters by which "north" is known in "Northern LEPs"


def _explained(own: Own, topic: Topic, measures: Measures) -> Own:
    """The reading without what the turn before explains: the unit of its figures ("the gap in minutes"), its measure's words."""
    units = {stem(word) for f in topic.answer.figures for word in tokens(f.observation.unit)}
    left = (word for word in own.reading.unexplained if stem(word) not in units and word not in _OF_THE_LAST)
    before = topic.query.concepts if not own.reading.concepts else ()
    left = (word for word in left if not before or not all(measures.has_words(c, (word,)) for c in before))
    groups = {token for name, _ in own.groups for token in tokens(name)}
    left = (word for word in left if not any(token.startswith(word[:_PART_OF_NAME]) for token in groups))
    left = (word for word in left if own.reading.concepts or not of_its_kind(word, own))
    if any(m.candidates[0].place_type == "combined authority" for m in topic.talked):
        left = (word for word in left if word not in ("authority", "authorities"))  # "put the authorities in order"
    left = (word for word in left if not (own.relations and word in NEARBY))  # "which of its neighbours is closest?"
    rest = tuple(word for word in left if not ("change" in own.cues.names and CHANGE.fullmatch(word)))
    cues = own.cues
    if own.mentions and own.asked.given and not own.reading.concepts:  # "what was Leeds in 2016?" asks for its figure
        cues = replace(cues, names=cues.names - {"definition"})
    return replace(own, cues=cues, reading=replace(own.reading, unexplained=rest))
