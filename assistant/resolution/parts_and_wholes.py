"""The two measures of which one is asked as a share of the other: high-tech patents of all patents."""

import re
from collections.abc import Sequence

from assistant.beside import AMONG_THEM, addable, part_of_last, some_of, whole_of_sector
from assistant.cues import Operation
from assistant.follow_ups.other_measure import PERFORMERS
from assistant.follow_ups.pointing_back import DEICTIC
from assistant.measures import Measures
from assistant.read_question import Own
from assistant.topic import Topic
from assistant.words import tokens
from ingest.schema import Mention

# "As a share of all firms"
_SHARE_OF = re.compile(
    r"\bas a (?:share|percentage|percent|proportion|fraction|%) of (?:all |total |the total |every )?([^?.,;]+)"
)


def part_and_whole(
    own: Own,
    mentions: Sequence[Mention],
    concepts: Sequence[str],
    operation: Operation | None,
    topic: Topic | None,
    measures: Measures,
) -> tuple[str, str] | None:
    """The measure of the part and that of the whole whose share is asked at one place; None where none is."""
    if "share" not in own.cues.names or operation not in (None, "share", "compare") or len(mentions) > 1:
        return None
    if pair := _some_of_all(own, measures):
        return pair
    if len(concepts) != 1 or concepts[0].endswith("_share"):
        return None  # a share is no part of what it is a share of
    if topic and concepts[0] in PERFORMERS.values() and _THE_TOTAL.search(own.low):
        return (concepts[0], "gerd") if "gerd" in measures.by_concept else None
    if topic and _of_the_last(own, topic):
        return _with_the_last(own, concepts[0], topic, measures)
    if said := _SHARE_OF.search(own.low):
        of = next((f.key for f in measures.read(tokens(said[1])).concepts if f.key not in measures.single), "")
        if of and addable(concepts[0], of, measures):
            return concepts[0], of
    contrasted = topic is not None and not own.reading.concepts and concepts == topic.contrasted[-1:]
    if topic and contrasted and (pair := part_of_last(topic.contrasted, measures)):
        return pair
    if topic and contrasted and len(topic.contrasted) == 2 and AMONG_THEM.search(topic.query.question.lower()):
        return topic.contrasted[1], topic.contrasted[0]
    whole_of = measures.broader(concepts[0]) or whole_of_sector(concepts[0], measures)
    return (concepts[0], whole_of) if whole_of else None


def ranked_share(own: Own, concepts: Sequence[str], measures: Measures) -> tuple[str, str] | None:
    """The measure of the part and that of the whole, where places are put in order of a sector's share of all; else None."""
    if "share" not in own.cues.names or len(concepts) != 1:
        return None
    whole = whole_of_sector(concepts[0], measures)
    return (concepts[0], whole) if whole else None


_PORTION = r"(?:share|proportion|percentage|percent|fraction|%)"
_SOME_OF_ALL = (
    re.compile(rf"\b(?:out )?of (?:all )?(?:the |its |their )?(?P<whole>(?!{_PORTION}).{{3,80}}?) (?:what|which) {_PORTION}\b(?P<part>.*)$"),
    re.compile(rf"\b(?:{_PORTION}|how (?:much|many)) of (?:all )?(?:the |its |their )?(?P<whole>.{{3,80}}?) (?:is|are|was|were) (?P<part>.*)$"),
)  # fmt: skip


def _some_of_all(own: Own, measures: Measures) -> tuple[str, str] | None:
    """The measure named, as the whole, and that of those among them who are something else: STEM students who are postgraduates.

    The part's name takes words from both sides, so that "what share of STEM students were postgraduates" is of STEM
    students and not of postgraduates.
    """
    text = " ".join(own.words)
    for pattern in _SOME_OF_ALL:
        if (said := pattern.search(text)) is None:
            continue
        words = tokens(said["whole"])
        for whole in measures.read(words).concepts[:1]:
            named = [words[p] for p in sorted(whole.positions)]
            if part := some_of(whole.key, named, tokens(said["part"]), measures):
                return part, whole.key
    return None


def held_share(part: str, whole: str, measures: Measures) -> str | None:
    """The measure that is itself the share of the part in the whole, as published; None where there is none."""
    share = f"{part}_share"
    if share not in measures.by_concept:
        return None
    said = set(tokens(measures.by_concept[share][0].name))
    return share if set(tokens(measures.by_concept[whole][0].name)) <= said else None


# R&D of all who perform it: "what share of the total is that?".
_THE_TOTAL = re.compile(r"\b(?:the|that) (?:total|whole)\b")
# A share whose part is left unsaid, since it was just given: "as a share of all firms".
_UNSAID_PART = re.compile(
    r"^\W*(?:(?:and|so|but|now|then|what about|what is that|what's that) )*as an? \s*(?:share|percentage|percent|proportion|fraction|%) of\b"
)
# A part asked for of what was just given: "how much of that is done by business?".
_OF_THAT = re.compile(
    r"\b(?:how (?:much|many)|share|percentage|percent|proportion|fraction|part|%) of (?:that|it|this|those|these|them)\b"
)


def _of_the_last(own: Own, topic: Topic) -> bool:
    """True when the share is one of the figure just given and the measure now named."""
    if not own.reading.concepts or own.mentions:
        return False
    return bool(DEICTIC.search(own.low) or (not topic.ranked and _UNSAID_PART.match(own.low)))


def _with_the_last(own: Own, concept: str, topic: Topic, measures: Measures) -> tuple[str, str] | None:
    """The measure just given as a part of the one now named, or the other way about; None where they are no part and whole."""
    part, whole = topic.query.concepts[0], concept
    if _OF_THAT.search(own.low):
        part, whole = whole, part
    if whole in measures.single and (held_with := measures.broader(part)):
        whole = held_with  # "all firms" are those of the table that counts some of them
    return (part, whole) if addable(part, whole, measures) else None


def whole_of_share(own: Own, topic: Topic, measures: Measures) -> str | None:
    """The measure of which the one just ranked is to be ranked as a share: "as a share of all firms"; None if none is."""
    said = _SHARE_OF.search(re.sub(r"\s+", " ", own.low))
    if said is None or own.mentions:
        return None
    named = measures.read(tokens(said[0])).concepts
    return next((f.key for f in named if f.key not in topic.query.concepts), None)
