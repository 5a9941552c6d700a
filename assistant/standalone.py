"""A follow-up as it is understood, standing alone: shown to the asker, and searched with."""

import re

from assistant.carry import DEICTIC, DEICTIC_PLURAL, LEAD_IN
from assistant.measures import Measures
from assistant.read_question import Own
from assistant.schema import Query
from assistant.topic import Topic
from assistant.wording import plural
from assistant.words import content_stems, normal
from ingest.schema import Mention

# The subject at the end of a question, which another takes the place of: "… say about energy", "what about skills?".
SUBJECT = re.compile(r"\b(?:about|on|regarding|concerning)\s+(?:the |its |their )?[\w&' -]+?\W*$", re.IGNORECASE)
FEW_STEMS = 2
ADDED = re.compile(r"\s*(?:\(([^()]*)\)|\[[^\]]*\])\s*$")


def standalone(query: Query, topic: Topic | None, own: Own, measures: Measures) -> str:
    """The question as understood: a follow-up gets the words it left out."""
    if topic is None or (own.reading.concepts and own.mentions):
        return query.question
    if query.follows and query.concepts:
        return f"{query.question.rstrip(' ?.')} [{'; '.join(_slots(query, measures))}]"
    if not (query.follows or points_back(query.question)):
        return query.question
    return in_context(query, topic, own)


def points_back(question: str) -> bool:
    """True for a question that goes on with what was asked before, by its first words, its pronouns or its brevity."""
    low = normal(question)
    return bool(
        LEAD_IN.search(low)
        or DEICTIC.search(low)
        or DEICTIC_PLURAL.search(low)
        or len(content_stems(question)) < FEW_STEMS
    )


def _slots(query: Query, measures: Measures) -> list[str]:
    """Measure, place and year in plain words."""
    n_named = 1 if query.operation == "sectors" else 2  # the rest of a sector question's measures are second choices
    names = [measures.by_concept[c][0].name for c in query.concepts[:n_named] if c in measures.by_concept]
    sector = f" ({query.breakdowns[0]})" if query.breakdowns else ""
    where = ", ".join(m.candidates[0].name for m in query.mentions) or ", ".join(name for name, _ in query.groups)
    if not where and query.place_type and query.operation in ("rank", "threshold", "count"):
        where = plural(query.place_type)
    related = ", ".join(query.relations)
    years = ", ".join(str(y) for y in query.asked.years) or "-".join(
        str(y) for y in (query.asked.first, query.asked.last) if y
    )
    parts = [" and ".join(names) + sector, where, related, years or " ".join(query.asked.spoken)]
    return [p for p in parts if p]


def in_context(query: Query, topic: Topic, own: Own) -> str:
    """A question to the reports with the words of the one before: its place replaced, or its subject, or both kept."""
    before = topic.query.text
    if own.mentions and not own.reading.unexplained:
        for old in topic.places:
            if old.text in before:
                return _with_place(before, old, own.mentions)
    said = set(content_stems(query.question))
    if own.mentions:
        said |= {s for m in topic.places for s in content_stems(m.text)}
    if own.reading.unexplained and LEAD_IN.search(own.low):
        before = SUBJECT.sub("", ADDED.sub(lambda m: f" {m[1] or ''}", before))
    kept = [w for w in re.findall(r"[\w&+'’-]+", before) if (s := content_stems(w)) and not said & set(s)]
    extra = " ".join(dict.fromkeys(kept))
    return f"{query.question.rstrip(' ?.')} ({extra})" if extra else query.question


def _with_place(text: str, old: Mention, new: tuple[Mention, ...]) -> str:
    """The text with one place's name replaced by others'."""
    return text.replace(old.text, " and ".join(m.text for m in new))
