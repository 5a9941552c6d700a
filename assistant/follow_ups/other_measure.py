"""The measure that a few words make of the last one: "and construction?", "per hour?", "just the business part?"."""

import re
from collections.abc import Sequence

from assistant.beside import IN_PERCENT, STAFF, ended_or_begun, money_or_staff, of_another_size, share_beside
from assistant.cues import HIGH, LOW
from assistant.follow_ups.pointing_back import DEICTIC, FEW_WORDS, LEAD_IN
from assistant.measures import Measures
from assistant.read_question import PLACEHOLDER, Own
from assistant.schema import Query
from assistant.words import FILLER_STEMS, stem, tokens

# What says how two figures are set against each other, and names neither of them.
COMPARATIVE = r"(?:bigger|larger|greater|higher|more|smaller|lower|less|fewer)"
HOW_COMPARED = re.compile(
    rf"\bhow (?:many times|much|many)\b|\b{COMPARATIVE}(?: than)?\b|\btimes\b|\bratio\b|\bdifference\b|\bgap\b"
)
# The end of an order, asked for of the places or figures talked of: "which of the three is biggest?".
_WHICH_IS = re.compile(rf"\b(?:which|who|what)\b.*\b(?:is|are|was|were|comes?|came) (?:the )?(?:{HIGH}|{LOW})\W*$")
_AN_END = re.compile(rf"{HIGH}|{LOW}")
# Who performs R&D, by the words officers use, and the measure of each (Frascati Manual's sectors of performance).
PERFORMERS = {
    "business": "berd", "businesses": "berd", "firms": "berd", "companies": "berd", "private": "berd", "industry": "berd",
    "university": "herd", "universities": "herd", "education": "herd", "academic": "herd", "government": "goverd",
}  # fmt: skip


# A figure asked for again against that of the UK: "and with the UK as 100?".
_AS_INDEX = re.compile(
    r"\b(?:uk|united kingdom|uk average|average)\b(?: \w+){0,2}? (?:=|as|at|is|being|equals|to)? ?100\b|\b(?:as|on|in) (?:an |the )?index\b|\bindexed\b|\brelative to (?:the )?(?:uk|united kingdom)\b"
)


def changed_measure(own: Own, previous: Query, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The measure and sectors that a few words make of the turn before: "and construction?", "per hour?"; None if none."""
    if performed := _performer(own, previous, measures):
        return (performed,), ()
    if own.mentions and "share" in own.cues.names:
        return None
    if _AS_INDEX.search(own.low) and (index := f"{previous.concepts[0]}_index") in measures.by_concept:
        return (index,), ()
    if other := ended_or_begun(own.words, previous.concepts[0], measures):
        return (other,), ()
    if "sectors" in own.cues.names:
        return None  # "the biggest sectors by staff" are no bigger firms
    if size := sized(own, previous, measures):
        return (size, *previous.concepts[1:]), ()  # of a share just given only the part is another
    if other := money_or_staff(own.words, own.reading.unexplained, previous.concepts[0], measures):
        return (other,), ()
    if beside := _share_sibling(own, previous, measures):
        own_sectors = [f.key for f in own.reading.breakdowns if beside in measures.families_with(f.key)]
        return (beside,), tuple(own_sectors[:1]) or previous.breakdowns
    if of_sector := of_another_sector(own, previous, measures):
        return of_sector
    if kept := _of_same_sector(own, previous, measures):
        return (kept,), previous.breakdowns
    older, words = _words_before_and_now(own, previous)
    if own.cues.operation in ("difference", "ratio", "compare"):
        words = tokens(HOW_COMPARED.sub(" ", " ".join(words)))  # "bigger" asks for no bigger enterprises
    if _WHICH_IS.search(" ".join(words)):
        words = [word for word in words if not _AN_END.fullmatch(word)]  # nor does "which is biggest?"
    changed = measures.changed_by(words, older, previous.concepts)
    return ((changed,), ()) if changed else None


def _words_before_and_now(own: Own, previous: Query) -> tuple[list[str], list[str]]:
    """The words of the question before, without its years, and of this one, without its places."""
    older = [word for word in tokens(previous.text) if not word.isdigit()]
    return older, [w for w in own.words if w != PLACEHOLDER]


def sized(own: Own, previous: Query, measures: Measures) -> str | None:
    """The measure of the size band that a follow-up names of what was just counted; None where its numbers bound a figure."""
    named = {own.words[p] for f in own.reading.concepts for p in f.positions}
    of_staff = {w for w in named if stem(w) not in FILLER_STEMS} <= STAFF  # "how many have 10-49 people?"
    if previous.operation in ("threshold", "count") or not of_staff or "share" in own.cues.names:
        return None
    unexplained = set(own.reading.unexplained) - STAFF
    goes_on = LEAD_IN.search(own.low) or "many" in own.words
    if len(own.words) > FEW_WORDS or len(unexplained) > bool(goes_on):
        return None  # a question of its own: "which projects made over 250 jobs?"
    return of_another_size(own.low, previous, measures)


def sibling(own: Own, concepts: Sequence[str], previous: Query, measures: Measures) -> str | None:
    """The measure of the same source as the last that differs in the group named ("for big firms?"); None if none is.

    It is preferred to a measure from elsewhere that merely bears the group's name.
    """
    if own.cues.operation not in (None, "compare") or own.mentions or len(concepts) != 1:
        return None
    older, words = _words_before_and_now(own, previous)
    kin = measures.changed_by(words, older, previous.concepts)
    if kin is None or kin in concepts:
        return None
    source, other, named = (measures.by_concept[c][0].source for c in (previous.concepts[0], kin, concepts[0]))
    return kin if source == other != named else None


def of_another_sector(own: Own, previous: Query, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The last measure, or its kin, of the sector now named, and that sector: "and construction?"; None if none is held."""
    roots = {c.split("_")[0] for c in previous.concepts}
    held = [(found, measures.families_with(found.key)) for found in own.reading.breakdowns]
    same = [(found, [c for c in families if c in previous.concepts]) for found, families in held]
    alike = [(found, [c for c in families if c.split("_")[0] in roots]) for found, families in held]
    for found, kin in (*same, *alike):
        if kin:
            of_whole = previous.concepts[1:] if previous.operation == "share_of_measure" else ()
            return (kin[0], *of_whole), (found.key,)
    return None


def _of_same_sector(own: Own, previous: Query, measures: Measures) -> str | None:
    """The measure now named, of the sector just asked about: "and its location quotient?" after GVA from construction."""
    if own.cues.operation is not None or own.reading.breakdowns or not previous.breakdowns:
        return None
    named = {f.key for f in own.reading.concepts}
    kin = [c for c in measures.families_with(previous.breakdowns[0]) if c in named]
    kind = previous.concepts[0].removesuffix("_share").split("_")[-1]
    return next((c for c in kin if c.removesuffix("_share").endswith(kind)), kin[0] if kin else None)


def _performer(own: Own, previous: Query, measures: Measures) -> str | None:
    """R&D of the sector of performance that a few words ask for after R&D of another: "just the business part?"."""
    if previous.concepts[0] not in {"gerd", *PERFORMERS.values()}:
        return None
    said = {own.words[p] for f in own.reading.concepts[:1] for p in f.positions} - set(PERFORMERS)
    if not measures.has_words(previous.concepts[0], said):
        return None  # "innovative firms" are no firms' R&D
    found = {PERFORMERS[word] for word in own.words if word in PERFORMERS} & set(measures.by_concept)
    return found.pop() if len(found) == 1 else None


# A share or quotient asked for again as money: "what is that in pounds?"; or as a number: "how many?".
IN_MONEY = re.compile(
    r"\b(?:in|as)(?: an?)? (?:(?:plain|actual|real|hard|cash|money|simple|straight|absolute|just|millions? of|billions? of) )*(?:pounds|pounds and pence|sterling|cash|money|£|£m|£bn|£ million|amounts?)(?: terms| amounts?| figures?)?(?: (?:in|for|of|at) [\w ,&'-]+)?\W*$"
)
_IN_NUMBERS = re.compile(r"\bhow many\b(?! (?:percentage )?points)|\bnumbers?\b|\bin absolute\b")


def _share_sibling(own: Own, previous: Query, measures: Measures) -> str | None:
    """The share held beside a number just asked for ("as a share of employment?"), or the number beside a share."""
    concept = previous.concepts[0]
    beside = share_beside(concept, measures)
    if "share" in own.cues.names:
        return beside if not own.mentions else None
    base = concept.removesuffix("_share")
    rates = {"rate", "rates"} & set(own.words) if "change" not in own.cues.names else set()  # "growth rate" is a change
    if beside and ((rates and beside.endswith("_rate")) or (IN_PERCENT.search(own.low) and own.cues.operation is None)):
        return beside
    quotient = concept.replace("lq_", "gva_", 1)
    in_money = IN_MONEY.search(own.low)
    if in_money and concept.startswith("lq_") and quotient in measures.by_concept:
        return quotient
    of_that = not own.reading.concepts or DEICTIC.search(own.low)  # "how many people live in Kent?" asks for others
    many = in_money or (of_that and _IN_NUMBERS.search(own.low))
    return base if many and base != concept and base in measures.by_concept else None
