"""Two measures of one place set against each other, or added: "births minus deaths", "the total of the two"."""

import re
from collections.abc import Sequence

from assistant.follow_ups.other_measure import COMPARATIVE, HOW_COMPARED, PERFORMERS
from assistant.follow_ups.phrases import IN_THAT_ORDER
from assistant.measures import Measures
from assistant.periods import YEAR, number_word
from assistant.read_question import PLACEHOLDER, Own
from assistant.topic import Topic
from assistant.words import tokens

_HALVES = tuple(
    re.compile(halves)
    for halves in (
        r"^(?:(?:so|and|then|the|net|gain|loss|change|balance|what|is|was) )*(?P<first>.+?) (?:minus|less|take away|net of|divided by|over) (?P<second>.+)$",
        r"\b(?:difference|gap|ratio) (?:between|of) (?P<first>.+?) (?:and|to) (?P<second>.+)$",
        r"\b(?:total|sum) (?:of|for) (?P<first>.+?) (?:and|plus|with) (?P<second>.+)$",
        r"^(?:what is |add )?(?P<first>.+?) (?:plus|added to|together with) (?P<second>.+)$",
        rf"\bhow (?:many times|much|many) {COMPARATIVE} (?:(?:is|was|are|were) )?(?P<first>.+?) than (?P<second>.+)$",
    )
)
# What stands before the figure that another is set against.
_THAN = re.compile(r"\b(?:multiple of|times (?:the (?:size of )?|as \w+ as )|than)\b")


def _counted(own: Own) -> int | None:
    """How many figures are pointed back to: three in "add the three up"."""
    said = re.search(r"\b(?:the|all|those|these) (three|four|five)\b(?! years)", own.low)
    return number_word(said[1]) if said else None


def two_measures(own: Own, topic: Topic | None, measures: Measures) -> tuple[str, ...] | None:
    """The two measures set against each other, the first named first; None where a question asks for no such thing.

    They are named on both sides of "minus" and its like; or they are those of the last two questions, of which one may be
    named again.
    """
    if len(own.mentions) > 1 or own.relations or own.groups or own.place_type or own.cues.names & {"reports", "why"}:
        return None
    words = " ".join(w for w in own.words if w != PLACEHOLDER and not re.fullmatch(YEAR, w))
    for halves in _HALVES:
        if (found := halves.search(words)) and (pair := _named(found["first"], found["second"], topic, measures)):
            return pair
    if topic is None or own.mentions or own.asked.given or own.cues.operation not in ("difference", "ratio", "sum"):
        return None
    if own.cues.operation == "sum" and (n := _counted(own)) and n > 2:
        several = topic.asked_for[-n:]
        return several if len(several) == n and len(topic.talked) == 1 and _alike(several, measures) else None
    if len(topic.contrasted) != 2 or not _alike(topic.contrasted, measures):
        return None
    first, second = topic.contrasted
    rest = tokens(HOW_COMPARED.sub(" ", words))
    named = next((c for c in (second, first) if _is_named(c, first if c == second else second, rest, measures)), None)
    if named is None:
        left = measures.read(rest)
        bare = not (left.concepts or left.unexplained)
        turned = own.cues.operation == "ratio" and IN_THAT_ORDER not in own.low
        return ((second, first) if turned else (first, second)) if bare else None
    other = first if named == second else second
    return (other, named) if _THAN.search(words) else (named, other)


_ADDS = re.compile(r"\b(?:plus|added to|together with)\b")


def adds(own: Own) -> bool:
    """True when two measures are to be added rather than set apart."""
    return own.cues.operation == "sum" or (own.cues.operation is None and bool(_ADDS.search(own.low)))


def _named(first: str, second: str, topic: Topic | None, measures: Measures) -> tuple[str, str] | None:
    """The measures named on both sides; what a side leaves out is taken from the other, or from the last question."""
    sides = [tokens(first), tokens(second)]
    before = topic.query.concepts[:1] if topic else ()
    of_one_kind = before and before[0] in PERFORMERS.values()
    found = [(_performer(side, measures) if of_one_kind else None) or _read(side, measures) for side in sides]
    older = tokens(topic.query.text) if topic else []
    for n in (1, 0):
        known = tuple(c for c in (found[1 - n], *before) if c)
        if found[n] is None and known:
            kin = [measures.changed_by(sides[n], [*sides[1 - n], *older], (c,)) for c in known]
            found[n] = next((c for c in kin if c), None)
    if topic and len(before_last := topic.contrasted or topic.measures) == 2:
        a, b = before_last
        for n in (0, 1):
            found[n] = found[n] or next((c for c, o in ((a, b), (b, a)) if _is_named(c, o, sides[n], measures)), None)
    if found[0] is None or found[1] is None or found[0] == found[1]:
        return None
    return (found[0], found[1]) if _alike((found[0], found[1]), measures) else None


def _read(words: Sequence[str], measures: Measures) -> str | None:
    """The measure that words name by themselves; None where they name none, or only one gathered singly."""
    return next((f.key for f in measures.read(words).concepts if f.key not in measures.single), None)


def _performer(words: Sequence[str], measures: Measures) -> str | None:
    """The R&D of the sector of performance that words name."""
    return next((PERFORMERS[w] for w in words if PERFORMERS.get(w) in measures.by_concept), None)


def _is_named(concept: str, other: str, words: Sequence[str], measures: Measures) -> bool:
    """True when the words name one of two measures and not the other: "the business figure" of business and university R&D."""
    if any(PERFORMERS.get(word) == concept for word in words):
        return True
    read = {f.key for f in measures.read(words).concepts}
    return (concept in read and other not in read) or measures.changed_by(words, [], (other,)) == concept


def _alike(concepts: Sequence[str], measures: Measures) -> bool:
    """True when the measures are held in one unit, so that they can be set against each other."""
    return bool(set.intersection(*({i.unit for i in measures.by_concept[c]} for c in concepts)))
