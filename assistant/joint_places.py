"""Which places are meant where several are named together: the one LEP they make up or share, or an area named after them.

"The Hull & East Riding LEP" is one LEP, "Bristol/Bath (West of England)" one area, and so is "Hull and Grimsby? The Humber LEP".
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.words import tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

_NAME = "qqplace"  # stands for a place's name in what is in brackets
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
_WIDER = frozenset({"country", "region", "ITL1"})  # so wide that in brackets they only say where a place is
JOINED = re.compile(r"\s*(?:,|/|&|and|,\s*and)?\s*(?:the\s+)?", re.IGNORECASE)
# Joined more closely than "and" joins: the two of "Oxfordshire and Hull & East Riding LEPs" that are one.
_CLOSE = re.compile(r"\s*[&/]\s*")
LEP_AFTER = re.compile(r"(?:['’]s)?\s+(?:\(\s*(?:the\s+)?)?(?:lep|local enterprise partnership)\b", re.IGNORECASE)
_LEPS_AFTER = re.compile(r"(?:['’]s)?\s+(?:leps|local enterprise partnerships)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|both|compar(?:e|ing))\s+(?:the\s+)?$", re.IGNORECASE)
# A place in brackets, and nothing else in them: "(West of England)", "(the Humber LEP)".
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_NAME_ALONE = re.compile(rf"(?:the\s+)?{_NAME}(?:\s+(?:lep|local enterprise partnership|area))?", re.IGNORECASE)
_AREA_KINDS = frozenset({"LEP", "NUTS2", "ITL2", "combined authority", "county"})
_WITHIN_LEPS = frozenset({"town", "district", "city", "campus", "county", "ITL3", "NUTS3"})
# What adds a LEP to the places before it, or sets it against them; and who asks, which says nothing of what is asked.
_ADDED = re.compile(
    r"\b(?:and|or|plus|also|too|with|alongside|besides?|to|of|than|then|as well as|work(?:s|ing)?|board|chair|for (?:an?|my|our))\b|[&/]",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(
    r"\b(?:compar\w*|between|versus|vs?|against|differ\w*|gap|both|either|each|respectively|than|which|rank\w*|share|proportion|percentage|above|below|average|mean (?:of|for|over)|sum|total|add\w*)\b",
    re.IGNORECASE,
)


def joint_leps(question: str, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions, with those that together mean one partnership made one: "Cambridge & Peterborough LEP".

    They are the words of its name, or places that all lie in it and in no other: "the Portsmouth and Southampton LEP".
    Of several LEPs, those are one that are joined the closest, or of which the name is made: "Kent and Stoke & Staffs LEPs".
    """
    kept: list[Mention] = []
    for mention in mentions:
        kept.append(mention)
        run = _run_to(question, kept)
        if len(run) > 1 and LEP_AFTER.match(question, mention.end):
            kept = _made_one(question, kept, run, _one_named(run, gazetteer) or _one_around(question, run, gazetteer))
        elif len(run) > 2 and (_LEPS_AFTER.match(question, mention.end) or _LEPS_AFTER.search(mention.text)):
            for part in (run[a:b] for b in range(len(run), 1, -1) for a in range(b - 1) if b - a < len(run)):
                lep = _one_named(part, gazetteer)
                if lep is None and _is_close(question, run, part):
                    lep = _one_around(question, part, gazetteer)
                if lep is not None and all(m in kept for m in part):
                    kept = _made_one(question, kept, part, lep)
    return tuple(kept)


def _run_to(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The last mention with those before it that are joined to it."""
    run = [mentions[-1]]
    for earlier in reversed(mentions[:-1]):
        if not JOINED.fullmatch(question[earlier.end : run[0].start]):
            break
        run.insert(0, earlier)
    return run


def _made_one(question: str, mentions: list[Mention], run: Sequence[Mention], lep: Place | None) -> list[Mention]:
    """The mentions with those of a run made one that means the LEP; as they were when there is none."""
    if lep is None:
        return mentions
    first, last = run[0].start, run[-1].end
    one = Mention(question[first:last], first, last, (lep,))
    return sorted((one, *(m for m in mentions if m not in run)), key=lambda m: m.start)


def _one_named(run: Sequence[Mention], gazetteer: Gazetteer) -> Place | None:
    """The one LEP in whose name all the words of the run are; None when it is none or several."""
    said = {token for part in run for token in tokens(part.text)}
    named = [p for p in gazetteer.places if p.place_type == "LEP" and said <= set(tokens(p.name))]
    return named[0] if len({p.name for p in named}) == 1 else None


def _one_around(question: str, run: Sequence[Mention], gazetteer: Gazetteer) -> Place | None:
    """The one LEP in which all of a run lie; None where one of them is a LEP, or they are set against each other."""
    if any(m.candidates[0].place_type not in _WITHIN_LEPS for m in run) or _BETWEEN.search(question[: run[0].start]):
        return None
    around = [_leps_of(m, gazetteer) for m in run]
    shared = [lep for lep in around[0] if all(lep in leps for leps in around)]
    return shared[0] if len(shared) == 1 else None


def _leps_of(mention: Mention, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The LEPs of the place meant, or of each that may be."""
    meant = mention.candidates if mention.ambiguous else mention.candidates[:1]
    return tuple(dict.fromkeys(lep for place in meant for lep in gazetteer.leps(place)))


def _is_close(question: str, run: Sequence[Mention], part: Sequence[Mention]) -> bool:
    """True when a part of a run is joined more closely within itself than to what stands beside it."""
    close = {b.start: bool(_CLOSE.fullmatch(question[a.end : b.start])) for a, b in pairwise(run)}
    within = all(close[m.start] for m in part[1:])
    after = next((m for m in run if m.start >= part[-1].end), None)
    return within and not close.get(part[0].start, False) and not (after and close[after.start])


def in_brackets(question: str, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions with an area in brackets in the stead of the places before it that lie in it: "Bristol/Bath (West of England)".

    Behind one place it may only say which of its name is meant ("Newport (Isle of Wight)", "Royston (Hertfordshire)"): so it
    does where it is a county too or a region, or where the name alone would be asked back.
    """
    kept = list(mentions)
    for found in _BRACKETS.finditer(question):
        (area, *others) = gazetteer.mentions(found[1]) or (None,)
        if area is None or others or area.ambiguous or not _AREA_KINDS & _kinds(area):
            continue
        if area.candidates[0].place_type in _WIDER:
            continue
        alone = f"{found[1][: area.start]}{_NAME}{found[1][area.end :]}".strip()
        before = gazetteer.mentions(question[: found.start()])
        run = [m for m in _run_to(question, before) if before[-1].end == found.start()] if before else []
        while run and not _lies_in(run[0], area.candidates[0], gazetteer):
            run.pop(0)
        if not _NAME_ALONE.fullmatch(alone) or any(not _lies_in(m, area.candidates[0], gazetteer) for m in run):
            continue
        tells_apart = run and (
            run[0].ambiguous or (not LEP_AFTER.search(found[1]) and _kinds(area) & {"county", "district", "region"})
        )
        if len(run) > 1 or (run and not tells_apart):
            start, end = run[0].start, found.end()
            one = Mention(question[start:end], start, end, area.candidates)
            kept = [m for m in kept if m.end <= start or m.start >= end]
            kept = sorted((*kept, one), key=lambda m: m.start)
    return tuple(kept)


def _kinds(mention: Mention) -> set[str]:
    return {place.place_type for place in mention.candidates}


def _lies_in(mention: Mention, area: Place, gazetteer: Gazetteer) -> bool:
    """True when the place meant is a smaller one that lies in an area; a town or district may lie in several LEPs."""
    place = mention.candidates[0]
    if place.place_type in _WIDER or place.place_type == "LEP" or place.code == area.code:
        return False
    around = {p.code for p, whole in gazetteer.containing(place, (area.place_type,)) if whole}
    return area.code in around or (place.place_type in _WITHIN_LEPS and area in _leps_of(mention, gazetteer))


def lep_alone(question: str, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The LEP alone where it is named, with the word, after places that all lie in it: "round Hull and Grimsby? The Humber LEP".

    Not where it is added to them or set against them. Behind one place in the same sentence it says where that lies.
    """
    if len(mentions) < 2 or _SET_AGAINST.search(question):
        return mentions
    *places, lep = mentions
    called = LEP_AFTER.match(question, lep.end) or re.search(r"lep\b|local enterprise partnership", lep.text.lower())
    if not called or lep.candidates[0].place_type != "LEP":
        return mentions
    between = question[places[-1].end : lep.start]
    said = _SENTENCES.split(between)
    here = len(said) == 1 and len(places) == 1
    if here or _ADDED.search(said[-1]) or not all(_lies_in(m, lep.candidates[0], gazetteer) for m in places):
        return mentions
    return (lep,)
