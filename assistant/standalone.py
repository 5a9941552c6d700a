"""A follow-up as it is understood, standing alone: shown to the asker, and searched with."""

import re

from assistant.cues import OF_MANY
from assistant.follow_ups.pointing_back import DEICTIC, DEICTIC_PLURAL, LEAD_IN, OF_ITSELF, asks_reports
from assistant.measures import Measures
from assistant.read_question import Own
from assistant.schema import Query
from assistant.topic import Topic
from assistant.wording import plural
from assistant.words import content_stems, normal
from ingest.schema import Mention

# The subject at the end of a question, which another takes the place of: "… say about energy", "what about skills?".
SUBJECT = re.compile(r"\b(?:about|on|regarding|concerning)\s+(?:the |its |their )?[\w&' -]+?\W*$", re.IGNORECASE)
# A question of its own, which only leaves its subject unsaid: "when was Wales done?", not "and Wales?".
ASKS = re.compile(
    r"\b(?:when|who|whose|why|where|which)\b|\b(?:what|how)\b(?! about\b)|^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|will)\b"
)
# A name of several words, kept whole: "Strength in Places Fund".
NAME = re.compile(r"\b[A-Z][\w&'’-]+(?:\s+(?:(?:in|of|and|for|the|to|&)\s+)?[A-Z][\w&'’-]+)+")
FEW_STEMS = 2
# What a term means, asked of the term alone: few words, and yet whole. "What is the audit?" may be that just talked of.
ASKS_MEANING = re.compile(
    r"^\W*(?:(?:and|so|but|then|now|ok(?:ay)?)\W+)*"
    r"(?:what(?: is|'s|’s|s) (?:meant by )?(?=an? (?!lot\b|bit\b)|meant by)|what (?:does|do) (?=[\w&+'’ -]{2,50} (?:mean|stand for)\W*$))"
    r"(?:meant by )?(?P<term>(?!(?:that|this|it|these|those|they|here|there)\b)[\w&+'’-]+(?: [\w&+'’-]+){0,5}?)(?: (?:mean|stand for))?\W*$",
    re.IGNORECASE,
)
ADDED = re.compile(r"\s*(?:\(([^()]*)\)|\[[^\]]*\])\s*$")


def standalone(query: Query, topic: Topic | None, own: Own, measures: Measures, said: str) -> str:
    """The question as understood: a follow-up gets the words it left out.

    `said` is the question without what is said around it.
    """
    if topic is None or (own.reading.concepts and own.mentions):
        return said
    if query.concepts and not query.follows and query.operation in OF_MANY:
        return said  # "its" of the place sought: "which area lost most people, relative to its size?"
    if query.follows and query.concepts:
        return f"{query.question.rstrip(' ?.')} [{'; '.join(_slots(query, measures))}]"
    if not (query.follows or points_back(said)):
        return said
    if asks_reports(own) and topic.answer.figures:  # the figures were another subject; of them only the place is kept
        where = "" if own.mentions else ", ".join(m.candidates[0].name for m in topic.places)
        said = re.sub(r"^\W*(?:(?:and|so|but|then|also|now)\W+)+", "", said, flags=re.IGNORECASE)
        return f"{said.rstrip(' ?.')} ({where})" if where else said
    return in_context(query, topic, own, said)


def points_back(question: str) -> bool:
    """True for a question that goes on with what was asked before, by its first words, its pronouns or its brevity."""
    low = OF_ITSELF.sub(" ", normal(question))
    if ASKS_MEANING.match(low) and not DEICTIC.search(low):
        return False
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
    if not where and query.place_type and query.operation in OF_MANY:
        where = plural(query.place_type)
    related = ", ".join(query.relations)
    years = ", ".join(str(y) for y in query.asked.years) or "-".join(
        str(y) for y in (query.asked.first, query.asked.last) if y
    )
    parts = [" and ".join(names) + sector, where, related, years or " ".join(query.asked.spoken)]
    return [p for p in parts if p]


def in_context(query: Query, topic: Topic, own: Own, said_now: str) -> str:
    """A question to the reports with the words of the one before: its place replaced, or its subject, or both kept."""
    before = topic.query.text
    if own.mentions and not own.reading.unexplained and not ASKS.search(own.low):
        for old in topic.places:
            if old.text in before:
                return _with_place(before, old, own.mentions)
    said = set(content_stems(said_now))
    if own.mentions:
        said |= {s for m in topic.places for s in content_stems(m.text)}
    if own.reading.unexplained and LEAD_IN.search(own.low):
        before = SUBJECT.sub("", ADDED.sub(lambda m: f" {m[1] or ''}", before))
    kept = [w for w in re.findall(r"[\w&+'’-]+", before) if (s := content_stems(w)) and not said & set(s)]
    names = {
        w: name[0] for name in NAME.finditer(before) for w in name[0].split() if not said & set(content_stems(name[0]))
    }
    extra = " ".join(dict.fromkeys(names.get(w, w) for w in kept))
    return f"{said_now.rstrip(' ?.')} ({extra})" if extra else said_now


def _with_place(text: str, old: Mention, new: tuple[Mention, ...]) -> str:
    """The text with one place's name replaced by others'."""
    return text.replace(old.text, " and ".join(m.text for m in new))
