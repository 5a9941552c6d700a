"""Which place and which year each number of a sentence belongs to, so that swapped ones are seen.

"Higher in Lancashire, at €301 million, than in Cumbria, at €182 million" binds 301 to Lancashire and 182 to Cumbria; the
numbers and names of "Cumbria spent €301 million" are all in that evidence, and the sentence is wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.numbers import Quantity, split_unit
from assistant.schema import Derivation, Figure
from assistant.spoken_numbers import Counted, counted, same_number, sentences_of
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

TELLING = 100  # a bare number from here on stands for one thing in the evidence

# "€182 million in Cumbria", "£33 billion (33,406 GBP million) in 2014": what follows the number directly is its own.
_DIRECTLY = re.compile(r"^[^,;.]{0,40}?\b(?:in|for|at|of|by)(?:\s+the)?\s*$", re.IGNORECASE)
_PARTS = re.compile(r"\b(?:and|but|while|whereas|to|than|against|from|with|after|before)\b|;", re.IGNORECASE)
_TYPE_AFTER = re.compile(r"\s*\(?(?:the\s+)?(LEP|NUTS ?[123]|ITL ?[123]|county|region|district|town)\b", re.IGNORECASE)
_AGAIN = re.compile(r"[^,;.()]{0,30}\($")
_BY = re.compile(r"\b(?:by|by (?:about|around|some|nearly|over)|difference (?:is|was|of))\s*$", re.IGNORECASE)
_CURRENCY = {"GBP": "£", "EUR": "€", "USD": "$"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with the places and the years that it is of; empty where the evidence does not say."""

    number: Counted
    codes: frozenset[str]
    years: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Name:
    """A place or a year where a sentence has it."""

    start: int
    end: int
    text: str
    keys: frozenset[str]


def place_names(text: str, gazetteer: Gazetteer) -> list[_Name]:
    """The places of a text with the codes that each could mean, narrowed by "LEP" or "(NUTS2 area)" after a name."""
    return [_Name(m.start, m.end, m.text, _codes(m, text)) for m in gazetteer.mentions(text)]


def _codes(mention: Mention, text: str) -> frozenset[str]:
    after = _TYPE_AFTER.match(text, mention.end)
    kept: Sequence[Place] = mention.candidates
    if after:
        kind = after[1].replace(" ", "").casefold()
        kept = [p for p in mention.candidates if p.place_type.casefold() == kind] or kept
    return frozenset(p.code for p in kept)


def claims_of(
    texts: Sequence[str], figures: Sequence[Figure], derivations: Sequence[Derivation], gazetteer: Gazetteer
) -> list[Claim]:
    """What the evidence says of each number: from the figures it rests on, what is worked out, and its sentences."""
    out = [_claim(f.observation.value, f.observation.unit, f) for f in figures if f.observation.value is not None]
    out += [_claim(d.value, d.unit) for d in derivations]
    for sentence in (s for text in texts for s in sentences_of(text)):
        numbers = [c for c in counted(sentence) if c.quantity.kind != "year" and not c.is_label]
        places, years = place_names(sentence, gazetteer), _year_names(sentence)
        at_place, in_year = bind(sentence, numbers, places), bind(sentence, numbers, years)
        out += [
            Claim(n, at_place[i], frozenset() if _change(sentence, n) else in_year[i]) for i, n in enumerate(numbers)
        ]
    return out


def _claim(value: float, unit: str, figure: Figure | None = None) -> Claim:
    """The claim of one held figure, or of a number worked out, which is of no single place or year."""
    head, scale, _ = split_unit(unit)
    share = "points" if unit.startswith("percentage point") else "%" if unit.startswith("%") else ""
    number = Counted(
        Quantity(value * scale, "", _CURRENCY.get(head, share), 6), frozenset({_CURRENCY.get(head, share)})
    )
    if figure is None:
        return Claim(number, frozenset(), frozenset())
    years = frozenset(re.findall(r"(?:19|20)\d\d", figure.observation.period))
    return Claim(number, frozenset({figure.observation.place_code}), years)


def _change(sentence: str, number: Counted) -> bool:
    """True for a number that something changed or differs by, which belongs to no one year."""
    return bool(_BY.search(sentence[: number.quantity.start]))


def swapped(sentence: str, claims: Sequence[Claim], gazetteer: Gazetteer) -> str | None:
    """Which number stands with a place or a year that is not its own; None when none does, as far as can be told."""
    numbers, owners = [], []
    for number in counted(sentence):
        found = [c for c in claims if same_number(number, c.number)]
        if number.quantity.kind != "year" and not number.is_label and found:
            numbers.append(number)
            owners.append(found)
    at_place = bind(sentence, numbers, place_names(sentence, gazetteer))
    in_year = bind(sentence, numbers, _year_names(sentence))
    for number, found, codes, years in zip(numbers, owners, at_place, in_year, strict=True):
        if _change(sentence, number):
            years = frozenset()
        placed, dated = _told(number, found)
        if codes and not any(not c.codes or c.codes & codes for c in placed):
            return f"{number.quantity.text} is not the number of the place it stands with"
        if years and not any(not c.years or c.years & years for c in dated):
            return f"{number.quantity.text} is not the number of the year it stands with"
        both = [c for c in placed if c in dated]
        if (
            codes
            and years
            and both
            and not any((not c.codes or c.codes & codes) and (not c.years or c.years & years) for c in both)
        ):
            return f"{number.quantity.text} is not the number of the place and year it stands with"
    return None


def _told(number: Counted, found: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims that name a place, and those that name a year; all of them where none does.

    A small bare number may stand in the evidence for many things, so that all its claims count.
    """
    if not number.quantity.kind and abs(number.quantity.value) < TELLING:
        return list(found), list(found)
    return [c for c in found if c.codes] or list(found), [c for c in found if c.years] or list(found)


def _year_names(sentence: str) -> list[_Name]:
    return [
        _Name(n.quantity.start, n.quantity.end, n.quantity.text, frozenset({str(int(n.quantity.value))}))
        for n in counted(sentence)
        if n.quantity.kind == "year"
    ]


def bind(sentence: str, numbers: Sequence[Counted], names: Sequence[_Name]) -> list[frozenset[str]]:
    """For each number, the keys of the name it belongs to; empty where the sentence has no name."""
    if not names:
        return [frozenset()] * len(numbers)
    if all(n.keys == names[0].keys for n in names):
        return [names[0].keys] * len(numbers)
    groups = _shown_once(sentence, numbers)
    runs = _respectively(groups, names)
    out = []
    for group in groups:
        start, end = group[0].quantity.start, group[-1].quantity.end
        out += [runs.get(start) or _nearest(sentence, start, end, names)] * len(group)
    return out


def _nearest(sentence: str, start: int, end: int, names: Sequence[_Name]) -> frozenset[str]:
    """The name that directly follows a number with "in" or "for"; else the last before it; else the first after it."""
    after = next((n for n in names if n.start >= end), None)
    before = next((n for n in reversed(names) if n.end <= start), None)
    if after:
        between = sentence[end : after.start]
        if _DIRECTLY.match(between) and not _PARTS.search(between):
            return after.keys
    chosen = before or after
    return chosen.keys if chosen else frozenset()


def _shown_once(sentence: str, numbers: Sequence[Counted]) -> list[list[Counted]]:
    """The numbers, those of one figure shown twice ("£36.8 billion (36,751 GBP million)") together."""
    out: list[list[Counted]] = []
    for number in numbers:
        last = out[-1][-1] if out else None
        between = sentence[last.quantity.end : number.quantity.start] if last else ""
        if last and _AGAIN.match(between) and same_number(last, number):
            out[-1].append(number)
        else:
            out.append([number])
    return out


def _respectively(numbers: Sequence[Sequence[Counted]], names: Sequence[_Name]) -> dict[int, frozenset[str]]:
    """The name's keys for each number, by where it starts, where as many names in a run stand before or after as many
    numbers in a run: "between 2014 and 2019 from £33 billion to £39 billion", "Kent and Surrey had 5 and 6"."""
    events = sorted(
        [(n[0].quantity.start, "number", i) for i, n in enumerate(numbers)]
        + [(n.start, "name", i) for i, n in enumerate(names)]
    )
    runs: list[tuple[str, list[int]]] = []
    for _, kind, i in events:
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(i)
        else:
            runs.append((kind, [i]))
    out: dict[int, frozenset[str]] = {}
    for at, (kind, members) in enumerate(runs):
        if kind != "number" or len(members) < 2:
            continue
        beside = [runs[at - 1]] if at else runs[1:2]
        for _, found in beside:
            if len(found) == len(members):
                out |= {numbers[m][0].quantity.start: names[n].keys for m, n in zip(members, found, strict=True)}
    return out
