"""A question for one measure per unit of another: "GVA per job", "patents per R&D worker"; per head is read elsewhere."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.measures import Measures
from assistant.read_question import PLACEHOLDER, Own
from assistant.schema import Query

LONGEST = 4  # words that say by what is divided
PER = ("per", "each", "every")


def quotient_of(own: Own, measures: Measures, before: Query | None = None) -> tuple[str, str] | None:
    """The measure to be divided and the one to divide it by; None where no two held measures stand on both sides of "per".

    A follow-up takes the places of the question before it, and where it only says by what is divided, its measure.
    """
    if (
        not (own.mentions or (before and before.mentions))
        or own.cues.operation not in (None, "compare")
        or own.cues.names & {"per_head", "change", "share", "reports", "why", "forecast"}
        or own.reading.breakdowns
        or own.relations
        or own.groups
        or own.place_type
    ):
        return None
    if whole := _worked_out(own, measures):
        return whole
    if each := _for_each(own.words, measures):
        return each[0], each[1]
    found = sides(own.words, measures, _whole(before, measures) if before else None)
    if found is None:
        return None
    first, second, said = found
    left = [w for w in own.reading.unexplained if w not in said.split() and not measures.has_words(first, [w])]
    return None if left else (first, second)


def _whole(before: Query, measures: Measures) -> str | None:
    """The measure of the question before, undivided: GVA of GVA per head; None where it had none of its own."""
    whole = before.concepts[0].split("_per_")[0] if before.concepts else ""
    return whole if whole in measures.by_concept and whole not in measures.sector_families else None


def sides(words: Sequence[str], measures: Measures, first_else: str | None = None) -> tuple[str, str, str] | None:
    """The measures named before and after "per", and the words that name the second; None where either names none.

    `first_else` is the first where the words before name none.
    """
    if each := _for_each(words, measures):
        return each
    at = next((i for i, word in enumerate(words) if word in PER and (i or first_else)), None)
    if at is None:
        return None
    before = [w for w in words[:at] if w not in (PLACEHOLDER, "for")]
    for n in range(LONGEST, 0, -1):
        after = list(words[at + 1 : at + 1 + n])
        found = measures.read(after).concepts[:1]
        if len(after) == n and found and len(found[0].positions) == n:
            second = found[0].key
            # "R&D per firm" is of business R&D: what is divided may be told by what it is divided by.
            first = _named(before, measures) or first_else or _named([*before, *after], measures)
            unlike = first not in (None, second) and second not in measures.sector_families
            return (first, second, " ".join(after)) if first and unlike else None
    return None


def _for_each(words: Sequence[str], measures: Measures) -> tuple[str, str, str] | None:
    """The two measures of "for every firm that closed, how many opened?", and the words that name the second; else None."""
    many = next((i for i, word in enumerate(words) if word in ("many", "much") and i > 3), None)
    if many is None or words[0] != "for" or words[1] not in PER:
        return None
    each = [w for w in words[2 : many - 1] if w != PLACEHOLDER]
    second = _named(each, measures)
    counted = [each[0] if w in ("ones", "one") else w for w in words[many + 1 :] if w != PLACEHOLDER]
    first = _named(counted, measures) or _named([each[0], *counted], measures)
    one = list(takewhile(lambda w: w != "in" and not w.isdigit(), each))
    return (first, second, " ".join(one)) if first and second and first != second else None


def _named(words: Sequence[str], measures: Measures) -> str | None:
    """The measure of a series that words name."""
    others = measures.single | measures.sector_families
    return next((f.key for f in measures.read(words).concepts if f.key not in others), None)


def _worked_out(own: Own, measures: Measures) -> tuple[str, str] | None:
    """The two measures behind a quotient that is held for a few places alone: GVA and jobs of GVA per job."""
    for found in own.reading.concepts[:1]:
        if found.key in measures.single and not own.reading.unexplained:
            return parts_of_quotient(found.key, measures)
    return None


def parts_of_quotient(concept: str, measures: Measures) -> tuple[str, str] | None:
    """The measure that a quotient divides and the one it divides it by, "gva" and "jobs" of "gva_per_job"; None if not held."""
    said = re.fullmatch(r"(?P<whole>\w+)_per_(?P<unit>\w+)", concept)
    if said is None or said["whole"] not in measures.by_concept:
        return None
    unit = next((c for c in (said["unit"], f"{said['unit']}s") if c in measures.by_concept), None)
    return (said["whole"], unit) if unit else None
