"""What a follow-up takes over from the turns before it: places, measure, years, operation, and what is pointed back to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import HIGH, Operation
from assistant.measures import Measures
from assistant.periods import Asked
from assistant.read_question import PLACEHOLDER, Own
from assistant.schema import Query, Turn
from assistant.words import normal, tokens
from ingest.schema import Mention, Place

DEICTIC_PLURAL = re.compile(r"\b(?:both|those|them|these|the two|the three|either|all three|each of|the pair)\b")
DEICTIC = re.compile(r"\b(?:that|it|this|there|same|its|their|they|here|that one|the former|the latter)\b")
LEAD_IN = re.compile(
    r"^\W*(?:and|also|what about|how about|or|but|so|then|now|plus|ok(?:ay)?(?: then)?|same for|as well|too|again)\b"
)
GOES_ON = re.compile(r"^\W*(?:and|also|plus)\b|\bsame (?:year|period|time|date)\b|\b(?:that|the same) year\b")
PULLED_IN = re.compile(r"\b(?:add|include|compare|compared|versus|vs|against|than|difference|gap|relative to|with)\b")
FEW_WORDS = 9  # of a question that may change the measure of the one before rather than name its own


def changed_measure(own: Own, previous: Query, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The measure and sectors that a few words make of the turn before: "and construction?", "per hour?"; None if none."""
    roots = {c.split("_")[0] for c in previous.concepts}
    for found in own.reading.breakdowns:
        kin = [c for c in measures.families_with(found.key) if c in previous.concepts]
        kin = kin or [c for c in measures.families_with(found.key) if c.split("_")[0] in roots]
        if kin:
            return (kin[0],), (found.key,)
    older = [word for word in tokens(previous.text) if not word.isdigit()]
    changed = measures.changed_by([w for w in own.words if w != PLACEHOLDER], older)
    return ((changed,), ()) if changed else None


def last_subject(history: Sequence[Turn]) -> Query | None:
    """The last query that was about something held: one that asked nothing sensible carries nothing on."""
    for turn in reversed(history):
        query = turn.answer.query
        if query.concepts or (
            turn.answer.status not in ("not_found", "blocked", "error") and (turn.answer.hits or query.mentions)
        ):
            return query
    return None


def chosen(question: str, history: Sequence[Turn]) -> tuple[Query, Place] | None:
    """The place picked when the last answer asked which of several was meant: "Liverpool" after "LCR"."""
    if not history or history[-1].answer.status != "ambiguous" or len(tokens(question)) > 8:
        return None
    query = history[-1].answer.query
    said = set(tokens(question))
    for mention in query.ambiguous:
        names = {p.code: set(tokens(p.name)) | {p.place_type.lower()} for p in mention.candidates}
        common = set.intersection(*names.values())
        fits = [p for p in mention.candidates if (names[p.code] - common) & said]
        if len(fits) == 1:
            return query, fits[0]
    return None


def elliptical(question: str, own: Own) -> bool:
    """True when the question names no measure of its own and little else: "And Cumbria?", "what about 2014 for both?"."""
    if own.reading.concepts or own.cues.names & {"definition", "injection", "advice"}:
        return False
    unexplained = len(own.reading.unexplained)
    if not (own.mentions or own.asked.given or own.groups or own.relations or own.cues.operation or own.cues.ordinal or own.cues.names
            or own.place_type or own.cues.lowest or re.search(rf"\b{HIGH}\b", own.low) or DEICTIC.search(own.low)
            or DEICTIC_PLURAL.search(own.low)):  # fmt: skip
        return False
    return unexplained == 0 or (unexplained == 1 and bool(LEAD_IN.search(normal(question))))


def meant_places(
    question: str, own: Own, history: Sequence[Turn], previous: Query | None
) -> tuple[tuple[Mention, ...], bool]:
    """The places meant: those named, with those of earlier turns where the words point back to them."""
    low = normal(question)
    if not previous or not history:
        return own.mentions, False
    if DEICTIC_PLURAL.search(low) and not own.reading.concepts and not own.mentions:
        return (recent_mentions(history) or previous.mentions), True
    if (
        not own.mentions
        and "share" in own.cues.names
        and DEICTIC.search(low)
        and len(recent := recent_mentions(history)) == 2
    ):
        return recent, True
    if not own.mentions:
        return own.mentions, False
    if (
        not own.reading.concepts
        and PULLED_IN.search(low)
        and (
            DEICTIC.search(low)
            or "than" in low
            or low.strip().startswith(("compare", "versus", "vs", "against", "add", "include"))
        )
    ):
        return _joined(still(previous), own.mentions), True
    if not own.reading.concepts and "compare" in own.cues.names and len(own.mentions) == 1 and DEICTIC.search(low):
        return _joined(still(previous), own.mentions), True
    if (
        own.cues.operation in ("compare", "difference", "ratio")
        and len(own.mentions) == 1
        and elliptical(question, own)
    ):
        return _joined(still(previous), own.mentions), True
    return own.mentions, False


def still(previous: Query) -> tuple[Mention, ...]:
    """The settled places of the last turn."""
    return tuple(m for m in previous.mentions if not m.ambiguous)


def recent_mentions(history: Sequence[Turn]) -> tuple[Mention, ...]:
    """The last two places talked of, in the order in which they came up; those of one turn when it named several."""
    found: dict[str, Mention] = {}
    for turn in reversed(history):
        named = [m for m in turn.answer.query.mentions if not m.ambiguous]
        if len(named) > 1 and not found:
            return tuple(named)
        for mention in reversed(named):
            found.setdefault(mention.candidates[0].code, mention)
        if len(found) >= 2:
            break
    return tuple(reversed(list(found.values())[:2]))


def _joined(first: Sequence[Mention], second: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple({m.candidates[0].code: m for m in (*first, *second)}.values())


def carried_periods(asked: Asked, previous: Query, history: Sequence[Turn], operation: Operation | None) -> Asked:
    """The periods meant: those said, else those of the turn before; "ten years earlier" counts back from it."""
    base = previous.asked
    if asked.back is not None:
        years = base.years or tuple(y for y in (base.last, base.first) if y)
        if years:
            return Asked(years=(max(years) - asked.back,))
        return asked
    if asked.given:
        return asked
    if (
        asked.first
        and not asked.last
        and operation in ("change", "trend")
        and base.years
        and max(base.years) > asked.first
    ):
        return replace(asked, last=max(base.years))
    if operation == "trend" and len(asked.years) == 1 and len(base.years) == 1 and not asked.ranged:
        first, last = sorted((*asked.years, *base.years))
        return Asked(first=first, last=last, ranged=True)
    if asked.given:
        return asked
    if operation in ("change", "trend"):
        if base.ranged or len(base.years) > 1:
            return base
        recent: list[int] = []
        for turn in reversed(history):
            recent += [y for y in turn.answer.query.asked.years if y not in recent]
            if len(recent) >= 2:
                return Asked(first=min(recent[:2]), last=max(recent[:2]), ranged=True)
    return base
